"""Which column of a pasted table is what: by its heading, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import fold
from voters.imports.matching import Lexicon
from voters.imports.rows import RawRow
from voters.imports.table import Row, is_number, split_table


class ColumnRole(models.TextChoices):
    """What a column of a pasted table holds."""

    CONTENT = "content", _("Content")
    PLACE = "voter_place", _("Voters of")
    FIELD = "field", _("Field")
    LEVEL = "competence_level", _("Competence")
    AGENCY = "agency", _("Responsible agency")
    ANSWER = "spot_answer", _("Answered at the meeting")
    NUMBER = "number", _("Running number (left out)")
    NONE = "", _("Left out")


_HEADINGS: Final = (
    (ColumnRole.NUMBER, re.compile(r"(?:stt|tt|so tt|so thu tu|so|no)")),
    (
        ColumnRole.ANSWER,
        re.compile(r".*\b(?:(?:tra loi|giai trinh|giai dap)\b.*\b(?:tai|truc tiep)|answered (?:at|on))\b.*"),
    ),
    (ColumnRole.CONTENT, re.compile(r".*\b(?:noi dung|content|opinions?)\b.*")),
    (
        ColumnRole.NONE,
        re.compile(r".*\b(?:ghi chu|notes?|ket qua|ho ten|ho va ten|nguoi phat bieu|ngay)\b.*"),
    ),
    (ColumnRole.AGENCY, re.compile(r".*\b(?:co quan|don vi|agency|body)\b.*")),
    (ColumnRole.LEVEL, re.compile(r".*\b(?:tham quyen|cap giai quyet|competence|level)\b.*|cap")),
    (ColumnRole.FIELD, re.compile(r".*\b(?:linh vuc|nhom van de|field)\b.*")),
    (ColumnRole.CONTENT, re.compile(r".*\b(?:y kien|kien nghi|de nghi|phan anh)\b.*")),
    (
        ColumnRole.PLACE,
        re.compile(
            r".*\b(?:cu tri|noi|thon|ban|to dan pho|khu dan cu|dia ban|dia chi|dia phuong|"
            r"xa|phuong|place|village|voters)\b.*"
        ),
    ),
)
"""Folded headings in the order of asking: "Nội dung kiến nghị của cử tri" is content, not the voters' place."""
_HEADING_WORDS: Final = frozenset(
    fold(
        "STT, số thứ tự, nội dung, ý kiến, kiến nghị, đề nghị, phản ánh của cử tri và các, ghi chú, kết quả, họ tên "
        "người phát biểu, ngày tháng, cơ quan, đơn vị chủ trì trả lời, phụ trách, xử lý, giải quyết, trách nhiệm, thẩm "
        "quyền, cấp, lĩnh vực, nhóm vấn đề, thuộc thôn, bản, tổ dân phố, khu dân cư, địa chỉ, địa bàn, địa phương, "
        "nơi, xã, phường, thị trấn, sau, trước kỳ họp, tại hội nghị, chỗ, cuộc tiếp xúc, đã, trực tiếp, giải trình, "
        "đáp, answered at on spot the meeting, no, content, opinions, opinion, notes, note, responsible "
        "agency, body, competence level, field, place, village, voters of the"
    ).split()
)
"""Words that headings are made of. "Thôn, bản" is a heading, "Thôn Nậm Phảng" is not."""
_LONE_HEADINGS: Final = frozenset(
    {"noi dung", "y kien", "kien nghi", "noi dung y kien", "noi dung kien nghi", "content"}
)
_SAMPLE_LENGTH: Final = 80
_HEADING_ROWS: Final = 3
_PLACE_LENGTH: Final = 80
_SAMPLES: Final = 60
_SHOWN_GAPS: Final = 20
_TOTAL: Final = re.compile(r"(?:tong(?: so| cong)?|cong|total)\b[\w ]{0,60}\d[\d ]*(?:y kien|kien nghi|\s)*")
_ENUMERATED: Final = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d{1,2}\.\d{1,2})[.)]?")
_ENUMERATOR: Final = re.compile(r"^(?:[IVXLC]+|[A-ZĐ]|\d{1,2}\.\d{1,2})[.)]\s+")
_GROUP_WORDS: Final = re.compile(
    r"^(?:về |nhóm |các |kiến nghị |ý kiến |thuộc )*(?:lĩnh vực|vấn đề|thẩm quyền(?: giải quyết)?)(?: của)?\s+",
    re.IGNORECASE,
)
"""What says that a row heads a group: a Roman number or a letter before it, or these words."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it was understood, with a taste of it for the person who checks."""

    role: str
    heading: str
    sample: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A pasted table as it was read."""

    columns: list[Column]
    rows: list[RawRow]
    missing: tuple[int, ...] = ()
    """Running numbers that the table leaves out, and those up to its stated total."""
    stated: int | None = None
    """How many opinions the table itself says it has: its last running number, or its line of totals."""


MOST_COLUMNS: Final = 40
"""A table of opinions has a handful; whole rows of a spreadsheet have 16,384, nearly all empty."""


def _filled_to(row: Row) -> int:
    """How many cells a row has up to its last filled one."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)


def read_table(text: str, lexicon: Lexicon, roles: Sequence[str] = ()) -> Reading:
    """Read a pasted table; `roles` corrects what was recognised, column by column."""
    table = split_table(text)
    width = min(max((_filled_to(row) for row in table), default=0), MOST_COLUMNS)
    table = [row[:width] for row in table]
    rows = [[*row, *[""] * (width - len(row))] for row in table]
    heading_at = _find_heading(rows)
    heading = rows[heading_at] if heading_at is not None else [""] * width
    body = rows if heading_at is None else rows[heading_at + 1 :]
    body = [row for row in body if not _only_counts(row)]
    body, total = _without_totals(body)
    found = _corrected(roles, width) or _recognise(heading, body, lexicon)
    grouped = list(_under_group_heads(body, lexicon))
    numbers = _numbers([row for row, _heads in grouped], found)
    read = [_raw_row(row, found, heads) for row, heads in grouped]
    stated = max([*numbers, *([total] if total else [])], default=None)
    return Reading(
        [Column(role, heading[i], _sample(body, i)) for i, role in enumerate(found)],
        [row for row in read if row.filled],
        missing=tuple(sorted(set(range(1, max(numbers) + 1)) - set(numbers)))[:_SHOWN_GAPS]
        if numbers
        else (),
        stated=stated,
    )


def _without_totals(body: list[Row]) -> tuple[list[Row], int | None]:
    """The rows without a line of totals at the end, and the largest number that such a line states."""
    if not body or not _TOTAL.fullmatch(fold(" ".join(body[-1]))):
        return body, None
    numbers = [int(cell) for cell in re.findall(r"\d+", " ".join(body[-1]).replace(".", ""))]
    return body[:-1], max(numbers, default=None)


def _under_group_heads(body: list[Row], lexicon: Lexicon) -> Iterator[tuple[Row, dict[str, str]]]:
    """Rows with what the head of their group names ("I. Lĩnh vực giao thông"); the heads themselves are no rows."""
    current: dict[str, str] = {}
    for row in body:
        named = _group_of(row, lexicon) if len(row) > 1 else None
        if named is None:
            yield row, current
        else:
            current = {**(current if named[0] != ColumnRole.LEVEL else {}), named[0]: named[1]}


def _group_of(row: Row, lexicon: Lexicon) -> tuple[str, str] | None:
    """What the head of a group names: (column, value)."""
    filled = list(dict.fromkeys(cell for cell in row if cell))
    counted = len(filled) == 2 and bool(_ENUMERATED.fullmatch(filled[0]))  # noqa: PLR2004 - a number and its text
    if len(filled) != 1 and not counted:
        return None
    bare = _ENUMERATOR.sub("", filled[-1])
    text = _GROUP_WORDS.sub("", bare).strip(" .:;")
    if not counted and text == filled[-1].strip(" .:;"):
        return None
    if lexicon.fields.match(text).found is not None:
        return ColumnRole.FIELD, text
    if lexicon.level(text):
        return ColumnRole.LEVEL, text
    if lexicon.agencies.match(text).found is not None:
        return ColumnRole.AGENCY, text
    return None


def _numbers(body: list[Row], roles: Sequence[str]) -> list[int]:
    """The running numbers, where they count the rows from 1 on without coming twice."""
    if ColumnRole.NUMBER not in roles:
        return []
    at = list(roles).index(ColumnRole.NUMBER)
    numbers = [int(re.sub(r"\D", "", row[at])) for row in body if is_number(row[at])]
    counts = len(set(numbers)) == len(numbers) and numbers and numbers[0] == 1
    return numbers if counts and numbers == sorted(numbers) else []


def _corrected(roles: Sequence[str], width: int) -> list[ColumnRole]:
    """The roles a person chose, if they are as many as the columns."""
    known = [ColumnRole(role) for role in roles if role in ColumnRole.values]
    return known if len(known) == len(roles) == width else []


def _heading_role(cell: str) -> ColumnRole | None:
    folded = fold(cell)
    if not folded or not _HEADING_WORDS.issuperset(folded.split()):
        return None
    return next((role for role, pattern in _HEADINGS if pattern.fullmatch(folded)), None)


def _find_heading(rows: list[Row]) -> int | None:
    """The row of headings among the first rows: two of them known; a row with a running number is data."""
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        roles = {role for cell in row if (role := _heading_role(cell)) is not None}
        enough = len(roles) > 1 or any(fold(cell) in _LONE_HEADINGS for cell in row)
        if enough and not any(is_number(cell) for cell in row):
            return at
    return None


def _only_counts(row: Row) -> bool:
    """A row such as (1) (2) (3), which numbers the columns under the headings."""
    return all(is_number(cell) or not cell for cell in row)


def _recognise(heading: Row, body: list[Row], lexicon: Lexicon) -> list[ColumnRole]:
    """A role for each column, each at most once: by headings first, the rest by what stands in them."""
    roles: list[ColumnRole | None] = []
    for cell in heading:
        role = _heading_role(cell)
        roles.append(ColumnRole.NONE if role and role in roles else role)
    if ColumnRole.CONTENT in roles:
        return [role or ColumnRole.NONE for role in roles]
    return _by_content(roles, body, lexicon)


def _by_content(roles: list[ColumnRole | None], body: list[Row], lexicon: Lexicon) -> list[ColumnRole]:
    tests: tuple[tuple[ColumnRole, Callable[[str], bool], float], ...] = (
        (ColumnRole.NUMBER, is_number, 0.8),
        (ColumnRole.LEVEL, lambda cell: bool(lexicon.level(cell)), 0.6),
        (ColumnRole.FIELD, lambda cell: lexicon.fields.match(cell).found is not None, 0.5),
        (ColumnRole.AGENCY, lambda cell: lexicon.agencies.match(cell).found is not None, 0.5),
    )
    cells = [[row[i] for row in body[:_SAMPLES] if row[i]] for i in range(len(roles))]
    for role, test, share in tests:
        free = [i for i, taken in enumerate(roles) if taken is None and cells[i]]
        shares = {i: sum(map(test, cells[i])) / len(cells[i]) for i in free if role not in roles}
        best = max(shares, key=lambda i: shares[i], default=None)
        if best is not None and shares[best] >= share:
            roles[best] = role
    _take_content_and_place(roles, cells)
    return [role or ColumnRole.NONE for role in roles]


def _take_content_and_place(roles: list[ColumnRole | None], cells: list[Row]) -> None:
    """The longest column that is left says what voters said; the next short one where they live."""
    length = {
        i: sum(map(len, cells[i])) / len(cells[i])
        for i, role in enumerate(roles)
        if role is None and cells[i]
    }
    if not length:
        return
    content = max(length, key=lambda i: length[i])
    roles[content] = ColumnRole.CONTENT
    short = [i for i in length if i != content and length[i] <= _PLACE_LENGTH]
    if short and ColumnRole.PLACE not in roles:
        roles[min(short, key=lambda i: (i < content, abs(i - content)))] = ColumnRole.PLACE


def _sample(body: list[Row], at: int) -> str:
    return next((" ".join(row[at].split())[:_SAMPLE_LENGTH] for row in body if row[at]), "")


def _raw_row(row: Row, roles: Sequence[str], heads: dict[str, str]) -> RawRow:
    named = {role: cell for role, cell in zip(roles, row, strict=True) if role in RawRow.names()}
    texts = {ColumnRole.CONTENT, ColumnRole.ANSWER}
    one_line = {role: " ".join(cell.split()) for role, cell in named.items() if role not in texts}
    under = (
        {role: name for role, name in heads.items() if not one_line.get(role)} if any(named.values()) else {}
    )
    whole = {str(role): named[role] for role in texts if role in named}
    return RawRow(pasted=True).with_cells({**whole, **one_line, **under})
