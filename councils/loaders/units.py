"""The administrative units of 2025 from the vietnam-provinces package, as councils to be registered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from unicodedata import normalize

from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

from core.text import slugify_vi
from councils.models import Level, UnitType

_UNIT_TYPES: Final = {
    "tỉnh": UnitType.PROVINCE,
    "thành phố trung ương": UnitType.CENTRAL_CITY,
    "xã": UnitType.COMMUNE,
    "phường": UnitType.WARD,
    "đặc khu": UnitType.SPECIAL_ZONE,
}
_CITY: Final = "Thành phố "
_WITH_CAPITAL: Final = "Hồ Chí Minh"
"""The one unit whose kind belongs to its proper name: Thành phố Hồ Chí Minh."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit that elects a council: `name` with its kind, `short_name` without."""

    slug: str
    name: str
    short_name: str
    level: str
    unit_type: str
    code: str = ""
    parent: str = ""

    @property
    def place(self) -> str:
        """The place that its documents name before the date (Decree 30/2020, Annex I)."""
        proper = self.short_name == _WITH_CAPITAL or self.short_name[0].isdigit()
        return self.name[0].upper() + self.name[1:] if proper else self.short_name


def current_units() -> list[Unit]:
    """34 provinces and cities, each ahead of its communes, wards and special zones (3,321 in all)."""
    divisions: list[dict[str, Any]] = json.loads(NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8"))
    return _with_unique_slugs(unit for division in divisions for unit in _units_of(division))


def _units_of(division: dict[str, Any]) -> Iterator[Unit]:
    province = _province(division)
    yield province
    for ward in sorted(division["wards"], key=lambda ward: int(ward["code"])):
        yield _commune(ward, province)


def _province(division: dict[str, Any]) -> Unit:
    short_name = _clean(division["name"]).removeprefix(_CITY)
    unit_type = _UNIT_TYPES[division["division_type"]]
    kind = "tỉnh" if unit_type == UnitType.PROVINCE else "thành phố"
    if short_name == _WITH_CAPITAL:
        kind = _CITY.strip()
    return Unit(
        slug=slugify_vi(short_name),
        name=f"{kind} {short_name}",
        short_name=short_name,
        level=Level.PROVINCE,
        unit_type=unit_type,
        code=f"{division['code']:02d}",
    )


def _commune(ward: dict[str, Any], province: Unit) -> Unit:
    kind = ward["division_type"]
    short_name = _clean(ward["name"])[len(kind) + 1 :]
    return Unit(
        slug=slugify_vi(f"{kind} {short_name} {province.slug}"),
        name=f"{kind} {short_name}",
        short_name=short_name,
        level=Level.COMMUNE,
        unit_type=_UNIT_TYPES[kind],
        code=f"{ward['code']:05d}",
        parent=province.slug,
    )


def _clean(name: str) -> str:
    """Composed letters, single spaces, one kind of apostrophe and hyphen."""
    return " ".join(normalize("NFC", name).replace("’", "'").replace("–", "-").split())


def _with_unique_slugs(units: Iterable[Unit]) -> list[Unit]:
    """Names that differ by marks only (Văn Lang, Văn Lăng) would share a slug: the later one adds its code."""
    seen: Counter[str] = Counter()
    found = []
    for unit in units:
        seen[unit.slug] += 1
        found.append(unit if seen[unit.slug] == 1 else replace(unit, slug=f"{unit.slug}-{unit.code}"))
    return found
