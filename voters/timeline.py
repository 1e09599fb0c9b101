"""What happened to a meeting or an opinion, and to the follow-up that an opinion became."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from core import display, history
from core.history import Entry, newest_first
from voters.models import VoterMeeting, VoterOpinion
from voters.states import MeetingState

__all__ = ["Entry", "history_of", "moves_of", "moves_of_meeting", "newest_first"]

_QUIET: Final = frozenset({"year", "number", "follow_up"})
"""Columns whose change tells a reader nothing; that an opinion was sent, its follow-up tells."""


def history_of(record: VoterMeeting | VoterOpinion) -> list[Entry]:
    """The latest changes of a record, the newest first; two queries."""
    return history.history_of(record, quiet=_QUIET)


def moves_of(follow_up: Any) -> list[Entry]:
    """What became of an opinion after it was sent; one query."""
    moves = follow_up.moves.select_related("actor") if follow_up else ()
    return [_moved(move) for move in moves]


def moves_of_meeting(meeting: VoterMeeting) -> list[Entry]:
    """The moves of a meeting that say more than its history: with a reason, or entered on another day; one query."""
    told = []
    for one in meeting.moves.select_related("actor"):
        label, who = str(MeetingState(one.to_state).label), str(one.actor or "")
        if timezone.localdate(one.entered_at) != one.effective_on:
            told.append(Entry(one.effective_on, label, one.note, who, entered=one.entered_at))
        elif one.note:
            told.append(Entry(one.entered_at, label, one.note, who))
    return told


def _moved(move: Any) -> Entry:
    title, who = move.title, str(move.actor or "")
    if timezone.localdate(move.entered_at) == move.effective_on:
        return Entry(move.entered_at, title, move.note, who)
    entered = _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}
    text = "\n".join(filter(None, [move.note, entered]))
    return Entry(move.effective_on, title, text, who, entered=move.entered_at)
