"""The working calendar and the due dates that rules give, with the reason a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import DateField, F, Func, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core.compiled import compiled
from core.errors import Refused
from core.workdays import Calendar, DayException, Due, due_words
from councils.models import CalendarException, CalendarYear, Council, DeadlineRule

ANNOUNCED_UNTIL = 2026
"""The last year whose public holidays this release itself knows to be announced; `CalendarYear` confirms later ones."""

UNSURE = "cần kiểm tra"
"""How the reference data itself marks a legal basis that must be confirmed."""

_CONFIRMED = "confirmed"


def national_calendar() -> Calendar:
    """Viet Nam's public holidays corrected by the exceptions that an administrator keeps. One query: keep the result.

    Due days beyond the last confirmed year are computed and said to be estimates.
    """
    return _calendar(tuple(_kept()))


@lru_cache(maxsize=8)
def _calendar(found: tuple[tuple[date, str, str], ...]) -> Calendar:
    """The calendar of these rows, which are read each time: it has counted the working days of its years once."""
    exceptions = {day: DayException(kind, note) for day, kind, note in found if kind != _CONFIRMED}
    confirmed = (day.year for day, kind, _note in found if kind == _CONFIRMED)
    return Calendar(exceptions, max([ANNOUNCED_UNTIL, *confirmed]))


@compiled
def _kept() -> QuerySet[CalendarException, tuple[Any, ...]]:
    """The exceptions, and the confirmed years by their first day, in one statement."""
    new_year = Func(F("year"), 1, 1, function="make_date", output_field=DateField())
    years = CalendarYear.objects.order_by().values_list(new_year, Value(_CONFIRMED), "source")
    days = CalendarException.objects.order_by().values_list("day", "kind", "note")
    return days.union(years, all=True)


@dataclass(frozen=True)
class DueDate:
    """A due day and why: the rule it comes from, the day it counts from, and whether the calendar is still a guess.

    A day that somebody set by hand has no rule; `basis` then says what it rests on.
    """

    day: date
    rule: DeadlineRule | None
    anchor: date
    estimated: bool
    basis: str = ""

    @property
    def legal_basis(self) -> str:
        """The article behind the day."""
        return self.rule.legal_basis if self.rule else self.basis


def due_date(*, code: str, council: Council, anchor: date, calendar: Calendar | None = None) -> DueDate:
    """When something counted from `anchor` is due for this council.

    Raises Refused when no rule with this code is in force for the council's level on that day.
    """
    rule: DeadlineRule | None = DeadlineRule.objects.choose(code, council=council, day=anchor)
    if rule is None:
        raise Refused(
            _("No deadline rule “%(code)s” is in force on %(day)s. Ask the administrator to enter one.")
            % {"code": code, "day": f"{anchor:%d/%m/%Y}"}
        )
    found = (calendar or national_calendar()).due_date(anchor, rule.offset, rule.unit, rule.direction)
    return DueDate(found.day, rule, anchor, found.estimated)


class Clock:
    """Today and the calendar, read once for a page: turns due days into words."""

    def __init__(self, calendar: Calendar | None = None, today: date | None = None) -> None:
        """Today in Viet Nam unless told otherwise."""
        self.calendar = calendar or national_calendar()
        self.today = today or timezone.localdate()

    def due(self, day: date | None, done_on: date | None = None, *, answered: bool = False) -> Due | None:
        """How a due day stands; None where nothing is due. An answer not yet judged is `answered`, not done."""
        return due_words(day, self.today, self.calendar, done_on, answered=answered) if day else None


def due_of(follow_up: Any, clock: Clock) -> Due | None:
    """The standing of anything with `due_on`, `answered_on` and `settled_on`."""
    return clock.due(follow_up.due_on, follow_up.answered_on, answered=follow_up.settled_on is None)
