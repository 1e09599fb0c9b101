"""A year of the working calendar for the eye: working days by month, and every day that differs from its week."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.workdays import Calendar

_SATURDAY = 5


@dataclass(frozen=True)
class SpecialDay:
    """A day off in the week, a weekend day that is worked, or a holiday."""

    day: date
    working: bool
    note: str


@dataclass(frozen=True)
class Month:
    """A month: its first day, how many days are worked, and what is special in it."""

    first: date
    working_days: int
    special: list[SpecialDay]


def months(calendar: Calendar, year: int) -> list[Month]:
    """The twelve months of a year."""
    return [_month(calendar, date(year, number, 1)) for number in range(1, 13)]


def _month(calendar: Calendar, first: date) -> Month:
    days = [first.replace(day=number) for number in range(1, monthrange(first.year, first.month)[1] + 1)]
    return Month(first, sum(map(calendar.is_working, days)), list(_special(calendar, days)))


def _special(calendar: Calendar, days: list[date]) -> Iterator[SpecialDay]:
    for day in days:
        working, weekend = calendar.is_working(day), day.weekday() >= _SATURDAY
        note = calendar.note(day)
        if working and weekend:
            yield SpecialDay(day, working, note or _("worked in exchange for another day"))
        elif note or (not working and not weekend):
            yield SpecialDay(day, working, note)
