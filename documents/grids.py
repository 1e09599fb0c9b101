"""Tables ready to draw: header rows with spans, cell texts with their alignment, measured column widths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from documents.administrative import Align, Cell, Column, Table
from documents.fonts import POINTS_PER_MM
from documents.language import decimal, integer, normalise

PORTRAIT_WIDTH_MM = 160
LANDSCAPE_WIDTH_MM = 247
_LETTER_WIDTH = 0.47  # of the size: the mean of a Vietnamese text in Times
_LONGEST_KEPT_ROW = 22  # lines; a taller row may break, or it would leave half a page empty
_RUNNING_NUMBER_TITLES = {"STT", "TT", "Số TT"}
_WORD_LIMIT, _TEXT_LIMIT = 16, 300


class GridCell(NamedTuple):
    """A body cell: its lines and its alignment."""

    lines: tuple[str, ...]
    align: str


class HeaderCell(NamedTuple):
    """A header cell and how many columns and rows it spans."""

    text: str
    columns: int
    rows: int


class GridRow(NamedTuple):
    """A body row; `keep` forbids a page break inside, `bold` marks the total and a heading across all columns."""

    cells: tuple[GridCell, ...]
    keep: bool
    bold: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A composed table; `shares` are the column widths and add up to one."""

    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[GridRow, ...]
    shares: tuple[float, ...]
    size: int
    title: str
    tight: bool = False


def grid(table: Table, *, landscape: bool) -> Grid:
    """Measure and format a table."""
    rows = [_cells(row, table.columns) for row in table.rows]
    if table.total is not None:
        rows.append(_cells(table.total, table.columns))
    shares = _shares(table, [row for row in rows if len(row) == len(table.columns)])
    width = (LANDSCAPE_WIDTH_MM if landscape else PORTRAIT_WIDTH_MM) * POINTS_PER_MM
    letters = [max(share * width / (table.size * _LETTER_WIDTH), 1) for share in shares]
    drawn = [
        GridRow(tuple(row), _height(row, letters) <= _LONGEST_KEPT_ROW, bold=_is_across(row, table.columns))
        for row in rows
    ]
    if table.total is not None:
        drawn[-1] = drawn[-1]._replace(bold=True)
    return Grid(_header(table.columns), tuple(drawn), shares, table.size, table.caption, table.tight)


def _cells(row: Sequence[Cell], columns: Sequence[Column]) -> list[GridCell]:
    if _is_across(row, columns):
        return [GridCell(tuple(_cell_text(row[0]).split("\n")), Align.LEFT.value)]
    return [_cell(value, column) for value, column in zip(row, columns, strict=True)]


def _is_across(row: Sequence[object], columns: Sequence[Column]) -> bool:
    """Whether a row heads what follows, over all columns."""
    return len(row) == 1 < len(columns)


def _cell(value: Cell, column: Column) -> GridCell:
    return GridCell(tuple(_cell_text(value).split("\n")), _align(value, column).value)


def _align(value: Cell, column: Column) -> Align:
    """The column's own alignment, or numbers right, running numbers centred, text left."""
    if column.align:
        return column.align
    if column.title in _RUNNING_NUMBER_TITLES:
        return Align.CENTRE
    return Align.RIGHT if isinstance(value, int | Decimal) else Align.LEFT


def _cell_text(value: Cell) -> str:
    """A cell's text; a number has no leading zero in a table, and zero is 0."""
    match value:
        case None:
            return ""
        case int():
            return integer(value)
        case Decimal():
            return decimal(value)
        case _:
            return normalise(value).strip()


def _header(columns: Sequence[Column]) -> tuple[tuple[HeaderCell, ...], ...]:
    """One header row, or two when some columns stand under a common cell."""
    titles = [normalise(column.title) for column in columns]
    if not any(column.group for column in columns):
        return (tuple(HeaderCell(title, 1, 1) for title in titles),)
    upper: list[HeaderCell] = []
    for group, members in groupby(zip(columns, titles, strict=True), key=lambda pair: pair[0].group):
        pairs = list(members)
        upper += (
            [HeaderCell(normalise(group), len(pairs), 1)]
            if group
            else [HeaderCell(t, 1, 2) for _, t in pairs]
        )
    lower = [HeaderCell(title, 1, 1) for column, title in zip(columns, titles, strict=True) if column.group]
    return tuple(upper), tuple(lower)


def _shares(table: Table, rows: Sequence[Sequence[GridCell]]) -> tuple[float, ...]:
    """The widths the columns ask for; an unmeasured column gets room for its longest word and its text."""
    widths = [column.width or 0 for column in table.columns]
    if not all(widths):
        widths = [width or _wanted(table, rows, index) for index, width in enumerate(widths)]
    return tuple(width / sum(widths) for width in widths)


def _wanted(table: Table, rows: Sequence[Sequence[GridCell]], index: int) -> float:
    """A width in letters: the longest word decides narrow columns, the length of the text wide ones."""
    cells = [line for row in rows for line in row[index].lines]
    words = [word for text in (table.columns[index].title, *cells) for word in text.split()]
    longest_word = min(max(map(len, words)), _WORD_LIMIT)
    longest_text = min(max(map(len, cells), default=0), _TEXT_LIMIT)
    return longest_word + 2.5 + 1.4 * math.pow(longest_text, 0.65)


def _height(row: Sequence[GridCell], letters: Sequence[float]) -> int:
    """The estimated height of a row in lines."""
    letters = letters if len(row) == len(letters) else [sum(letters)]
    return max(
        sum(max(1, math.ceil(len(line) / limit)) for line in cell.lines)
        for cell, limit in zip(row, letters, strict=True)
    )
