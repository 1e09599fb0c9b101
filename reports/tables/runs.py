"""The list of report runs."""

from __future__ import annotations

from typing import ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from reports.models import ReportRun

_BADGES: Final = {
    ReportRun.State.WAITING: "plain",
    ReportRun.State.RUNNING: "run",
    ReportRun.State.DONE: "ok",
    ReportRun.State.FAILED: "late",
}


def run_badge(run: ReportRun) -> SafeString:
    """How far a run is."""
    return badge(_BADGES[ReportRun.State(run.state)], run.get_state_display())


def span(run: ReportRun) -> str:
    """From when to when."""
    return f"{display.day(run.period_start)} – {display.day(run.period_end)}"


class RunTable(Table):
    """Runs of reports, the newest first."""

    columns: ClassVar = [
        Column("period", _("Period"), cell=span, note="get_kind_display", link=True, card="title"),
        Column("as_of", _("As of"), sort=("as_of", "pk")),
        Column("scope", _("Scope"), cell="get_scope_display"),
        Column("asked_by", _("Asked by"), cell="asked_by.full_name"),
        Column("created_at", _("Asked at"), sort=("created_at", "pk")),
        Column("state", _("State"), cell=run_badge, card="side"),
    ]
