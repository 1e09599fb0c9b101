"""What happened to a meeting or an opinion, and to the follow-up that an opinion became."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from core import display, history
from core.history import Entry, newest_first
from voters.models import VoterMeeting, VoterOpinion

__all__ = ["Entry", "acted", "history_of", "moves_of", "newest_first", "taken_back"]

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


def history_of(record: VoterMeeting | VoterOpinion) -> list[Entry]:
    """The latest changes of a record, the newest first; two queries."""
    return history.history_of(record, quiet=_QUIET)


def moves_of(follow_up: Any) -> list[Entry]:
    """What became of an opinion after it was sent; one query."""
    moves = follow_up.moves.select_related("actor") if follow_up else ()
    return [_moved(move) for move in moves]


def _moved(move: Any) -> Entry:
    who = str(move.actor or "")
    return _on_its_day(move.effective_on, move.entered_at, move.title, move.note, who)


def _on_its_day(on: date, entered_at: datetime, title: str, note: str, who: str) -> Entry:
    if timezone.localdate(entered_at) == on:
        return Entry(entered_at, title, note, who)
    entered = _("Entered on %(moment)s") % {"moment": display.moment(entered_at)}
    text = "\n".join(filter(None, [note, entered]))
    return Entry(on, title, text, who, entered=entered_at)


def acted(act: Any, title: str) -> Entry:
    """A dated act: told at its moment, or on its day where it was entered on another one."""
    return _on_its_day(act.on, act.entered_at, title, act.note, str(act.actor or ""))


def taken_back(act: Any, title: str) -> Entry:
    """That a dated act was taken back."""
    words = _("Taken back: %(what)s") % {"what": title}
    return _on_its_day(act.undone_on, act.undone_at, words, "", str(act.undone_by or ""))
