"""Verification: reports of the committees that lead it, and the drafts that did not pass it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from reports.figures.facts.base import Asked, counted_by
from sessions.models import Paper, PaperMove, Verification
from sessions.states import PaperState

DRAFTS: Final = (Paper.Kind.PROPOSAL, Paper.Kind.PROJECT, Paper.Kind.DRAFT_RESOLUTION)
STOPPED: Final = (PaperState.RETURNED, PaperState.WITHDRAWN, PaperState.DEFERRED)
_BEFORE: Final = (PaperState.EXPECTED, PaperState.RECEIVED, PaperState.RETURNED, PaperState.ASSIGNED)
"""States in which nobody has begun to verify, or the draft was stopped already."""
IN_TIME: Final = Q(reported_on__lte=F("due_on"))


class Verified(NamedTuple):
    """Reports of one committee: how many papers, and how many of the reports came in time."""

    kind: str
    committee: str
    papers: int
    in_time: int


class VerificationFacts(Asked):
    """How committees verified."""

    def verified(self) -> QuerySet[Verification]:
        """Verifications whose leading committee reported in the period: one for each paper."""
        rows: QuerySet[Verification] = self._reachable(Verification.objects.all())
        return rows.filter(
            self._within("paper__sitting__council"), is_lead=True, reported_on__range=self.days
        )

    @cached_property
    def verified_counts(self) -> list[Verified]:
        """These reports by committee."""
        keys = ("committee__kind", "committee__name")
        rows = self.verified().order_by().values(*keys)
        counted = rows.annotate(n=Count("pk"), n_in_time=Count("pk", filter=IN_TIME))
        return [Verified(*row) for row in counted.values_list(*keys, "n", "n_in_time")]

    def stopped(self) -> QuerySet[Any]:
        """Drafts that were returned, withdrawn or put off in the period once verified; `outcome` is the last of it."""
        rows: QuerySet[Paper] = self._reachable(Paper.objects.all())
        moves = PaperMove.objects.filter(
            paper=OuterRef("pk"), to_state__in=STOPPED, effective_on__range=self.days
        ).exclude(from_state__in=_BEFORE)
        last = moves.order_by("-effective_on", "-pk").values("to_state")[:1]
        begun = Verification.objects.filter(
            paper=OuterRef("pk"), is_lead=True, assigned_on__lte=self.query.until
        )
        own = rows.filter(self._within("sitting__council"), Exists(begun), kind__in=DRAFTS)
        return own.annotate(outcome=Subquery(last)).filter(outcome__isnull=False)

    @cached_property
    def stopped_counts(self) -> Counter[str]:
        """These drafts by what became of them."""
        return counted_by(self.stopped(), "outcome")
