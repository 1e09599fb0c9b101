"""Periods that reports are asked for: months, quarters, 6 and 9 months, years; counted back from a day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Preset:
    """A named period, as of its last day or of today if that is earlier."""

    label: _StrOrPromise
    start: date
    end: date
    as_of: date


def presets(today: date) -> list[Preset]:
    """The periods one is likely to want on a day: those running and those just over."""
    return [
        Preset(label, start, end, min(end, today)) for label, start, end in _spans(today) if start <= today
    ]


def _spans(today: date) -> Iterator[tuple[str, date, date]]:
    year = today.year
    for first in (_month(today), _month(_month(today) - timedelta(days=1))):
        yield (
            _("Month %(month)s/%(year)s") % {"month": first.month, "year": first.year},
            first,
            last_day(first),
        )
    for first in (_quarter(today), _quarter(_quarter(today) - timedelta(days=1))):
        number = {"number": (first.month + 2) // 3, "year": first.year}
        yield _("Quarter %(number)s/%(year)s") % number, first, last_day(first.replace(month=first.month + 2))
    yield _("First 6 months of %(year)s") % {"year": year}, date(year, 1, 1), date(year, 6, 30)
    yield _("First 9 months of %(year)s") % {"year": year}, date(year, 1, 1), date(year, 9, 30)
    for one in (year, year - 1):
        yield _("Year %(year)s") % {"year": one}, date(one, 1, 1), date(one, 12, 31)


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def last_day(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
