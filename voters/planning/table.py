"""Which column of a pasted schedule is what, by its heading; without headings by the order of the grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text import fold
from voters.imports.table import Row, is_number, split_table
from voters.planning.rows import RawMeeting

_HEADING_ROWS: Final = 3
_SAMPLE: Final = 80
_MOST_COLUMNS: Final = 40
_HOURS: Final = re.compile(r"(\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2})", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")


class PlanColumn(models.TextChoices):
    """What a column of a pasted schedule holds."""

    DAY = "held_on", _("Day")
    FROM = "starts_at", pgettext_lazy("hour", "From")
    UNTIL = "ends_at", pgettext_lazy("hour", "Until")
    LOCALITY = "locality", _("Commune, ward or area")
    VENUE = "venue", _("Venue")
    FORM = "form", _("Form")
    GROUPS = "groups", _("Delegate groups")
    DELEGATES = "delegates", _("Delegates")
    JOINT = "joint", _("Jointly with")
    NONE = "", _("Left out")


_HEADINGS: Final = (
    (PlanColumn.NONE, re.compile(r"(?:stt|tt|so tt|so thu tu|no)|.*\b(?:ghi chu|thu ky|co quan|notes?)\b.*")),
    (PlanColumn.JOINT, re.compile(r".*\b(?:phoi hop|long ghep|ket hop|jointly|joint)\b.*")),
    (PlanColumn.GROUPS, re.compile(r".*\b(?:to dai bieu|to|don vi bau cu|groups?)\b.*")),
    (PlanColumn.FORM, re.compile(r".*\b(?:hinh thuc|form)\b.*")),
    (PlanColumn.DELEGATES, re.compile(r".*\b(?:dai bieu|delegates?)\b.*")),
    (PlanColumn.LOCALITY, re.compile(r".*\b(?:dia ban|xa|phuong|cu tri|commune|ward|area)\b.*")),
    (PlanColumn.VENUE, re.compile(r".*\b(?:dia diem|diem|noi|venue|place)\b.*")),
    (PlanColumn.UNTIL, re.compile(r".*\b(?:ket thuc|den|until|to)\b.*")),
    (PlanColumn.FROM, re.compile(r".*\b(?:gio|bat dau|from)\b.*")),
    (PlanColumn.DAY, re.compile(r".*\b(?:ngay|thoi gian|buoi|day|date)\b.*")),
)
"""Folded headings in the order of asking: "Địa bàn cử tri tham dự" is the area, "Đại biểu" the delegates."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it was understood, with a taste of it for the person who checks."""

    role: str
    heading: str
    sample: str


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A pasted schedule as it was read."""

    columns: list[Column]
    rows: list[RawMeeting]


def read_plan(text: str, roles: Sequence[str] = ()) -> PlanReading:
    """Read a pasted schedule; `roles` corrects what was recognised, column by column."""
    table = [row[:_MOST_COLUMNS] for row in split_table(text)]
    width = max(map(len, table), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in table]
    heading_at = _find_heading(rows)
    heading = rows[heading_at] if heading_at is not None else [""] * width
    body = rows if heading_at is None else rows[heading_at + 1 :]
    body = [row for row in body if not all(is_number(cell) or not cell for cell in row)]
    found = _corrected(roles, width) or _recognise(heading, body)
    return PlanReading(
        [Column(role, heading[at], _sample(body, at)) for at, role in enumerate(found)],
        [raw for row in body if (raw := _raw(row, found)).filled],
    )


def _corrected(roles: Sequence[str], width: int) -> list[PlanColumn]:
    known = [PlanColumn(role) for role in roles if role in PlanColumn.values]
    return known if len(known) == len(roles) == width else []


def _role(cell: str) -> PlanColumn | None:
    folded = fold(cell)
    return next((role for role, pattern in _HEADINGS if folded and pattern.fullmatch(folded)), None)


def _find_heading(rows: list[Row]) -> int | None:
    """The row of headings among the first ones: three of them known, and no day in it."""
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        known = {role for cell in row if (role := _role(cell))}
        if len(known) > 2 and not any(_DAY.search(cell) or is_number(cell) for cell in row):  # noqa: PLR2004
            return at
    return None


def _recognise(heading: Row, body: list[Row]) -> list[PlanColumn]:
    """By the headings, each role once; without them in the order of the grid from the day on."""
    if not any(heading):
        return _in_order(body, len(heading))
    found: list[PlanColumn] = []
    for cell in heading:
        role = _role(cell) or PlanColumn.NONE
        found.append(PlanColumn.NONE if role in found else role)
    return found


def _in_order(body: list[Row], width: int) -> list[PlanColumn]:
    dated = [sum(bool(_DAY.search(row[at])) for row in body) for at in range(width)]
    first = dated.index(max(dated)) if any(dated) else 0
    order = [PlanColumn(name) for name in RawMeeting.names()]
    return [order[at - first] if 0 <= at - first < len(order) else PlanColumn.NONE for at in range(width)]


def _sample(body: list[Row], at: int) -> str:
    return next((" ".join(row[at].split())[:_SAMPLE] for row in body if row[at]), "")


def _raw(row: Row, roles: Sequence[PlanColumn]) -> RawMeeting:
    """A line; a day written with its hours ("7h30, ngày 05/6/2026", "Sáng 05/6") is taken apart."""
    cells = {role.value: cell for role, cell in zip(roles, row, strict=True) if role}
    cells = {
        name: cell if name == PlanColumn.DELEGATES else " ".join(cell.split()) for name, cell in cells.items()
    }
    _take_apart(cells)
    return RawMeeting(**cells, pasted=True)


def _take_apart(cells: dict[str, str]) -> None:
    written = cells.get("held_on", "")
    if day := _DAY.search(written):
        hours = _HOURS.findall(written.replace(day[0], " "))
        cells["held_on"] = day[0]
        for name, hour in zip(("starts_at", "ends_at"), hours, strict=False):
            cells[name] = cells.get(name) or hour
    both = _HOURS.findall(cells.get("starts_at", ""))
    if len(both) == 2:  # noqa: PLR2004 - from and until in one cell
        cells["starts_at"] = both[0]
        cells["ends_at"] = cells.get("ends_at") or both[1]
    for name in ("starts_at", "ends_at"):
        if found := _HOURS.search(cells.get(name, "")):
            cells[name] = found[0].replace(" ", "")
