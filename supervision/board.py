"""The board over a year: bodies or subjects down, months across; each plan is a bar over its months."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.display import period_words
from core.text import sort_key
from councils.models import Council
from supervision.overlaps import Overlap, Plan, Visit, overlaps, plans_around, undated, visits_of

BODIES, SUBJECTS = "bodies", "subjects"
VIEWS: Final = ((BODIES, gettext_lazy("By body")), (SUBJECTS, gettext_lazy("By subject")))
MONTHS: Final = range(1, 13)
READABLE: Final = 4
"""Months of a cell that words can be read in."""
_ORDER: Final = {"council": 0, "standing_committee": 1, "committee": 2, "group": 3}


@dataclass(frozen=True, slots=True)
class Bar:
    """A plan in a row: the months it covers in this year, its days, and which visits it comes too close to."""

    plan: Plan
    first: date
    last: date
    year: int
    label: str
    note: str
    clashes: tuple[str, ...] = ()

    @property
    def months(self) -> tuple[int, int]:
        """First and last month in the year of the board."""
        return (
            self.first.month if self.first.year == self.year else MONTHS[0],
            self.last.month if self.last.year == self.year else MONTHS[-1],
        )

    @property
    def days(self) -> str:
        """From when to when."""
        return shown(self.first) if self.first == self.last else period_words(self.first, self.last)

    @property
    def room(self) -> tuple[int, int]:
        """First and last month of the cell that holds its words: wider than the bar where that is short."""
        first, last = self.months
        last = max(last, min(first + READABLE - 1, MONTHS[-1]))
        return min(first, last - READABLE + 1), last

    @property
    def span(self) -> int:
        """Months of the cell."""
        return self.room[1] - self.room[0] + 1

    @property
    def strip(self) -> tuple[str, str]:
        """Where the bar begins in its cell and how long it is, in per cent, exact to the day."""
        first, last = self.months
        begins = float(first - self.room[0])
        if self.first.year == self.year:
            begins += (self.first.day - 1) / monthrange(self.first.year, first)[1]
        ends = last - self.room[0] + 1.0
        if self.last.year == self.year:
            ends -= 1 - self.last.day / monthrange(self.last.year, last)[1]
        return f"{100 * begins / self.span:.2f}%", f"{100 * (ends - begins) / self.span:.2f}%"


@dataclass(frozen=True, slots=True)
class Cell:
    """A bar, or months in which nothing stands."""

    span: int
    bar: Bar | None = None

    @property
    def gaps(self) -> range:
        """One empty cell a month, so that the grid stays a grid."""
        return range(self.span)


@dataclass(frozen=True, slots=True)
class Row:
    """A body or a subject with its lines; cells of one line do not share a month."""

    name: str
    lines: tuple[tuple[Cell, ...], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Board:
    """Everything that the page of a year shows."""

    year: int
    by: str
    rows: tuple[Row, ...]
    overlaps: tuple[Overlap, ...]
    undated: tuple[Plan, ...]
    plans: tuple[Plan, ...] = field(repr=False, default=())


def board_of(council: Council, year: int, by: str) -> Board:
    """The board of a council's year; overlaps are told of where one of the two visits lies in the year."""
    plans = plans_around(council, year)
    visits = list(visits_of(plans))
    found = [pair for pair in overlaps(visits) if _touches(pair.one, year) or _touches(pair.other, year)]
    rows = _by_body(visits, found, year) if by == BODIES else _by_subject(plans, found, year)
    of_year = tuple(plan for plan in plans if _of_year(plan, year))
    return Board(year, by, tuple(rows), tuple(found), tuple(undated(of_year)), of_year)


def _touches(visit: Visit, year: int) -> bool:
    return visit.first.year <= year <= visit.last.year


def _of_year(plan: Plan, year: int) -> bool:
    if plan.item is not None:
        return bool(plan.item.programme.year == year)
    if plan.first and plan.last:
        return plan.first.year <= year <= plan.last.year
    return bool(plan.mission.decided_on and plan.mission.decided_on.year == year)


# --- Rows ---


def _by_body(visits: Sequence[Visit], found: Sequence[Overlap], year: int) -> list[Row]:
    close: dict[Visit, list[str]] = defaultdict(list)
    for pair in found:
        close[pair.one].append(_close_to(pair.other))
        close[pair.other].append(_close_to(pair.one))
    rows: dict[str, list[Bar]] = defaultdict(list)
    for visit in visits:
        if _touches(visit, year):
            bar = Bar(
                plan=visit.plan,
                first=visit.first,
                last=visit.last,
                year=year,
                label=visit.plan.supervisor,
                note=visit.plan.title,
                clashes=tuple(dict.fromkeys(close.get(visit, ()))),
            )
            rows[visit.body].append(bar)
    return [_row(name, rows[name]) for name in sorted(rows, key=sort_key)]


def _by_subject(plans: Sequence[Plan], found: Sequence[Overlap], year: int) -> list[Row]:
    close: dict[int, list[str]] = defaultdict(list)
    for pair in found:
        close[id(pair.one.plan)].append(_close_at(pair.other))
        close[id(pair.other.plan)].append(_close_at(pair.one))
    rows: dict[tuple[int, str], list[Bar]] = defaultdict(list)
    for plan in plans:
        if plan.first and plan.last and plan.first.year <= year <= plan.last.year:
            names = ", ".join(place.name for place in plan.places)
            bar = Bar(
                plan=plan,
                first=plan.first,
                last=plan.last,
                year=year,
                label=plan.title,
                note=" · ".join(filter(None, [plan.form, names])),
                clashes=tuple(dict.fromkeys(close.get(id(plan), ()))),
            )
            rows[_ORDER[plan.who[0]], plan.supervisor].append(bar)
    keys = sorted(rows, key=lambda key: (key[0], sort_key(key[1])))
    return [_row(key[1], rows[key]) for key in keys]


def _close_to(visit: Visit) -> str:
    return f"{visit.plan.supervisor} ({visit.days})"


def _close_at(visit: Visit) -> str:
    return _("%(body)s: %(who)s") % {"body": visit.body, "who": _close_to(visit)}


def _row(name: str, bars: list[Bar]) -> Row:
    """Bars are put into the first line that has room."""
    ordered = sorted(bars, key=lambda bar: (bar.first, bar.last))
    lines: list[list[Bar]] = []
    for bar in ordered:
        line = next((line for line in lines if line[-1].room[1] < bar.room[0]), None)
        if line is None:
            lines.append([bar])
        else:
            line.append(bar)
    return Row(name, tuple(_cells(line) for line in lines), tuple(ordered))


def _cells(line: Sequence[Bar]) -> tuple[Cell, ...]:
    cells, at = list[Cell](), 1
    for bar in line:
        if bar.room[0] > at:
            cells.append(Cell(bar.room[0] - at))
        cells.append(Cell(bar.span, bar))
        at = bar.room[1] + 1
    if at <= MONTHS[-1]:
        cells.append(Cell(MONTHS[-1] + 1 - at))
    return tuple(cells)
