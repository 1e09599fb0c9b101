"""The debt behind an expected paper: a follow-up of its owner, which reminders chase, and which the receipt settles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from core.services import entered_by
from councils.calendar import DueDate
from documents import house
from followups import services as followups
from followups.models import Assessment
from followups.states import OPEN, WAITING, State
from sessions.models import Paper, PaperVersion, Sitting
from sessions.services import settling
from sessions.services.moving import check_day
from sessions.services.rows import Outcome
from sessions.states import MISSING, SittingState

KIND: Final = "paper"
"""Kind of the follow-ups that expected papers become."""
EVIDENCE: Final = "Tài liệu đầy đủ, đúng thể thức, đã gửi đến Thường trực HĐND"
"""What proves a paper handed in. Words of official records are always Vietnamese, here and below."""
_TITLE: Final = "Gửi tài liệu: {title}"
_DETAIL: Final = "Tài liệu số {number} của kỳ họp {sitting}, HĐND {council}: {title}."
_TO_COMMITTEE: Final = "{committee} thẩm tra."
_HANDED_IN: Final = "Đã gửi tài liệu: {title} (bản thứ {number})."
LONGEST_TITLE: Final = 300


@transaction.atomic
def ask_owners(
    *,
    sitting: Sitting,
    user: User | None,
    on: date,
    papers: Iterable[Paper] | None = None,
    quiet: bool = False,
) -> Outcome:
    """Ask the agencies and committees for the papers that they owe the sitting: each becomes a follow-up.

    Without `papers`: every missing one that was not asked for yet. It is due on the paper's own due day, by its rule.
    What cannot be asked for says why; Refused for a day in the future, or a sitting that does not take place.
    """
    check_day(on)
    if sitting.state in {SittingState.CANCELLED, SittingState.POSTPONED}:
        raise Refused(_("The sitting is postponed or cancelled: nobody owes it a paper now."))
    rows = Paper.objects.select_for_update(of=("self",)).filter(sitting=sitting)
    if papers is None:
        rows = rows.missing().filter(follow_up__isnull=True).exclude(**_NO_OWNER)
    else:
        rows = rows.filter(pk__in=[paper.pk for paper in papers])
    related = ("sitting__council", "owner_agency", "owner_committee", "committee", "due_rule")
    outcome = Outcome([], [])
    with entered_by(user):
        for paper in rows.select_related(*related).order_by("number"):
            if refusal := _ask(paper, user, on, quiet=quiet):
                outcome.refused.append((paper, refusal))
            else:
                outcome.done.append(paper)
    return outcome


_NO_OWNER: Final = {"owner_agency__isnull": True, "owner_committee__isnull": True}


def not_askable(paper: Paper, on: date | None = None) -> str:
    """Why nobody can be asked for a paper, in words; nothing where its owner can be asked. `on`: also of that day."""
    if paper.state not in MISSING:
        return _("It is not missing: the state is “%(state)s”.") % {"state": paper.get_state_display()}
    if paper.follow_up_id:
        return _("It was already asked for.")
    if paper.owner is None:
        return _("The Standing Committee itself makes this paper: there is nobody to ask.")
    if on is not None and paper.due_on < on:
        words = {"due": shown(paper.due_on)}
        return _("It was due on %(due)s already: give the paper a later due day first.") % words
    return ""


def _ask(paper: Paper, user: User | None, on: date, *, quiet: bool) -> str:
    """Issue the follow-up; the sentence of a refusal, or nothing when it was issued."""
    owner = paper.owner
    refusal = not_askable(paper, on)
    if refusal or owner is None:
        return refusal
    clears = followups.FiveClears(
        body=owner,
        title=_TITLE.format(title=paper.title)[:LONGEST_TITLE],
        due=due_of(paper),
        accountable=f"Người đứng đầu {owner.name}"[:200],
        evidence=EVIDENCE,
    )
    try:
        with transaction.atomic():
            paper.follow_up = followups.issue(
                council=paper.sitting.council,
                kind=KIND,
                clears=clears,
                user=user,
                on=on,
                detail=_detail(paper),
                quiet=quiet,
            )
    except ValidationError as refused:
        return " ".join(refused.messages)
    Paper.objects.filter(pk=paper.pk).update(follow_up=paper.follow_up, updated_at=timezone.now())
    return ""


def due_of(paper: Paper) -> DueDate:
    """The paper's own due day with its reason, for the follow-up of its owner."""
    anchor = paper.due_anchor_on or paper.sitting.opens_on
    return DueDate(paper.due_on, paper.due_rule, anchor, estimated=False, basis=paper.legal_basis)


def _detail(paper: Paper) -> str:
    council = paper.sitting.council
    words = _DETAIL.format(
        number=paper.number,
        sitting=house.sitting_words(paper.sitting.number, council),
        council=council.name,
        title=paper.title.rstrip(" ."),
    )
    return f"{words} {_TO_COMMITTEE.format(committee=paper.committee)}" if paper.committee else words


# --- What happens to the paper happens to its debt ---


def not_before_asking(paper: Paper, on: date) -> str:
    """That a paper cannot have come before its owner was asked for it; nothing for a later day."""
    asked = paper.follow_up.issued_on if paper.follow_up else None
    if asked is None or on >= asked:
        return ""
    return _("It was asked for on %(day)s: it cannot have come before.") % {"day": shown(asked)}


def settle(*, paper: Paper, version: PaperVersion, user: User | None, on: date, by_owner: bool) -> None:
    """The receipt answers the follow-up and is the acceptance as well; the council's side is told what came by itself.

    The file stays with the paper, which says who may open it: delegates read follow-ups before papers are sent.
    """
    if paper.follow_up is None:
        return
    text = _HANDED_IN.format(title=paper.title.rstrip(" ."), number=version.number)
    settling.settle(
        follow_up=paper.follow_up, user=user, text=text, on=on, by_owner=by_owner, number=paper.symbol
    )


def owed_again(*, paper: Paper, user: User | None, reason: str, on: date) -> None:
    """A paper that is given back as incomplete is owed again; its owner is told why."""
    follow_up = paper.follow_up
    if follow_up is None:
        return
    if follow_up.state == State.CLOSED:
        followups.reopen(follow_up=follow_up, user=user, reason=reason, on=on)
    elif follow_up.state in WAITING | {State.ACCEPTED}:
        returned = Assessment.Verdict.RETURNED
        followups.assess(follow_up=follow_up, user=user, verdict=returned, reason=reason, on=on)


def take_back(*, paper: Paper, user: User | None, reason: str, on: date) -> None:
    """Nobody owes what was withdrawn or deferred; what came before stays settled."""
    follow_up = paper.follow_up
    if follow_up is not None and follow_up.state in OPEN | WAITING:
        followups.withdraw(follow_up=follow_up, user=user, reason=reason, on=on)


def follow_due_days(*, papers: Sequence[Paper], user: User | None, reason: str) -> None:
    """The follow-ups of these papers become due with them."""
    dues = {paper.follow_up_id: due_of(paper) for paper in papers if paper.follow_up_id}
    if dues:
        followups.redate(dues=dues, user=user, reason=reason)
