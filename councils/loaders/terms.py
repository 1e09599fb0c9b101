"""Which council terms there were, and from when to when: the rule first, then what sources say.

The opening day of a first sitting is rarely known to the loader; until the secretariat enters it, a term counts
from election day to the day before the next election. The 2025 reorganisation opened a second instance in the
councils that took others in (Law 72/2025 Art. 44, 49).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from councils.loaders.reference import Ended, KnownTerm, Succession
from councils.loaders.units import Unit
from councils.models import CouncilSuccession, Level

REORGANISED_TERM: Final = "2021-2026"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One council (slug) in one term."""

    council: str
    term: str
    instance: int
    ordinal: int | None
    starts_on: date
    ends_on: date | None

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes it the same council term."""
        return self.council, self.term, self.instance


def spans(
    *,
    elections: Mapping[str, date],
    units: Sequence[Unit],
    ended: Sequence[Ended],
    successions: Iterable[Succession],
    known: Iterable[KnownTerm],
) -> list[Span]:
    """Every council term to be registered; `elections` maps term names to election days, oldest first."""
    periods = _periods(elections)
    mergers = {
        row.successor: row.effective_on for row in successions if row.kind == CouncilSuccession.Kind.MERGE
    }
    found = {span.key: span for span in _by_rule(periods, units, ended, mergers)}
    for fact in known:
        span = _with_fact(fact, found.get((fact.council, fact.term, fact.instance)), periods)
        found[span.key] = span
    return list(found.values())


def _periods(elections: Mapping[str, date]) -> dict[str, tuple[date, date | None]]:
    starts = list(elections.values())
    ends = [*(start - _ONE_DAY for start in starts[1:]), None]
    return dict(zip(elections, zip(starts, ends, strict=True), strict=True))


def _by_rule(
    periods: Mapping[str, tuple[date, date | None]],
    units: Sequence[Unit],
    ended: Sequence[Ended],
    mergers: Mapping[str, date],
) -> Iterator[Span]:
    latest = list(periods)[-1]
    start, end = periods[REORGANISED_TERM]
    for council in ended:
        yield Span(council.unit.slug, REORGANISED_TERM, 1, None, start, council.valid_to)
    for unit in units:
        if unit.level == Level.PROVINCE:
            yield from _around_merger(unit.slug, start, end, mergers.get(unit.slug))
        yield Span(unit.slug, latest, 1, None, *periods[latest])


def _around_merger(slug: str, start: date, end: date | None, merged_on: date | None) -> Iterator[Span]:
    yield Span(slug, REORGANISED_TERM, 1, None, start, merged_on - _ONE_DAY if merged_on else end)
    if merged_on:
        yield Span(slug, REORGANISED_TERM, 2, None, merged_on, end)


def _with_fact(fact: KnownTerm, span: Span | None, periods: Mapping[str, tuple[date, date | None]]) -> Span:
    ruled = span or Span(fact.council, fact.term, fact.instance, None, *periods[fact.term])
    return replace(
        ruled,
        ordinal=fact.ordinal,
        starts_on=fact.starts_on or ruled.starts_on,
        ends_on=fact.ends_on or ruled.ends_on,
    )
