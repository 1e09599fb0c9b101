"""What is asked of the figures: which council, with or without those below it, which period, as of which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from councils.models import Council


class Scope(StrEnum):
    """Whose records count: part of every figure's definition (domain reference, indicators)."""

    OWN = "own"
    OWN_AND_LOWER = "own+lower"


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """One question. A record counts when its deciding day lies in the period and not after the as-of day."""

    council: Council
    scope: Scope
    start: date
    end: date
    as_of: date

    @property
    def lower(self) -> bool:
        """Whether the councils directly below count too."""
        return self.scope is Scope.OWN_AND_LOWER

    @property
    def until(self) -> date:
        """The last day on which something could happen that this question counts."""
        return min(self.end, self.as_of)

    def check(self) -> Self:
        """The same question, if it makes sense; Refused in words, beside the field, otherwise."""
        if self.end < self.start:
            raise Refused({"to": _("The period ends before it begins.")})
        if self.as_of < self.start:
            raise Refused({"as_of": _("The as-of day lies before the period begins.")})
        if self.as_of > timezone.localdate():
            raise Refused({"as_of": _("The as-of day lies in the future.")})
        return self

    def year_before(self) -> FigureQuery:
        """The same calendar span of the year before, as of the same day of that year."""
        return replace(
            self,
            start=a_year_before(self.start),
            end=a_year_before(self.end),
            as_of=a_year_before(self.as_of),
        )

    def since(self, start: date) -> FigureQuery:
        """From an earlier day to the same end: the running total of a term."""
        return replace(self, start=min(start, self.start))

    def parameters(self, **more: str) -> dict[str, str]:
        """The question as parameters of an address."""
        return {
            "council": self.council.slug,
            "scope": self.scope.value,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            **more,
        }

    def rows_url(self, code: str, part: str = "") -> str:
        """Where exactly the rows that a figure (or one part of it) counted are listed."""
        parameters = self.parameters(part=part) if part else self.parameters()
        return f"{reverse('reports:figure_rows', args=[code])}?{urlencode(parameters)}"


def a_year_before(day: date) -> date:
    """The same day a year earlier; the last of February stays the last of February."""
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    leaps = day.month == 2 and day.day == 28 and _is_leap(day.year - 1)  # noqa: PLR2004 - the 28th of February
    return day.replace(year=day.year - 1, day=29 if leaps else day.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def absolute(url: str) -> str:
    """An address of the portal for those who read it outside: e-mails, printed figures."""
    return f"{settings.PORTAL_URL.rstrip('/')}{url}"
