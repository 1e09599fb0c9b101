"""Đề nghị giám sát: proposals come in by their legal day, become items of a programme or are refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import Clock
from sessions.services.moving import check_day
from supervision.models import Programme, ProgrammeItem, Proposal
from supervision.roadmap import Steps
from supervision.services.programmes import lock_open, next_position

Outcome = Proposal.Outcome
Proposer = Proposal.Proposer
EARLIEST: Final = 2000
_NAMED: Final = frozenset({Proposer.GROUP, Proposer.FRONT, Proposer.AGENCY, Proposer.VOTERS})
"""Proposers that are known by a name only."""


@transaction.atomic
def save_proposal(*, proposal: Proposal, user: User | None, version: int | None = None) -> Proposal:
    """Enter a proposal, or change one that nothing has become of yet; one that came late is kept and marked.

    The legal day is counted anew from the rules in force (SUP-PROPOSE, SUP-SC-PROPOSE); where nothing binds the
    subject there is none. Raises Refused beside the fields: a proposer missing or of another council, a day in the
    future, a year out of reach, a proposal that has been decided on.
    """
    if proposal.pk:
        standing = Proposal.objects.select_for_update().get(pk=proposal.pk)
        _still_open([standing])
    _settle_proposer(proposal)
    refuse({**_who(proposal), **_when(proposal)})
    steps = Steps(proposal.council, proposal.year, Clock())
    proposal.due_on, proposal.due_rule = steps.proposals_due(proposal.subject)
    with entered_by(user):
        return save_edit(proposal, version=version)


def _settle_proposer(proposal: Proposal) -> None:
    """Only the key that belongs to the kind of proposer stays; a name stands where no key does."""
    if proposal.proposer != Proposer.DELEGATE:
        proposal.delegate = None
    if proposal.proposer != Proposer.COMMITTEE:
        proposal.committee = None
    proposal.proposer_name = proposal.proposer_name.strip()
    if proposal.proposer not in _NAMED:
        proposal.proposer_name = ""


def _who(proposal: Proposal) -> dict[str, str | bool]:
    council, delegate, committee = proposal.council_id, proposal.delegate, proposal.committee
    elsewhere = _("Not of this council.")
    return {
        "delegate": (proposal.proposer == Proposer.DELEGATE and delegate is None and _("Name the delegate."))
        or (delegate is not None and delegate.council_id != council and elsewhere),
        "committee": (
            proposal.proposer == Proposer.COMMITTEE and committee is None and _("Name the committee.")
        )
        or (committee is not None and committee.council_id != council and elsewhere),
        "proposer_name": proposal.proposer in _NAMED
        and not proposal.proposer_name
        and _("Say who proposes it."),
    }


def _when(proposal: Proposal) -> dict[str, str | bool]:
    on, latest = proposal.proposed_on, timezone.localdate().year + 2
    return {
        "proposed_on": on > timezone.localdate()
        and _("The day %(day)s lies in the future.") % {"day": shown(on)},
        "year": not EARLIEST <= proposal.year <= latest
        and _("Is the year right? Programmes are proposed for %(first)s to %(last)s.")
        % {"first": EARLIEST, "last": latest},
    }


def _still_open(proposals: Sequence[Proposal]) -> None:
    decided = [proposal for proposal in proposals if proposal.outcome != Outcome.OPEN]
    if decided:
        raise Refused(
            _("Something has already become of “%(content)s”: take that back first.")
            % {"content": decided[0].content}
        )


def _locked(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The rows of this moment, in the order of their days; Refused where there is none, or one is decided."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in proposals])
    found = list(rows.order_by("proposed_on", "pk"))
    if not found:
        raise Refused(_("Tick at least one proposal."))
    _still_open(found)
    return found


# --- Selection ---


@transaction.atomic
def select_proposals(
    *,
    programme: Programme,
    proposals: Sequence[Proposal],
    user: User | None,
    on: date,
    item: ProgrammeItem | None = None,
    title: str = "",
    form: str = "",
) -> ProgrammeItem:
    """Take proposals into the programme: into one of its items, or together into a new one.

    A new item takes the first proposal's content as its title where `title` is empty, and the scope of all. Raises
    Refused: nothing chosen, one decided already, of another council or year, an item of another programme, a
    programme that is decided, a day before one of them was made.
    """
    locked = lock_open(programme)
    rows = _locked(proposals)
    _check_fit(locked, rows, item)
    check_day(on, not_before=max(row.proposed_on for row in rows))
    with entered_by(user):
        chosen = item or _new_item(locked, rows, title, form)
        for row in rows:
            row.outcome, row.outcome_on, row.outcome_note, row.item = Outcome.SELECTED, on, "", chosen
            row.save()
    return chosen


def _check_fit(programme: Programme, rows: Sequence[Proposal], item: ProgrammeItem | None) -> None:
    if any((row.council_id, row.year) != (programme.council_id, programme.year) for row in rows):
        raise Refused(_("A proposal is for another council or another year."))
    refuse(
        {
            "item": item is not None
            and item.programme_id != programme.pk
            and _("This item stands in another programme.")
        }
    )


def _new_item(programme: Programme, rows: Sequence[Proposal], title: str, form: str) -> ProgrammeItem:
    scopes = dict.fromkeys(row.scope.strip() for row in rows if row.scope.strip())
    made: ProgrammeItem = save_edit(
        ProgrammeItem(
            programme=programme,
            position=next_position(programme),
            form=form or ProgrammeItem.Form.THEMATIC,
            title=(title.strip() or rows[0].content)[:300],
            scope="\n".join(scopes),
        )
    )
    return made


@transaction.atomic
def refuse_proposals(
    *, proposals: Sequence[Proposal], user: User | None, on: date, reason: str
) -> list[Proposal]:
    """Do not take proposals into the programme; the reason is kept with each and read by its proposer."""
    rows = _locked(proposals)
    refuse({"reason": not reason.strip() and _("Say why the proposal is not selected.")})
    check_day(on, not_before=max(row.proposed_on for row in rows))
    with entered_by(user):
        for row in rows:
            row.outcome, row.outcome_on, row.outcome_note = Outcome.NOT_SELECTED, on, reason.strip()
            row.save()
    return rows


@transaction.atomic
def reopen_proposal(*, proposal: Proposal, user: User | None) -> Proposal:
    """Take a selection or refusal back while the programme is not decided; the item that it went into stays."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.item_id is not None:
        lock_open(Programme.objects.get(items=row.item_id))
    row.outcome, row.outcome_on, row.outcome_note, row.item = Outcome.OPEN, None, "", None
    with entered_by(user):
        row.save()
    proposal.refresh_from_db()
    return proposal


def proposer_of(proposal: Any) -> str:
    """Who proposed it, by name where one is known."""
    named = proposal.delegate or proposal.committee or proposal.proposer_name
    return str(named or proposal.get_proposer_display())
