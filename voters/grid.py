"""The entry grid of opinions as data: lines of cells, what the draft keeps of them, what the page shows beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final
from zlib import crc32

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import whole
from voters.imports import CheckedRow, Column, RawRow
from voters.models import VoterMeeting

BLANK_LINES: Final = 5
"""Empty lines of a fresh grid, and lines that "add lines" adds."""
SHOWN_PROBLEMS: Final = 12
LABELS: Final[dict[str, str | Promise]] = {
    "content": _("Content"),
    "voter_place": _("Voters of"),
    "field": _("Field"),
    "competence_level": _("Competence"),
    "agency": _("Responsible agency"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, what is wrong with it, how it was understood."""

    name: str
    label: str | Promise
    value: str
    problem: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid."""

    number: int
    cells: list[Cell]
    warnings: Sequence[str] = ()
    pasted: bool = False

    @property
    def problems(self) -> list[Cell]:
        """The cells that want correcting."""
        return [cell for cell in self.cells if cell.problem]


@dataclass
class Grid:
    """Everything the grid's template reads."""

    lines: list[Line]
    paste: str = ""
    columns: Sequence[Column] = ()
    refusals: list[str] = field(default_factory=list)
    draft_words: str = ""
    restored: bool = False
    confirm: bool = False

    @property
    def problems(self) -> list[tuple[int, Cell]]:
        """Line number and cell of everything that wants correcting."""
        return [(line.number, cell) for line in self.lines for cell in line.problems]

    @property
    def first_problems(self) -> list[tuple[int, Cell]]:
        """As many as a summary can hold."""
        return self.problems[:SHOWN_PROBLEMS]

    @property
    def read(self) -> str:
        """The fingerprint of the table whose rows stand in the grid, or nothing."""
        return fingerprint(self.paste) if any(line.pasted for line in self.lines) else ""

    @property
    def filled(self) -> int:
        """Lines in which something stands."""
        return sum(any(cell.value for cell in line.cells) for line in self.lines)

    @property
    def blank(self) -> Line:
        """What a line looks like before anything is typed: the browser copies it."""
        return line_of(0, CheckedRow(RawRow()))


def fingerprint(text: str) -> str:
    """Tells one pasted text from another, whatever a browser does to its line ends."""
    return f"{crc32(''.join(text.split()).encode('utf-8', 'replace')):08x}"


def draft_key(meeting: VoterMeeting) -> str:
    """The name under which the half-typed grid of a meeting is kept."""
    return f"opinions-{meeting.pk}"


def line_of(number: int, checked: CheckedRow) -> Line:
    """A line from its row."""
    raw, problems, notes = checked.raw, checked.problems, checked.notes
    cells = [
        Cell(
            name,
            LABELS[name],
            getattr(raw, name),
            problem=problems.get(name, ""),
            note=notes.get(name, ""),
            id=f"{name}-{number}",
        )
        for name in RawRow.names()
    ]
    return Line(number, cells, checked.warnings, raw.pasted)


def lines_of(checked: Iterable[CheckedRow]) -> list[Line]:
    """The lines of checked rows, numbered from 1."""
    return [line_of(at, one) for at, one in enumerate(checked, start=1)]


def rows_of_post(data: QueryDict) -> list[RawRow]:
    """The lines as they came from the browser, without those ticked to be left out."""
    dropped = {number for text in data.getlist("skip") if (number := whole(text)) is not None}
    cells = {name: data.getlist(name) for name in (*RawRow.names(), "pasted")}
    return [row for number, row in enumerate(_rows(cells), start=1) if number not in dropped]


def rows_of_draft(data: Mapping[str, Any]) -> list[RawRow]:
    """The lines of a draft, as this page or the browser kept it: a column is a list, or one text."""
    return list(_rows({name: _texts(data.get(name)) for name in (*RawRow.names(), "pasted")}))


def _texts(kept: object) -> list[str]:
    if isinstance(kept, str):
        return [kept]
    return [str(cell) for cell in kept] if isinstance(kept, list) else []


def draft_of(rows: Iterable[RawRow], paste: str) -> dict[str, Any]:
    """What is kept of a grid: the filled lines column by column, and the pasted text."""
    filled = [row for row in rows if row.filled]
    columns: dict[str, Any] = {name: [getattr(row, name) for row in filled] for name in RawRow.names()}
    return {**columns, "pasted": ["1" if row.pasted else "" for row in filled], "paste": paste}


def _rows(cells: Mapping[str, list[str]]) -> Iterator[RawRow]:
    for values in zip_longest(*cells.values(), fillvalue=""):
        named = dict(zip(cells, values, strict=True))
        pasted = bool(named.pop("pasted"))
        yield RawRow(**named, pasted=pasted)
