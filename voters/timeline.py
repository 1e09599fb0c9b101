"""What happened to a meeting or an opinion, and to the follow-up that an opinion became."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.utils.translation import gettext as _

from core import history
from core.history import Entry, happened, newest_first
from voters.models import VoterMeeting, VoterOpinion
from voters.states import MeetingState

__all__ = ["Entry", "acted", "course_of", "history_of", "moves_of", "newest_first", "taken_back"]

_QUIET: Final = frozenset(
    {
        "year",
        "number",
        "follow_up",
        "merged_into",
        "is_split",
        "split_from",
        "made_by",
        "answered_through",
        "marks",
    }
)
"""Columns whose change tells a reader nothing; sending, merging and splitting are told by rows of their own."""


def history_of(record: VoterMeeting | VoterOpinion, *, besides: Collection[str] = ()) -> list[Entry]:
    """The latest changes of a record, the newest first; two queries. `besides` names columns told elsewhere."""
    return history.history_of(record, quiet=_QUIET | set(besides))


def course_of(meeting: VoterMeeting) -> list[Entry]:
    """What happened to a meeting: its dated moves, and the other changes of its record; three queries."""
    moves = [_step(move) for move in meeting.moves.select_related("actor")]
    return newest_first([*moves, *history_of(meeting, besides=["state"] if moves else [])])


def _step(move: Any) -> Entry:
    label = str(MeetingState(move.to_state).label)
    return happened(move.effective_on, move.entered_at, label, text=move.note, who=move.actor)


def moves_of(follow_up: Any) -> list[Entry]:
    """What became of an opinion after it was sent; one query."""
    moves = follow_up.moves.select_related("actor") if follow_up else ()
    return [_moved(move) for move in moves]


def _moved(move: Any) -> Entry:
    return happened(move.effective_on, move.entered_at, move.title, text=move.note, who=move.actor)


def acted(act: Any, title: str) -> Entry:
    """A dated act: told at its moment, or on its day where it was entered on another one."""
    return happened(act.on, act.entered_at, title, text=act.note, who=act.actor)


def taken_back(act: Any, title: str) -> Entry:
    """That a dated act was taken back."""
    words = _("Taken back: %(what)s") % {"what": title}
    return happened(act.undone_on, act.undone_at, words, who=act.undone_by)
