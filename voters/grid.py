"""The entry grid of opinions as data: lines of cells, what the draft keeps of them, what the page shows beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, Final
from zlib import crc32

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.display import number as shown
from core.text import whole
from voters.imports import NAMING, CheckedRow, Column, RawRow, Reading, as_text
from voters.models import VoterMeeting
from voters.words import Suggester, Suggestion

BLANK_LINES: Final = 5
"""Empty lines of a fresh grid, and lines that "add lines" adds."""
SHOWN_PROBLEMS: Final = 12
LABELS: Final[dict[str, str | Promise]] = {
    "content": _("Content"),
    "voter_place": _("Voters of"),
    "field": _("Field"),
    "competence_level": _("Competence"),
    "agency": _("Responsible agency"),
    "spot_answer": _("Answered at the meeting"),
}
FILLED_DOWN: Final = ("voter_place", "field", "competence_level", "agency")
"""Cells that are alike in many lines: their column can be filled down."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, what is wrong with it, how it was understood."""

    name: str
    label: str | Promise
    value: str
    problem: str = ""
    note: str = ""
    id: str = ""
    typed: str = ""
    """The word that was not understood, before somebody corrected it."""
    remember: bool = False


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
    declared: str = ""
    """How many opinions the minutes speak of, as typed."""
    said: list[str] = field(default_factory=list)
    """What is worth knowing and stops nothing: gaps in the running numbers, fewer rows than stated."""
    ready: int = 0
    """Lines that could be saved as they are."""

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
    typed = dict(raw.typed)
    cells = [
        Cell(
            name,
            LABELS[name],
            getattr(raw, name),
            problem=problems.get(name, ""),
            note=notes.get(name, ""),
            id=f"{name}-{number}",
            typed=typed.get(name, ""),
            remember=name in raw.remember,
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
    typed, remember = _corrections(data)
    return [
        replace(row, typed=tuple(typed.get(number, ())), remember=frozenset(remember.get(number, ())))
        for number, row in enumerate(_rows(cells), start=1)
        if number not in dropped
    ]


def _corrections(data: QueryDict) -> tuple[dict[int, list[tuple[str, str]]], dict[int, list[str]]]:
    """By line: the words that were not understood ("12:field:điện đóm"), and the cells ticked to be remembered."""
    typed: dict[int, list[tuple[str, str]]] = {}
    remember: dict[int, list[str]] = {}
    for text in data.getlist("typed"):
        number, name, word = [*text.split(":", 2), "", ""][:3]
        if name in NAMING and word and (line := whole(number)) is not None:
            typed.setdefault(line, []).append((name, word))
    for text in data.getlist("remember"):
        number, _colon, name = text.partition(":")
        if name in NAMING and (line := whole(number)) is not None:
            remember.setdefault(line, []).append(name)
    return typed, remember


def filled_down(rows: Iterable[RawRow], name: str) -> list[RawRow]:
    """The lines with the empty cells of one column filled from the nearest filled one above."""
    above, filled = "", []
    for row in rows:
        above = getattr(row, name).strip() or above
        filled.append(row.with_cells({name: above}) if row.filled else row)
    return filled


def text_of(rows: Iterable[RawRow]) -> str:
    """The filled lines as the text of a copied table."""
    return as_text([getattr(row, name) for name in RawRow.names()] for row in rows if row.filled)


def rows_of_draft(data: Mapping[str, Any]) -> list[RawRow]:
    """The lines of a draft, as this page or the browser kept it: a column is a list, or one text."""
    return list(_rows({name: _texts(data.get(name)) for name in (*RawRow.names(), "pasted")}))


def said_of(reading: Reading) -> list[str]:
    """What a table's own numbers say against the rows that were read."""
    said = []
    if reading.missing:
        numbers = ", ".join(str(number) for number in reading.missing)
        said.append(gettext("The running numbers leave out: %(numbers)s.") % {"numbers": numbers})
    if reading.stated is not None and reading.stated != len(reading.rows):
        words = gettext(
            "The table counts %(stated)s opinions; %(read)s rows were read. Look for what is missing."
        )
        said.append(words % {"stated": shown(reading.stated), "read": shown(len(reading.rows))})
    return said


def declared_fault(declared: str, count: int) -> str:
    """Why the number of opinions in the minutes does not fit what would then be entered, or nothing."""
    if not declared:
        return ""
    wanted = whole(declared.replace(".", ""))
    if wanted is None:
        return gettext("“%(number)s” is no number of opinions.") % {"number": declared}
    if wanted == count:
        return ""
    words = (
        gettext("The minutes speak of %(declared)s opinions; with these lines only %(count)s are entered.")
        if wanted > count
        else gettext("The minutes speak of %(declared)s opinions; with these lines %(count)s are entered.")
    )
    return words % {"declared": shown(wanted), "count": shown(count)}


def suggested(rows: Iterable[RawRow], suggester: Suggester) -> list[tuple[RawRow, dict[str, str]]]:
    """The lines with their empty cells filled by what their words speak for, and a note beside each guess."""
    return [_suggested(row, suggester.of(row.content)) for row in rows]


def _suggested(row: RawRow, found: Suggestion) -> tuple[RawRow, dict[str, str]]:
    values = {"field": found.field, "agency": found.agency, "competence_level": found.competence_level}
    cells = {name: str(value) for name, value in values.items() if value and not getattr(row, name).strip()}
    because = ", ".join(found.because)
    note = gettext("Suggested by the words of the content: %(words)s.") % {"words": because}
    return row.with_cells(cells), dict.fromkeys(cells, note)


def _texts(kept: object) -> list[str]:
    if isinstance(kept, str):
        return [kept]
    return [str(cell) for cell in kept] if isinstance(kept, list) else []


def draft_of(rows: Iterable[RawRow], paste: str, declared: str = "") -> dict[str, Any]:
    """What is kept of a grid: the filled lines column by column, the pasted text, the number that was declared."""
    filled = [row for row in rows if row.filled]
    columns: dict[str, Any] = {name: [getattr(row, name) for row in filled] for name in RawRow.names()}
    return {
        **columns,
        "pasted": ["1" if row.pasted else "" for row in filled],
        "paste": paste,
        "declared": declared,
    }


def _rows(cells: Mapping[str, list[str]]) -> Iterator[RawRow]:
    for values in zip_longest(*cells.values(), fillvalue=""):
        named = dict(zip(cells, values, strict=True))
        pasted = bool(named.pop("pasted"))
        yield RawRow(pasted=pasted).with_cells(named)
