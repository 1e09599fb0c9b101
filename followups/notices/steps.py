"""On which days a council reminds: working days before the due day, the day itself, and every so often after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from core.workdays import AFTER, CALENDAR, Calendar
from councils.models import Council
from followups.models import Notice, ReminderSteps


class Steps(NamedTuple):
    """Working days before the due day, the farthest first, and working days between reminders once it is late."""

    before_due: tuple[int, ...]
    overdue_every: int


USUAL: Final = Steps((5, 2), 5)
"""The steps of every council that has set none of its own."""
LONGEST: Final = 60
"""No step is longer than this many working days."""
MOST: Final = 6
"""No council reminds more often than this before one due day."""
_EXAMPLE_DAYS, _EXAMPLE_LATE = 30, 3


def reminder_on(day: date, due: date, calendar: Calendar, steps: Steps = USUAL) -> Notice.Kind | None:
    """Which reminder a due day calls for on a working day, if any.

    A due day on which nobody works is announced on the last working day before it. The first reminder of something
    late comes on the first working day after its due day.
    """
    if due >= day:
        left = calendar.working_days_between(day, due)
        if left == 0:
            return Notice.Kind.DUE
        return Notice.Kind.BEFORE_DUE if left in steps.before_due else None
    late = calendar.working_days_between(due, day)
    return Notice.Kind.OVERDUE if late and (late - 1) % steps.overdue_every == 0 else None


def steps_of(row: ReminderSteps | None) -> Steps:
    """A council's own steps, or the usual ones where it has no row."""
    return Steps(tuple(sorted(row.before_due, reverse=True)), row.overdue_every) if row else USUAL


def own_steps(council: Council | None = None) -> Mapping[Steps, frozenset[int]]:
    """The councils (or the one) that differ from the usual steps, by the steps they share. One query."""
    rows = ReminderSteps.objects.all() if council is None else ReminderSteps.objects.of(council)
    found: dict[Steps, set[int]] = defaultdict(set)
    for row in rows.only("council_id", "before_due", "overdue_every"):
        found[steps_of(row)].add(row.council_id)
    found.pop(USUAL, None)
    return {steps: frozenset(councils) for steps, councils in found.items()}


def kinds_by_due_day(
    day: date, earliest: date | None, calendar: Calendar, steps: Steps
) -> dict[date, Notice.Kind]:
    """The due days that call for a reminder on this day, from the earliest day on which anything was due."""
    last = calendar.next_working_day(calendar.add_working_days(day, max(steps.before_due, default=0)))
    first = min(earliest or day, day)
    days = (first + timedelta(days=number) for number in range((last - first).days))
    kinds = {due: reminder_on(day, due, calendar, steps) for due in days}
    return {due: kind for due, kind in kinds.items() if kind}


class ReminderDay(NamedTuple):
    """A day of an example on which somebody would be reminded; `away` working days before or after the due day."""

    day: date
    kind: Notice.Kind
    away: int


def example_due_day(today: date, calendar: Calendar) -> date:
    """A due day for an example: thirty days from today, moved on to a working day."""
    return calendar.due_date(today, _EXAMPLE_DAYS, CALENDAR, AFTER).day


def example_days(due: date, calendar: Calendar, steps: Steps) -> Iterator[ReminderDay]:
    """When reminders of a due day come, up to the third after it: by the very function that plans them."""
    day = calendar.add_working_days(due, -max(steps.before_due, default=0))
    late = 0
    while late < _EXAMPLE_LATE:
        kind = reminder_on(day, due, calendar, steps)
        if kind:
            late += kind == Notice.Kind.OVERDUE
            yield ReminderDay(day, kind, abs(calendar.working_days_between(day, due)))
        day = calendar.next_working_day(day)
