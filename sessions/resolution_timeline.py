"""What happened to a resolution: its dated moves, and what else the database's history tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from core import display
from core.history import Change, Entry, changes_of, happened, newest_first
from sessions.models import Resolution
from sessions.states import RESOLUTION_TABLE, ResolutionState

_DAYS: Final = ("sent_up_on", "gazette_on", "in_force_on", "expires_on")
"""Days that move no state."""
_WORDS: Final = (
    "title",
    "field",
    "proposer",
    "committee",
    "bases",
    "text",
    "sitting",
    "meeting",
    "signed_file",
)
"""Columns whose change is told by their name."""
_BACK: Final = {
    (source, move.target): move.label
    for name, move in RESOLUTION_TABLE.moves.items()
    if name.startswith("un")
    for source in move.sources
}
_LAST: Final = 80


def timeline(resolution: Resolution) -> list[Entry]:
    """Everything, the newest first; three queries."""
    moves = resolution.moves.select_related("actor")
    return newest_first([*map(_moved, moves), *_changes(resolution)])


def _moved(move: Any) -> Entry:
    back = _BACK.get((move.from_state, move.to_state))
    title = str(back or ResolutionState(move.to_state).label)
    return happened(move.effective_on, move.entered_at, title, text=move.note, who=move.actor)


def _changes(resolution: Resolution) -> Iterator[Entry]:
    for change in changes_of(resolution, last=_LAST):
        for title, text in _told(resolution, change):
            yield change.entry(title, text)


def _told(resolution: Resolution, change: Change) -> Iterator[tuple[str, str]]:
    """Its entry, the days that move no state, and the names of what else was changed."""
    event, earlier = change.event, change.earlier
    if event.pgh_label == "insert":
        yield _("Entered"), ""
        return
    if earlier is None:
        return
    if event.state == earlier.state:
        for name in _changed(resolution, event, earlier, _DAYS):
            yield f"{_label(resolution, name)}: {display.day(getattr(event, name))}", change.reason
    if changed := _changed(resolution, event, earlier, _WORDS):
        yield _("Changed"), ", ".join(_label(resolution, name) for name in changed)


def _changed(resolution: Resolution, event: Any, earlier: Any, names: Iterable[str]) -> list[str]:
    columns = {name: resolution._meta.get_field(name).attname for name in names}  # type: ignore[union-attr]  # all columns
    return [name for name, column in columns.items() if getattr(event, column) != getattr(earlier, column)]


def _label(resolution: Resolution, name: str) -> str:
    label = str(resolution._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
    return f"{label[:1].upper()}{label[1:]}"
