"""What happened to a resolution: its dated moves, and what else the database's history tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the day it took effect or the moment it was entered, what, why, who."""

    when: date
    title: str
    text: str
    who: str
    order: tuple[date, datetime]


def timeline(resolution: Resolution) -> list[Entry]:
    """Everything, the newest first; three queries."""
    moves = list(resolution.moves.select_related("actor"))
    history: Any = resolution.history  # type: ignore[attr-defined]  # the table that pghistory adds
    events = list(history.select_related("pgh_context").order_by("-pgh_id")[:_LAST])
    people = _people(events)
    entries = [*map(_moved, moves), *_changes(resolution, events, people)]
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def _moved(move: Any) -> Entry:
    back = _BACK.get((move.from_state, move.to_state))
    title = str(back or ResolutionState(move.to_state).label)
    entered = timezone.localdate(move.entered_at)
    late = entered != move.effective_on
    words = _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}
    text = "\n".join(filter(None, [move.note, words if late else ""]))
    when = move.effective_on if late else move.entered_at
    return Entry(when, title, text, str(move.actor or ""), (move.effective_on, move.entered_at))


def _changes(resolution: Resolution, events: list[Any], people: dict[int | None, str]) -> Iterator[Entry]:
    for event, earlier in zip(events, [*events[1:], None], strict=True):
        for title, text in _told(resolution, event, earlier):
            at = event.pgh_created_at
            yield Entry(at, title, text, people.get(_user_id(event), ""), (timezone.localdate(at), at))


def _told(resolution: Resolution, event: Any, earlier: Any) -> Iterator[tuple[str, str]]:
    """Its entry, the days that move no state, and the names of what else was changed."""
    if event.pgh_label == "insert":
        yield _("Entered"), ""
        return
    if earlier is None:
        return
    reason = (event.pgh_context.metadata.get("reason") if event.pgh_context else "") or ""
    if event.state == earlier.state:
        for name in _changed(resolution, event, earlier, _DAYS):
            yield f"{_label(resolution, name)}: {display.day(getattr(event, name))}", reason
    if changed := _changed(resolution, event, earlier, _WORDS):
        yield _("Changed"), ", ".join(_label(resolution, name) for name in changed)


def _changed(resolution: Resolution, event: Any, earlier: Any, names: Iterable[str]) -> list[str]:
    columns = {name: resolution._meta.get_field(name).attname for name in names}  # type: ignore[union-attr]  # all columns
    return [name for name, column in columns.items() if getattr(event, column) != getattr(earlier, column)]


def _label(resolution: Resolution, name: str) -> str:
    label = str(resolution._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
    return f"{label[:1].upper()}{label[1:]}"


def _user_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _people(events: list[Any]) -> dict[int | None, str]:
    ids = {user for event in events if (user := _user_id(event))}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
