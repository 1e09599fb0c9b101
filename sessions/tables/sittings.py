"""Columns of the list of sittings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.display import day
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from sessions.models import Sitting
from sessions.states import SittingState

BADGES = {
    SittingState.PLANNED: "plain",
    SittingState.CONFERENCE_HELD: "plain",
    SittingState.CONVENED: "run",
    SittingState.PAPERS_OPEN: "run",
    SittingState.IN_SESSION: "warn",
    SittingState.POSTPONED: "warn",
    SittingState.CANCELLED: "late",
}


def state_badge(sitting: Sitting) -> SafeString:
    """Where the sitting stands."""
    return badge(BADGES.get(SittingState(sitting.state), "ok"), sitting.get_state_display())


def days_words(sitting: Sitting) -> str:
    """The days of the sitting."""
    return " – ".join(dict.fromkeys([day(sitting.opens_on), day(sitting.closes_on)]))


def papers_words(sitting: Any) -> str | None:
    """Papers in hand of those the sitting waits for; nothing where it waits for none."""
    if not sitting.papers_all:
        return None
    return f"{sitting.papers_in}/{sitting.papers_all}"


def _late_words(sitting: Any) -> str:
    late: int = sitting.papers_late
    return ngettext("%(count)s late", "%(count)s late", late) % {"count": late} if late else ""


def _kind_and_theme(sitting: Sitting) -> str:
    kind = str(sitting.get_kind_display())
    return (
        gettext_now("%(kind)s: %(theme)s") % {"kind": kind, "theme": sitting.theme} if sitting.theme else kind
    )


def _term(sitting: Sitting) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', sitting.council_term.label)


class SittingTable(Table):
    """Sittings, the newest first."""

    columns: ClassVar = [
        Column(
            "number",
            _("Sitting"),
            cell=str,
            note=_kind_and_theme,
            sort=("council_term__starts_on", "number"),
            link=True,
            card="title",
            export=lambda sitting: sitting.number,
        ),
        Column("state", _("State"), cell=state_badge, sort=("state",), card="side"),
        Column("opens_on", _("Days"), cell=days_words, sort=("opens_on",)),
        Column("papers", _("Papers in hand"), cell=papers_words, note=_late_words, align="end"),
        Column(
            "resolutions",
            _("Resolutions"),
            cell=lambda sitting: sitting.resolutions_passed or None,
            align="end",
            export=lambda sitting: sitting.resolutions_passed,
        ),
        Column("term", _("Council term"), cell=_term),
        Column("kind", _("Kind"), cell="get_kind_display", default=False),
        Column("theme", _("Theme"), default=False),
        Column("first", _("Opens on"), cell="opens_on", default=False),
        Column("last", _("Closes on"), cell="closes_on", default=False),
        Column("place", _("Place"), default=False),
        Column("council", _("Council"), default=False),
    ]
