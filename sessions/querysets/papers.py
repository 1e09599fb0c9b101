"""Reads of papers of sittings and of their verification."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from core.access import DECIDERS, access_of
from core.querysets import ScopedQuerySet
from sessions.states import (
    MISSING,
    PaperState,
    VerificationState,
)

M = TypeVar("M", bound=models.Model)


class OfVersion(ScopedQuerySet[M]):
    """Who opened a version of a paper."""

    council_path = "version__paper__sitting__council"


class _DaysFrom(Func):
    """Calendar days from one day to another: PostgreSQL takes days from days as whole numbers."""

    arg_joiner = " - "
    template = "(%(expressions)s)"
    output_field = models.IntegerField()


PUT_OFF = frozenset({PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States in which nobody owes the paper to this sitting any more."""
AFTER_DECISION = PUT_OFF | {PaperState.ADOPTED, PaperState.NOTED}
"""States after which nothing more happens to a paper at this sitting."""
OWNER_ORDER = Case(
    When(owner_agency__isnull=False, then=Concat(Value("1"), F("owner_agency__sort_key"))),
    When(owner_committee__isnull=False, then=Concat(Value("2"), F("owner_committee__name"))),
    default=Value(""),
    output_field=models.TextField(),
)
"""The Standing Committee first, then agencies in Vietnamese order, then committees."""
PAPER_STAGE = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(PaperState)),
    output_field=models.SmallIntegerField(),
)
"""The order of the work, for lists."""


class PaperQuerySet(ScopedQuerySet[M]):
    """Papers of sittings."""

    council_path = "sitting__council"

    def visible_to(self, user: Any) -> Self:
        """Papers of the councils the user reads; an agency reads those that it owes."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(owner_agency__in=access.agencies))

    def owed_by(self, user: Any) -> Self:
        """Papers that the user's own agency or committee owes, whatever became of them."""
        access = access_of(user)
        return self.filter(Q(owner_agency__in=access.agencies) | Q(owner_committee__in=access.committees))

    def counted(self) -> Self:
        """Without what was withdrawn or deferred before it came: nobody can be late with it."""
        return self.exclude(state__in=sorted(PUT_OFF), received_on__isnull=True)

    def missing(self) -> Self:
        """Not here yet, or given back as incomplete."""
        return self.filter(state__in=sorted(MISSING))

    def late(self, today: date) -> Self:
        """Received after the due day, or still missing past it."""
        return self.filter(late_papers(today))

    def with_open_remarks(self) -> Self:
        """Annotates `open_remarks`: remarks of reported verifications that wait for an answer of the owner.

        `to_answer` is the verification of the first of them. Nothing once the council decided on the paper.
        """
        remarks = apps.get_model("sittings", "VerificationRemark").objects.filter(
            verification__paper=OuterRef("pk"), verification__reported_on__isnull=False, response=""
        )
        open_ones = remarks.exclude(verification__paper__state__in=sorted(AFTER_DECISION)).order_by()
        counts = open_ones.values("verification__paper").annotate(found=Count("pk")).values("found")
        first = open_ones.order_by("verification", "position").values("verification")[:1]
        return self.annotate(
            open_remarks=Coalesce(Subquery(counts, output_field=models.IntegerField()), 0),
            to_answer=Subquery(first),
        )

    def with_order(self, today: date) -> Self:
        """Annotates what lists sort by: `owner_order`, `committee_order`, `stage`, `days_late`; none is null."""
        return self.annotate(
            owner_order=OWNER_ORDER,
            committee_order=Coalesce("committee__name", Value("")),
            stage=PAPER_STAGE,
            days_late=days_late(today),
        )


def late_papers(today: date) -> Q:
    """Received after the due day, or missing past it today."""
    return Q(received_on__gt=F("due_on")) | Q(state__in=sorted(MISSING), due_on__lt=today)


def days_late(today: date) -> Case:
    """Calendar days between the due day and the receipt, or today where it is still missing; 0 where in time."""
    until_today = _DaysFrom(Cast(Value(today), models.DateField()), F("due_on"))
    return Case(
        When(received_on__isnull=False, then=Greatest(_DaysFrom(F("received_on"), F("due_on")), Value(0))),
        When(state__in=sorted(MISSING), then=Greatest(until_today, Value(0))),
        default=Value(0),
        output_field=models.IntegerField(),
    )


class OfPaper(ScopedQuerySet[M]):
    """Rows of a paper: versions, moves, verifications."""

    council_path = "paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """As the paper itself."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(paper__owner_agency__in=access.agencies))


class VerificationQuerySet(ScopedQuerySet[M]):
    """Verifications: the agency that owes the paper reads one once it has been reported, not while it is written."""

    council_path = "paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """Of the councils the user reads; reported ones about papers of the user's agency."""
        access = access_of(user)
        owned = Q(paper__owner_agency__in=access.agencies, reported_on__isnull=False)
        return self.filter(access.readable(self.council_path) | owned)

    def open(self) -> Self:
        """Those whose report is still owed."""
        owed = [VerificationState.ASSIGNED, VerificationState.IN_WORK]
        return self.filter(state__in=owed).exclude(paper__state__in=sorted(PUT_OFF))

    def with_order(self) -> Self:
        """Annotates `stage` (0: a report is owed, 1: reported) and `committee_order`, for lists."""
        owed = Q(reported_on__isnull=True) & ~Q(paper__state__in=sorted(PUT_OFF))
        stage = Case(When(owed, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())
        return self.annotate(stage=stage, committee_order=F("committee__name"))


class OfVerification(ScopedQuerySet[M]):
    """Rows of a verification: sections, remarks. The owner of the paper reads and answers the remarks."""

    council_path = "verification__paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """While they are written the committee's own staff, the secretariat and leaders; then as the verification."""
        access = access_of(user)
        deciders = Q(**{f"{self.council_path}__in": access.councils(DECIDERS)})
        reached = access.readable(self.council_path) | Q(
            verification__paper__owner_agency__in=access.agencies
        )
        return self.filter(
            deciders
            | Q(verification__committee__in=access.committees)
            | (reached & Q(verification__reported_on__isnull=False))
        )
