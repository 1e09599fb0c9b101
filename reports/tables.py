"""Lists of the reports floor: the rows behind a figure in the lists people know, and the runs of reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from followups.asof import NO_RESULT
from followups.states import ResultClass
from reports.figures import Indicator, Listing
from reports.models import ReportRun
from voters.tables import MeetingTable, OpinionTable, RoundTable, status_of


@dataclass(frozen=True)
class Rows:
    """How rows of one sort are listed: columns, order, what each row needs, how many they are in words."""

    columns: Sequence[Column]
    order: tuple[str, ...]
    prepare: Callable[[Any], QuerySet[Any]]
    label: Callable[[int], str]


def result_words(opinion: Any) -> str:
    """The class of result on the as-of day."""
    if opinion.result_then == NO_RESULT:
        return str(_("No result yet"))
    return str(ResultClass(opinion.result_then).label)


EXTRA: Final = {
    "counted": Column("counted", _("Counted here"), align="end"),
    "due_then": Column("due_then", _("Due, as of the day")),
    "result_then": Column("result_then", _("Result, as of the day"), cell=result_words, card="side"),
}
"""Columns that exist where the figure's rows carry what they show."""

_OPINION_COLUMNS: Final = (
    *(column for column in OpinionTable.columns if column.name in {"number", "content", "field", "agency"}),
    Column("competence_level", _("Competence"), cell="get_competence_level_display", default=False),
    Column("status", _("State today"), cell=status_of, default=False),
)
_ROUND_COLUMNS: Final = tuple(column for column in RoundTable.columns if column.name in {"name", "days"})
_DELEGATE_COLUMNS: Final = (Column("full_name", _("Delegate"), card="title"),)

LISTINGS: Final = {
    Listing.MEETINGS: Rows(
        MeetingTable.columns,
        ("-held_on", "-pk"),
        lambda rows: rows.select_related("round", "council").with_counts(),
        lambda count: ngettext("meeting", "meetings", count),
    ),
    Listing.ROUNDS: Rows(
        _ROUND_COLUMNS,
        ("-starts_on", "-pk"),
        lambda rows: rows,
        lambda count: ngettext("round", "rounds", count),
    ),
    Listing.DELEGATES: Rows(
        _DELEGATE_COLUMNS,
        ("sort_key", "pk"),
        lambda rows: rows,
        lambda count: ngettext("delegate", "delegates", count),
    ),
    Listing.OPINIONS: Rows(
        _OPINION_COLUMNS,
        ("-recorded_on", "-pk"),
        lambda rows: rows.with_status().select_related("field", "agency", "meeting", "follow_up", "council"),
        lambda count: ngettext("opinion", "opinions", count),
    ),
}


def rows_table(indicator: Indicator, rows: QuerySet[Any], *, lower: bool) -> type[Table]:
    """The list of a figure's rows: the usual columns, whose council it is where there are several, what it counted."""
    listing = LISTINGS[indicator.listing]
    extra = [column for name, column in EXTRA.items() if name in rows.query.annotations]
    council = [Column("council", _("Council"), cell="council.name")] if lower else []
    return type("FigureRowsTable", (Table,), {"columns": [*listing.columns, *council, *extra]})


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
