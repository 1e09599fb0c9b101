"""Everything that happened to a paper, as lines with the day of effect and who: moves, versions, verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from core.history import Entry, entered_later, newest_first
from councils.models import Membership
from sessions.models import Paper, PaperMove, PaperVersion, Verification
from sessions.states import PaperState

_SAID_TO_THE_OWNER = frozenset({PaperState.RETURNED, PaperState.WITHDRAWN, PaperState.DEFERRED})
"""States whose reason the owner reads."""


def timeline_of(
    paper: Paper,
    moves: Iterable[PaperMove],
    versions: Iterable[PaperVersion],
    verifications: Iterable[Verification],
    *,
    outsider: bool,
) -> list[Entry]:
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
    return newest_first(events)


def _own_people(paper: Paper) -> frozenset[int]:
    """Ids of the users who answer, or answered, for the agency that owes the paper."""
    held = Membership.objects.filter(agency=paper.owner_agency_id) if paper.owner_agency_id else ()
    return frozenset(membership.user_id for membership in held)


def _moved(move: PaperMove, who: str, *, outsider: bool) -> Entry:
    hidden = outsider and move.to_state not in _SAID_TO_THE_OWNER
    lines = [
        "" if hidden else move.note,
        "" if outsider else entered_later(move.effective_on, move.entered_at),
    ]
    title = str(PaperState(move.to_state).label)
    return Entry(move.effective_on, title, "\n".join(filter(None, lines)), who, move.entered_at)


def _came(version: PaperVersion, who: str) -> Entry:
    title = _("Version %(number)s received") % {"number": version.number}
    return Entry(version.received_on, title, version.note, who, version.entered_at)


def _verified(verification: Verification) -> Iterator[Entry]:
    """The report and the last answer; the assignment is a move of the paper."""
    name = {"committee": verification.committee}
    document = verification.document
    if verification.reported_on and document:
        title, opinion = _("Report of %(committee)s") % name, verification.get_opinion_display()
        yield Entry(verification.reported_on, title, opinion, entered=document.created_at)
    if verification.responded_on:
        title = _("All remarks of %(committee)s answered") % name
        yield Entry(verification.responded_on, title, entered=verification.updated_at)
