"""Citizen reception: sessions, who received, and the matters that citizens brought."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from councils.models import Delegate
from reports.figures.facts.base import Asked
from voters.models import CitizenReception, ReceptionRecord
from voters.querysets import ReceptionQuerySet
from voters.services.letters import MANY_PERSONS
from voters.states import SESSIONS, ReceptionState

Receptions = ReceptionQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""
GROUP = Q(persons__gte=MANY_PERSONS)
"""A matter on which a group came (đoàn đông người)."""
NOBODY_CAME = Q(state=ReceptionState.NO_CITIZEN_CAME)


class Sessions(NamedTuple):
    """Receptions of one kind: how many were held, to how many nobody came, and where a leader received."""

    kind: str
    held: int
    empty: int
    by_leaders: int


class Matters(NamedTuple):
    """Matters of one kind and one field: turns and persons, those who came again, groups and their persons."""

    kind: str
    field: int | None
    field_name: str | None
    field_name_en: str | None
    turns: int
    persons: int
    repeated: int
    groups: int
    group_persons: int


class ReceptionFacts(Asked):
    """How citizens were received."""

    def _receptions(self) -> Receptions:
        reachable: Receptions = self._reachable(CitizenReception.objects.all())
        return reachable.filter(self._within())

    def sessions(self) -> Receptions:
        """Receptions held on a day of the period, whether or not a citizen came."""
        return self._receptions().filter(state__in=SESSIONS, day__range=self.days)

    def visits(self) -> QuerySet[ReceptionRecord]:
        """Matters that citizens brought to receptions of the period."""
        rows: QuerySet[ReceptionRecord] = self._reachable(ReceptionRecord.objects.all())
        return rows.filter(self._within(), reception__day__range=self.days)

    def receivers(self) -> QuerySet[Any]:
        """Delegates who sat at these receptions; `counted` is how often."""
        rows: QuerySet[Delegate] = self._reachable(Delegate.objects.all())
        sat = Count("receptions", filter=Q(receptions__in=self.sessions().values("pk")))
        return rows.filter(self._within()).annotate(counted=sat).filter(counted__gt=0)

    def concluded(self) -> Receptions:
        """Receptions whose conclusions were issued on a day of the period."""
        return self._receptions().filter(conclusion__issued_on__range=self.days)

    @cached_property
    def session_counts(self) -> list[Sessions]:
        """The receptions by kind."""
        rows = self.sessions().order_by().values("kind")
        counted = rows.annotate(
            held=Count("pk"),
            empty=Count("pk", filter=NOBODY_CAME),
            by_leaders=Count("pk", filter=Q(delegate__isnull=True)),
        )
        return [Sessions(*row) for row in counted.values_list("kind", "held", "empty", "by_leaders")]

    @cached_property
    def visit_counts(self) -> list[Matters]:
        """The matters by kind and field."""
        keys = ("kind", "field", "field__name", "field__name_en")
        counted = (
            self.visits()
            .order_by()
            .values(*keys)
            .annotate(
                turns=Count("pk"),
                heads=Coalesce(Sum("persons"), 0),
                again=Count("pk", filter=Q(repeated=True)),
                groups=Count("pk", filter=GROUP),
                in_groups=Coalesce(Sum("persons", filter=GROUP), 0),
            )
        )
        sums = ("turns", "heads", "again", "groups", "in_groups")
        return [Matters(*row) for row in counted.values_list(*keys, *sums)]

    @cached_property
    def receiver_count(self) -> int:
        """How many different delegates received."""
        return self.receivers().count()

    @cached_property
    def conclusion_tasks(self) -> tuple[int, int]:
        """Notices of conclusions, and the tasks that they give."""
        found = self.concluded().aggregate(
            notices=Count("pk", distinct=True), tasks=Count("tasks", distinct=True)
        )
        return found["notices"], found["tasks"]
