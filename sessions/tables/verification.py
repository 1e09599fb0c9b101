"""Columns of the list of verifications."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from sessions.models import Verification
from sessions.states import VerificationState

_BADGES: Final = {
    VerificationState.ASSIGNED: "plain",
    VerificationState.IN_WORK: "run",
    VerificationState.REPORTED: "ok",
    VerificationState.RESPONDED: "ok",
}
_OPINIONS: Final = {
    Verification.Opinion.READY: "ok",
    Verification.Opinion.AFTER_REVISION: "warn",
    Verification.Opinion.NOT_READY: "late",
}


def verification_badge(verification: Verification) -> SafeString:
    """Where a verification stands."""
    kind = _BADGES[VerificationState(verification.state)]
    return badge(kind, verification.get_state_display())


def opinion_badge(verification: Verification) -> SafeString | None:
    """What the committee proposes; None before the report."""
    if not verification.opinion or not verification.reported_on:
        return None
    return badge(_OPINIONS[Verification.Opinion(verification.opinion)], verification.get_opinion_display())


def _due(verification: Any) -> SafeString | None:
    return due(verification.standing) if verification.standing else None


def _answered(verification: Any) -> str | None:
    if not verification.remark_count:
        return None
    words = {"answered": verification.answered_count, "all": verification.remark_count}
    return gettext("%(answered)s of %(all)s") % words


def _role(verification: Any) -> str:
    return "" if verification.is_lead else gettext("co-ordinating")


class VerificationTable(Table):
    """What committees verify, what is owed first."""

    columns: ClassVar = [
        Column("paper", _("Paper"), cell="paper.title", note="paper.sitting", link=True, card="title"),
        Column(
            "committee", _("Committee"), cell="committee.name", note=_role, sort=("committee_order", "pk")
        ),
        Column("due", _("Report due"), cell=_due, sort=("due_on", "pk"), export=lambda row: row.due_on),
        Column("meeting", _("Verification meeting"), cell="meeting.held_on", default=False),
        Column("opinion", _("Opinion of the committee"), cell=opinion_badge),
        Column("answered", _("Remarks answered"), cell=_answered, align="end"),
        Column("state", _("State"), cell=verification_badge, card="side"),
        Column("reported_on", _("Reported on"), default=False),
        Column("number", _("Number"), cell="document.symbol", default=False),
    ]
