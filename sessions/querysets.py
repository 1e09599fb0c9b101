"""Reads of the sittings floor. Rows below a sitting reach their council through it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.access import access_of
from core.querysets import ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class OfSitting(ScopedQuerySet[M]):
    """Rows of a sitting: steps, agenda items, plenary meetings, votes, invitations."""

    council_path = "sitting__council"


class OfPlenaryMeeting(ScopedQuerySet[M]):
    """Rows of a half-day: attendance, speaking turns."""

    council_path = "meeting__sitting__council"


class OfAttendance(ScopedQuerySet[M]):
    """Arrivals and departures."""

    council_path = "attendance__meeting__sitting__council"


class OfVote(ScopedQuerySet[M]):
    """Ballots of a roll call."""

    council_path = "vote__sitting__council"


class OfVersion(ScopedQuerySet[M]):
    """Who opened a version of a paper."""

    council_path = "version__paper__sitting__council"


class OfMinutes(ScopedQuerySet[M]):
    """Sections of a sitting's minutes."""

    council_path = "minutes__sitting__council"


class OfBodyMeeting(ScopedQuerySet[M]):
    """Conclusions of a meeting of the Standing Committee or a committee."""

    council_path = "meeting__council"


class OfTarget(ScopedQuerySet[M]):
    """Reported values of a resolution's indicator target."""

    council_path = "target__resolution__council"


class PaperQuerySet(ScopedQuerySet[M]):
    """Papers of sittings."""

    council_path = "sitting__council"

    def visible_to(self, user: Any) -> Self:
        """Papers of the councils the user reads; an agency reads those that it owes."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(owner_agency__in=access.agencies))


class OfPaper(ScopedQuerySet[M]):
    """Rows of a paper: versions, moves, verifications."""

    council_path = "paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """As the paper itself."""
        access = access_of(user)
        return self.filter(access.readable(self.council_path) | Q(paper__owner_agency__in=access.agencies))


class OfVerification(ScopedQuerySet[M]):
    """Rows of a verification: sections, remarks. The owner of the paper reads and answers the remarks."""

    council_path = "verification__paper__sitting__council"

    def visible_to(self, user: Any) -> Self:
        """As the paper itself."""
        access = access_of(user)
        owned = Q(verification__paper__owner_agency__in=access.agencies)
        return self.filter(access.readable(self.council_path) | owned)


class ResolutionQuerySet(ScopedQuerySet[M]):
    """Resolutions of the council and of its Standing Committee."""

    def visible_to(self, user: Any) -> Self:
        """Resolutions of the councils the user reads; an agency reads those issued that give it a task."""
        access = access_of(user)
        if not access.agencies:
            return self.filter(access.readable())
        from sessions.models import ResolutionTask  # noqa: PLC0415 - the models import this module

        tasks = ResolutionTask.objects.filter(
            resolution=OuterRef("pk"),
            follow_up__agency__in=access.agencies,
            follow_up__issued_on__isnull=False,
        )
        return self.filter(access.readable() | (Q(signed_on__isnull=False) & Exists(tasks)))

    def adopted_between(self, first: date, last: date) -> Self:
        """Adopted on a day of the period (R01)."""
        return self.filter(adopted_on__range=(first, last))

    def issued_between(self, first: date, last: date) -> Self:
        """Signed on a day of the period (R02)."""
        return self.filter(signed_on__range=(first, last))


class OfResolution(ScopedQuerySet[M]):
    """Rows of a resolution: tasks, indicator targets, reviews."""

    council_path = "resolution__council"


class OfSource(ScopedQuerySet[M]):
    """Relations of a resolution to earlier texts."""

    council_path = "source__council"
