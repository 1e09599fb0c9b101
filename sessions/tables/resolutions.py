"""Columns and badges of resolutions, their tasks, indicators and reviews."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from core.workdays import Due
from councils.calendar import Clock
from sessions.indicators import measured
from sessions.models import Resolution
from sessions.states import Force, Progress, ResolutionState, ReviewStep, TargetStanding

_STATES: Final = {
    ResolutionState.TABLED: "run",
    ResolutionState.PASSED: "warn",
    ResolutionState.SIGNED: "warn",
    ResolutionState.ISSUED: "ok",
    ResolutionState.PUBLISHED: "ok",
    ResolutionState.REJECTED: "late",
}
_FORCES: Final = {
    Force.IN_FORCE: "ok",
    Force.AMENDED: "ok",
    Force.PARTLY_REPEALED: "warn",
    Force.NOT_YET: "run",
}
_PROGRESS: Final = {
    Progress.IN_PROGRESS: "run",
    Progress.PARTLY: "warn",
    Progress.COMPLETED: "ok",
    Progress.OVERDUE: "late",
    Progress.NOT_FEASIBLE: "warn",
}
_STANDINGS: Final = {
    TargetStanding.REACHED: "ok",
    TargetStanding.ON_THE_WAY: "run",
    TargetStanding.MISSED: "late",
}
_STEPS: Final = {ReviewStep.UNDECIDED: "warn", ReviewStep.TO_CARRY_OUT: "run", ReviewStep.DONE: "ok"}


def state_badge(resolution: Resolution) -> SafeString:
    """Where the text stands."""
    kind = _STATES.get(ResolutionState(resolution.state), "plain")
    return badge(kind, resolution.get_state_display())


def force_badge(resolution: Any) -> SafeString | None:
    """What a resolution read `status_on` is worth; nothing for what is not signed."""
    if not resolution.force:
        return None
    force = Force(resolution.force)
    return badge(_FORCES.get(force, "plain"), force.label)


def force_words(resolution: Any) -> str:
    """The same in plain words, for a second line."""
    return str(Force(resolution.force).label) if resolution.force else ""


def progress_badge(task: Any) -> SafeString:
    """How far a task read `with_progress` has come."""
    progress = Progress(task.progress)
    return badge(_PROGRESS.get(progress, "plain"), progress.label)


def standing_badge(target: Any) -> SafeString:
    """Whether a target read `with_standing` was reached."""
    standing = TargetStanding(target.standing)
    return badge(_STANDINGS.get(standing, "plain"), standing.label)


def step_badge(review: Any) -> SafeString:
    """How far a review read `with_step` has come."""
    step = ReviewStep(review.step)
    return badge(_STEPS[step], step.label)


def sending(resolution: Resolution, clock: Clock) -> Due | None:
    """How the day for sending up stands; nothing before the signature."""
    return clock.due(resolution.send_up_due_on, resolution.sent_up_on)


def with_sending(rows: list[Any], clock: Clock) -> list[Any]:
    """The rows of a page with the words of their due days; the calendar is read once."""
    for row in rows:
        row.sending = sending(row, clock)
    return rows


def kind_words(resolution: Resolution) -> str:
    """Normative or individual, and of the Standing Committee where it is that."""
    kind = gettext("Normative") if resolution.is_normative else gettext("Individual")
    return kind if resolution.issuer == "council" else f"{kind} · {resolution.get_issuer_display()}"


def symbol_of(resolution: Resolution) -> str:
    """The number, once there is one."""
    return resolution.document.symbol if resolution.document else ""


def _symbol(resolution: Resolution) -> SafeString | None:
    """The number in one piece."""
    symbol = symbol_of(resolution)
    return format_html('<span class="nowrap">{}</span>', symbol) if symbol else None


def _origin(resolution: Resolution) -> str:
    """At which sitting, on what field, proposed by whom."""
    parts = (
        str(resolution.sitting) if resolution.sitting else "",
        resolution.field.name if resolution.field else "",
        resolution.proposer,
    )
    return " · ".join(filter(None, parts))


def _tasks(resolution: Any) -> str:
    if not resolution.task_count:
        return ""
    return display.number(resolution.task_count)


def _late_tasks(resolution: Any) -> str:
    count = resolution.late_count
    return ngettext("%(count)s overdue", "%(count)s overdue", count) % {"count": count} if count else ""


def _sent_up(resolution: Any) -> SafeString | str | None:
    """The day by which it is to be sent up; afterwards the day on which it was, and whether that was in time."""
    standing = resolution.sending
    if resolution.sent_up_on is None:
        return due(standing) if standing else None
    words = standing.words if standing else ""
    day = display.day(resolution.sent_up_on)
    return format_html('<span class="due done">{} <small>{}</small></span>', day, words)


class ResolutionTable(Table):
    """Resolutions, drafts first, then the newest."""

    columns: ClassVar = [
        Column(
            "symbol", _("Number"), cell=_symbol, note=kind_words, sort=("signed_sort", "number_sort", "pk")
        ),
        Column("title", _("Abstract"), note=_origin, link=True, card="title"),
        Column("adopted", _("Adopted on"), cell="adopted_on", sort=("day_sort", "pk")),
        Column("signed", _("Signed on"), cell="signed_on", default=False),
        Column("sent", _("Sent up"), cell=_sent_up, export=attrgetter("sent_up_on")),
        Column("published", _("Published on"), cell="published_on", default=False),
        Column("in_force", _("In force from"), cell="in_force_on", default=False),
        Column(
            "tasks", _("Tasks"), cell=_tasks, note=_late_tasks, align="end", export=attrgetter("task_count")
        ),
        Column("force", _("Force"), cell=force_badge, default=False),
        Column("state", _("State"), cell=state_badge, note=force_words, card="side"),
    ]


class ResolutionsOfSitting(Table):
    """The drafts and resolutions on their sitting's page, with what is still to do."""

    columns: ClassVar = [
        Column("symbol", _("Number"), cell=_symbol, note=kind_words),
        Column("title", _("Abstract"), note="proposer", link=True, card="title"),
        Column("adopted", _("Adopted on"), cell="adopted_on"),
        Column("to_do", _("Still to do"), cell="to_do"),
        Column("sent", _("Sent up"), cell=_sent_up),
        Column("state", _("State"), cell=state_badge, card="side"),
    ]


def to_do(resolution: Resolution) -> str:
    """The next step of a resolution in words; nothing where none is left."""
    match resolution.state:
        case ResolutionState.PASSED:
            return gettext("to be signed")
        case ResolutionState.SIGNED:
            return gettext("to be issued")
        case ResolutionState.ISSUED if resolution.is_normative:
            return gettext("to be published")
        case ResolutionState.DRAFT | ResolutionState.VERIFIED | ResolutionState.TABLED:
            return gettext("to be voted on")
        case _:
            return ""


def _reached(target: Any) -> str:
    return "" if target.reached is None else measured(target.reached)


class IndicatorTable(Table):
    """Indicator targets of all resolutions of a council."""

    columns: ClassVar = [
        Column(
            "name",
            _("Indicator"),
            note=lambda target: symbol_of(target.resolution) or target.resolution.title,
            sort=("name", "area", "year"),
            link=True,
            card="title",
        ),
        Column("area", _("Area"), sort=("area", "name", "year")),
        Column("year", _("Year"), cell=lambda target: str(target.year), sort=("year", "name"), align="end"),
        Column("unit", _("Unit of measure")),
        Column("direction", _("To be reached as"), cell="get_direction_display", default=False),
        Column(
            "value",
            _("Target"),
            cell=lambda row: measured(row.value),
            align="end",
            export=attrgetter("value"),
        ),
        Column("reached", _("Value reached"), cell=_reached, align="end", export=attrgetter("reached")),
        Column("reached_on", _("As of")),
        Column("standing", _("Standing"), cell=standing_badge, card="side"),
    ]

    def row_url(self, row: Any) -> str:
        """A target opens at its resolution."""
        url: str = row.resolution.get_absolute_url()
        return f"{url}#indicators"


def _whose(review: Any) -> str:
    """Which council issued the text, where it was another one."""
    return "" if review.is_own else str(review.resolution.council)


def _carrier(review: Any) -> str:
    return str(review.carried_out_by) if review.carried_out_by else ""


class ReviewTable(Table):
    """Normative texts to be adapted."""

    columns: ClassVar = [
        Column("symbol", _("Number"), cell=lambda review: _symbol(review.resolution), note=_whose),
        Column("title", _("Abstract"), cell="resolution.title", link=True, card="title"),
        Column("in_force", _("In force from"), cell="resolution.in_force_on", default=False),
        Column("outcome", _("Outcome"), cell="get_outcome_display", note=_carrier),
        Column("decided", _("Decided on"), cell="decided_on"),
        Column("due", _("Due"), cell=lambda review: due(review.standing), export=attrgetter("due_on")),
        Column("step", _("Step"), cell=step_badge, card="side"),
    ]
