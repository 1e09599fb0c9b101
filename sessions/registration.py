"""Who is called to a sitting and what they registered, with the quorum. Reads only.

Who has opened which papers, and who can be reached, is read apart: only the secretariat's page asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import Role
from councils.models import DelegateGroup, DelegateSeat, Membership
from councils.querysets import valid_on
from followups.states import State
from sessions import majorities
from sessions.excuses import CLOSED, Excuses
from sessions.models import Invitation, Sitting
from sessions.reading import openings, papers_sent
from sessions.roll import seats

Answer = Invitation.Answer
NONE: Final = "none"
"""How the address of a page calls those who have not registered."""
WROTE: Final = "wrote"
"""They answered the follow-up in words; somebody must register what it says."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whether a delegate can be told: an account in the portal, and an e-mail address with it."""

    has_account: bool = False
    has_mail: bool = False


@dataclass(slots=True)
class Called:
    """One delegate of the list; what only the secretariat sees is empty for everybody else.

    `reason_open`: whether the reader may know why the delegate cannot come; it may speak of an illness.
    """

    invitation: Invitation
    group: DelegateGroup | None = None
    account: Account | None = None
    opened: int | None = None
    to_open: int | None = None
    reason_open: bool = False

    @property
    def pk(self) -> int:
        """The key of the invitation."""
        return self.invitation.pk

    @property
    def answer(self) -> str:
        """present, excused, wrote, or none."""
        asked = self.invitation.follow_up
        if self.invitation.answer:
            return self.invitation.answer
        return WROTE if asked is not None and asked.state == State.ANSWERED else NONE

    @property
    def reason(self) -> str:
        """Why the delegate cannot come, where the reader may know it."""
        return self.invitation.reason if self.reason_open else ""

    @property
    def answered_at(self) -> datetime | None:
        """When it was registered."""
        return self.invitation.answered_at


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many registered their presence, against how many must be there.

    Two thirds of all delegates: not in the law of 2025, left to the working regulations, so to be confirmed (domain
    reference 3.1).
    """

    all_delegates: int
    called: int
    present: int
    excused: int

    @property
    def silent(self) -> int:
        """Those who have not registered."""
        return self.called - self.present - self.excused

    @property
    def needed(self) -> int:
        """Two thirds of all delegates, rounded up."""
        return majorities.quorum(self.all_delegates)

    @property
    def short(self) -> int:
        """How many are still lacking; 0 where there are enough."""
        return max(self.needed - self.present, 0)

    @property
    def note(self) -> str:
        """What it rests on."""
        return _("2/3 of all %(all)s delegates; to be confirmed by the working regulations") % {
            "all": self.all_delegates
        }


def invitations(sitting: Sitting) -> QuerySet[Invitation]:
    """Who is called, in Vietnamese order by given name."""
    rows = Invitation.objects.filter(sitting=sitting)
    related = rows.select_related("delegate", "answered_by", "follow_up", "sitting")
    return related.order_by("delegate__sort_key", "pk")


def quorum(sitting: Sitting, rows: Iterable[Called]) -> Quorum:
    """Registered presence against the quorum; all delegates are those elected, or those in office on the opening day.

    One query.
    """
    answers = [row.answer for row in rows]
    return Quorum(
        seats(sitting, sitting.opens_on).all_delegates,
        len(answers),
        answers.count(Answer.PRESENT),
        answers.count(Answer.EXCUSED),
    )


def called(sitting: Sitting, excuses: Excuses = CLOSED) -> list[Called]:
    """The list as a reader may see it, with the reasons of absence that are open to them. Two queries."""
    rows = list(invitations(sitting))
    groups = _groups(sitting, [row.delegate_id for row in rows])
    return [
        Called(row, groups.get(row.delegate_id), reason_open=excuses.open_of(row.delegate_id)) for row in rows
    ]


def without_account(delegates: Iterable[int]) -> int:
    """How many of these delegates the portal cannot tell: their invitation goes on paper. One query."""
    wanted = set(delegates)
    return len(wanted - _accounts(wanted).keys())


def for_secretariat(sitting: Sitting, rows: Sequence[Called]) -> None:
    """Add what only the secretariat sees: who can be reached, and how many papers each has opened. Three queries."""
    accounts = _accounts(row.invitation.delegate_id for row in rows)
    opened, total = openings(sitting), papers_sent(sitting).filter(versions__isnull=False).distinct().count()
    for row in rows:
        users = accounts.get(row.invitation.delegate_id, {})
        row.account = Account(bool(users), any(users.values()))
        row.opened, row.to_open = opened.get(row.invitation.delegate_id, 0), total


def _groups(sitting: Sitting, delegates: Iterable[int]) -> Mapping[int, DelegateGroup | None]:
    held = DelegateSeat.objects.filter(
        valid_on(sitting.opens_on), council_term=sitting.council_term_id, delegate__in=list(delegates)
    )
    return {seat.delegate_id: seat.group for seat in held.select_related("group")}


def _accounts(delegates: Iterable[int]) -> Mapping[int, dict[int, str]]:
    """By delegate the e-mail addresses of the active users who are this delegate today."""
    rows = Membership.objects.valid(timezone.localdate()).filter(
        role=Role.DELEGATE, delegate__in=list(delegates), user__is_active=True
    )
    found: dict[int, dict[int, str]] = {}
    for delegate, user, mail in rows.values_list("delegate_id", "user_id", "user__email"):
        found.setdefault(delegate, {})[user] = mail
    return found
