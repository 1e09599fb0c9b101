"""Rows as they were typed or pasted, and what is wrong with them, in words beside the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from core.text import fold
from voters.imports.matching import Lexicon, Match
from voters.imports.table import clean
from voters.models import CompetenceLevel, VoterOpinion
from voters.services.opinions import (
    CONTENT_LIMIT,
    PLACE_LIMIT,
    OpinionRow,
    answer_missing,
    content_fault,
    place_too_long,
)

MAX_ROWS: Final = 1000
"""Rows of one entry; no voter meeting has brought more."""


CELLS: Final = ("content", "voter_place", "field", "competence_level", "agency", "spot_answer")
"""The cells of a line, in the order of the grid."""
NAMING: Final = {"field": "field", "competence_level": "level", "agency": "agency"}
"""Cells that name something -> the kind of word that stands in them."""
_MARKS: Final = frozenset(
    {"x", "v", "co", "roi", "da", "da tra loi", "da giai trinh", "da tra loi tai hoi nghi", "yes"}
)
"""What only says that there was an answer."""
_NONE: Final = frozenset({"khong", "chua", "chua tra loi", "khong tra loi", "0", "no"})


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of the grid as text, cell by cell.

    `typed` keeps, by cell, the word that was not understood before somebody corrected it; `remember` names the cells
    whose correction is to be known from now on.
    """

    content: str = ""
    voter_place: str = ""
    field: str = ""
    competence_level: str = ""
    agency: str = ""
    spot_answer: str = ""
    pasted: bool = False
    typed: tuple[tuple[str, str], ...] = ()
    remember: frozenset[str] = frozenset()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The cells, in the order of the grid."""
        return CELLS

    @property
    def filled(self) -> bool:
        """Whether anything stands in the line."""
        return any(getattr(self, name).strip() for name in CELLS)

    def cleaned(self) -> RawRow:
        """Without invisible signs and needless spaces."""
        return self.with_cells({name: clean(getattr(self, name)) for name in CELLS})

    def with_cells(self, cells: dict[str, str]) -> RawRow:
        """The same line with some cells changed."""
        return replace(self, **cells)  # type: ignore[arg-type]  # names of cells are names of texts


@dataclass(slots=True)
class CheckedRow:
    """A line after checking: the cells as shown, the sentences beside them, and the row to enter if all is well.

    `problems` stop the saving and are keyed by cell, like `notes`, which say how a part of a name was understood;
    `warnings` want a second look only.
    """

    raw: RawRow
    row: OpinionRow | None = None
    problems: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def check_rows(rows: Iterable[RawRow], lexicon: Lexicon, existing: Iterable[str] = ()) -> list[CheckedRow]:
    """Check lines against the council's lists, each other, and the contents that the meeting already has.

    Empty lines come back without row and without problems.
    """
    checked = [_check(raw.cleaned(), lexicon) for raw in rows]
    _mark_doubles(checked)
    _mark_known(checked, {_essence(content) for content in existing})
    return checked


def _essence(text: str) -> str:
    """The words alone; a text of signs only is taken as it is."""
    return fold(text) or text


def _check(raw: RawRow, lexicon: Lexicon) -> CheckedRow:
    if not raw.filled:
        return CheckedRow(raw)
    line = CheckedRow(raw)
    found = {
        "field": _matched(line, "field", lexicon.fields.match(raw.field)),
        "agency": _matched(line, "agency", lexicon.agencies.match(raw.agency)),
        "competence_level": _level(line, lexicon),
    }
    fault = content_fault(raw.content)
    if fault:
        line.problems["content"] = fault
    if len(raw.voter_place) > PLACE_LIMIT:
        line.problems["voter_place"] = place_too_long()
    answer = _answer(line)
    line.raw = replace(raw.with_cells({**_canonical(raw, found), "spot_answer": answer}), typed=_typed(line))
    if not line.problems:
        screening = VoterOpinion.Screening.ON_SPOT if answer else VoterOpinion.Screening.CARRIED
        line.row = OpinionRow(
            content=raw.content,
            voter_place=raw.voter_place,
            screening=screening,
            spot_answer=answer,
            **found,
        )
    return line


def _answer(line: CheckedRow) -> str:
    """The answer given at the meeting; a mark that only says that there was one wants the words."""
    text = line.raw.spot_answer
    said = fold(text)
    if said in _NONE:
        return ""
    if text and (said in _MARKS or not said):
        line.problems["spot_answer"] = answer_missing()
    elif len(text) > CONTENT_LIMIT:
        line.problems["spot_answer"] = content_fault(text)
    return text


def _typed(line: CheckedRow) -> tuple[tuple[str, str], ...]:
    """The words that were not understood, cell by cell: the first that stood there counts."""
    met = {name: getattr(line.raw, name) for name in NAMING if name in line.problems}
    return tuple({**met, **dict(line.raw.typed)}.items())


def _canonical(raw: RawRow, found: dict[str, Any]) -> dict[str, str]:
    """What was matched is shown by its full name, what was not stays as typed."""
    return {name: str(value) if value else getattr(raw, name) for name, value in found.items()}


def _matched(line: CheckedRow, name: str, match: Match) -> Any:
    typed = getattr(line.raw, name)
    if not typed:
        return None
    if match.found is not None:
        if match.guessed:
            line.notes[name] = _understood(typed, str(match.found))
        return match.found
    line.problems[name] = _unknown(typed, match)
    return None


def _understood(typed: str, name: str) -> str:
    return _("“%(typed)s” was understood as “%(name)s”.") % {"typed": typed, "name": name}


def _unknown(typed: str, match: Match) -> str:
    if match.several:
        return _("“%(typed)s” fits several: %(names)s. Write one of them in full.") % {
            "typed": typed,
            "names": "; ".join(match.several),
        }
    if match.nearest:
        return _(
            "“%(typed)s” is not in the list. Did you mean “%(nearest)s”? Or leave it empty and classify later."
        ) % {
            "typed": typed,
            "nearest": match.nearest,
        }
    return _("“%(typed)s” is not in the list. Correct it, or leave it empty and classify later.") % {
        "typed": typed
    }


def _level(line: CheckedRow, lexicon: Lexicon) -> str:
    typed = line.raw.competence_level
    level = lexicon.level(typed)
    if typed and not level and (gone := lexicon.level_gone(typed)):
        line.problems["competence_level"] = gone
    elif typed and not level:
        offered = ", ".join(str(CompetenceLevel(one).label) for one in lexicon.levels.main.values())
        line.problems["competence_level"] = _("“%(typed)s” is no level. Choose one of: %(levels)s.") % {
            "typed": typed,
            "levels": offered,
        }
    return level


def _mark_doubles(lines: Sequence[CheckedRow]) -> None:
    """The same words of voters of the same place a second time are a slip of copying."""
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.raw.content:
            continue
        same = (_essence(line.raw.content), _essence(line.raw.voter_place))
        earlier = first.setdefault(same, number)
        if earlier != number:
            line.problems.setdefault(
                "content", _("The same as row %(number)s. Leave one of them out.") % {"number": earlier}
            )
            line.row = None


def _mark_known(lines: Sequence[CheckedRow], known: set[str]) -> None:
    for line in lines:
        if line.row is not None and _essence(line.row.content) in known:
            line.warnings.append(_("This meeting already has an opinion with the same words."))
