"""How hand-overs look in lists."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from followups.models import HandOver

_BADGES: Final = {
    HandOver.Decision.ASKED: "warn",
    HandOver.Decision.ACCEPTED: "ok",
    HandOver.Decision.REFUSED: "late",
}


def decision_badge(hand_over: HandOver) -> SafeString:
    """What the receiving side said, in colour, shape and words."""
    kind = _BADGES.get(HandOver.Decision(hand_over.decision), "plain")
    return badge(kind, hand_over.get_decision_display())


def receiver(hand_over: HandOver) -> str:
    """To whom: the council where it is another one, and the agency once it is known."""
    agency, council = hand_over.to_agency, hand_over.to_council
    if hand_over.to_council_id == hand_over.from_council_id:
        return str(agency)
    return f"{agency} ({council})" if agency else str(council)


class HandOverTable(Table):
    """Hand-overs; a row leads to the decision where it waits for the reader, else to the matter if it is theirs."""

    columns: ClassVar = [
        Column("task", _("Task"), cell="follow_up.title", note="reason", link=True, card="title"),
        Column("giver", _("Handed on by"), cell="from_owner", note="from_council"),
        Column("receiver", _("Handed on to"), cell=receiver),
        Column("asked_on", _("Asked on"), sort=("asked_on",)),
        Column("decision", _("Decision"), cell=decision_badge, note="decided_on", card="side"),
    ]

    def row_url(self, row: Any) -> str | None:
        """The decision, the matter, or nothing."""
        if row.may_decide:
            return reverse("followups:hand_over_decide", args=[row.pk])
        return row.follow_up.get_absolute_url() if row.is_seen else None
