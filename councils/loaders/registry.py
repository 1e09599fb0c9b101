"""Registers the country: every council with its terms and successors, and the reference tables."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Final

from django.db import transaction

from core.text import fold, sort_key
from councils.loaders import reference
from councils.loaders.reference import Ended, Succession
from councils.loaders.rules import load_rules
from councils.loaders.sync import Tally, sync
from councils.loaders.terms import spans
from councils.loaders.units import Unit, current_units
from councils.models import (
    CalendarException,
    CalendarYear,
    Council,
    CouncilSuccession,
    CouncilTerm,
    Field,
    Level,
    Term,
)

TWO_LEVELS_SINCE: Final = date(2025, 7, 1)
"""Communes are registered from the start of the two-level model; the day of an older one may be corrected."""

_COUNCIL_COLUMNS: Final = (
    "name",
    "short_name",
    "level",
    "unit_type",
    "code",
    "parent_id",
    "search",
    "sort_key",
)


@transaction.atomic
def load_registry(*, refresh: bool = False) -> dict[str, Tally]:
    """Register what is missing and say, per kind of row, what was done; `refresh` also restores edited rows.

    Running it again changes nothing.
    """
    units, ended, successions = current_units(), reference.ended_councils(), reference.successions()
    councils, done = _councils(units, ended, refresh=refresh)
    report = {"councils": done}
    report["successions"] = _successions(successions, councils, refresh=refresh)
    terms, report["terms"] = sync(
        reference.terms(),
        Term.objects.all(),
        key=lambda row: row.name,
        columns=["election_day"],
        overwrite=refresh,
    )
    report["council terms"] = _council_terms(units, ended, successions, councils, terms, refresh=refresh)
    report.update(_tables(refresh=refresh))
    return report


def _councils(
    units: Sequence[Unit], ended: Sequence[Ended], *, refresh: bool
) -> tuple[dict[str, Council], Tally]:
    """Level by level, so that parents exist before those below them; the result is by slug of the sources."""
    last_days = {council.unit.slug: council.valid_to for council in ended}
    every = [*units, *(council.unit for council in ended)]
    by_slug: dict[str, Council] = {}
    total = Tally()
    for level in Level.values:
        of_level = [unit for unit in every if unit.level == level]
        wanted = [_council(unit, last_days.get(unit.slug), by_slug.get(unit.parent)) for unit in of_level]
        found, done = sync(
            wanted,
            Council.objects.filter(level=level),
            key=_identity,
            columns=_COUNCIL_COLUMNS,
            overwrite=refresh,
        )
        by_slug.update({unit.slug: found[_identity(row)] for unit, row in zip(of_level, wanted, strict=True)})
        total += done
    return by_slug, total


def _identity(council: Council) -> Hashable:
    """Units of today are known by the code of the statistics office, those of the past by their address."""
    return council.code or council.slug


def _council(unit: Unit, valid_to: date | None, parent: Council | None) -> Council:
    return Council(
        slug=unit.slug,
        name=unit.name,
        short_name=unit.short_name,
        level=unit.level,
        unit_type=unit.unit_type,
        code=unit.code,
        parent=parent,
        place=unit.place,
        valid_from=TWO_LEVELS_SINCE if unit.level == Level.COMMUNE else None,
        valid_to=valid_to,
        search=fold(f"{unit.name} {unit.slug}"),
        sort_key=sort_key(unit.short_name),
    )


def _successions(rows: Sequence[Succession], councils: dict[str, Council], *, refresh: bool) -> Tally:
    wanted = [
        CouncilSuccession(
            predecessor=councils[row.predecessor],
            successor=councils[row.successor],
            kind=row.kind,
            effective_on=row.effective_on,
            note=row.note,
        )
        for row in rows
    ]
    return sync(
        wanted,
        CouncilSuccession.objects.all(),
        key=lambda row: (row.predecessor_id, row.successor_id, row.effective_on),
        columns=["kind", "note"],
        overwrite=refresh,
    )[1]


def _council_terms(
    units: Sequence[Unit],
    ended: Sequence[Ended],
    successions: Sequence[Succession],
    councils: dict[str, Council],
    terms: dict[Hashable, Term],
    *,
    refresh: bool,
) -> Tally:
    elections = {row.name: row.election_day for row in reference.terms()}
    known = reference.known_terms()
    wanted = [
        CouncilTerm(
            council=councils[span.council],
            term=terms[span.term],
            instance=span.instance,
            ordinal=span.ordinal,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
        )
        for span in spans(elections=elections, units=units, ended=ended, successions=successions, known=known)
    ]
    return sync(
        wanted,
        CouncilTerm.objects.all(),
        key=lambda row: (row.council_id, row.term_id, row.instance),
        columns=["ordinal", "starts_on", "ends_on"],
        overwrite=refresh,
    )[1]


def _tables(*, refresh: bool) -> dict[str, Tally]:
    """The master lists that belong to no council."""
    fields = sync(
        reference.fields(),
        Field.objects.filter(council__isnull=True),
        key=lambda row: row.code,
        columns=["name", "name_en", "committee_view", "order"],
        overwrite=refresh,
    )
    days = sync(
        reference.calendar_exceptions(),
        CalendarException.objects.all(),
        key=lambda row: row.day,
        columns=["kind", "note", "confidence"],
        overwrite=refresh,
    )
    years = sync(
        reference.calendar_years(),
        CalendarYear.objects.all(),
        key=lambda row: row.year,
        columns=["confirmed_on", "source"],
        overwrite=refresh,
    )
    return {
        "fields": fields[1],
        "deadline rules": load_rules(reference.deadline_rules(), refresh=refresh),
        "calendar exceptions": days[1],
        "confirmed years": years[1],
    }
