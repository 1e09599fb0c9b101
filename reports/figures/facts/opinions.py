"""Opinions: what was recorded, sent and settled, as of the day."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q

from followups import asof
from followups.states import OPEN, State
from reports.figures.facts.base import Asked
from voters.models import VoterOpinion
from voters.querysets import OpinionQuerySet

Opinions = OpinionQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""


class Class(NamedTuple):
    """One cell of the cohort's cross table; ids and codes, empty or None where nothing was said."""

    result: str
    reason: str
    replied: bool
    level: str
    field: int | None
    agency: int | None


class OpinionFacts(Asked):
    """What voters said, and what became of it."""

    def opinions(self) -> Opinions:
        """Every opinion of the scope recorded until the last day that counts."""
        reachable: Opinions = self._reachable(VoterOpinion.objects.all())
        own = reachable.filter(self._within())
        return own.filter(recorded_on__lte=self.query.until)

    def raised(self) -> Opinions:
        """Statements as voters made them at meetings in the period: before splitting and merging."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.filter(split_from__isnull=True)

    def on_spot(self) -> Opinions:
        """Statements that were answered at once."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.filter(screening=VoterOpinion.Screening.ON_SPOT, is_split=False, merged_into__isnull=True)

    def cohort(self) -> Opinions:
        """Working opinions recorded in the period, with their result as of the day (`result_then`)."""
        rows = self.opinions().working().filter(recorded_on__gte=self.query.start)
        return rows.annotate(result_then=asof.result_on(self.query.as_of))

    def detailed_cohort(self) -> Opinions:
        """The cohort with `reason_then` and `replied_then` (whether a written answer had come) too."""
        day = self.query.as_of
        return self.cohort().annotate(reason_then=asof.reason_on(day), replied_then=asof.replied_by(day))

    def sent(self) -> Opinions:
        """Opinions sent to a body in the period, whenever they were recorded."""
        days = (self.query.start, self.query.until)
        return self.opinions().working().filter(follow_up__issued_on__range=days)

    def overdue(self) -> Opinions:
        """Opinions whose answer was owed and late on the as-of day, by the due date in force then."""
        day = self.query.as_of
        rows = self.opinions().working().filter(follow_up__issued_on__lte=day)
        dated = rows.annotate(state_then=asof.state_on(day), due_then=asof.due_on(day))
        return dated.filter(state_then__in=OPEN, due_then__lt=day)

    def backlog(self) -> Opinions:
        """Every opinion: `open_before` (on the eve of the period), `received` in it, `open_now` (as of the day)."""
        eve = self.query.start - timedelta(days=1)
        rows = self.opinions().working()
        dated = rows.annotate(
            result_before=asof.result_on(eve),
            state_before=asof.state_on(eve),
            result_then=asof.result_on(self.query.as_of),
            state_then=asof.state_on(self.query.as_of),
        )
        return dated.annotate(
            open_before=~Q(result_before__in=asof.SETTLED)
            & ~Q(state_before=State.WITHDRAWN)
            & Q(recorded_on__lt=self.query.start),
            received=Q(recorded_on__gte=self.query.start),
            open_now=~Q(result_then__in=asof.SETTLED) & ~Q(state_then=State.WITHDRAWN),
        )

    @cached_property
    def classes(self) -> Counter[Class]:
        """The cohort counted by result, reason, written answer, competence, field and agency at once."""
        keys = ("result_then", "reason_then", "replied_then", "competence_level", "field", "agency")
        counted = (
            self.detailed_cohort().order_by().values(*keys).annotate(n=Count("pk")).values_list(*keys, "n")
        )
        return Counter({Class(*row[:-1]): row[-1] for row in counted})

    def count(self, **wanted: object) -> int:
        """How many of the cohort have these values, for example `result="resolved"`."""
        return sum(
            n
            for cell, n in self.classes.items()
            if all(getattr(cell, name) == value for name, value in wanted.items())
        )

    def by(self, name: str) -> Counter[Any]:
        """The cohort by one property of its cells."""
        found: Counter[Any] = Counter()
        for cell, n in self.classes.items():
            found[getattr(cell, name)] += n
        return found
