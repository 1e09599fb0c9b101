"""What happened to a record of this floor: its dated moves, and its changes from the database's own history."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from core import display
from core.history import BOOKKEEPING, Change, Entry, changes_of, happened

QUIET: Final = BOOKKEEPING | {"state"}
"""Columns whose change tells a reader nothing, or stands in the moves."""


def moves_of(record: Any) -> list[Entry]:
    """The moves of a record's state; one query."""
    states = type(record)._meta.get_field("state").choices
    labels = {value: str(label) for value, label in states}
    return [
        happened(move.effective_on, move.entered_at, labels[move.to_state], text=move.note, who=move.actor)
        for move in record.moves.select_related("actor")
    ]


def changed_days(record: Any, quiet: Collection[str] = ()) -> list[Entry]:
    """Entry and later changes of a record, state and the columns `quiet` aside; two queries.

    Of days also from which to which.
    """
    untold = QUIET | frozenset(quiet)
    return [
        change.entry(title, text)
        for change in changes_of(record)
        for title, text in _told(record, change, untold)
    ]


def _told(record: Any, change: Change, quiet: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Nothing for a change that only moved quiet columns."""
    if change.event.pgh_label == "insert":
        yield _("Entered"), ""
    elif change.earlier is not None and (changed := _changed(record, change, quiet)):
        yield _("Changed"), "\n".join(changed)


def _changed(record: Any, change: Change, quiet: frozenset[str]) -> list[str]:
    found = []
    for column in record._meta.concrete_fields:
        was, became = getattr(change.earlier, column.attname), getattr(change.event, column.attname)
        if column.name in quiet or was == became:
            continue
        name = str(column.verbose_name)
        days = isinstance(was, date) and isinstance(became, date)
        found.append(f"{name}: {display.day(was)} → {display.day(became)}" if days else name)
    return found
