"""Everything that happened to a follow-up, as lines with the day of effect, the moment of entry, and who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from core.history import entered_later
from followups.contradictions import is_sending
from followups.models import (
    Climb,
    Coordination,
    Extension,
    FollowUp,
    FollowUpMove,
    HandOver,
    ResultEntry,
)
from followups.states import OPEN, State
from followups.tables.handing import receiver

_OWNERS_STEPS = frozenset({State.ACKNOWLEDGED, State.ANSWERED})
"""States that the responsible body reaches by itself; being handled too, unless it was reopened."""


@dataclass(frozen=True)
class Event:
    """A line of the timeline: the day it took effect, and who."""

    when: date
    entered: datetime
    title: str | Promise
    text: str
    who: str


def timeline(
    follow_up: FollowUp,
    extensions: list[Extension],
    results: list[ResultEntry],
    climbs: list[Climb],
    hand_overs: list[HandOver],
    *,
    outsider: bool,
) -> list[Event]:
    """Everything that happened, the newest first; to an outsider the council speaks as a body, without its notes.

    The page has prefetched the moves with their actors and the parts with their agencies.
    """

    def then(moment: datetime) -> Sides:
        return _sides(follow_up, hand_overs, moment)

    told = {row.decided_at for row in hand_overs if row.decision == HandOver.Decision.ACCEPTED}
    moves = (move for move in follow_up.moves.all() if move.entered_at not in told)
    events = [
        *(_move_event(then(move.entered_at), move, outsider=outsider) for move in moves),
        *(_part_event(part, outsider=outsider) for part in follow_up.coordinations.all()),
        *(
            event
            for extension in extensions
            for event in _extension_events(then(extension.entered_at), extension, outsider=outsider)
        ),
        *(
            _result_event(then(entry.entered_at), entry, outsider=outsider)
            for entry in results
            if entry.reply_id is None
        ),
        *(_climb_event(then(climb.entered_at), climb, outsider=outsider) for climb in climbs),
        *(event for row in hand_overs for event in _hand_over_events(row, outsider=outsider)),
    ]
    return sorted(filter(None, events), key=lambda event: (event.when, event.entered), reverse=True)


class Sides(NamedTuple):
    """Who owed it, and to which council, when something happened."""

    owner: Any
    council: Any


def _sides(follow_up: FollowUp, hand_overs: list[HandOver], moment: datetime) -> Sides:
    """The two sides at a moment: those that the next hand-over took it from, else the present ones."""
    for row in hand_overs:
        accepted = row.decision == HandOver.Decision.ACCEPTED
        if accepted and row.decided_at is not None and moment < row.decided_at:
            return Sides(row.from_owner, row.from_council)
    return Sides(follow_up.owner, follow_up.council)


def _who(sides: Sides, person: User | None, *, by_owner: bool, outsider: bool) -> str:
    if outsider:
        return str(sides.owner if by_owner else sides.council)
    return str(person) if person else ""


def _move_event(sides: Sides, move: FollowUpMove, *, outsider: bool) -> Event:
    by_owner = move.due_was is None and (
        move.to_state in _OWNERS_STEPS or (move.to_state == State.IN_PROGRESS and move.from_state in OPEN)
    )
    internal = move.to_state == State.CLOSED or is_sending(move)
    kept = is_sending(move) or move.to_state == State.ANSWERED
    note = _kept(move.note) if kept else move.note
    lines = ["" if outsider and internal else note, entered_later(move.effective_on, move.entered_at)]
    return Event(
        move.effective_on,
        move.entered_at,
        move.title,
        "\n".join(line for line in lines if line),
        _who(sides, move.actor, by_owner=by_owner, outsider=outsider),
    )


def _kept(because: str) -> str:
    """Why something stands although it contradicts itself; nothing where nothing does."""
    return _("Kept in spite of a contradiction: %(reason)s") % {"reason": because} if because else ""


def _part_event(part: Coordination, *, outsider: bool) -> Event | None:
    """A contribution; None while there is none."""
    if part.contributed_on is None:
        return None
    return Event(
        part.contributed_on,
        timezone.make_aware(datetime.combine(part.contributed_on, time.max)),
        _("Contribution of %(agency)s") % {"agency": part.agency},
        part.part,
        "" if outsider else str(part.contributed_by or ""),
    )


def _extension_events(sides: Sides, extension: Extension, *, outsider: bool) -> Iterator[Event]:
    until = display.day(extension.until)
    yield Event(
        extension.asked_on,
        extension.entered_at,
        _("More time asked for, until %(day)s") % {"day": until},
        extension.reason,
        _who(sides, extension.asked_by, by_owner=True, outsider=outsider),
    )
    if extension.decided_on is not None:
        granted = extension.decision == Extension.Decision.GRANTED
        title = _("More time granted, until %(day)s") if granted else _("More time refused (until %(day)s)")
        yield Event(
            extension.decided_on,
            extension.decided_at or extension.entered_at,
            title % {"day": until},
            extension.decision_note,
            _who(sides, extension.decided_by, by_owner=False, outsider=outsider),
        )


def _result_event(sides: Sides, entry: ResultEntry, *, outsider: bool) -> Event:
    return Event(
        entry.effective_on,
        entry.entered_at,
        _("Result recorded: %(result)s") % {"result": entry.get_result_class_display()},
        _kept(entry.kept_because),
        _who(sides, entry.actor, by_owner=False, outsider=outsider),
    )


def _climb_event(sides: Sides, climb: Climb, *, outsider: bool) -> Event:
    """A step of the ladder; an outsider is given the letters to their agency only (`views.ladder.climbs_of`)."""
    title = climb.get_kind_display()
    if climb.letter:
        title = _("Reminder letter %(number)s") % {"number": climb.letter}
    if climb.decision == Climb.Decision.NOT_CLIMBED:
        title = _("Not climbed: %(rung)s") % {"rung": title}
    who = _who(sides, climb.decided_by, by_owner=False, outsider=outsider)
    return Event(climb.decided_on, climb.entered_at, title, climb.reason, who)


def _hand_over_events(hand_over: HandOver, *, outsider: bool) -> Iterator[Event]:
    """Asked, and what became of it. A move to the successor is not asked for; it takes effect by law."""
    body = receiver(hand_over)
    giver, taker = Sides(hand_over.from_owner, ""), Sides(body, "")
    asked = hand_over.to_council if hand_over.kind == HandOver.Kind.COUNCIL else body
    if hand_over.kind != HandOver.Kind.SUCCESSOR:
        yield Event(
            hand_over.asked_on,
            hand_over.entered_at,
            _("%(body)s is asked to take it over") % {"body": asked},
            hand_over.reason,
            _who(giver, hand_over.asked_by, by_owner=True, outsider=outsider),
        )
    if hand_over.decided_on is not None:
        titles = {
            HandOver.Decision.ACCEPTED: _("Taken over: %(way)s"),
            HandOver.Decision.REFUSED: _("Not taken over: %(way)s"),
            HandOver.Decision.TAKEN_BACK: _("Request to take it over taken back: %(way)s"),
        }
        decision = HandOver.Decision(hand_over.decision)
        successor = hand_over.kind == HandOver.Kind.SUCCESSOR
        title = _("Moved to the successor council: %(way)s") if successor else titles[decision]
        side = giver if decision == HandOver.Decision.TAKEN_BACK else taker
        yield Event(
            hand_over.decided_on,
            hand_over.decided_at or hand_over.entered_at,
            title % {"way": f"{hand_over.from_owner} → {body}"},
            hand_over.reason if successor else hand_over.decision_note,
            _who(side, hand_over.decided_by, by_owner=True, outsider=outsider),
        )
