"""What happened to a record, from the history that the database keeps: who, when, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from voters.models import VoterMeeting, VoterOpinion

_QUIET = frozenset({"id", "created_at", "updated_at", "version", "search", "year", "number", "follow_up"})
"""Columns whose change tells a reader nothing; that an opinion was sent, its follow-up tells."""
_LAST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    when: datetime
    title: str
    text: str = ""
    who: str = ""


def history_of(record: VoterMeeting | VoterOpinion) -> list[Entry]:
    """The latest changes of a record, the newest first; two queries."""
    events = list(record.history.select_related("pgh_context").order_by("-pgh_id")[:_LAST])  # type: ignore[union-attr]
    people = _people(events)
    return [
        Entry(event.pgh_created_at, title, text, people.get(_user_id(event), ""))
        for event, earlier in zip(events, [*events[1:], None], strict=True)
        for title, text in _told(record, event, earlier)
    ]


def moves_of(follow_up: Any) -> list[Entry]:
    """What became of an opinion after it was sent; one query."""
    moves = follow_up.moves.select_related("actor") if follow_up else ()
    return [
        Entry(move.entered_at, str(move.get_to_state_display()), move.note, str(move.actor or ""))
        for move in moves
    ]


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Lines of several sources as one timeline."""
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _told(record: models.Model, event: Any, earlier: Any) -> Iterator[tuple[str, str]]:
    """Nothing for a change that only moved bookkeeping columns."""
    if event.pgh_label == "insert":
        yield _("Entered"), ""
    elif earlier is not None and "state" in (changed := _changed(record, event, earlier)):
        yield str(event.get_state_display()), ""
    elif earlier is not None and changed:
        yield _("Changed"), ", ".join(str(record._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]


def _changed(record: models.Model, event: Any, earlier: Any) -> list[str]:
    columns: Sequence[models.Field[Any, Any]] = record._meta.concrete_fields
    return [
        column.name
        for column in columns
        if column.name not in _QUIET and getattr(event, column.attname) != getattr(earlier, column.attname)
    ]


def _user_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _people(events: list[Any]) -> dict[int | None, str]:
    ids = {user for event in events if (user := _user_id(event))}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
