"""The merged annex: what all bodies answered, questions × periods down, bodies across, with totals of figures.

A gap is a gap: a body that has not sent its report, a figure it does not have, an answer it left out. None of them is
ever counted as 0, and a total says over how many bodies it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from core import display, exports
from documents.administrative import Align, Annex, Block, Column, Heading, Level, ListItem, Paragraph, Table
from documents.administrative import Cell as Drawn
from documents.language import decimal, short_date
from supervision.models import Answer, OutlineItem, SupervisedBody, SupervisionMission

Kind = OutlineItem.Kind
ADDED_UP: Final = frozenset({Kind.NUMBER, Kind.MONEY})
"""Figures that make sense as a sum; percentages of several bodies do not add up."""
MOST_BODIES: Final = 6
"""Bodies side by side in one table of a landscape page; more go on in another table."""
Value = Decimal | date | bool | str | None


def tidy(value: Decimal) -> Decimal:
    """A stored figure without idle decimals: 120.00 is 120, 9.50 is 9.5."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def figure(value: Decimal) -> str:
    """A figure as a page shows it."""
    return display.number(tidy(value))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one body answered for one period, or why there is a gap; `sent` is False before its report came."""

    value: Value = None
    gap: str = ""
    sent: bool = True
    reason: bool = False
    """Whether the body itself said why there are no data."""

    @property
    def is_gap(self) -> bool:
        """Whether nothing was answered."""
        return self.value is None

    @property
    def shown(self) -> str:
        """As a page shows it."""
        if isinstance(self.value, Decimal):
            return figure(self.value)
        return display.plain(self.value)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over the bodies that gave the figure."""

    value: Decimal | None
    given: int
    asked: int

    @property
    def shown(self) -> str:
        """As a page shows it."""
        return display.NOTHING if self.value is None else figure(self.value)

    @property
    def is_partial(self) -> bool:
        """Whether some bodies are missing in it."""
        return 0 < self.given < self.asked


@dataclass(frozen=True, slots=True)
class Row:
    """One question for one period; a heading has no cells."""

    item: OutlineItem
    period: str = ""
    cells: tuple[Cell, ...] = ()
    total: Total | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it only heads the rows below it."""
        return self.item.kind == Kind.HEADING


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """The table of a mission: bodies across, rows down; answers in words stand apart."""

    bodies: tuple[SupervisedBody, ...]
    rows: tuple[Row, ...]
    words: tuple[Row, ...]

    @property
    def sent(self) -> int:
        """How many bodies have sent their report."""
        return sum(body.submitted_on is not None for body in self.bodies)

    @property
    def has_figures(self) -> bool:
        """Whether any row has cells."""
        return any(row.cells for row in self.rows)


def annex_of(mission: SupervisionMission) -> AnnexTable:
    """The table over the bodies that send reports; three queries."""
    bodies = tuple(mission.supervised.filter(reports=True).select_related("agency"))
    items = list(mission.outline.all())
    answers = {
        (row.body_id, row.item_id, row.period): row
        for row in Answer.objects.filter(body__mission=mission, body__submitted_on__isnull=False)
    }
    rows = [row for item in items for row in _rows(item, bodies, answers)]
    return AnnexTable(
        bodies,
        tuple(_without_idle_headings([row for row in rows if row.item.kind != Kind.TEXT])),
        tuple(row for row in rows if row.item.kind == Kind.TEXT),
    )


def _rows(
    item: OutlineItem, bodies: Sequence[SupervisedBody], answers: dict[tuple[int, int, str], Answer]
) -> Iterator[Row]:
    if item.kind == Kind.HEADING:
        yield Row(item)
        return
    for period in item.columns:
        cells = tuple(_cell(body, answers.get((body.pk, item.pk, period))) for body in bodies)
        yield Row(item, period, cells, _total(item, cells))


def _without_idle_headings(rows: Sequence[Row]) -> Iterator[Row]:
    """Headings over nothing but answers in words head nothing here."""
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        if not row.is_heading or (following is not None and not following.is_heading):
            yield row


def _cell(body: SupervisedBody, answer: Answer | None) -> Cell:
    if body.submitted_on is None:
        return Cell(sent=False, gap=_("The report has not come."))
    if answer is None:
        return Cell(gap=_("Not answered."))
    return Cell(value_of(answer), answer.no_data, reason=bool(answer.no_data))


def value_of(answer: Answer) -> Value:
    """The typed column that is filled; nothing where there is no data."""
    if answer.no_data:
        return None
    for value in (answer.number, answer.day, answer.yes):
        if value is not None:
            return value
    return answer.text or None


def _total(item: OutlineItem, cells: Sequence[Cell]) -> Total | None:
    if item.kind not in ADDED_UP:
        return None
    given = [cell.value for cell in cells if isinstance(cell.value, Decimal)]
    return Total(sum(given, Decimal(0)) if given else None, len(given), len(cells))


# --- As a workbook ---


def sheet_of(mission: SupervisionMission, table: AnnexTable) -> exports.Sheet:
    """The whole table, words included. Official text: always Vietnamese."""
    header: list[object] = [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Kỳ",
        *(str(body) for body in table.bodies),
        "Tổng",
    ]
    return exports.Sheet(f"Tổng hợp báo cáo {mission.title}"[:120], header, _lines(table))


def _lines(table: AnnexTable) -> Iterator[list[object]]:
    width = len(table.bodies) + 1
    number, last = 0, None
    for row in (*table.rows, *table.words):
        if row.is_heading:
            yield [None, row.item.text, None, None, *([None] * width)]
            continue
        number += row.item is not last
        last = row.item
        total = row.total.value if row.total else None
        yield [number, row.item.text, row.item.unit, row.period, *map(_written, row.cells), total]


def _written(cell: Cell) -> object:
    """A gap stays an empty cell; its reason, where the body gave one, stands in words."""
    if cell.is_gap:
        return f"({cell.gap})" if cell.reason else None
    return ("Có" if cell.value else "Không") if isinstance(cell.value, bool) else cell.value


# --- As annexes of a document ---

GAP: Final = "…"
"""What stands where nothing was answered."""


def annexes_of(mission: SupervisionMission) -> tuple[Annex, ...]:
    """The table, and the answers in words, as annexes of the report; none where nothing was asked."""
    table = annex_of(mission)
    found = []
    if table.has_figures and table.bodies:
        found.append(Annex("Tổng hợp số liệu báo cáo", tuple(_tables(table)), landscape=True))
    if blocks := tuple(_words(table)):
        found.append(Annex("Tổng hợp nội dung báo cáo", blocks))
    return tuple(found)


def _tables(table: AnnexTable) -> Iterator[Block]:
    bodies = table.bodies
    for start in range(0, len(bodies), MOST_BODIES):
        last = start + MOST_BODIES >= len(bodies)
        yield _table(table, slice(start, start + MOST_BODIES), totals=last)
    yield Paragraph(
        f"Ghi chú: {table.sent}/{len(bodies)} cơ quan, đơn vị đã gửi báo cáo; dấu “{GAP}” là chưa có số liệu, "
        "không tính vào tổng."
    )


def _table(table: AnnexTable, part: slice, *, totals: bool) -> Table:
    columns = (
        Column("STT", Align.CENTRE, 11),
        Column("Chỉ tiêu", width=62),
        Column("Đơn vị tính", Align.CENTRE, 22),
        Column("Kỳ", Align.CENTRE, 18),
        *(Column(str(body), Align.RIGHT, 26) for body in table.bodies[part]),
        *((Column("Tổng", Align.RIGHT, 26),) if totals else ()),
    )
    return Table(columns, tuple(_drawn_rows(table, part, totals=totals)), size=11)


def _drawn_rows(table: AnnexTable, part: slice, *, totals: bool) -> Iterator[tuple[Drawn, ...]]:
    number, last = 0, None
    for row in table.rows:
        if row.is_heading:
            yield (row.item.text,)
            continue
        first = row.item is not last
        number += first
        last = row.item
        head = (number, row.item.text, row.item.unit) if first else (None, "", "")
        total = (_sum(row.total),) if totals else ()
        yield (*head, row.period, *(_drawn(cell) for cell in row.cells[part]), *total)


def _drawn(cell: Cell) -> str:
    match cell.value:
        case None:
            return GAP
        case bool():
            return "Có" if cell.value else "Không"
        case Decimal():
            return decimal(cell.value)
        case date():
            return short_date(cell.value)
        case _:
            return str(cell.value)


def _sum(total: Total | None) -> str:
    if total is None:
        return ""
    return GAP if total.value is None else decimal(total.value)


def _words(table: AnnexTable) -> Iterator[Block]:
    for row in table.words:
        given = [(body, cell) for body, cell in zip(table.bodies, row.cells, strict=True) if not cell.is_gap]
        if given:
            yield Heading(Level.ITEM, row.item.text)
            yield from (ListItem(f"{body}: {_flat(cell.value)}.") for body, cell in given)


def _flat(value: Any) -> str:
    return " ".join(str(value).split()).rstrip(" .;")
