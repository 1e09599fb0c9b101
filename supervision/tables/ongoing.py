"""Columns of what stands under ongoing supervision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge


def ended_badge(row: Any) -> SafeString:
    """Whether it is still supervised."""
    return badge("ok", gettext("Ended")) if row.ended_on else badge("run", gettext("Under supervision"))


def _kind(row: Any) -> str:
    return gettext("%(kind)s, by its own action") % {"kind": row.kind} if row.by_letter else row.kind


class OngoingTable(Table):
    """What is supervised, the latest taken up first."""

    columns: ClassVar = [
        Column("about", _("Content"), note="name", link=True, card="title"),
        Column("kind", _("Kind"), cell=_kind),
        Column("supervisor", _("Who supervises")),
        Column("taken_on", _("Since")),
        Column("ended_on", _("Ended on")),
        Column("result", _("Result")),
        Column("state", _("State"), cell=ended_badge, card="side"),
    ]
