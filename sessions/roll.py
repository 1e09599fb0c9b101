"""Who holds a seat on a half-day's day, who is there, and who was in the hall at a moment. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from councils.models import CouncilTerm, Delegate, DelegateGroup, DelegateSeat
from councils.querysets import valid_on
from sessions.excuses import CLOSED, Excuses
from sessions.majorities import Seats, quorum
from sessions.models import Attendance, PlenaryMeeting, Presence, Sitting, SpeakingTurn, Vote

Status = Attendance.Status


def seats(of: Sitting | CouncilTerm | int, on: date) -> Seats:
    """All delegates of the term and those in office on a day; one query.

    Where nobody entered how many were elected, all are those in office. Seats that came in addition, such as those of
    delegates assigned from a district (Law 72/2025 Art. 54.4), raise the number of all.
    """
    term_id = of.council_term_id if isinstance(of, Sitting) else of if isinstance(of, int) else of.pk
    rows = DelegateSeat.objects.filter(valid_on(on), council_term=OuterRef("pk"))
    held = rows.order_by().values("council_term").annotate(n=Count("delegate", distinct=True)).values("n")
    found = CouncilTerm.objects.filter(pk=term_id).annotate(held=Coalesce(Subquery(held), 0))
    elected, in_office = found.values_list("seat_count", "held").get()
    return Seats(max(elected or 0, in_office), in_office)


@dataclass(frozen=True)
class RollLine:
    """One delegate at a half-day; without a status nobody has called them yet.

    `reason_open`: whether the reader may know why the delegate is absent.
    """

    delegate: Delegate
    group: DelegateGroup | None = None
    attendance: Attendance | None = None
    stretches: Sequence[Presence] = ()
    reason_open: bool = False

    @property
    def status(self) -> str:
        """present, excused, absent, or nothing."""
        return self.attendance.status if self.attendance else ""

    @property
    def reason(self) -> str:
        """Why absent, where the reader may know it."""
        return self.attendance.reason if self.attendance and self.reason_open else ""

    def is_in_hall(self, at: time | None) -> bool:
        """Whether in the hall at a moment; without arrivals from the beginning to the end, without a moment at all."""
        if self.status != Status.PRESENT:
            return False
        return at is None or not self.stretches or covers(self.stretches, at)


def covers(stretches: Iterable[Presence], at: time) -> bool:
    """Whether a moment lies in one of the stretches: from the arrival on, until before the departure."""
    return any(one.arrived_at <= at and (one.left_at is None or at < one.left_at) for one in stretches)


@dataclass(frozen=True)
class Roll:
    """The roll of a half-day."""

    lines: Sequence[RollLine]
    all_delegates: int

    @property
    def in_office(self) -> int:
        """Delegates with a seat on the day."""
        return len(self.lines)

    @cached_property
    def present(self) -> int:
        """Those who came, for however long."""
        return self._count(Status.PRESENT)

    @cached_property
    def excused(self) -> int:
        """Absent with reason."""
        return self._count(Status.EXCUSED)

    @cached_property
    def absent(self) -> int:
        """Absent without reason."""
        return self._count(Status.ABSENT)

    @property
    def open(self) -> int:
        """Whom nobody has called yet."""
        return self.in_office - self.present - self.excused - self.absent

    @property
    def is_taken(self) -> bool:
        """Whether anybody has been called."""
        return self.open < self.in_office

    @property
    def quorum(self) -> int:
        """How many must be there; to be confirmed by the working regulations."""
        return quorum(self.all_delegates)

    @property
    def has_quorum(self) -> bool:
        """Whether enough came."""
        return self.present >= self.quorum

    @property
    def seats(self) -> Seats:
        """For majorities."""
        return Seats(self.all_delegates, self.in_office)

    def in_hall(self, at: time | None = None) -> list[RollLine]:
        """Who is in the hall at a moment."""
        return [line for line in self.lines if line.is_in_hall(at)]

    def line_of(self, delegate_id: int) -> RollLine | None:
        """The line of a delegate; None for who has no seat on the day."""
        return next((line for line in self.lines if line.delegate.pk == delegate_id), None)

    def _count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)


def roll_of(meeting: PlenaryMeeting, excuses: Excuses = CLOSED) -> Roll:
    """The roll of a half-day, in Vietnamese order by given name; three queries however many delegates.

    Why somebody is absent only as far as `excuses` opens it.
    """
    return rolls_of([meeting], excuses)[meeting.pk]


def rolls_of(meetings: Sequence[PlenaryMeeting], excuses: Excuses = CLOSED) -> dict[int, Roll]:
    """The rolls of half-days of one sitting, by id; three queries however many."""
    if not meetings:
        return {}
    term = meetings[0].sitting.council_term
    seats_held = _seats_of(term.pk)
    called: dict[tuple[int, int], Attendance] = {
        (row.meeting_id, row.delegate_id): row
        for row in Attendance.objects.filter(meeting__in=meetings).prefetch_related("presences")
    }
    return {
        meeting.pk: _roll(meeting, _Book(seats_held, called, excuses), term.seat_count or 0)
        for meeting in meetings
    }


def _seats_of(term_id: int) -> list[DelegateSeat]:
    rows = DelegateSeat.objects.filter(council_term=term_id).select_related("delegate", "group")
    return list(rows.order_by("delegate__sort_key", "delegate_id", "valid_from"))


@dataclass(frozen=True, slots=True)
class _Book:
    """What the rolls of a sitting are made of."""

    seats: Iterable[DelegateSeat]
    called: Mapping[tuple[int, int], Attendance]
    excuses: Excuses

    def line(self, meeting: PlenaryMeeting, seat: DelegateSeat) -> RollLine:
        """One delegate as called, or not called yet."""
        row = self.called.get((meeting.pk, seat.delegate_id))
        stretches = list(row.presences.all()) if row else []
        return RollLine(seat.delegate, seat.group, row, stretches, self.excuses.open_of(seat.delegate_id))


def _roll(meeting: PlenaryMeeting, book: _Book, elected: int) -> Roll:
    day = meeting.day
    valid = [seat for seat in book.seats if (seat.valid_from or day) <= day <= (seat.valid_to or day)]
    lines = [book.line(meeting, seat) for seat in {seat.delegate_id: seat for seat in valid}.values()]
    return Roll(lines, max(elected, len(lines)))


# --- The half-days of a sitting ---


def half_days(sitting: Sitting) -> QuerySet[PlenaryMeeting]:
    """The half-days in order, each with how many are seated, present, excused, absent, speak and vote; one query."""
    rows = sitting.plenary_meetings.all()
    outer_day: Any = OuterRef("day")
    seated = DelegateSeat.objects.filter(valid_on(outer_day), council_term=sitting.council_term_id)
    called = Attendance.objects.filter(meeting=OuterRef("pk"))
    return rows.annotate(
        in_office=_counted(seated, "council_term", "delegate"),
        all_delegates=Coalesce(F("sitting__council_term__seat_count"), 0),
        present=_counted(called.filter(status=Status.PRESENT), "meeting", "pk"),
        excused=_counted(called.filter(status=Status.EXCUSED), "meeting", "pk"),
        absent=_counted(called.filter(status=Status.ABSENT), "meeting", "pk"),
        turn_count=_counted(SpeakingTurn.objects.filter(meeting=OuterRef("pk")), "meeting", "pk"),
        vote_count=_counted(
            Vote.objects.filter(meeting=OuterRef("pk"), voided_on__isnull=True), "meeting", "pk"
        ),
    ).order_by("day", "part", "kind")


def _counted(rows: QuerySet[Any], group: str, what: str) -> Coalesce:
    counts = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counts), 0)
