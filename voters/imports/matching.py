"""What people write for fields, levels and agencies, matched with the council's own lists.

Accents, capitals, spaces and the common short forms do not count: "P. KTHT", "phòng KT&HT" and "Phòng Kinh tế và Hạ
tầng" are one. A short form that fits two bodies fits none: the row says so. Nothing is ever taken for a body of another
unit than the council's own unless that unit is named: a commune's "UBND" is never the province's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Final
from unicodedata import normalize

from core.text import fold
from councils.models import Agency, Council, CouncilWord, Field
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
_UNIT: Final = re.compile(
    r"\b(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã(?! hội)|phường|đặc khu)\b(?! ủy)", re.IGNORECASE
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


def _short_forms(words: list[str]) -> Iterator[str]:
    """Ways of writing a name: "Phòng Kinh tế và Hạ tầng" is also "Kinh tế Hạ tầng", "KTHT" and "Phòng KTHT"."""
    yield "".join(words)
    if len(words) > 1 and words[0] in _KINDS:
        rest = words[1:]
        initials = "".join(word[0] for word in rest)
        yield "".join(rest)
        if len(rest) > 1:
            yield initials
            yield words[0] + initials


@dataclass(frozen=True, slots=True)
class _AgencyName:
    """An agency's name in words: `stem` before the unit it names, if any, and whether that unit is the council's."""

    agency: Agency
    words: list[str]
    stem: list[str]
    own: bool

    @classmethod
    def of(cls, agency: Agency, council: Council | None) -> _AgencyName:
        """Take the name apart."""
        name = normalize("NFC", agency.name)
        words, unit = _words(name), _UNIT.search(name)
        if unit is None:
            return cls(agency, words, words, own=True)
        tail = _words(name[unit.start() :])
        return cls(
            agency, words, _words(name[: unit.start()]), own=council is not None and _is_of(council, tail)
        )

    def keys(self) -> Iterator[str]:
        """What surely means this agency."""
        yield from _short_forms(self.words)
        yield key(self.agency.short_name)
        if self.agency.kind == Agency.Kind.PEOPLES_COMMITTEE:
            yield "".join(self.words[:2])
            if self.own and self.stem == ["ubnd"]:
                yield "ubnd"

    def stems(self) -> Iterator[str]:
        """The name without the council's own unit: "Trạm Y tế" for "Trạm Y tế xã"."""
        if self.own:
            yield from _short_forms(self.stem)

    def heads(self) -> Iterator[str]:
        """First words of the name that leave no other unit unsaid."""
        return self._first(1 if self.own else len(self.stem) + 1, len(self.words))

    def vague(self) -> Iterator[str]:
        """First words that would need the unit: "UBND" for "UBND tỉnh Lào Cai" in a commune."""
        return self._first(1, 1 if self.own else len(self.stem) + 1)

    def _first(self, least: int, below: int) -> Iterator[str]:
        return ("".join(self.words[:count]) for count in range(least, below))


def _is_of(council: Council, tail: list[str]) -> bool:
    """Whether the end of a name ("xã", "xã Bảo Thắng") is the council's own unit."""
    unit, place = _words(council.unit_word), _words(council.short_name)
    named = [*unit, *place]
    return tail == unit or tail[: len(named)] == named


def _field_keys(row: Field) -> Iterator[str]:
    yield from (key(row.name), key(row.name_en), key(row.code))
    parts = re.split(r"[,;]", row.name)
    if len(parts) > 1:
        yield from (key(part) for part in parts)


Keys = dict[str, list[Any]]
"""What is written -> the rows it may mean."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text stands for: the row itself, or several it may stand for, or the nearest name.

    `guessed`: it was understood from a part of the name, which whoever wrote it should see.
    """

    found: Any = None
    guessed: bool = False
    several: tuple[str, ...] = ()
    nearest: str = ""


@dataclass
class Names:
    """Rows by everything they may be called.

    `own` are the council's own words. `keys` surely mean a row, `stems` and `heads` are parts of a name that may be
    taken for the whole, in this order, `vague` are parts that may not.
    """

    main: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    keys: Keys = field(default_factory=dict)
    stems: Keys = field(default_factory=dict)
    heads: Keys = field(default_factory=dict)
    vague: Keys = field(default_factory=dict)
    seen: dict[str, Match] = field(default_factory=dict)
    suggested: int = 0

    def add(self, name: str, row: Any, called: Iterable[str]) -> None:
        """Make a row known under its full name and other keys."""
        self.main[key(name)] = row
        _put(self.keys, row, called)

    def add_agency(self, agency: Agency, council: Council | None) -> None:
        """Make an agency known, also under parts of its name."""
        name = _AgencyName.of(agency, council)
        self.add(agency.name, agency, name.keys())
        _put(self.stems, agency, name.stems())
        _put(self.heads, agency, name.heads())
        _put(self.vague, agency, name.vague())

    def match(self, text: str) -> Match:
        """What a text stands for; the full name comes before any short form."""
        wanted = key(text)
        if wanted not in self.seen:
            self.seen[wanted] = self._find(wanted)
        return self.seen[wanted]

    def _find(self, wanted: str) -> Match:
        for sure in (self.main, self.own):
            if wanted in sure:
                return Match(sure[wanted])
        for known in (self.keys, self.stems, self.heads):
            rows = known.get(wanted, [])
            if len(rows) == 1:
                return Match(rows[0], guessed=known is not self.keys)
            if rows:
                return Match(several=tuple(str(row) for row in rows))
        return self._unsure(wanted)

    def _unsure(self, wanted: str) -> Match:
        names = tuple(str(row) for row in self.vague.get(wanted, []))
        if len(names) > 1:
            return Match(several=names)
        return Match(nearest=names[0] if names else self._nearest(wanted))

    def _nearest(self, wanted: str) -> str:
        self.suggested += 1
        if self.suggested > _SUGGESTIONS:
            return ""
        named = {**self.own, **self.main}
        near = get_close_matches(wanted[:80], named, n=1)
        return str(named[near[0]]) if near else ""


def _put(known: Keys, row: Any, called: Iterable[str]) -> None:
    for one in filter(None, called):
        rows = known.setdefault(one, [])
        if row not in rows:
            rows.append(row)


@dataclass
class Lexicon:
    """The words of one council on one day: fields, agencies, levels."""

    day: date
    fields: Names = field(default_factory=Names)
    agencies: Names = field(default_factory=Names)
    levels: Names = field(default_factory=Names)
    words: dict[str, CouncilWord] = field(default_factory=dict)

    @classmethod
    def of(cls, council: Council, day: date) -> Lexicon:
        """Read the council's own lists: the fields it offers, and the agencies that exist on the day."""
        made = cls.from_rows(
            day,
            Field.objects.for_council(council),
            Agency.objects.of(council).valid(day).order_by("sort_key"),
            council,
        )
        made.learn(CouncilWord.objects.of(council).known().select_related("field", "agency"))
        return made

    @classmethod
    def from_rows(
        cls, day: date, fields: Iterable[Field], agencies: Iterable[Agency], council: Council | None = None
    ) -> Lexicon:
        """A lexicon of given rows; with the council, its own unit need not be named."""
        made = cls(day)
        for row in fields:
            made.fields.add(row.name, row, _field_keys(row))
        for agency in agencies:
            made.agencies.add_agency(agency, council)
        for level, called in _LEVELS.items():
            if not level_fault(level, day):
                label = str(level.label)
                made.levels.add(label, level, (level_key(word) for word in (*called, label, level.value)))
        return made

    def learn(self, words: Iterable[CouncilWord]) -> None:
        """Know the council's own words, as far as what they mean is offered on the day."""
        for word in words:
            self.words[word.text] = word
            names = self.names_of(word.kind)
            meaning = word.meaning
            known = (one for one in names.main.values() if one == meaning)
            if (found := next(known, None)) is not None:
                names.own[key(word.text)] = found

    def names_of(self, kind: str) -> Names:
        """The rows that a kind of word names."""
        return {"field": self.fields, "agency": self.agencies, "level": self.levels}[kind]

    def level(self, text: str) -> str:
        """The level a text names ("thuộc thẩm quyền cấp tỉnh"), or nothing."""
        own = self.levels.own.get(key(text))
        rows = [own] if own else self.levels.keys.get(level_key(text), [])
        return rows[0].value if rows else ""

    def level_gone(self, text: str) -> str:
        """Why the level that a text names is none on this day, or nothing when it names none at all."""
        wanted = level_key(text)
        for level, called in _LEVELS.items():
            if wanted and wanted in {level_key(word) for word in (*called, level.value)}:
                return level_fault(level, self.day)
        return ""


def level_key(text: str) -> str:
    """A level without the words that only say that it is one."""
    return "".join(word for word in fold(text).split() if word not in _LEVEL_FILLERS)
