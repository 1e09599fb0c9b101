"""Lượt phát biểu: who speaks at a half-day, in which order, for how long."""

from __future__ import annotations

from datetime import time
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Stale
from core.services import apply_changes, entered_by, refuse
from councils.models import Delegate, DelegateGroup
from sessions.models import AgendaItem, Attendance, PlenaryMeeting, SpeakingTurn
from sessions.roll import roll_of
from sessions.services.plenary import check_hour, lock_half_day

LONGEST_TURN: Final = 600
"""Minutes; a longer turn is a slip of the finger."""


@transaction.atomic
def add_turn(
    *,
    meeting: PlenaryMeeting,
    user: User | None,
    kind: str = SpeakingTurn.Kind.DEBATE,
    delegate: Delegate | None = None,
    speaker: str = "",
    item: AgendaItem | None = None,
    group: DelegateGroup | None = None,
    starts_at: time | None = None,
    minutes: int | None = None,
    summary: str = "",
) -> SpeakingTurn:
    """Enter the next speaker of a half-day.

    Raises Refused without a speaker or with two, for a delegate without a seat on the day or recorded as absent, for
    an item of another sitting, and in a group discussion without its group.
    """
    found = lock_half_day(meeting)
    last = found.turns.aggregate(last=Max("position"))["last"] or 0
    turn = SpeakingTurn(
        meeting=found,
        position=last + 1,
        kind=kind,
        delegate=delegate,
        speaker=speaker.strip(),
        item=item,
        group=group,
        starts_at=starts_at,
        minutes=minutes,
        summary=summary.strip(),
    )
    _check(turn)
    with entered_by(user):
        return save_edit(turn)


@transaction.atomic
def change_turn(
    *, turn: SpeakingTurn, user: User | None, version: int | None = None, **changes: Any
) -> SpeakingTurn:
    """Change a turn that was opened on `version`; Refused as for a new one."""
    turn.meeting = lock_half_day(turn.meeting)
    apply_changes(turn, changes)
    _check(turn)
    with entered_by(user):
        return save_edit(turn, version=version)


@transaction.atomic
def remove_turn(*, turn: SpeakingTurn, user: User | None) -> None:
    """Take a turn out; those after it move up. The history keeps it."""
    meeting = lock_half_day(turn.meeting)
    with entered_by(user):
        SpeakingTurn.objects.filter(pk=turn.pk).delete()
        _number(list(meeting.turns.all()))


@transaction.atomic
def move_turn(*, turn: SpeakingTurn, user: User | None, by: int) -> None:
    """Move a turn up (-1) or down (1) by one; at the end of the list nothing happens."""
    meeting = lock_half_day(turn.meeting)
    turns = list(meeting.turns.all())
    place = next((i for i, one in enumerate(turns) if one.pk == turn.pk), None)
    if place is None:
        raise Stale(_("This turn has been removed meanwhile. Reload the page."))
    target = min(max(place + by, 0), len(turns) - 1)
    turns.insert(target, turns.pop(place))
    with entered_by(user):
        _number(turns)


def _number(turns: list[SpeakingTurn]) -> None:
    """Positions from 1; one statement, and only for the rows that moved."""
    moved = []
    for position, turn in enumerate(turns, start=1):
        if turn.position != position:
            turn.position = position
            moved.append(turn)
    SpeakingTurn.objects.bulk_update(moved, ["position"])


def _check(turn: SpeakingTurn) -> None:
    meeting = turn.meeting
    refuse(
        {
            "delegate": _speaker(turn),
            "item": turn.item is not None
            and turn.item.sitting_id != meeting.sitting_id
            and _("This item is on the agenda of another sitting."),
            "group": _group(turn),
            "minutes": turn.minutes is not None
            and not 1 <= turn.minutes <= LONGEST_TURN
            and _("A turn lasts from 1 to %(most)s minutes.") % {"most": LONGEST_TURN},
        }
        | check_hour(meeting, turn.starts_at, "starts_at")
    )


def _speaker(turn: SpeakingTurn) -> str | bool:
    if (turn.delegate is None) == (not turn.speaker):
        return _("Say who speaks: a delegate, or somebody else.")
    if turn.delegate is None:
        return False
    line = roll_of(turn.meeting).line_of(turn.delegate.pk)
    if line is None:
        return _("%(who)s holds no seat on %(day)s: the seat had ended or not begun.") % {
            "who": turn.delegate,
            "day": day(turn.meeting.day),
        }
    return line.status in {Attendance.Status.EXCUSED, Attendance.Status.ABSENT} and _(
        "%(who)s is recorded as absent from this half-day. Correct the attendance first."
    ) % {"who": turn.delegate}


def _group(turn: SpeakingTurn) -> str | bool:
    meeting = turn.meeting
    if turn.group is None:
        return meeting.kind == PlenaryMeeting.Kind.GROUPS and _("Say which group discussed.")
    return turn.group.council_term_id != meeting.sitting.council_term_id and _(
        "This group belongs to another term."
    )
