"""Reads of the supervision floor."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from core.access import Access, Role, access_of
from core.querysets import ScopedQuerySet
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
        """Rows of the councils the user reads, and issued ones that the user's agencies owe or have a part in."""
        access = access_of(user)
        owed = Q(follow_up__agency__in=access.agencies, issued_on__isnull=False)
        return self.filter(access.readable() | owed)
