"""Supervision: missions, surveys, sessions, programmes, texts reviewed, and how recommendations stand as of the day.

A mission counts on the day of its decision unless a figure says otherwise; one that was postponed or dropped by the
as-of day counts nowhere. A recommendation stands as the reviewer's verdict in force on the day says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from councils.models import Agency
from reports.figures.facts.base import Asked, counted_by
from reports.figures.facts.summed import Cells, cells_by, keyed, summed
from supervision.models import (
    MissionMove,
    OngoingItem,
    ProgrammeItem,
    Recommendation,
    ReSupervision,
    SupervisionMission,
    TextReview,
    WorkingSession,
)
from supervision.standing import Standing
from supervision.states import MissionState

OFF: Final = (MissionState.POSTPONED, MissionState.DROPPED)
"""States in which a mission does not take place."""
DONE, OPEN, DROPPED = "done", "open", "dropped"
"""How an item of a programme stands on the day."""
WITH_BODIES: Final = (WorkingSession.Kind.WORKING, WorkingSession.Kind.VISIT, WorkingSession.Kind.PEOPLE)
"""Sessions that count: meetings of the team alone do not."""
MATTERS: Final = {
    "letter": Q(letter__isnull=False),
    "opinion": Q(opinion__isnull=False),
    "resolution": Q(resolution__isnull=False),
}
"""What an item of ongoing supervision is about."""


class MissionCounts(NamedTuple):
    """Missions of one subject: decided, reported, concluded in the period, and looking again."""

    kind: str
    subject: str
    committee_kind: str | None
    committee: str | None
    decided: int
    reported: int
    concluded: int
    again: int


class Recommended(NamedTuple):
    """Recommendations issued in the period, of one subject, by how they stand on the day."""

    subject: str
    committee: str | None
    standing: str
    rows: int


class SupervisionFacts(Asked):
    """Who supervised whom, and what came of it."""

    def _missions(self) -> QuerySet[Any]:
        """Missions and surveys that were neither postponed nor dropped by the day, with what counts of them.

        `decided_here`, `reported_here`, `concluded_here`: whether that happened in the period; `again_here`: whether
        one decided in it looks again at recommendations.
        """
        moves = MissionMove.objects.filter(mission=OuterRef("pk"), effective_on__lte=self.query.as_of)
        last = Subquery(moves.order_by("-effective_on", "-pk").values("to_state")[:1])
        rows: QuerySet[Any] = self._reachable(SupervisionMission.objects.all()).filter(self._within())
        taking_place = rows.annotate(state_then=Coalesce(last, Value(""), output_field=CharField())).exclude(
            state_then__in=OFF
        )
        decided = Q(decided_on__range=self.days)
        told: QuerySet[Any] = taking_place.annotate(
            decided_here=decided,
            reported_here=Q(reported_on__range=self.days),
            concluded_here=Q(concluded_on__range=self.days),
            again_here=decided & Q(Exists(ReSupervision.objects.filter(mission=OuterRef("pk")))),
        )
        return told

    def thematic(self) -> QuerySet[Any]:
        """Thematic missions decided in the period."""
        return self._missions().filter(kind=SupervisionMission.Kind.THEMATIC, decided_here=True)

    def decided_missions(self) -> QuerySet[Any]:
        """Missions and surveys decided in the period."""
        return self._missions().filter(decided_here=True)

    def thematic_reported(self) -> QuerySet[Any]:
        """Thematic missions whose team reported in the period."""
        return self._missions().filter(kind=SupervisionMission.Kind.THEMATIC, reported_here=True)

    def surveys(self) -> QuerySet[Any]:
        """Surveys decided in the period."""
        return self._missions().filter(kind=SupervisionMission.Kind.SURVEY, decided_here=True)

    def re_supervisions(self) -> QuerySet[Any]:
        """Missions decided in the period that look again at recommendations."""
        return self._missions().filter(again_here=True)

    def concluding(self) -> QuerySet[Any]:
        """Missions that reported or concluded in the period; `counted` is how many of these papers."""
        one, none = Value(1), Value(0)
        papers = [
            Case(When(**{name: True}, then=one), default=none, output_field=IntegerField())
            for name in ("reported_here", "concluded_here")
        ]
        rows: QuerySet[Any] = self._missions().annotate(counted=papers[0] + papers[1])
        return rows.filter(counted__gt=0)

    @cached_property
    def mission_counts(self) -> list[MissionCounts]:
        """Everything that is counted of missions, at once."""
        keys = ("kind", "subject", "committee__kind", "committee__name")
        counts = {
            f"n_{name}": Count("pk", filter=Q(**{f"{name}_here": True}))
            for name in ("decided", "reported", "concluded", "again")
        }
        rows = self._missions().order_by().values(*keys).annotate(**counts).values_list(*keys, *counts)
        return [MissionCounts(*row) for row in rows]

    def missions_by_subject(self, name: str, kind: str = "") -> Counter[str]:
        """One of these counts by subject, of one kind or of both."""
        found: Counter[str] = Counter()
        for row in self.mission_counts:
            if kind in {"", row.kind}:
                found[row.subject] += getattr(row, name)
        return found

    # --- Ongoing supervision ---

    def ongoing(self) -> QuerySet[OngoingItem]:
        """Letters, opinions and resolutions that a subject took under supervision in the period."""
        rows: QuerySet[OngoingItem] = self._reachable(OngoingItem.objects.all())
        return rows.filter(self._within(), taken_on__range=self.days)

    @cached_property
    def ongoing_counts(self) -> dict[str, int]:
        """These items by what they are about."""
        sums = {f"n_{name}": Count("pk", filter=condition) for name, condition in MATTERS.items()}
        found: dict[str, int] = self.ongoing().aggregate(**sums)
        return {name: found[f"n_{name}"] for name in MATTERS}

    def texts(self) -> QuerySet[TextReview]:
        """Legal texts whose review ended in the period."""
        rows: QuerySet[TextReview] = self._reachable(TextReview.objects.all())
        return rows.filter(self._within(), reviewed_on__range=self.days).exclude(finding="")

    @cached_property
    def text_counts(self) -> Counter[str]:
        """These texts by what the review found."""
        return counted_by(self.texts(), "finding")

    # --- Sessions ---

    def working_sessions(self) -> QuerySet[WorkingSession]:
        """Sessions and visits held in the period, without meetings of the team alone."""
        rows: QuerySet[WorkingSession] = self._reachable(WorkingSession.objects.all())
        held = rows.filter(self._within("mission__council"), state=WorkingSession.State.HELD)
        return held.filter(held_on__range=self.days, kind__in=WITH_BODIES)

    @cached_property
    def session_kinds(self) -> Counter[str]:
        """These sessions by kind."""
        return counted_by(self.working_sessions(), "kind")

    def bodies_visited(self) -> QuerySet[Any]:
        """Agencies with which or at which a session was held in the period, each once; `visits` is how often."""
        mine = self.working_sessions().filter(body__agency=OuterRef("pk")).order_by()
        number = mine.values("body__agency").annotate(n=Count("pk")).values("n")
        rows = Agency.objects.filter(pk__in=self.working_sessions().values("body__agency"))
        return rows.annotate(visits=Subquery(number, output_field=IntegerField()))

    # --- Programmes ---

    def programme_items(self) -> QuerySet[Any]:
        """Items of the programmes of the years in which the period lies, decided by its last day.

        `item_then` is how each stands on the day: by its mission's report where it has one, else by its own day.
        """
        day = self.query.as_of
        rows: QuerySet[ProgrammeItem] = self._reachable(ProgrammeItem.objects.all())
        planned = rows.filter(
            self._within("programme__council"),
            programme__year__range=(self.query.start.year, self.query.until.year),
            programme__decided_on__lte=self.query.until,
        )
        reported = Q(mission__isnull=False, mission__reported_on__lte=day)
        entered = Q(mission__isnull=True, done_on__lte=day)
        return planned.annotate(
            item_then=Case(
                When(dropped_on__lte=day, then=Value(DROPPED)),
                When(reported | entered, then=Value(DONE)),
                default=Value(OPEN),
                output_field=CharField(),
            )
        )

    @cached_property
    def item_counts(self) -> Counter[str]:
        """These items by how they stand."""
        return counted_by(self.programme_items(), "item_then")

    # --- Recommendations ---

    def _recommendations(self) -> QuerySet[Any]:
        rows: Any = self._reachable(Recommendation.objects.all())
        found: QuerySet[Any] = rows.filter(self._within(), issued_on__lte=self.query.until).as_of(
            self.query.as_of
        )
        return found

    def recommended(self, *standings: str) -> QuerySet[Any]:
        """Recommendations issued in the period, all or those that stand so on the day."""
        rows = self._recommendations().filter(issued_on__gte=self.query.start)
        return rows.filter(standing__in=standings) if standings else rows

    @summed
    def _recommended(self) -> Cells:
        keys = ("mission__subject", "mission__committee__name", "standing")
        return cells_by(self.recommended(), "council", *keys)

    @property
    def recommended_counts(self) -> list[Recommended]:
        """These recommendations by who supervised and how they stand."""
        return [Recommended(*row) for row in keyed(self._recommended)]

    def recommended_by_subject(self, *standings: str) -> Counter[str]:
        """These recommendations by subject, all or those that stand so."""
        found: Counter[str] = Counter()
        for row in self.recommended_counts:
            if not standings or row.standing in standings:
                found[row.subject] += row.rows
        return found

    def standings_of(self, missions: Iterable[int]) -> list[tuple[int, str, int]]:
        """(mission, standing, how many) of what these missions recommended by the last day that counts."""
        rows = self._recommendations().filter(mission__in=list(missions)).order_by()
        return list(
            rows.values("mission", "standing").annotate(n=Count("pk")).values_list("mission", "standing", "n")
        )

    @property
    def standings(self) -> Counter[str]:
        """These recommendations by how they stand."""
        found: Counter[str] = Counter()
        for row in self.recommended_counts:
            found[row.standing] += row.rows
        return found

    def recommendations_overdue(self) -> QuerySet[Any]:
        """Recommendations, whenever issued, whose answer was owed and late on the day."""
        rows = self._recommendations().exclude(standing__in=[Standing.DONE, Standing.NOT_APPLICABLE])
        return rows.filter(late_then=True)

    @summed
    def overdue_by_subject(self) -> Cells:
        """These by subject."""
        return cells_by(self.recommendations_overdue(), "council", "mission__subject")

    @cached_property
    def looked_at_again(self) -> int:
        """How many recommendations the re-supervisions of the period look at."""
        return ReSupervision.objects.filter(mission__in=self.re_supervisions().values("pk")).count()
