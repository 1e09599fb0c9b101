"""The reference tables kept as CSV files in `councils/reference/`, read into typed rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from core.text import slugify_vi
from councils.loaders.units import Unit
from councils.models import (
    CalendarException,
    CalendarYear,
    CouncilSuccession,
    DeadlineRule,
    Field,
    Level,
    Term,
    UnitType,
)

FOLDER: Final = Path(__file__).resolve().parents[1] / "reference"


@dataclass(frozen=True, slots=True)
class Ended:
    """A council that no longer exists, and its last day."""

    unit: Unit
    valid_to: date


@dataclass(frozen=True, slots=True)
class Succession:
    """Who followed whom; councils by slug."""

    predecessor: str
    successor: str
    kind: str
    effective_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """What sources say of one council term beyond the rule of `terms.spans`: khóa, first and last day."""

    council: str
    term: str
    instance: int
    ordinal: int | None
    starts_on: date | None
    ends_on: date | None


def terms() -> list[Term]:
    """Nation-wide terms, oldest first."""
    return [Term(name=row["name"], election_day=_day(row["election_day"])) for row in _rows("terms")]


def ended_councils() -> list[Ended]:
    """Provinces that were merged away, then abolished districts."""
    return [*_merged_provinces(), *_ended_districts()]


def successions() -> list[Succession]:
    """Every succession: mergers of provinces, then abolished districts and parts of their territory."""
    return [*_mergers(), *(_succession(row) for row in _rows("successions"))]


def known_terms() -> list[KnownTerm]:
    """Ordinals and days of council terms found in sources."""
    return [_known_term(row) for row in _rows("council_terms")]


def fields() -> list[Field]:
    """The master list of fields (domain.md §3.5)."""
    return [
        Field(
            code=row["code"],
            name=row["name_vi"],
            name_en=row["name_en"],
            committee_view=row["committee_view"],
            order=int(row["order"]),
        )
        for row in _rows("fields")
    ]


def deadline_rules() -> list[DeadlineRule]:
    """National deadline rules of both regimes (domain.md §3.13)."""
    return [_deadline_rule(row) for row in _rows("deadline_rules")]


def calendar_exceptions() -> list[CalendarException]:
    """Swapped days and holidays that apply; announced but undecided ones stay in the file only."""
    return [
        CalendarException(
            day=_day(row["date"]), kind=row["kind"], note=row["note"], confidence=row["confidence"]
        )
        for row in _rows("holiday_exceptions")
        if row["applies"] == "true"
    ]


def calendar_years() -> list[CalendarYear]:
    """Years whose holidays and swapped days are announced, with the announcement."""
    return [
        CalendarYear(year=int(row["year"]), confirmed_on=_day(row["confirmed_on"]), source=row["source"])
        for row in _rows("calendar_years")
    ]


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _maybe_day(text: str) -> date | None:
    return _day(text) if text else None


def _merged_provinces() -> Iterator[Ended]:
    for merger in _rows("mergers"):
        name = merger["predecessor"]
        unit = Unit(slugify_vi(name), f"tỉnh {name}", name, Level.PROVINCE, UnitType.PROVINCE)
        yield Ended(unit, _day(merger["effective_on"]) - timedelta(days=1))


def _ended_districts() -> Iterator[Ended]:
    for row in _rows("older_councils"):
        unit = Unit(
            row["slug"], row["name"], row["short_name"], row["level"], row["unit_type"], parent=row["parent"]
        )
        yield Ended(unit, _day(row["valid_to"]))


def _mergers() -> Iterator[Succession]:
    for row in _rows("mergers"):
        yield Succession(
            slugify_vi(row["predecessor"]),
            slugify_vi(row["successor"]),
            row["kind"],
            _day(row["effective_on"]),
        )


def _succession(row: dict[str, str]) -> Succession:
    kind = CouncilSuccession.Kind(row["kind"])
    return Succession(row["predecessor"], row["successor"], kind, _day(row["effective_on"]), row["note"])


def _known_term(row: dict[str, str]) -> KnownTerm:
    return KnownTerm(
        council=row["council"],
        term=row["term"],
        instance=int(row["instance"]),
        ordinal=int(row["ordinal"]) if row["ordinal"] else None,
        starts_on=_maybe_day(row["starts_on"]),
        ends_on=_maybe_day(row["ends_on"]),
    )


def _deadline_rule(row: dict[str, str]) -> DeadlineRule:
    return DeadlineRule(
        code=row["code"],
        name=row["name_vi"],
        name_en=row["name_en"],
        anchor=row["anchor"],
        offset=int(row["offset"]),
        unit=row["unit"],
        direction=row["direction"],
        level=row["level"],
        effective_from=_maybe_day(row["effective_from"]),
        effective_to=_maybe_day(row["effective_to"]),
        legal_basis=row["legal_basis"],
        confidence=row["confidence"],
    )
