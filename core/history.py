"""What happened to a record, from the history that the database keeps: who, when, what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core import display

BOOKKEEPING: Final = frozenset({"id", "created_at", "updated_at", "version", "search"})
"""Columns whose change tells a reader nothing."""
LAST: Final = 50
"""A timeline goes back this many changes."""


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


class Change(NamedTuple):
    """A change of a tracked record: its row of the history, the row before it (None: there is none), and who."""

    event: Any
    earlier: Any
    who: str

    @property
    def reason(self) -> str:
        """Why, where that was asked for."""
        context = self.event.pgh_context
        return str(context.metadata.get("reason") or "") if context else ""

    def entry(self, title: str, text: str = "") -> Entry:
        """What it was, as a line."""
        return Entry(self.event.pgh_created_at, title, text, self.who)


def changes_of(record: models.Model, *, last: int = LAST) -> list[Change]:
    """The latest changes of a tracked record, the newest first; two queries."""
    rows: Any = record
    events = list(rows.history.select_related("pgh_context").order_by("-pgh_id")[:last])
    people = _people(events)
    return [
        Change(event, earlier, people.get(_user_id(event), ""))
        for event, earlier in zip(events, [*events[1:], None], strict=True)
    ]


def history_of(record: models.Model, *, quiet: Collection[str] = ()) -> list[Entry]:
    """The same as lines. `quiet` names columns besides the bookkeeping whose change is told elsewhere."""
    untold = BOOKKEEPING | set(quiet)
    return [
        change.entry(title, text)
        for change in changes_of(record)
        for title, text in _told(record, change.event, change.earlier, untold)
    ]


def entered_later(effective_on: date, entered_at: datetime) -> str:
    """That a step was entered on another day than that of its effect: figures of the days between did not know it."""
    if timezone.localdate(entered_at) == effective_on:
        return ""
    return _("Entered on %(moment)s") % {"moment": display.moment(entered_at)}


def happened(
    effective_on: date, entered_at: datetime, title: str, *, text: str = "", who: Any = None
) -> Entry:
    """A dated fact: shown at its moment, or at its day with a word on when it was entered."""
    name, late = str(who or ""), entered_later(effective_on, entered_at)
    if not late:
        return Entry(entered_at, title, text, name)
    return Entry(effective_on, title, "\n".join(filter(None, [text, late])), name, entered_at)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Lines of several sources as one timeline."""
    return sorted(entries, key=lambda entry: entry.order, reverse=True)


def _told(
    record: models.Model, event: Any, earlier: Any, untold: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Nothing for a change that only moved bookkeeping columns."""
    if event.pgh_label == "insert":
        yield _("Entered"), ""
    elif earlier is not None and "state" in (changed := _changed(record, event, earlier, untold)):
        yield str(event.get_state_display()), ""
    elif earlier is not None and changed:
        yield _("Changed"), ", ".join(str(record._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]


def _changed(record: models.Model, event: Any, earlier: Any, untold: Collection[str]) -> list[str]:
    columns: Sequence[models.Field[Any, Any]] = record._meta.concrete_fields
    return [
        column.name
        for column in columns
        if column.name not in untold and getattr(event, column.attname) != getattr(earlier, column.attname)
    ]


def _user_id(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _people(events: list[Any]) -> dict[int | None, str]:
    ids = {user for event in events if (user := _user_id(event))}
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return {user.pk: str(user) for user in people}
