"""What became of a programme on a day: each item with its mission, bodies, working days, reports, recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from supervision.models import (
    Programme,
    ProgrammeItem,
    Recommendation,
    SupervisedBody,
    SupervisionMission,
    Verdict,
)
from supervision.standings import ItemStanding, Standing, mission_of, standing_of


@dataclass(frozen=True, slots=True)
class Followed:
    """Recommendations of a mission on a day: issued, and of these carried out, under way, not carried out."""

    issued: int = 0
    done: int = 0
    running: int = 0
    not_done: int = 0

    def __add__(self, other: Followed) -> Followed:
        """Both together."""
        return Followed(
            self.issued + other.issued,
            self.done + other.done,
            self.running + other.running,
            self.not_done + other.not_done,
        )


NONE = Followed()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the appendix table."""

    item: ProgrammeItem
    standing: ItemStanding
    bodies: tuple[str, ...] = ()
    working_days: int = 0
    followed: Followed = NONE

    @property
    def mission(self) -> Any:
        """The mission that the item became, or None."""
        return mission_of(self.item)


@dataclass(frozen=True, slots=True)
class Result:
    """A programme's lines as of a day, and what they come to."""

    on: date
    lines: tuple[Line, ...]
    followed: Followed = field(default=NONE)

    def count(self, *states: Standing) -> int:
        """Items that stand so."""
        return sum(line.standing.state in states for line in self.lines)

    def of(self, state: Standing) -> list[Line]:
        """The lines that stand so."""
        return [line for line in self.lines if line.standing.state == state]


def items_with_missions(programme: Programme) -> QuerySet[ProgrammeItem]:
    """The items with all that says how they stand; four queries."""
    moves = Prefetch("mission__moves")
    return (
        programme.items.select_related("programme", "mission__decision", "mission__report")
        .prefetch_related("bodies", moves)
        .order_by("position", "pk")
    )


def result_of(programme: Programme, on: date) -> Result:
    """The result as of a day; a constant number of queries."""
    items = list(items_with_missions(programme))
    missions = [mission.pk for item in items if (mission := mission_of(item)) is not None]
    bodies = _bodies(missions)
    days = _working_days(missions, on)
    followed = _followed(missions, on)
    lines = tuple(
        Line(
            item,
            standing_of(item, on),
            _names(item, bodies),
            days.get(_key(item), 0),
            followed.get(_key(item), NONE),
        )
        for item in items
    )
    total = NONE
    for line in lines:
        total += line.followed
    return Result(on, lines, total)


def _key(item: ProgrammeItem) -> int:
    mission = mission_of(item)
    return mission.pk if mission is not None else 0


def _names(item: ProgrammeItem, bodies: dict[int, list[str]]) -> tuple[str, ...]:
    """Those that the mission supervises; of an item without a mission those it names."""
    found = bodies.get(_key(item))
    return tuple(found or (body.short_name or body.name for body in item.bodies.all()))


def _bodies(missions: Sequence[int]) -> dict[int, list[str]]:
    rows = SupervisedBody.objects.filter(mission__in=missions).select_related("agency")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.mission_id, []).append(row.agency.short_name or row.agency.name)
    return found


def _working_days(missions: Sequence[int], on: date) -> dict[int, int]:
    """Days on which the team worked with bodies or went to see."""
    held = Q(sessions__state="held", sessions__held_on__lte=on) & ~Q(sessions__kind="team")
    rows = SupervisionMission.objects.filter(pk__in=missions).annotate(
        days=Count("sessions__held_on", filter=held, distinct=True)
    )
    return dict(rows.values_list("pk", "days"))


def _followed(missions: Sequence[int], on: date) -> dict[int, Followed]:
    """By the latest verdict of that day; what nobody has judged yet is under way, what no longer applies is neither."""
    latest = Verdict.objects.filter(recommendation=OuterRef("pk"), effective_on__lte=on)
    rows = (
        Recommendation.objects.filter(mission__in=missions, issued_on__lte=on)
        .annotate(latest=Subquery(latest.order_by("-effective_on", "-pk").values("outcome")[:1]))
        .values_list("mission_id", "latest")
    )
    counts: dict[int, Counter[str | None]] = {}
    for mission, outcome in rows:
        counts.setdefault(mission, Counter())[outcome] += 1
    return {mission: _counted(count) for mission, count in counts.items()}


def _counted(count: Counter[str | None]) -> Followed:
    outcome = Verdict.Outcome
    return Followed(
        issued=count.total(),
        done=count[outcome.DONE],
        running=count[None] + count[outcome.PARTLY],
        not_done=count[outcome.NOT_DONE],
    )


def done_of_planned(results: Iterable[Result]) -> tuple[int, int]:
    """(items done, items planned) of several programmes: S06. What was dropped was planned all the same."""
    found = list(results)
    return sum(one.count(Standing.DONE) for one in found), sum(len(one.lines) for one in found)
