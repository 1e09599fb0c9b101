"""Periods one click away, for every page that asks for figures: the years that have data, and parts of one year."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reports.figures import Facts, FigureQuery
from reports.forms import default_question


class Choice(NamedTuple):
    """One period to choose: its name, its address on the page that offers it, whether it is the one shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Periods:
    """What can be chosen beside the question that a page shows; one query, for the years."""

    facts: Facts
    """What the page shows: years are offered that have records of these councils within the user's reach."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the page that its addresses keep, such as the chapter."""

    @property
    def shown(self) -> FigureQuery:
        """The question that the page shows."""
        return self.facts.query

    @property
    def last_day(self) -> date:
        """Today, or the day on which the council ended."""
        return default_question(self.shown.council).as_of

    @property
    def rows(self) -> list[list[Choice]]:
        """The years, where there is more than one, and the parts of the shown one."""
        return [self.years, self.spans] if len(self.years) > 1 else [self.spans]

    @cached_property
    def years(self) -> list[Choice]:
        """The last year, and every year with opinions or sittings, the newest first."""
        found = {*self.facts.years, self.last_day.year}
        return [
            Choice(str(year), self._url(date(year, 1, 1), date(year, 12, 31)), year == self.shown.start.year)
            for year in sorted(found, reverse=True)
        ]

    @cached_property
    def spans(self) -> list[Choice]:
        """6 months, 9 months and the whole of the shown year, its quarters, and of the last year two months."""
        return [
            Choice(label, self._url(start, end), self._is_shown(start, end))
            for label, start, end in (*self._from_new_year(), *self._quarters(), *self._months())
        ]

    def _from_new_year(self) -> Iterator[tuple[str, date, date]]:
        """As far as they have begun."""
        year = self.shown.start.year
        ends = [date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)]
        names = (_("6 months"), _("9 months"), _("whole year"))
        for name, end, before in zip(names, ends, (date.min, *ends), strict=False):
            if before < self.last_day:
                yield name, date(year, 1, 1), end

    def _quarters(self) -> Iterator[tuple[str, date, date]]:
        year = self.shown.start.year
        for number in range(1, 5):
            start = date(year, 3 * number - 2, 1)
            if start <= self.last_day:
                words = _("Quarter %(number)s/%(year)s") % {"number": number, "year": year}
                yield words, start, last_day(start.replace(month=3 * number))

    def _months(self) -> Iterator[tuple[str, date, date]]:
        """This month and the one before, which may lie in another year."""
        this = self.last_day.replace(day=1)
        if self.shown.start.year == this.year:
            for start in (this, (this - timedelta(days=1)).replace(day=1)):
                words = _("Month %(month)s/%(year)s") % {"month": start.month, "year": start.year}
                yield words, start, last_day(start)

    def _is_shown(self, start: date, end: date) -> bool:
        """A running period is shown whether the question ends with it or today."""
        ends = {min(end, self.last_day), min(self.shown.end, self.last_day)}
        return start == self.shown.start and len(ends) == 1

    def _url(self, start: date, end: date) -> str:
        wanted = replace(self.shown, start=start, end=end, as_of=min(end, self.last_day))
        return f"?{urlencode(wanted.parameters(**self.kept))}"


def span_words(question: FigureQuery) -> str:
    """The period in words: "Year 2023", "First 9 months of 2023", "01/04/2023 – 30/06/2023"."""
    year, ends = question.start.year, (question.end.month, question.end.day)
    names = {
        (6, 30): _("First 6 months of %(year)s"),
        (9, 30): _("First 9 months of %(year)s"),
        (12, 31): _("Year %(year)s"),
    }
    if question.start == date(year, 1, 1) and question.end.year == year and ends in names:
        return names[ends] % {"year": year}
    return f"{question.start:%d/%m/%Y} – {question.end:%d/%m/%Y}"


def last_day(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
