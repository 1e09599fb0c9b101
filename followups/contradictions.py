"""Days that contradict each other: refused in live records, kept with a reason in old ones.

An old record is one that was entered afterwards: it was sent on a day before the one on which it came into the portal.
Its papers may be wrong, and whoever enters them cannot put them right; so they are kept as written, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day as shown
from core.errors import LONGEST_REASON, SHORTEST_REASON, Contradiction, Refused
from councils.models import Agency, Committee, Council, Delegate, DelegateGroup
from councils.querysets import valid_on
from followups.models import FollowUp, FollowUpMove
from followups.states import State


@dataclass(frozen=True)
class Kept:
    """A contradiction that somebody kept: what contradicts what, and why it stands."""

    seen: str
    because: str


def is_old(follow_up: FollowUp, issued_on: date | None = None) -> bool:
    """Whether it was entered after the day on which it was sent (or is about to be: `issued_on`)."""
    sent = issued_on or follow_up.issued_on
    entered = timezone.localdate(follow_up.created_at) if follow_up.pk else timezone.localdate()
    return sent is not None and sent < entered


def keep(problems: Mapping[str, str], *, old: bool, because: str) -> str:
    """The reason to store with what is kept; nothing where nothing contradicts.

    `problems` are sentences by field ("" for none). Raises Refused for a live record, Contradiction for an old one as
    long as no reason of at least 5 characters is given.
    """
    said = because.strip()
    if not problems:
        return ""
    if not old:
        raise Refused(_by_field(problems))
    if not said:
        raise Contradiction(_by_field(problems))
    if len(said) < SHORTEST_REASON:
        raise Contradiction({"kept_because": _("Say in a few words why it is kept.")})
    if len(said) > LONGEST_REASON:
        raise Contradiction({"kept_because": _("Say it in 300 characters at most.")})
    return said


def _by_field(problems: Mapping[str, str]) -> Any:
    return problems[""] if "" in problems else dict(problems)


def before_sending(day: date, sent: date) -> str:
    """Something happened before it was asked for."""
    return _("The day %(day)s lies before the follow-up was sent on %(sent)s.") % {
        "day": shown(day),
        "sent": shown(sent),
    }


def not_there(body: Any, on: date) -> str:
    """Why a body cannot be asked, or a council ask, on a day; nothing for one that exists then.

    The seats of a delegate cost a query.
    """
    names = {"body": str(body), "day": shown(on)}
    match body:
        case Delegate() if not body.seats.filter(valid_on(on)).exists():
            return _("%(body)s holds no seat on %(day)s. Choose who took over.") % names
        case DelegateGroup() if not _within(body.council_term.starts_on, body.council_term.ends_on, on):
            return _("%(body)s belongs to a term that does not run on %(day)s.") % names
        case Agency() | Committee() | Council() if not _within(body.valid_from, body.valid_to, on):
            return _("%(body)s does not exist on %(day)s. Choose the body that took over.") % names
    return ""


def _within(first: date | None, last: date | None, day: date) -> bool:
    return (first or day) <= day <= (last or day)


def of_sending(*, body: Any, due_on: date | None, on: date, by_rule: bool = False) -> dict[str, str]:
    """What contradicts itself in a sending, by field of its form."""
    found = {"rule" if by_rule else "due_on": _due_before(due_on, on), "body": not_there(body, on)}
    return {field: sentence for field, sentence in found.items() if sentence}


def _due_before(due_on: date | None, on: date) -> str:
    if due_on is None or due_on >= on:
        return ""
    return _("The due day %(due)s lies before the day of sending, %(sent)s.") % {
        "due": shown(due_on),
        "sent": shown(on),
    }


def kept_in_sending(follow_up: FollowUp) -> Kept | None:
    """The contradiction with which a follow-up was sent: the note of its first move says why it was kept.

    Reads the moves as they are (prefetched on the page).
    """
    sending = next((move for move in follow_up.moves.all() if is_sending(move)), None)
    if sending is None or not sending.note or follow_up.issued_on is None:
        return None
    seen = of_sending(body=follow_up.owner, due_on=follow_up.original_due_on, on=follow_up.issued_on)
    return Kept(" ".join(seen.values()), sending.note)


def is_sending(move: FollowUpMove) -> bool:
    """Whether a move sent the follow-up; its note is the reason for which a contradiction was kept."""
    return move.from_state == State.DRAFT and move.to_state == State.ISSUED
