"""Rows that belong to a sitting, a half-day, a vote, the minutes or a meeting, and share their reach."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

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


class OfMinutes(ScopedQuerySet[M]):
    """Sections of a sitting's minutes."""

    council_path = "minutes__sitting__council"


class OfBodyMeeting(ScopedQuerySet[M]):
    """Conclusions of a meeting of the Standing Committee or a committee."""

    council_path = "meeting__council"
