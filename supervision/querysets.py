"""Reads of the supervision floor."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Case, CharField, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.access import Access, Role, access_of
from core.querysets import ScopedQuerySet
from followups import asof
from followups.models import Reply
from followups.querysets import owned, taking_part
from followups.states import OPEN, State
from supervision.standing import Standing
from supervision.states import HANDED_IN, TOLD

INSIDERS = frozenset({Role.SECRETARIAT, Role.LEADER, Role.AUDITOR})
"""Who reads the working papers of every mission of the council."""
M = TypeVar("M", bound=models.Model)


class MissionQuerySet(ScopedQuerySet[M]):
    """Missions and surveys."""

    def visible_to(self, user: Any) -> Self:
        """Missions of the councils the user reads."""
        return self.filter(access_of(user).readable())

    def served_by(self, access: Access) -> Self:
        """Missions on whose team the user serves as a delegate."""
        return self.filter(members__delegate__in=access.delegates).distinct()


class OfMission(ScopedQuerySet[M]):
    """Rows that hang on a mission."""

    council_path = "mission__council"


def _working_papers(user: Any, missions: type[models.Model], path: str) -> Q:
    """Papers of missions that the user oversees, of the committee or team they serve, or whose report is handed in."""
    access = access_of(user)
    readable = access.readable(f"{path}__council")
    inside = Q(**{f"{path}__council__in": access.councils(INSIDERS)}) | Q(**{f"{path}__state__in": HANDED_IN})
    if access.committees:
        inside |= Q(**{f"{path}__committee__in": access.committees})
    if access.delegates:
        served = missions._default_manager.filter(members__delegate__in=access.delegates)
        inside |= Q(**{f"{path}__in": served.values("pk")})
    return readable & inside


class WorkingPapers(OfMission[M]):
    """What the team writes for itself: findings, drafts. Others of the council read it once the report is in."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the missions whose working papers the user reads."""
        missions: Any = self.model._meta.get_field("mission").related_model
        return self.filter(_working_papers(user, missions, "mission"))


class OfProgramme(ScopedQuerySet[M]):
    """Rows that hang on a programme."""

    council_path = "programme__council"


class OfSession(ScopedQuerySet[M]):
    """Rows that hang on a working session."""

    council_path = "session__mission__council"


class OfRecommendation(ScopedQuerySet[M]):
    """Rows that hang on a recommendation."""

    council_path = "recommendation__council"


class SupervisedBodyQuerySet(ScopedQuerySet[M]):
    """Supervised bodies: each agency sees its own row once it has been told of the mission, and no other."""

    council_path = "mission__council"

    def visible_to(self, user: Any) -> Self:
        """Rows of the councils the user reads, and those of the agencies the user answers for."""
        access = access_of(user)
        own = Q(agency__in=access.agencies, mission__state__in=TOLD)
        return self.filter(access.readable(self.council_path) | own)


class OfBody(ScopedQuerySet[M]):
    """What a supervised body answered: read by the body itself and by those who read the mission's papers."""

    council_path = "body__mission__council"

    def visible_to(self, user: Any) -> Self:
        """Rows of the missions whose working papers the user reads, and of the agencies the user answers for."""
        bodies: Any = self.model._meta.get_field("body").related_model
        missions = bodies._meta.get_field("mission").related_model
        own = Q(body__agency__in=access_of(user).agencies, body__mission__state__in=TOLD)
        return self.filter(_working_papers(user, missions, "body__mission") | own)


class RecommendationQuerySet(ScopedQuerySet[M]):
    """Recommendations. The body that owes one sees it once it is issued, and no other body's."""

    def visible_to(self, user: Any) -> Self:
        """Issued ones of the councils the user reads, drafts with the mission's papers, and what the user's body owes.

        A co-ordinating agency sees those that it has a part in.
        """
        missions: Any = self.model._meta.get_field("mission").related_model
        issued = Q(issued_on__isnull=False)
        inside = access_of(user).readable() & issued | _working_papers(user, missions, "mission")
        outside = owned(user, "follow_up__") | taking_part(user, "follow_up__")
        return self.filter(inside | outside & issued)

    def as_of(self, day: date) -> Self:
        """Annotates how each stood on a day: `standing` in one of `Standing`, `due_then`, and whether `late_then`."""
        from supervision.models import Verdict  # noqa: PLC0415 - the models import this module

        verdicts = Verdict.objects.filter(recommendation=OuterRef("pk"), effective_on__lte=day)
        last = Subquery(verdicts.order_by("-effective_on", "-pk").values("outcome")[:1])
        rows = self.annotate(
            verdict_then=Coalesce(last, Value(""), output_field=CharField()),
            state_then=asof.state_on(day),
            due_then=asof.due_on(day),
        )
        return rows.annotate(standing=STANDING, late_then=_late_on(day))

    def with_claim(self) -> Self:
        """Annotates `claim`, the class of result that the body itself named last; "" where it has not answered."""
        last = Reply.objects.filter(follow_up=OuterRef("follow_up")).order_by("-entered_at", "-pk")
        found = Subquery(last.values("result_class")[:1])
        return self.annotate(claim=Coalesce(found, Value(""), output_field=CharField()))

    def with_order(self) -> Self:
        """Annotates `due_sort`, the due day of today, never null, for an order that pages."""
        never = Value(date.max, output_field=DateField())
        return self.annotate(due_sort=Coalesce("follow_up__due_on", never))

    def with_owner(self) -> Self:
        """With the names that rows show, in one query."""
        owners = (f"follow_up__{name}" for name in ("council", "agency", "delegate", "group", "committee"))
        return self.select_related("council", "mission__committee", "mission__group", *owners)


STANDING = Case(
    When(Q(state_then=State.DRAFT), then=Value(Standing.DRAFT)),
    When(Q(verdict_then=Standing.NOT_APPLICABLE), then=Value(Standing.NOT_APPLICABLE)),
    When(Q(state_then=State.WITHDRAWN), then=Value(Standing.NOT_APPLICABLE)),
    When(~Q(verdict_then=""), then=F("verdict_then")),
    default=Value(Standing.IN_PROGRESS),
    output_field=CharField(),
)
"""From the verdict in force; one whose follow-up was withdrawn is asked of nobody any more."""


def _late_on(day: date) -> Q:
    """An answer was owed on the day, and its due day had passed."""
    return Q(state_then__in=sorted(OPEN), due_then__lt=day)
