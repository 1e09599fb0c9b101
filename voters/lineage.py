"""How opinions hang together: what each went on in (merged, split, forwarded, raised before), and what it came from.

Reads only what stands today: acts that were taken back lead nowhere. The number of queries grows with how many steps
lie between a statement and what carries it, never with the number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import F

from voters.models import OpinionLikeness, OpinionLink, VoterOpinion

_MOST_STEPS: Final = 20
"""No matter goes through more hands; the walk ends there whatever the rows say."""


class How(StrEnum):
    """How one opinion leads to another."""

    MERGED = "merge"
    SPLIT = "split"
    FORWARDED = "forward"
    REPEATS = "repeat"


@dataclass(frozen=True, slots=True)
class Step:
    """From one opinion to another: how, and since which day."""

    source_id: int
    target_id: int
    how: How
    on: date


Steps = Mapping[int, tuple[Step, ...]]
"""The steps at each opinion."""


def _links(ids: set[int], *, end: str) -> Iterator[Step]:
    rows = OpinionLink.objects.filter(**{f"{end}__in": ids}, regrouping__undone_at__isnull=True)
    columns = ("source_id", "target_id", "regrouping__kind", "regrouping__on")
    for source, target, kind, on in rows.order_by("pk").values_list(*columns):
        yield Step(source, target, How(kind), on)


def _forwards(ids: set[int], *, end: str) -> Iterator[Step]:
    copies = VoterOpinion.objects.filter(forwarded_from__isnull=False)
    rows = copies.filter(**{"forwarded_from__in" if end == "source" else "pk__in": ids}).order_by("pk")
    for source, target, on in rows.values_list("forwarded_from_id", "pk", "recorded_on"):
        if source is not None:
            yield Step(source, target, How.FORWARDED, on)


def _repeats(ids: set[int], *, end: str) -> Iterator[Step]:
    rows = OpinionLikeness.objects.filter(verdict=OpinionLikeness.Verdict.REPEAT, undone_at__isnull=True)
    chosen = rows.filter(**{"opinion__in" if end == "source" else "earlier__in": ids}).order_by("pk")
    for opinion, earlier, on in chosen.values_list(F("opinion_id"), F("earlier_id"), F("on")):
        yield Step(opinion, earlier, How.REPEATS, on)


def _walk(ids: Iterable[int], end: str, readers: Iterable[Callable[..., Iterator[Step]]]) -> Steps:
    """All steps that can be reached from these opinions; one query for each reader and depth."""
    found: dict[int, list[Step]] = defaultdict(list)
    frontier, seen = set(ids), set(ids)
    for _depth in range(_MOST_STEPS):
        if not frontier:
            break
        steps = [step for read in readers for step in read(frontier, end=end)]
        for step in steps:
            found[step.source_id if end == "source" else step.target_id].append(step)
        reached = {step.target_id if end == "source" else step.source_id for step in steps}
        frontier = reached - seen
        seen |= frontier
    return {pk: tuple(steps) for pk, steps in found.items()}


def onward(ids: Iterable[int], *, repeats: bool = True) -> Steps:
    """The steps that lead on from these opinions, by the opinion they start at.

    With `repeats`, also to the earlier opinion that one raises again, in whose answer its own may already lie.
    """
    return _walk(ids, "source", (_links, _forwards, _repeats) if repeats else (_links, _forwards))


def back(ids: Iterable[int]) -> Steps:
    """The steps that led to these opinions, by the opinion they end at: merges, splits, forwardings."""
    return _walk(ids, "target", (_links, _forwards))


def ends(start: int, steps: Steps) -> list[tuple[int, tuple[Step, ...]]]:
    """Every opinion in which one ends up, with the way to it; itself where nothing leads on.

    A repeat is an end too, besides the earlier opinion: it may be answered on its own.
    """
    found: dict[int, tuple[Step, ...]] = {}

    def follow(pk: int, way: tuple[Step, ...]) -> None:
        here = steps.get(pk, ())
        if all(step.how is How.REPEATS for step in here):
            found.setdefault(pk, way)
        passed = {start, *(step.target_id for step in way)}
        for step in here:
            if step.target_id not in passed:
                follow(step.target_id, (*way, step))

    follow(start, ())
    return list(found.items())
