"""What hangs on a deadline rule or on the calendar: due days that were given, and would be others by now.

This floor knows nobody who keeps due days. Who does registers a `Dependent` at start-up: it lists what a change would
move, and moves it. A change says which rows it may concern (`touching`) and gives each its new day (`recount`); both
states are held in memory, so a preview reads no rule or calendar per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from core.workdays import Calendar
from councils.models import DeadlineRule
from councils.rulebook import RuleBook

SHOWN: Final = 200
"""A preview lists this many lines and counts the rest."""


class Columns(NamedTuple):
    """Where a dependent's model keeps what its due day was counted from."""

    rule: str = "due_rule"
    anchor: str = "due_anchor_on"
    due: str = "original_due_on"
    council: str = "council"


COLUMNS: Final = Columns()


class Counted(NamedTuple):
    """What a due day was counted from, and for whom."""

    rule: DeadlineRule
    anchor: date
    due: date
    council_id: int
    level: str


class Recount(NamedTuple):
    """The day that is right after the change, the rule that gives it, and what the change rests on."""

    day: date
    rule: DeadlineRule
    reason: str


class Change(Protocol):
    """A change of what due days are counted by."""

    @property
    def calendar(self) -> Calendar:
        """The calendar after it."""

    def touching(self, columns: Columns = COLUMNS) -> Q:
        """The rows that it may concern: a condition for the database, wider than the truth."""

    def recount(self, counted: Counted) -> Recount | None:
        """What becomes of a due day; None where the change does not concern it."""


@dataclass(frozen=True)
class RuleChange:
    """The rules of one code before and after somebody entered, changed or gave up one of them.

    It concerns what was counted by the rule that applied before, where another one applies now. What an earlier
    change left as it was keeps the edition it names.
    """

    changed: DeadlineRule
    before: tuple[DeadlineRule, ...]
    after: tuple[DeadlineRule, ...]
    calendar: Calendar
    _days: dict[tuple[int, date], date] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _books(self) -> tuple[RuleBook, RuleBook]:
        return RuleBook(self.before), RuleBook(self.after)

    def touching(self, columns: Columns = COLUMNS) -> Q:
        """What was counted by one of the earlier rules, in the council or at the level of the changed one."""
        rows = Q(**{f"{columns.rule}__in": [rule.pk for rule in self.before]})
        if self.changed.council_id:
            return rows & Q(**{columns.council: self.changed.council_id})
        return rows & Q(**{f"{columns.council}__level": self.changed.level}) if self.changed.level else rows

    def recount(self, counted: Counted) -> Recount | None:
        """The day by the rule that applies now, where that is another one than it was counted by."""
        was, now = (
            book.choose(council_id=counted.council_id, level=counted.level, day=counted.anchor)
            for book in self._books
        )
        if now is None or was is None or was.pk != counted.rule.pk or now.pk == was.pk:
            return None
        day = _remembered(self._days, self.calendar, now, counted.anchor)
        return Recount(day, now, now.legal_basis)


@dataclass(frozen=True)
class CalendarChange:
    """The calendar before and after a change of the days from `first` to `last`.

    Without a calendar before, due days are compared with what stands in the records: that is how confirming a year
    finds whatever no longer agrees with it.
    """

    first: date
    last: date
    before: Calendar | None
    calendar: Calendar
    reason: str
    _old: dict[tuple[int, date], date] = field(default_factory=dict, repr=False, compare=False)
    _new: dict[tuple[int, date], date] = field(default_factory=dict, repr=False, compare=False)

    def touching(self, columns: Columns = COLUMNS) -> Q:
        """What has one of these days between the day it counts from and its due day, whichever comes first."""
        anchor, due = columns.anchor, columns.due
        counted_on = Q(**{f"{anchor}__lte": self.last, f"{due}__gte": self.first})
        counted_back = Q(**{f"{due}__lte": self.last, f"{anchor}__gte": self.first})
        return counted_on | counted_back

    def recount(self, counted: Counted) -> Recount | None:
        """The day by the calendar as it is now and the edition it was counted by, where it is another day."""
        day = _remembered(self._new, self.calendar, counted.rule, counted.anchor)
        was = counted.due
        if self.before is not None:
            was = _remembered(self._old, self.before, counted.rule, counted.anchor)
        return None if day == was else Recount(day, counted.rule, self.reason)


def _remembered(
    days: dict[tuple[int, date], date], calendar: Calendar, rule: DeadlineRule, anchor: date
) -> date:
    """Few rules and few days of anchor make up many rows: each pair is counted once."""
    key = (rule.pk, anchor)
    if key not in days:
        days[key] = calendar.due_date(anchor, rule.offset, rule.unit, rule.direction).day
    return days[key]


@dataclass(frozen=True)
class Line:
    """One due day that a change concerns: whose, what, where it stands, and the day before and after."""

    council: str
    title: str
    owner: str
    url: str
    old: date
    new: date
    estimated: bool = False

    @property
    def becomes_late(self) -> bool:
        """Whether it would be late today only after the change."""
        return self.new < timezone.localdate() <= self.old

    @property
    def stops_being_late(self) -> bool:
        """Whether it is late today and would no longer be."""
        return self.old < timezone.localdate() <= self.new


@dataclass(frozen=True)
class Dependent:
    """Who keeps due days. `preview` lists what is concerned; `apply` moves it and tells how many days it moved."""

    name: str | Promise
    preview: Callable[[Change], Iterable[Line]]
    apply: Callable[[Change, Any], int]


@dataclass
class Preview:
    """What a change would do: the first lines, and counts over all of them."""

    lines: list[Line] = field(default_factory=list)
    moving: int = 0
    staying: int = 0
    becoming_late: int = 0
    no_longer_late: int = 0

    def add(self, line: Line) -> None:
        """Count a line, and keep it if there is room."""
        if line.old == line.new:
            self.staying += 1
            return
        self.moving += 1
        self.becoming_late += line.becomes_late
        self.no_longer_late += line.stops_being_late
        if len(self.lines) < SHOWN:
            self.lines.append(line)

    @property
    def concerned(self) -> int:
        """How many due days the change concerns, moved or not."""
        return self.moving + self.staying


_dependents: list[Dependent] = []


def register(dependent: Dependent) -> None:
    """Make somebody who keeps due days known (from their AppConfig.ready)."""
    _dependents.append(dependent)


def _lines(change: Change) -> Iterator[Line]:
    for dependent in _dependents:
        yield from dependent.preview(change)


def preview(change: Change) -> Preview:
    """What a change would do to the due days already given."""
    found = Preview()
    for line in _lines(change):
        found.add(line)
    return found


def apply(change: Change, user: Any) -> int:
    """Move the due days already given; tells how many moved."""
    return sum(dependent.apply(change, user) for dependent in _dependents)
