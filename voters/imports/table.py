"""Text from the clipboard as rows of cells: what Word and Excel put there when a table is copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

Row = list[str]

_UNWANTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
"""Control signs, zero-width signs and halves of pairs: nobody typed them and the database takes none of them."""
_LINE: Final = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_IN_CELL: Final = re.compile("[\x0b\x0c]")
"""A line break inside a cell, as Word writes it."""
_SPACES: Final = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000]+")
_QUOTED: Final = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\n]|\Z)')
_CELL_END: Final = re.compile(r"[\t\n]")
_NUMBER: Final = re.compile(r"[(\[]?\d{1,4}[.)\]/:]*")
_LISTED: Final = re.compile(r"\s*(?:[(\[]?\d{1,4}[.)\]/:]|[-–•*+])\s+(?=\S)")


def clean(text: str) -> str:
    """Text as it may be kept: composed marks, plain spaces and line ends, nothing invisible."""
    text = _LINE.sub("\n", normalize("NFC", text))
    text = _SPACES.sub(" ", _UNWANTED.sub("", text))
    return "\n".join(line.strip(" ") for line in _IN_CELL.sub("\n", text).split("\n")).strip()


def is_number(cell: str) -> bool:
    """Whether a cell only counts the rows: "1", "01", "1.", "(1)"."""
    return bool(_NUMBER.fullmatch(cell.strip()))


def split_table(text: str) -> list[Row]:
    """The non-empty rows of a pasted text, each cell cleaned.

    Cells are parted by tabs. Excel quotes a cell with line breaks; Word does not, so that its paragraphs look like
    rows of their own: those are put together again by counting tabs. A text without tabs is a list, one statement a
    line, from which leading numbers and dashes are taken away.
    """
    rows = list(_rows(_LINE.sub("\n", text)))
    width = _width(rows)
    whole = _listed(rows) if width == 1 else _joined(rows, width)
    cleaned = ([clean(cell) for cell in row] for row in whole)
    return [row for row in cleaned if any(row)]


def _rows(text: str) -> Iterator[Row]:
    row: Row = []
    at, end = 0, len(text)
    while at <= end:
        cell, at = _cell(text, at)
        row.append(cell)
        if at >= end or text[at] == "\n":
            yield row
            row = []
        at += 1


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here and where it ends. Quotes are Excel's only around what needs them."""
    quoted = _QUOTED.match(text, at)
    if quoted and any(sign in quoted[1] for sign in '\n\t"'):
        return quoted[1].replace('""', '"').replace("\t", " "), quoted.end()
    found = _CELL_END.search(text, at)
    end = found.start() if found else len(text)
    return text[at:end], end


def _width(rows: list[Row]) -> int:
    """How many cells a full row has: the most frequent count above one."""
    counts = Counter(len(row) for row in rows if len(row) > 1)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 1


def _listed(rows: list[Row]) -> list[Row]:
    """Lines of a list; when most are numbered or dashed, lines that are not belong to the one before."""
    lines = [row[0] for row in rows if row[0].strip()]
    marked = [bool(_LISTED.match(line)) for line in lines]
    if sum(marked) * 2 <= len(lines):
        return [[line] for line in lines]
    items: list[Row] = []
    for line, starts in zip(lines, marked, strict=True):
        if starts or not items:
            items.append([_LISTED.sub("", line, count=1)])
        else:
            items[-1][0] += f"\n{line}"
    return items


def _joined(rows: list[Row], width: int) -> Iterator[Row]:
    """Rows whose cells Word broke into lines, whole again; what does not fit stays as it is."""
    counted = _is_counted(rows, width)
    at = 0
    while at < len(rows):
        row = rows[at]
        taken = _pieces(rows, at, width) if 1 < len(row) < width else 1
        for piece in rows[at + 1 : at + taken]:
            row = _append(row, piece)
        at += taken
        while counted and at < len(rows) and len(row) >= width and _is_rest(rows[at]):
            row = _append(row, rows[at])
            at += 1
        yield row


def _pieces(rows: list[Row], at: int, width: int) -> int:
    """How many rows from here on make one full row; 1 when none do."""
    cells = len(rows[at])
    for taken, piece in enumerate(rows[at + 1 : at + 60], start=2):
        cells += len(piece) - 1
        if cells == width:
            return taken
        if cells > width:
            return 1
    return 1


def _append(row: Row, piece: Row) -> Row:
    return [*row[:-1], f"{row[-1]}\n{piece[0]}", *piece[1:]]


def _is_counted(rows: list[Row], width: int) -> bool:
    """Whether full rows begin with a running number: a line without one is then no row of its own."""
    full = [row for row in rows if len(row) == width]
    return sum(is_number(row[0]) for row in full) * 3 >= len(full) * 2


def _is_rest(row: Row) -> bool:
    return len(row) == 1 and bool(row[0].strip())
