"""Biểu quyết: recording a vote with all three denominators, and voiding one. A final vote decides on its resolution."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import LONGEST_REASON, SHORTEST_REASON, Refused
from core.services import entered_by, refuse
from sessions import majorities
from sessions.models import AgendaItem, Ballot, Majority, PlenaryMeeting, Resolution, Sitting, Vote
from sessions.roll import roll_of
from sessions.services import adoption, dealing
from sessions.services.counting import Counts, Tally, count
from sessions.services.plenary import check_minutes_open, lock_half_day
from sessions.services.voting import check_frame
from sessions.states import SIGNED


@transaction.atomic
def record_vote(
    *,
    sitting: Sitting,
    meeting: PlenaryMeeting,
    user: User | None,
    title: str,
    method: str,
    majority: str,
    votes_for: int | None = None,
    votes_against: int | None = None,
    present: int | None = None,
    item: AgendaItem | None = None,
    resolution: Resolution | None = None,
    is_final: bool = False,
    held_at: time | None = None,
    ballots_issued: int | None = None,
    ballots_returned: int | None = None,
    ballots_invalid: int | None = None,
    ballots: Mapping[int, str] | None = None,
    note: str = "",
) -> Vote:
    """Record one vote: its counts, all three denominators, the votes it needed, whether it passed, on which article.

    `present` is taken from the attendance at `held_at` unless it is given. A roll call gives `ballots`, the choice of
    each delegate present by id; its counts follow from them. A final vote adopts or rejects its resolution on the day
    of the half-day, and the draft among the papers with it; the agenda item has been dealt with. Numbers run through
    the sitting, which is locked: two people never get the same one.

    Raises Refused beside the field for what cannot be: see `voting` (where, when, on what) and `counting` (how many).
    """
    locked = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    found = lock_half_day(meeting)
    if resolution is not None:
        resolution = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution.pk)
    vote = Vote(
        sitting=locked,
        meeting=found,
        title=title.strip(),
        method=method,
        majority=majority,
        item=item,
        resolution=resolution,
        is_final=is_final,
        held_at=held_at,
        note=note.strip(),
    )
    check_frame(vote)
    tally = Tally(
        votes_for=votes_for,
        votes_against=votes_against,
        present=present,
        issued=ballots_issued,
        returned=ballots_returned,
        invalid=ballots_invalid,
        ballots=ballots,
    )
    counts = count(tally, method=method, roll=roll_of(found), at=held_at)
    _settle(vote, counts)
    with entered_by(user):
        _save(vote, ballots if method == Vote.Method.ROLL_CALL else None)
        _decide(vote, user)
        dealing.by_vote(vote=vote, user=user)
    return vote


def _settle(vote: Vote, counts: Counts) -> None:
    """The counts and what follows from them; refused where the majority is not open to this council."""
    on, majority = vote.meeting.day, Majority(vote.majority)
    refuse({"majority": majorities.refusal(majority, counts.seats, on)})
    vote.all_delegates, vote.in_office = counts.seats
    vote.present, vote.not_voting = counts.present, counts.not_voting
    vote.votes_for, vote.votes_against = counts.votes_for, counts.votes_against
    vote.ballots_issued, vote.ballots_returned, vote.ballots_invalid = counts.ballots
    bases = {
        "all_delegates": vote.all_delegates,
        "in_office": vote.in_office,
        "present": vote.present,
    }
    vote.needed = majorities.needed(majority, **bases)
    vote.passed = vote.votes_for >= vote.needed
    vote.legal_basis = majorities.legal_basis(majority, on)


def _save(vote: Vote, ballots: Mapping[int, str] | None) -> None:
    last = Vote.objects.filter(sitting=vote.sitting).aggregate(last=Max("number"))["last"] or 0
    vote.number = last + 1
    save_edit(vote)
    Ballot.objects.bulk_create(
        Ballot(vote=vote, delegate_id=pk, choice=choice) for pk, choice in (ballots or {}).items()
    )


def _decide(vote: Vote, user: User | None) -> None:
    """What a final vote does to its resolution."""
    if not vote.is_final or vote.resolution is None:
        return
    words = f"{vote.votes_for}/{vote.all_delegates}"
    act = adoption.adopt if vote.passed else adoption.reject
    act(resolution=vote.resolution, on=vote.meeting.day, user=user, note=words)


@transaction.atomic
def void_vote(*, vote: Vote, user: User | None, reason: str) -> Vote:
    """Take a vote out that was recorded by mistake: it stays in the list with the reason and counts nowhere.

    What it did to its resolution, its draft and its agenda item is taken back, unless the resolution has been signed
    by then: that is Refused, as is voiding twice, and once the minutes are approved.
    """
    locked = (
        Vote.objects.select_for_update(of=("self",))
        .select_related("sitting", "meeting", "item")
        .get(pk=vote.pk)
    )
    check_minutes_open(locked.sitting)
    if locked.voided_on is not None:
        raise Refused(_("This vote has already been voided."))
    reason = reason.strip()
    refuse(
        {
            "reason": (len(reason) < SHORTEST_REASON and _("Say why the vote is voided."))
            or (
                len(reason) > LONGEST_REASON
                and _("The reason is too long: %(most)s characters at most.") % {"most": LONGEST_REASON}
            )
        }
    )
    with entered_by(user):
        locked.voided_on, locked.voided_because = timezone.localdate(), reason
        save_edit(locked)
        _take_back(locked, user)
        dealing.vote_voided(vote=locked, user=user)
    vote.refresh_from_db()
    return vote


def _take_back(vote: Vote, user: User | None) -> None:
    if not vote.is_final or vote.resolution_id is None:
        return
    resolution = Resolution.objects.select_for_update(of=("self",)).get(pk=vote.resolution_id)
    if resolution.state in SIGNED:
        raise Refused(
            _("“%(resolution)s” has been signed: the vote that adopted it can no longer be voided.")
            % {"resolution": resolution}
        )
    adoption.take_back(resolution=resolution, user=user, note=vote.voided_because)
