"""A table of recommendations from the clipboard: which column is what, and what each line says.

The columns are those of the table in notices of conclusion (Nội dung kiến nghị, Cơ quan thực hiện, Người chịu trách
nhiệm, Sản phẩm phải hoàn thành, Thời hạn, Căn cứ); without headings they are taken in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from core.text import fold
from voters.imports.matching import Lexicon, Match
from voters.imports.table import Row, is_number, split_table

_HEADINGS: Final = (
    ("", re.compile(r"(?:stt|tt|so tt|so|no)")),
    ("accountable", re.compile(r".*\b(?:nguoi|chiu trach nhiem|ca nhan|accountable|answers)\b.*")),
    ("evidence", re.compile(r".*\b(?:san pham|ket qua|minh chung|result|evidence)\b.*")),
    ("due_on", re.compile(r".*\b(?:thoi han|thoi gian|han|due|when)\b.*")),
    ("legal_ground", re.compile(r".*\b(?:can cu|co so phap ly|legal|ground)\b.*")),
    ("body", re.compile(r".*\b(?:co quan|don vi|chu tri|body|agency)\b.*")),
    ("text", re.compile(r".*\b(?:noi dung|kien nghi|yeu cau|recommendations?|content)\b.*")),
)
"""Folded headings in the order of asking: "Cơ quan, người chịu trách nhiệm" is who answers for it."""
ORDER: Final = ("text", "body", "accountable", "evidence", "due_on", "legal_ground")
_LONGEST_HEADING: Final = 80
_DAY: Final = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)")


@dataclass
class Pasted:
    """The lines as the boxes of a form take them, and sentences about what could not be understood."""

    lines: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_recommendations(text: str, lexicon: Lexicon) -> Pasted:
    """Read a pasted table; a body that is not in the council's list is left empty, with a sentence that names it."""
    rows = split_table(text)
    names, body = _columns(rows)
    found = Pasted()
    for row in body:
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if cells.get("text"):
            found.lines.append(cells)
            found.notes += list(_understood(cells, len(found.lines), lexicon))
    return found


def _columns(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The name of each column, and the rows below the headings."""
    heading = rows[0] if rows else []
    roles = [_role(cell) for cell in heading]
    if "text" in roles and not any(is_number(cell) for cell in heading):
        return _once(roles), rows[1:]
    counted = bool(rows) and all(is_number(row[0]) for row in rows)
    return [*([""] if counted else []), *ORDER], rows


def _once(roles: list[str | None]) -> list[str]:
    """Each name at most once: of two columns that sound alike the first is meant."""
    return [role if role and role not in roles[:place] else "" for place, role in enumerate(roles)]


def _role(cell: str) -> str | None:
    folded = fold(cell)
    if not folded or len(folded) > _LONGEST_HEADING:
        return None
    return next((name for name, pattern in _HEADINGS if pattern.fullmatch(folded)), None)


def _understood(cells: dict[str, str], number: int, lexicon: Lexicon) -> Iterator[str]:
    """Turns the name of a body into its key and a day into a day; sentences where that cannot be."""
    typed = " ".join(cells.pop("body", "").split())
    if typed:
        match = lexicon.agencies.match(typed)
        if match.found is not None:
            cells["body"] = f"agency-{match.found.pk}"
        else:
            yield _("Line %(number)s: %(problem)s") % {"number": number, "problem": _unknown(typed, match)}
    term = cells.get("due_on", "")
    days = _DAY.findall(term)
    if term and len(days) == 1:
        cells["due_on"] = days[0]
    elif term:
        cells["due_on"] = ""
        words = _("“%(typed)s” is no day. Enter the day by which it is due.") % {"typed": term}
        yield _("Line %(number)s: %(problem)s") % {"number": number, "problem": words}


def _unknown(typed: str, match: Match) -> str:
    if match.several:
        words = _("“%(typed)s” fits several: %(names)s. Choose one of them.")
        return words % {"typed": typed, "names": "; ".join(match.several)}
    if match.nearest:
        words = _("“%(typed)s” is not in the list of agencies. Did you mean “%(nearest)s”? Choose the body.")
        return words % {"typed": typed, "nearest": match.nearest}
    return _("“%(typed)s” is not in the list of agencies. Choose the body.") % {"typed": typed}
