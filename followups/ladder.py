"""The escalation ladder as arithmetic: which rung comes next, and since when. Pure: nothing here reads the database.

A council climbs its own rungs, or the usual ones. A rung waits its working days after the due day or after the rung
before, whichever is later; a decision not to climb lets it rest for the same number of days again. An accepted answer
stops the ladder; a matter that is given back or reopened goes on from the rung where it was, at once if it is overdue.
Source of the order: practice of the councils (domain reference §3.5, §3.9, §3.10); none of the days is law.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from councils.calendar import Clock
from followups.models import Climb, FollowUp, RungKind
from followups.states import OPEN

FRUITLESS_LIMIT: Final = 3
"""From this many fruitless transfers on, an inspection of official duty may be proposed (practice of Da Nang, 2025)."""
OUT_OF_TURN: Final = 0
"""The position of what is done outside the ladder; see `Climb`."""


class Rung(Protocol):
    """A step: what is done, and after how many working days."""

    @property
    def kind(self) -> str:
        """One of `RungKind`."""

    @property
    def wait_days(self) -> int:
        """Working days after the due day, or after the rung before."""


class Step(NamedTuple):
    """A rung of the usual ladder, or one about to be kept."""

    kind: str
    wait_days: int


USUAL: Final[tuple[Step, ...]] = (
    Step(RungKind.REMINDER_LETTER, 3),
    Step(RungKind.JOINT_MEETING, 10),
    Step(RungKind.QUESTIONING, 20),
    Step(RungKind.RE_SUPERVISION, 30),
)
"""Reminder letter → reminder in a joint meeting → proposed questioning topic → re-supervision."""

ACTS: Final[dict[str, str | Promise]] = {
    RungKind.REMINDER_LETTER: _("Write the reminder letter"),
    RungKind.JOINT_MEETING: _("Record the reminder in a joint meeting"),
    RungKind.COMPETENT_AUTHORITY: _("Propose it to the competent authority"),
    RungKind.EXPLANATION: _("Propose an explanation session"),
    RungKind.QUESTIONING: _("Propose it as a questioning topic"),
    RungKind.RE_SUPERVISION: _("Propose re-supervision"),
}
"""What somebody does who climbs a rung."""


class Proposal(NamedTuple):
    """The next rung, the day since which it is proposed, and whether that day has come."""

    position: int
    kind: str
    since: date
    ready: bool


def next_rung(
    follow_up: FollowUp, rungs: Sequence[Rung], climbs: Iterable[Climb], clock: Clock
) -> Proposal | None:
    """The rung after the last one climbed; None when nothing is owed and overdue, or the ladder is at its end."""
    position = follow_up.rung + 1
    if not is_late(follow_up, clock.today) or follow_up.due_on is None or position > len(rungs):
        return None
    rung = rungs[position - 1]
    since = clock.calendar.add_working_days(_counted_from(follow_up.due_on, position, climbs), rung.wait_days)
    return Proposal(position, rung.kind, since, clock.today >= since)


def is_late(follow_up: FollowUp, on: date) -> bool:
    """Whether the body owes something on this day that was due before."""
    return follow_up.state in OPEN and follow_up.due_on is not None and follow_up.due_on < on


def later_rungs(rungs: Sequence[Rung], climbed: int) -> list[tuple[int, Rung]]:
    """(position, rung) of those not climbed yet."""
    return [(place, rung) for place, rung in enumerate(rungs, start=1) if place > climbed]


def _counted_from(due_on: date, position: int, climbs: Iterable[Climb]) -> date:
    """The due day, the day of the last rung, or that of the last decision to let this one rest: the latest of them."""
    days = [climb.decided_on for climb in climbs if _counts(climb, position)]
    return max([due_on, *days])


def _counts(climb: Climb, position: int) -> bool:
    if climb.decision == Climb.Decision.NOT_CLIMBED:
        return climb.position == position
    return climb.position != OUT_OF_TURN
