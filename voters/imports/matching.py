"""What people write for fields, levels and agencies, matched with the council's own lists.

Accents, capitals, spaces and the common short forms do not count: "P. KTHT", "phòng KT&HT" and "Phòng Kinh tế và Hạ
tầng" are one. A short form that fits two bodies fits none: the row says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from core.text import fold
from councils.models import Agency, Council, Field
from voters.models import CompetenceLevel
from voters.services.opinions import level_fault

_LONG_FORMS: Final = (
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\bhoi dong nhan dan\b"), "hdnd"),
    (re.compile(r"\b(?:uy ban )?(?:mat tran to quoc|mttq)(?: viet nam)?\b"), "ubmttq"),
    (re.compile(r"^p (?=\w)"), "phong "),
    (re.compile(r"^s (?=\w)"), "so "),
    (re.compile(r"\bthi tran\b"), "tt"),
)
_FILLERS: Final = frozenset({"va", "cua", "cac", "nhung"})
_KINDS: Final = frozenset({"phong", "so", "ban", "cuc", "chi", "trung", "cong", "ubnd", "van"})
_LEVEL_FILLERS: Final = frozenset({"thuoc", "tham", "quyen", "cap", "cua", "giai", "quyet", "co"})
_LEVELS: Final = {
    CompetenceLevel.CENTRAL: ("trung uong", "tw", "quoc hoi", "chinh phu", "bo nganh", "central"),
    CompetenceLevel.PROVINCE: ("tinh", "thanh pho", "tp", "province"),
    CompetenceLevel.DISTRICT: ("huyen", "quan", "thi xa", "district"),
    CompetenceLevel.COMMUNE: ("xa", "phuong", "thi tran", "dac khu", "co so", "commune"),
}
_SUGGESTIONS: Final = 60
"""Distinct unknown words that get a suggestion in one table; finding the nearest costs time."""


def _words(text: str) -> list[str]:
    folded = fold(text)
    for pattern, short in _LONG_FORMS:
        folded = pattern.sub(short, folded)
    return [word for word in folded.split() if word not in _FILLERS]


def key(text: str) -> str:
    """What two ways of writing one name have in common."""
    return "".join(_words(text))


def _agency_keys(agency: Agency) -> Iterator[str]:
    yield key(agency.name)
    yield key(agency.short_name)
    words = _words(agency.name)
    if len(words) > 1 and words[0] in _KINDS:
        rest = words[1:]
        initials = "".join(word[0] for word in rest)
        yield "".join(rest)
        if len(rest) > 1:
            yield initials
            yield words[0] + initials
    if agency.kind == Agency.Kind.PEOPLES_COMMITTEE:
        yield "ubnd"  # in a table of this council, its own committee
        yield "".join(words[:2])


def _field_keys(row: Field) -> Iterator[str]:
    yield from (key(row.name), key(row.name_en), key(row.code))
    parts = re.split(r"[,;]", row.name)
    if len(parts) > 1:
        yield from (key(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Match:
    """What a text stands for: the row itself, or several it may stand for, or the nearest name."""

    found: Any = None
    several: tuple[str, ...] = ()
    nearest: str = ""


@dataclass
class Names:
    """Rows by everything they may be called."""

    main: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, list[Any]] = field(default_factory=dict)
    seen: dict[str, Match] = field(default_factory=dict)
    suggested: int = 0

    def add(self, name: str, row: Any, called: Iterable[str]) -> None:
        """Make a row known under its full name and other keys."""
        self.main[key(name)] = row
        for one in filter(None, called):
            rows = self.keys.setdefault(one, [])
            if row not in rows:
                rows.append(row)

    def match(self, text: str) -> Match:
        """What a text stands for; the full name comes before any short form."""
        wanted = key(text)
        if wanted not in self.seen:
            self.seen[wanted] = self._find(wanted)
        return self.seen[wanted]

    def _find(self, wanted: str) -> Match:
        if wanted in self.main:
            return Match(self.main[wanted])
        rows = self.keys.get(wanted, [])
        if len(rows) == 1:
            return Match(rows[0])
        if rows:
            return Match(several=tuple(str(row) for row in rows))
        return Match(nearest=self._nearest(wanted))

    def _nearest(self, wanted: str) -> str:
        self.suggested += 1
        if self.suggested > _SUGGESTIONS:
            return ""
        near = get_close_matches(wanted[:80], self.main, n=1)
        return str(self.main[near[0]]) if near else ""


@dataclass
class Lexicon:
    """The words of one council on one day: fields, agencies, levels."""

    day: date
    fields: Names = field(default_factory=Names)
    agencies: Names = field(default_factory=Names)
    levels: Names = field(default_factory=Names)

    @classmethod
    def of(cls, council: Council, day: date) -> Lexicon:
        """Read the council's own lists: the fields it offers, and the agencies that exist on the day."""
        return cls.from_rows(
            day,
            Field.objects.for_council(council),
            Agency.objects.of(council).valid(day).order_by("sort_key"),
        )

    @classmethod
    def from_rows(cls, day: date, fields: Iterable[Field], agencies: Iterable[Agency]) -> Lexicon:
        """A lexicon of given rows."""
        made = cls(day)
        for row in fields:
            made.fields.add(row.name, row, _field_keys(row))
        for agency in agencies:
            made.agencies.add(agency.name, agency, _agency_keys(agency))
        for level, called in _LEVELS.items():
            if not level_fault(level, day):
                label = str(level.label)
                made.levels.add(label, level, (level_key(word) for word in (*called, label, level.value)))
        return made

    def level(self, text: str) -> str:
        """The level a text names ("thuộc thẩm quyền cấp tỉnh"), or nothing."""
        rows = self.levels.keys.get(level_key(text), [])
        return rows[0].value if rows else ""


def level_key(text: str) -> str:
    """A level without the words that only say that it is one."""
    return "".join(word for word in fold(text).split() if word not in _LEVEL_FILLERS)
