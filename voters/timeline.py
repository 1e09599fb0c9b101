"""What happened to a meeting or an opinion, and to the follow-up that an opinion became."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from core import display, history
from core.history import Entry, newest_first
from voters.models import VoterMeeting, VoterOpinion
from voters.states import MeetingState

__all__ = ["Entry", "course_of", "history_of", "moves_of", "newest_first"]

_QUIET: Final = frozenset({"year", "number", "follow_up"})
"""Columns whose change tells a reader nothing; that an opinion was sent, its follow-up tells."""


def history_of(record: VoterMeeting | VoterOpinion, *, besides: Collection[str] = ()) -> list[Entry]:
    """The latest changes of a record, the newest first; two queries. `besides` names columns told elsewhere."""
    return history.history_of(record, quiet=_QUIET | set(besides))


def course_of(meeting: VoterMeeting) -> list[Entry]:
    """What happened to a meeting: its dated moves, and the other changes of its record; three queries."""
    moves = [_step(move) for move in meeting.moves.select_related("actor")]
    return newest_first([*moves, *history_of(meeting, besides=["state"] if moves else [])])


def _step(move: Any) -> Entry:
    label, who = str(MeetingState(move.to_state).label), str(move.actor or "")
    if timezone.localdate(move.entered_at) == move.effective_on:
        return Entry(move.entered_at, label, move.note, who)
    return Entry(move.effective_on, label, move.note, who, entered=move.entered_at)


def moves_of(follow_up: Any) -> list[Entry]:
    """What became of an opinion after it was sent; one query."""
    moves = follow_up.moves.select_related("actor") if follow_up else ()
    return [_moved(move) for move in moves]


def _moved(move: Any) -> Entry:
    title, who = move.title, str(move.actor or "")
    if timezone.localdate(move.entered_at) == move.effective_on:
        return Entry(move.entered_at, title, move.note, who)
    entered = _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}
    text = "\n".join(filter(None, [move.note, entered]))
    return Entry(move.effective_on, title, text, who, entered=move.entered_at)
