"""Reads of the supervision floor."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from core.access import Access, access_of
from core.querysets import ScopedQuerySet
from supervision.states import TOLD

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
    """Rows that hang on a supervised body: read as the body's own row is."""

    council_path = "body__mission__council"

    def visible_to(self, user: Any) -> Self:
        """Rows of the councils the user reads, and those of the agencies the user answers for."""
        access = access_of(user)
        own = Q(body__agency__in=access.agencies, body__mission__state__in=TOLD)
        return self.filter(access.readable(self.council_path) | own)


class RecommendationQuerySet(ScopedQuerySet[M]):
    """Recommendations. The body that owes one sees it once it is issued, and no other body's."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the councils the user reads, and issued ones that the user's agencies owe or have a part in."""
        access = access_of(user)
        owed = Q(follow_up__agency__in=access.agencies, issued_on__isnull=False)
        return self.filter(access.readable() | owed)
