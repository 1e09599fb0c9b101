"""The course of a sitting as it was recorded: held half-days with their rolls, speakers and votes. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from sessions.models import AgendaItem, Guest, PlenaryMeeting, Sitting, SpeakingTurn, Vote
from sessions.roll import Roll, rolls_of

R = TypeVar("R", AgendaItem, SpeakingTurn)


@dataclass(frozen=True)
class HalfDay:
    """One half-day that was held."""

    meeting: PlenaryMeeting
    roll: Roll
    items: Sequence[AgendaItem] = ()
    turns: Sequence[SpeakingTurn] = ()


@dataclass(frozen=True)
class Course:
    """Everything that the minutes tell."""

    sitting: Sitting
    half_days: Sequence[HalfDay]
    votes: Sequence[Vote]
    guests: Sequence[Guest] = ()

    @property
    def opening(self) -> tuple[date, time | None]:
        """Day and hour of the opening."""
        first = self.half_days[0].meeting if self.half_days else None
        return (first.day, first.starts_at) if first else (self._first_day, None)

    @property
    def closing(self) -> tuple[date, time | None]:
        """Day and hour of the closing."""
        last = self.half_days[-1].meeting if self.half_days else None
        return (last.day, last.ends_at) if last else (self._last_day, None)

    @property
    def _first_day(self) -> date:
        return self.sitting.opened_on or self.sitting.opens_on

    @property
    def _last_day(self) -> date:
        return self.sitting.closed_on or self.sitting.closes_on


def votes_that_count(sitting: Sitting) -> list[Vote]:
    """The votes of a sitting in their order, without those voided; one query."""
    rows = Vote.objects.filter(sitting=sitting, voided_on__isnull=True)
    return list(rows.select_related("resolution__document", "meeting", "item").order_by("number"))


def course_of(sitting: Sitting) -> Course:
    """The course of a sitting that was fetched with its council and term; eight queries however long it was."""
    held = list(sitting.plenary_meetings.filter(is_held=True).order_by("day", "part", "kind"))
    for meeting in held:
        meeting.sitting = sitting
    rolls = rolls_of(held)
    items = _by_meeting(AgendaItem.objects.filter(meeting__in=held).order_by("position"))
    turns = _by_meeting(
        SpeakingTurn.objects.filter(meeting__in=held).select_related("delegate", "group").order_by("position")
    )
    half_days = [HalfDay(one, rolls[one.pk], items[one.pk], turns[one.pk]) for one in held]
    return Course(sitting, half_days, votes_that_count(sitting), list(sitting.guests.all()))


def _by_meeting(rows: Iterable[R]) -> dict[int | None, list[R]]:
    found: dict[int | None, list[R]] = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(row)
    return found
