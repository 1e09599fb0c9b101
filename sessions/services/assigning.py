"""Papers are assigned to the committees that verify them: one leads, others co-ordinate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from councils.calendar import DueDate
from councils.models import Committee
from followups.contradictions import not_there
from sessions.models import Paper, Verification, VerificationSection
from sessions.report_parts import parts_of
from sessions.services.moving import check_day
from sessions.services.moving_many import move_many
from sessions.services.paper_dues import PaperDues
from sessions.services.papers import foreign
from sessions.services.rows import Outcome, sentences
from sessions.services.tabling import lock_papers
from sessions.states import PAPER_TABLE, PaperState, VerificationState

_MORE_MAY_JOIN = frozenset({PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION})


@dataclass(frozen=True, slots=True)
class _Order:
    """Who verifies one paper, and when the reports are due."""

    paper: Paper
    lead: Committee
    others: tuple[Committee, ...]
    due: DueDate

    @property
    def committees(self) -> tuple[Committee, ...]:
        """The leading one first."""
        return (self.lead, *self.others)


@transaction.atomic
def assign_paper(
    *,
    paper: Paper,
    committees: Iterable[Committee],
    lead: Committee,
    user: User | None,
    on: date,
    due_on: date | None = None,
    legal_basis: str = "",
) -> list[Verification]:
    """Assign a received paper to its committees; more may join one that is already being verified, under its leader.

    The reports are due by rule (VER-REPORT-OUT), or on a day set by hand with its legal basis. Raises Refused beside
    the fields: a committee of another council, or one that does not exist on that day; another leader than the one
    that verifies; no rule for the due day; a paper that has not come.
    """
    check_day(on)
    locked = lock_papers([paper])[0]
    others = tuple(committee for committee in committees if committee.pk != lead.pk)
    _refuse_unfit(locked, lead, others, on)
    dues = PaperDues(locked.sitting)
    due = dues.by_hand(due_on, legal_basis) if due_on else dues.of_report()
    order = _Order(locked, lead, others, due)
    joining = locked.state in _MORE_MAY_JOIN
    if joining and not locked.verifications.filter(is_lead=True, committee=lead).exists():
        raise Refused({"lead": _("Another committee leads the verification of this paper already.")})
    if not joining:
        outcome = move_many(records=[locked], table=PAPER_TABLE, name="assign", user=user, on=on)
        if outcome.refused:
            raise Refused(outcome.refused[0][1])
    with entered_by(user):
        made = _write([order], on)
    paper.refresh_from_db()
    return made


def _refuse_unfit(paper: Paper, lead: Committee, others: Sequence[Committee], on: date) -> None:
    problems = {}
    if words := _unfit(lead, paper, on):
        problems["lead"] = words
    if found := [words for other in others if (words := _unfit(other, paper, on))]:
        problems["committees"] = " ".join(found)
    if problems:
        raise Refused(problems)


def _unfit(committee: Committee, paper: Paper, on: date) -> str:
    """Why a committee cannot verify a paper from this day on."""
    council = paper.sitting.council
    return not_there(committee, on) if committee.council_id == council.pk else foreign(committee, council)


@transaction.atomic
def assign_papers(
    *, papers: Iterable[Paper], user: User | None, on: date, lead: Committee | None = None
) -> Outcome:
    """Assign many received papers at once, each to the committee named on the list, or all to `lead`.

    A constant number of queries. What cannot be assigned says why.
    """
    check_day(on)
    ready, refused = [], list[tuple[Paper, str]]()
    for order in plan_assignment(papers=lock_papers(papers), on=on, lead=lead):
        if isinstance(order, _Order):
            ready.append(order)
        else:
            refused.append(order)
    outcome = move_many(
        records=[order.paper for order in ready], table=PAPER_TABLE, name="assign", user=user, on=on
    )
    moved = {paper.pk for paper in outcome.done}
    with entered_by(user):
        _write([order for order in ready if order.paper.pk in moved], on)
    return Outcome(outcome.done, [*refused, *outcome.refused])


def plan_assignment(
    *, papers: Sequence[Paper], on: date, lead: Committee | None = None
) -> list[_Order | tuple[Paper, str]]:
    """What assigning these papers would do: the order for each, or why it cannot be assigned. Changes nothing."""
    dues = {paper.sitting_id: PaperDues(paper.sitting) for paper in papers}
    found: list[_Order | tuple[Paper, str]] = []
    for paper in papers:
        committee = lead or paper.committee
        if committee is None:
            found.append((paper, _("No committee is named on the list: choose one.")))
        elif refusal := PAPER_TABLE.refusal("assign", paper.state) or _unfit(committee, paper, on):
            found.append((paper, refusal))
        else:
            found.append(_order(paper, committee, dues[paper.sitting_id]))
    return found


def _order(paper: Paper, lead: Committee, dues: PaperDues) -> _Order | tuple[Paper, str]:
    try:
        return _Order(paper, lead, (), dues.of_report())
    except Refused as refused:
        return paper, " ".join(sentences(refused).values())


def _write(orders: Sequence[_Order], on: date) -> list[Verification]:
    """The verifications with the parts that their reports must have; those that stand already stay as they are.

    A paper that was given back and came again keeps the work that its committees had done.
    """
    standing = set(
        Verification.objects.filter(paper__in=[order.paper.pk for order in orders]).values_list(
            "paper_id", "committee_id"
        )
    )
    made = Verification.objects.bulk_create(
        _verification(order, committee, on)
        for order in orders
        for committee in order.committees
        if (order.paper.pk, committee.pk) not in standing
    )
    VerificationSection.objects.bulk_create(
        VerificationSection(verification=row, position=place, heading=heading)
        for row in made
        for place, heading in enumerate(parts_of(row.paper), start=1)
    )
    for order in orders:
        order.paper.committee = order.lead
    Paper.objects.bulk_update([order.paper for order in orders], ["committee"])
    return made


def _verification(order: _Order, committee: Committee, on: date) -> Verification:
    due = order.due
    return Verification(
        paper=order.paper,
        committee=committee,
        is_lead=committee.pk == order.lead.pk,
        assigned_on=on,
        due_on=due.day,
        due_rule=due.rule,
        due_anchor_on=due.anchor if due.rule else None,
        legal_basis=due.legal_basis,
        state=VerificationState.ASSIGNED,
    )
