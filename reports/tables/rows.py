"""How the rows behind a figure are listed: columns, order, what each row needs, where it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from core.access import Access
from core.display import number
from core.tables import Column
from followups.asof import NO_RESULT
from followups.states import ResultClass
from reports.figures.registry import percent_words
from reports.figures.resolutions import PROGRESS, SENDING
from reports.figures.supervision import ITEMS
from sessions.states import PaperState
from supervision.tables.recommendations import standing_badge
from voters.models import LetterAction


def existing(address: Callable[[], str]) -> str | None:
    """An address, where this portal has its page."""
    try:
        return address()
    except NoReverseMatch:
        return None


def page_of(record: Any) -> str | None:
    """Where a record opens; nothing for one that has no page of its own."""
    return existing(record.get_absolute_url) if hasattr(record, "get_absolute_url") else None


def _as_they_are(_rows: Iterable[Any], _access: Access) -> None:
    """Most rows name nobody whom a reader may not see."""


@dataclass(frozen=True)
class Rows:
    """Rows of one sort: `opens` gives the address behind a row, `council` is the path to whose row it is."""

    columns: Sequence[Column]
    order: tuple[str, ...]
    prepare: Callable[[Any], QuerySet[Any]]
    label: Callable[[int], str]
    opens: Callable[[Any], str | None] = page_of
    council: str = "council.name"
    furnish: Callable[[Iterable[Any], Access], None] = _as_they_are
    """Puts on the rows of a page what their reader may see of the people behind them."""


def result_words(opinion: Any) -> str:
    """The class of result on the as-of day."""
    if opinion.result_then == NO_RESULT:
        return str(_("No result yet"))
    return str(ResultClass(opinion.result_then).label)


def handled_words(letter: Any) -> str:
    """The action that dealt with a letter by the day."""
    return str(LetterAction.Kind(letter.handled).label if letter.handled else _("Not yet dealt with"))


def present_words(meeting: Any) -> str:
    """How many of the seats, and in per cent."""
    share = percent_words(meeting.present, meeting.seats)
    return f"{number(meeting.present)}/{number(meeting.seats)} ({share})"


EXTRA: Final = {
    "counted": Column("counted", _("Counted here"), align="end"),
    "share": Column("share", _("Present of seats filled"), cell=present_words, align="end"),
    "due_then": Column("due_then", _("Due, as of the day")),
    "outcome": Column("outcome", _("Fate of the draft"), cell=lambda row: PaperState(row.outcome).label),
    "sending": Column("sending", _("Sent up, as of the day"), cell=lambda row: SENDING[row.sending]),
    "progress": Column(
        "progress", _("State, as of the day"), cell=lambda row: PROGRESS[row.progress], card="side"
    ),
    "handled": Column("handled", _("Dealt with by, as of the day"), cell=handled_words, card="side"),
    "eligible_then": Column("eligible_then", _("Eligible, as of the day"), card="side"),
    "result_then": Column("result_then", _("Result, as of the day"), cell=result_words, card="side"),
    "visits": Column("visits", _("Working sessions"), align="end"),
    "item_then": Column(
        "item_then", _("Done, as of the day"), cell=lambda row: ITEMS[row.item_then], card="side"
    ),
    "standing": Column("standing", _("Verdict, as of the day"), cell=standing_badge, card="side"),
}
"""Columns that exist where the figure's rows carry what they show."""
