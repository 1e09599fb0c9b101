"""A sitting in session with its delegates: what the tests of attendance, votes and minutes begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from councils.models import CouncilTerm, Delegate
from sessions import services
from sessions.models import AgendaItem, PlenaryMeeting, Resolution, Sitting, Vote
from sessions.services import Call
from tests.factories import (
    AgendaItemFactory,
    GroupFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    SeatFactory,
    SittingFactory,
)

OPENING, CLOSING = date(2026, 7, 14), date(2026, 7, 15)


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)


@dataclass
class Hall:
    """A sitting, its first morning, and who sits in it."""

    sitting: Sitting
    meeting: PlenaryMeeting
    delegates: list[Delegate]

    def call(self, present: int, *, excused: int = 0, absent: int = 0) -> None:
        """Take the roll: the first so many are present, the next excused, the next absent."""
        statuses = ["present"] * present + ["excused"] * excused + ["absent"] * absent
        rows = {
            delegate.pk: Call(status, "Đi công tác" if status == "excused" else "")
            for delegate, status in zip(self.delegates, statuses, strict=False)
        }
        services.take_attendance(meeting=self.meeting, user=None, rows=rows)

    def vote(self, votes_for: int | None = None, votes_against: int | None = 0, **given: Any) -> Vote:
        """Record a vote by show of hands unless told otherwise."""
        facts: dict[str, Any] = {
            "sitting": self.sitting,
            "meeting": self.meeting,
            "user": None,
            "title": "Thông qua chương trình kỳ họp",
            "method": "hands",
            "majority": "ordinary",
            "votes_for": votes_for,
            "votes_against": votes_against,
        }
        return services.record_vote(**(facts | given))

    def item(self, **given: Any) -> AgendaItem:
        made: AgendaItem = AgendaItemFactory(sitting=self.sitting, **given)
        return made

    def resolution(self, **given: Any) -> Resolution:
        made: Resolution = ResolutionFactory(sitting=self.sitting, **given)
        return made

    def close(self) -> None:
        """The sitting is over."""
        close(self.sitting)


def close(sitting: Sitting) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state="closed", closed_on=CLOSING)
    sitting.refresh_from_db()


def hall(term: CouncilTerm, count: int = 10, *, seat_count: int | None = None, groups: int = 2) -> Hall:
    """So many delegates in groups, a sitting that was opened, and its first morning from 07:30 to 11:30."""
    CouncilTerm.objects.filter(pk=term.pk).update(seat_count=seat_count)
    term.refresh_from_db()
    sitting = SittingFactory(
        council_term=term,
        number=5,
        state="in_session",
        opened_on=OPENING,
        place="Hội trường UBND xã",
        chair="Chủ tọa kỳ họp 01",
        secretaries="Thư ký kỳ họp 01",
    )
    made = [GroupFactory(council_term=term, number=number + 1) for number in range(groups)]
    delegates = [
        SeatFactory(
            council_term=term,
            group=made[place % groups],
            delegate__full_name=f"Đại biểu Tổ {place % groups + 1} – {place + 1:02d}",
        ).delegate
        for place in range(count)
    ]
    meeting = PlenaryMeetingFactory(sitting=sitting, starts_at=at(7, 30), ends_at=at(11, 30))
    return Hall(sitting, meeting, delegates)
