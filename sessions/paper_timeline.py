"""Everything that happened to a paper, as lines with the day of effect and who: moves, versions, verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from councils.models import Membership
from sessions.models import Paper, PaperMove, PaperVersion, Verification
from sessions.states import PaperState

_SAID_TO_THE_OWNER = frozenset({PaperState.RETURNED, PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States whose reason the owner reads."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: the day of effect, the moment of entry, what, and who."""

    when: date
    entered: datetime
    title: str
    text: str = ""
    who: str = ""


def timeline_of(
    paper: Paper,
    moves: Iterable[PaperMove],
    versions: Iterable[PaperVersion],
    verifications: Iterable[Verification],
    *,
    outsider: bool,
) -> list[Event]:
    """The newest first. To its owner outside the council, the council speaks as a body and without its own remarks.

    What the owner's own people did bears their names for the owner too.
    """
    council, own = str(paper.sitting.council), _own_people(paper) if outsider else frozenset[int]()

    def who(user: User | None, instead: str) -> str:
        named = user is not None and (not outsider or user.pk in own)
        return str(user) if named else instead if outsider else ""

    events = [
        *(_moved(move, who(move.actor, council), outsider=outsider) for move in moves),
        *(_came(version, who(version.entered_by, "")) for version in versions),
        *(event for row in verifications for event in _verified(row)),
    ]
    return sorted(events, key=lambda event: (event.when, event.entered), reverse=True)


def _own_people(paper: Paper) -> frozenset[int]:
    """Ids of the users who answer, or answered, for the agency that owes the paper."""
    held = Membership.objects.filter(agency=paper.owner_agency_id) if paper.owner_agency_id else ()
    return frozenset(membership.user_id for membership in held)


def _moved(move: PaperMove, who: str, *, outsider: bool) -> Event:
    hidden = outsider and move.to_state not in _SAID_TO_THE_OWNER
    lines = ["" if hidden else move.note, "" if outsider else _entered_later(move)]
    title = str(PaperState(move.to_state).label)
    return Event(move.effective_on, move.entered_at, title, "\n".join(filter(None, lines)), who)


def _entered_later(move: PaperMove) -> str:
    if timezone.localdate(move.entered_at) == move.effective_on:
        return ""
    return _("Entered on %(moment)s") % {"moment": display.moment(move.entered_at)}


def _came(version: PaperVersion, who: str) -> Event:
    title = _("Version %(number)s received") % {"number": version.number}
    return Event(version.received_on, version.entered_at, title, version.note, who)


def _verified(verification: Verification) -> Iterator[Event]:
    """The report and the last answer; the assignment is a move of the paper."""
    name = {"committee": verification.committee}
    document = verification.document
    if verification.reported_on and document:
        title, opinion = _("Report of %(committee)s") % name, verification.get_opinion_display()
        yield Event(verification.reported_on, document.created_at, title, opinion)
    if verification.responded_on:
        title = _("All remarks of %(committee)s answered") % name
        yield Event(verification.responded_on, verification.updated_at, title)
