"""Columns of forwarded opinions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from voters.models import OpinionForward
from voters.tables.contact import origin_words

_BADGES = {"asked": "warn", "accepted": "ok", "returned": "late"}


def decision_badge(forwarding: OpinionForward) -> SafeString:
    """What became of it."""
    return badge(_BADGES.get(forwarding.decision, "plain"), forwarding.get_decision_display())


def _said(forwarding: Any) -> str:
    return origin_words(forwarding.opinion)


class ForwardTable(Table):
    """Forwarded opinions, the newest first."""

    columns: ClassVar = [
        Column("asked_on", _("Forwarded on"), sort=("asked_on", "pk")),
        Column("content", _("Content"), cell="opinion.content", note=_said, link=True, card="title"),
        Column("from", _("From the council"), cell="opinion.council.name"),
        Column("to", _("To the council"), cell="to_council.name"),
        Column("reason", _("Why"), default=False),
        Column("decision", _("Decision"), cell=decision_badge, note="decision_note", card="side"),
    ]

    def row_url(self, row: Any) -> str:
        """The forwarding's page: the opinion itself may be out of reach."""
        return reverse("voters:forward_detail", args=[row.pk])
