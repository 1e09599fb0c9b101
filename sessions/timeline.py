"""What happened to a record of this floor: its dated moves, and its changes from the database's own history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display

QUIET: Final = frozenset({"id", "created_at", "updated_at", "version", "search", "state"})
"""Columns whose change tells a reader nothing, or stands in the moves."""
LAST: Final = 50
"""A timeline goes back this many changes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the moment, or the day of effect where it was entered on another day."""

    when: date
    title: str
    text: str = ""
    who: str = ""
    entered: datetime | None = None

    @property
    def order(self) -> tuple[date, datetime]:
        """By the day of effect, then by the moment of entry."""
        if isinstance(self.when, datetime):
            return timezone.localdate(self.when), self.entered or self.when
        if self.entered is None:
            message = "a day without the moment of its entry"
            raise TypeError(message)
        return self.when, self.entered


def happened(
    effective_on: date, entered_at: datetime, title: str, *, text: str = "", who: Any = None
) -> Entry:
    """A dated fact: shown at its moment, or at its day with a word on when it was entered."""
    name = str(who or "")
    if timezone.localdate(entered_at) == effective_on:
        return Entry(entered_at, title, text, name)
    late = _("Entered on %(moment)s") % {"moment": display.moment(entered_at)}
    return Entry(effective_on, title, "\n".join(filter(None, [text, late])), name, entered_at)


def moves_of(record: Any) -> list[Entry]:
    """The moves of a record's state; one query."""
    states = type(record)._meta.get_field("state").choices
    labels = {value: str(label) for value, label in states}
    return [
        happened(move.effective_on, move.entered_at, labels[move.to_state], text=move.note, who=move.actor)
        for move in record.moves.select_related("actor")
    ]


def history_of(record: Any, quiet: Collection[str] = ()) -> list[Entry]:
    """Entry and later changes of a record, state and the columns `quiet` aside; two queries."""
    events = list(record.history.select_related("pgh_context").order_by("-pgh_id")[:LAST])
    people = _people(events)
    return [
        Entry(event.pgh_created_at, title, text, people.get(_user_id(event), ""))
        for event, earlier in zip(events, [*events[1:], None], strict=True)
        for title, text in _told(record, event, earlier, QUIET | frozenset(quiet))
    ]


def newest_first(*sources: Iterable[Entry]) -> list[Entry]:
    """Lines of several sources as one timeline."""
    return sorted((entry for entries in sources for entry in entries), key=lambda e: e.order, reverse=True)


def _told(record: Any, event: Any, earlier: Any, quiet: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Nothing for a change that only moved quiet columns."""
    if event.pgh_label == "insert":
        yield _("Entered"), ""
    elif earlier is not None and (changed := _changed(record, event, earlier, quiet)):
        yield _("Changed"), "\n".join(changed)


def _changed(record: Any, event: Any, earlier: Any, quiet: frozenset[str]) -> list[str]:
    """The columns that changed; of days also from which to which."""
    found = []
    for column in record._meta.concrete_fields:
        was, became = getattr(earlier, column.attname), getattr(event, column.attname)
        if column.name in quiet or was == became:
            continue
        name = str(column.verbose_name)
        days = isinstance(was, date) and isinstance(became, date)
        found.append(f"{name}: {display.day(was)} → {display.day(became)}" if days else name)
    return found


def _user_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _people(events: list[Any]) -> dict[int | None, str]:
    ids = {user for event in events if (user := _user_id(event))}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
