"""What happened to a record, from the history that the database keeps: who, when, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from voters.models import VoterMeeting, VoterOpinion

_QUIET = frozenset({"id", "created_at", "updated_at", "version", "search", "year", "number", "follow_up"})
"""Columns whose change tells a reader nothing; that an opinion was sent, its follow-up tells."""
_LAST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: the moment, or the day of effect where it was entered on another day."""

    when: date
    title: str
    text: str = ""
    who: str = ""
    entered: datetime | None = None

    @property
    def order(self) -> tuple[date, datetime]:
        """By the day of effect, then by the moment of entry."""
        entered = self.entered or self.when
        if not isinstance(entered, datetime):
            message = "a day without the moment of its entry"
            raise TypeError(message)
        return (timezone.localdate(self.when) if isinstance(self.when, datetime) else self.when), entered


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
    return [_moved(move) for move in moves]


def _moved(move: Any) -> Entry:
    title, who = move.title, str(move.actor or "")
    if timezone.localdate(move.entered_at) == move.effective_on:
        return Entry(move.entered_at, title, move.note, who)
    entered = _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}
    text = "\n".join(filter(None, [move.note, entered]))
    return Entry(move.effective_on, title, text, who, entered=move.entered_at)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Lines of several sources as one timeline."""
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


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
