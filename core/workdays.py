"""Working days and deadlines. Pure: no database; a floor above hands in the editable exceptions.

The official days off come from the `holidays` library (public holidays, Tết, compensation days and the swaps
that it knows); a `Calendar` adds what a secretariat knows better: days announced off, and the Saturdays worked
in exchange.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CALENDAR, WORKING = "calendar", "working"
"""Units in which a rule counts."""
BEFORE, AFTER = "before", "after"
"""Directions in which a rule counts from its anchor."""
OFF: Final = "off"
"""Kind of an exception; the other kind is `WORKING`: a weekend day that is worked."""

Grade = Literal["ok", "soon", "late", "done"]

SOON_DAYS: Final = 3
"""A deadline this many working days away, or fewer, is "soon"."""

_SATURDAY: Final = 5


class DayException(NamedTuple):
    """A day that differs from the official calendar: kind "off" or "working", and why."""

    kind: str
    note: str = ""


class Deadline(NamedTuple):
    """A computed due date; estimated while the year's public holidays are not yet announced."""

    day: date
    estimated: bool


class _National(NamedTuple):
    off: Mapping[date, str]
    worked: frozenset[date]


@cache
def _published(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year, language="vi")


@cache
def _national(year: int) -> _National:
    """Public holidays of one year by name, and the weekend days worked in exchange for a swapped day.

    The neighbours are read too: a swap is recorded in the year of its day off (31/12/2018 for 05/01/2019).
    """
    near = [_published(number) for number in (year - 1, year, year + 1)]
    return _National(
        off={day: name for days in near for day, name in days.items() if day.year == year},
        worked=frozenset(day for days in near for day in days.weekend_workdays if day.year == year),
    )


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of a council: Monday to Friday without public holidays, corrected by exceptions.

    `confirmed_until` is the last year whose holidays are officially announced; later days are computed all the
    same but marked as estimated. None makes no such statement. Make one object and keep it: it remembers its
    years.
    """

    exceptions: Mapping[date, DayException] = field(default_factory=dict)
    confirmed_until: int | None = None
    _years: dict[int, tuple[date, ...]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Take the exceptions as they are now."""
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception.kind == WORKING
        national = _national(day.year)
        return day in national.worked or (day.weekday() < _SATURDAY and day not in national.off)

    def note(self, day: date) -> str:
        """Why the day is special (name of the holiday, or the note of the exception); empty on ordinary days."""
        exception = self.exceptions.get(day)
        return exception.note if exception else _national(day.year).off.get(day, "")

    def is_estimated(self, day: date) -> bool:
        """Whether the day lies beyond the last year whose holidays are announced."""
        return self.confirmed_until is not None and day.year > self.confirmed_until

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, otherwise the first working day behind it."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def on_or_before(self, day: date) -> date:
        """The day itself when it is worked, otherwise the last working day ahead of it."""
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after (negative: before) the day, which itself is not counted."""
        if count == 0:
            return day
        year, days = day.year, self._working_days(day.year)
        position = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
        while position >= len(days):
            position -= len(days)
            year += 1
            days = self._working_days(year)
        while position < 0:
            year -= 1
            days = self._working_days(year)
            position += len(days)
        return days[position]

    def working_days_between(self, start: date, end: date) -> int:
        """Signed number of working days from start to end: start is not counted, end is.

        It undoes `add_working_days`: counting from a day to the day n working days away gives n, in both directions.
        """
        if end < start:
            return -self._rank(end, start, bisect_left)
        return self._rank(start, end, bisect_right)

    def due_date(self, anchor: date, offset: int, unit: str, direction: str) -> Deadline:
        """The last day on which something may be done, `offset` days before or after the anchor.

        The anchor itself is not counted (Civil Code 2015 Art. 147). A last day that falls on a day off moves on
        to the next working day (Art. 148). Counted back from an anchor ("10 days before the opening") it moves
        **earlier**, to the working day before: the thing must be done at the latest by then, and nobody is there
        to do it on the day off.
        """
        if offset < 0 or unit not in {CALENDAR, WORKING} or direction not in {BEFORE, AFTER}:
            message = f"not a deadline: {offset} {unit} days {direction}"
            raise ValueError(message)
        steps = -offset if direction == BEFORE else offset
        last = anchor + timedelta(days=steps) if unit == CALENDAR else self.add_working_days(anchor, steps)
        day = self.on_or_before(last) if direction == BEFORE else self.on_or_after(last)
        return Deadline(day, self.is_estimated(day))

    def _working_days(self, year: int) -> tuple[date, ...]:
        """All working days of a year in order, computed once."""
        days = self._years.get(year)
        if days is None:
            first = date(year, 1, 1)
            span = (date(year, 12, 31) - first).days + 1
            every = (first + timedelta(days=number) for number in range(span))
            days = self._years[year] = tuple(day for day in every if self.is_working(day))
        return days

    def _rank(self, start: date, end: date, cut: Callable[[Sequence[date], date], int]) -> int:
        """Working days between two days in order; the cut decides which of the two is counted."""
        whole_years = sum(len(self._working_days(year)) for year in range(start.year, end.year))
        ahead, inside = cut(self._working_days(start.year), start), cut(self._working_days(end.year), end)
        return whole_years - ahead + inside


@dataclass(frozen=True, slots=True)
class Due:
    """How a due date stands on a day: its grade for the eye, its words for everybody.

    `days_left` are working days: those still to come up to the due day, negative when it has passed; for finished
    work those left (or overrun) when it was done. It is 0 on the due day and on the days off next to it.
    """

    day: date
    seen_on: date
    grade: Grade
    days_left: int
    estimated: bool = False
    answered: bool = False
    """Answered, but nobody has judged the answer yet: not to be called done."""

    @property
    def words(self) -> str:
        """In the reader's language: "3 working days left", "today", "2 working days overdue".

        While the holidays of the due day's year are not announced, it says that the day is an estimate.
        """
        if self.grade == "done":
            done_words = _answered_words if self.answered else _done_words
            return done_words(-self.days_left, late=self.seen_on > self.day)
        words = self._open_words()
        return _("%(words)s, estimated") % {"words": words} if self.estimated else words

    def _open_words(self) -> str:
        if self.seen_on > self.day:
            return _late_words(-self.days_left)
        return _("today") if self.seen_on == self.day else _left_words(self.days_left)


def due_words(
    day: date,
    today: date,
    calendar: Calendar,
    done_on: date | None = None,
    soon_days: int = SOON_DAYS,
    *,
    answered: bool = False,
) -> Due:
    """The standing of a due day as seen today, or of finished work on the day it was done.

    `answered`: what came on `done_on` is an answer that nobody has judged yet, and the words say no more.
    """
    seen_on = done_on or today
    if seen_on > day:
        days_left = -calendar.working_days_between(day, seen_on)
    else:
        days_left = calendar.working_days_between(seen_on, day)
    grade = "done" if done_on else _grade(days_left, late=seen_on > day, soon_days=soon_days)
    return Due(day, seen_on, grade, days_left, calendar.is_estimated(day), answered)


def _grade(days_left: int, *, late: bool, soon_days: int) -> Grade:
    if late:
        return "late"
    return "soon" if days_left <= soon_days else "ok"


def _left_words(count: int) -> str:
    if count == 0:
        return _("no working day left")
    return ngettext("%(count)s working day left", "%(count)s working days left", count) % {"count": count}


def _late_words(count: int) -> str:
    if count == 0:
        return _("overdue")
    return ngettext("%(count)s working day overdue", "%(count)s working days overdue", count) % {
        "count": count
    }


def _done_words(count: int, *, late: bool) -> str:
    if not late:
        return _("done in time")
    if count == 0:
        return _("done late")
    return ngettext("done %(count)s working day late", "done %(count)s working days late", count) % {
        "count": count
    }


def _answered_words(count: int, *, late: bool) -> str:
    if not late:
        return _("answered in time")
    if count == 0:
        return _("answered late")
    return ngettext("answered %(count)s working day late", "answered %(count)s working days late", count) % {
        "count": count
    }
