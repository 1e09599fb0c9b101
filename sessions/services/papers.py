"""The list of papers of a sitting: what is expected of whom by when, changed and renumbered until it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from core.text import fold
from councils.calendar import DueDate
from councils.models import Agency, Committee, Council
from followups.contradictions import not_there
from sessions.models import Paper, Sitting
from sessions.services.paper_debts import follow_due_days
from sessions.services.paper_dues import PaperDues
from sessions.services.rows import RefusedRows, sentences
from sessions.states import PaperState, SittingState


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPaper:
    """One line of the list as somebody enters it.

    Without `number` it gets the next one. Without `due_on` the rules give the day; a day set by hand needs its
    `legal_basis`. `goes_with_number` names the paper it goes with by its number on the list, also one entered with it.
    """

    kind: str
    title: str
    owner_agency: Agency | None = None
    owner_committee: Committee | None = None
    committee: Committee | None = None
    goes_with: Paper | None = None
    goes_with_number: int | None = None
    due_on: date | None = None
    legal_basis: str = ""
    number: int | None = None
    note: str = ""


# --- Entering ---


def expect_paper(*, sitting: Sitting, kind: str, title: str, user: User | None, **line: Any) -> Paper:
    """Put one paper on the list; see `ExpectedPaper` for the rest of the line. Refused beside the fields."""
    try:
        return expect_papers(
            sitting=sitting, rows=[ExpectedPaper(kind=kind, title=title, **line)], user=user
        )[0]
    except RefusedRows as refused:
        raise Refused(refused.rows[0]) from refused


@transaction.atomic
def expect_papers(*, sitting: Sitting, rows: Sequence[ExpectedPaper], user: User | None) -> list[Paper]:
    """Put many papers on the list at once, all or none, in a constant number of queries.

    The sitting is locked, so that two people cannot give the same number. Raises RefusedRows with what is wrong in
    which row: no title, an owner or committee of another council or one that does not exist on the opening day, a
    number already given, no rule for the due day.
    """
    locked = _lock(sitting)
    listing = _Listing(locked)
    made, wrong = [], dict[int, dict[str, str]]()
    for at, row in enumerate(rows):
        try:
            made.append(listing.add(row))
        except Refused as refused:
            wrong[at] = sentences(refused)
    if wrong:
        raise RefusedRows(wrong)
    with entered_by(user):
        Paper.objects.bulk_create(made)
        listing.join(made, rows)
    return made


def _lock(sitting: Sitting) -> Sitting:
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("council")
    locked = rows.get(pk=sitting.pk)
    if locked.state == SittingState.CANCELLED:
        raise Refused(_("The sitting is cancelled: no paper is expected for it."))
    return locked


def next_number(sitting: Sitting) -> int:
    """The next free number of the list; the sitting is locked from now on."""
    numbers = _lock(sitting).papers.order_by("-number").values_list("number", flat=True)
    return (numbers.first() or 0) + 1


class _Listing:
    """The list while lines are added to it."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.dues = PaperDues(sitting)
        self.papers = {paper.number: paper for paper in sitting.papers.all()}
        self.next_number = max(self.papers, default=0) + 1

    def add(self, row: ExpectedPaper) -> Paper:
        """A paper that is not saved yet; Refused beside the fields of the row."""
        paper = _paper_of(row, self.sitting)
        paper.number = row.number or self.next_number
        problems = _problems(paper, self.sitting)
        other = self.papers.get(paper.number)
        problems["number"] = _taken(other) if other else False
        try:
            set_due(paper, due_of_line(self.dues, paper.committee, row.due_on, row.legal_basis))
        except Refused as refused:
            problems |= sentences(refused)
        refuse(problems)
        self.papers[paper.number] = paper
        self.next_number = max(self.next_number, paper.number + 1)
        return paper

    def join(self, made: Sequence[Paper], rows: Sequence[ExpectedPaper]) -> None:
        """Papers that name the number of the one they go with: it may be one of those just entered."""
        joined, wrong = [], dict[int, dict[str, str]]()
        for at, (paper, row) in enumerate(zip(made, rows, strict=True)):
            if row.goes_with_number is None:
                continue
            paper.goes_with = self.papers.get(row.goes_with_number)
            if problem := _not_with(paper):
                wrong[at] = {"goes_with": str(problem)}
            joined.append(paper)
        if wrong:
            raise RefusedRows(wrong)
        Paper.objects.bulk_update(joined, ["goes_with"])


_PLAIN: Final = {field.name for field in fields(ExpectedPaper)} - {
    "number",
    "goes_with_number",
    "due_on",
    "legal_basis",
}


def _paper_of(row: ExpectedPaper, sitting: Sitting) -> Paper:
    paper = Paper(sitting=sitting, **{name: getattr(row, name) for name in _PLAIN})
    paper.title, paper.note = " ".join(row.title.split()), row.note.strip()
    paper.search = fold(paper.title)  # many rows are written at once, past the model's own save
    return paper


def due_of_line(
    dues: PaperDues, committee: Committee | None, due_on: date | None, legal_basis: str
) -> DueDate:
    """The day by rule, or the one that somebody set; Refused beside `due_on` or `legal_basis`."""
    if due_on is None:
        return dues.of_paper(verified=committee is not None)
    return dues.by_hand(due_on, legal_basis)


def set_due(paper: Paper, due: DueDate) -> None:
    """The day with what it rests on; a day set by hand hangs on no rule and is counted from nothing."""
    paper.due_on, paper.due_rule, paper.legal_basis = due.day, due.rule, due.legal_basis
    paper.due_anchor_on = due.anchor if due.rule else None


# --- What a line must obey ---


def _problems(paper: Paper, sitting: Sitting) -> dict[str, str | bool]:
    agency, own = paper.owner_agency, paper.owner_committee
    return {
        "title": not paper.title and _("Say what the paper is called."),
        "kind": paper.kind not in Paper.Kind.values and _("Say what kind of paper it is."),
        "owner": (agency and own and _("A paper has one owner: an agency or a committee."))
        or _unfit(agency or own, sitting),
        "committee": _unfit(paper.committee, sitting),
        "goes_with": bool(paper.goes_with_id) and _not_with(paper),
    }


def _unfit(body: Agency | Committee | None, sitting: Sitting) -> str | bool:
    """Why a body can neither owe nor verify a paper of this sitting."""
    if body is None:
        return False
    if body.council_id != sitting.council_id:
        return foreign(body, sitting.council)
    return not_there(body, sitting.opens_on)


def foreign(body: Agency | Committee, council: Council) -> str:
    """A body of another council."""
    return _("%(body)s does not belong to %(council)s.") % {"body": body, "council": council}


def _not_with(paper: Paper) -> str | bool:
    """Why a paper cannot go with the one it names: not on this list, or the two would go with each other."""
    other, seen = paper.goes_with, set[int]()
    if other is None or other.sitting_id != paper.sitting_id:
        return _("There is no such paper on the list of this sitting.")
    while other is not None and other.pk not in seen:
        if other.pk == paper.pk:
            return _("A paper cannot go with itself, nor two with each other.")
        seen.add(other.pk)
        other = other.goes_with
    return False


def _taken(other: Paper) -> str:
    return _("No. %(number)s of the list is “%(title)s”.") % {"number": other.number, "title": other.title}


# --- Changing ---


@transaction.atomic
def change_paper(
    *,
    paper: Paper,
    user: User | None,
    version: int | None = None,
    due_on: date | None = None,
    legal_basis: str = "",
    **changes: Any,
) -> Paper:
    """Change a line of the list. `due_on` sets the day by hand; without it the rules give the day again.

    Refused beside the fields for what `expect_papers` refuses too, for another owner once somebody was asked, and for
    another committee once one verifies. The due day of the owner's follow-up moves with that of the paper.
    """
    sitting = _lock(paper.sitting)
    before = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    changes["title"] = " ".join(changes.get("title", paper.title).split())
    apply_changes(paper, changes)
    for name in _MOVED_ELSEWHERE:
        setattr(paper, name, getattr(before, name))
    problems = _problems(paper, sitting) | {"number": _number_wrong(paper)}
    problems["owner"] = problems["owner"] or _owed(before, paper)
    problems["committee"] = problems["committee"] or _in_verification(before, paper)
    try:
        set_due(paper, due_of_line(PaperDues(sitting), paper.committee, due_on, legal_basis))
    except Refused as refused:
        problems |= sentences(refused)
    refuse(problems)
    with entered_by(user):
        save_edit(paper, version=version)
    if before.due_on != paper.due_on:
        follow_due_days(papers=[paper], user=user, reason=_("The due day of the paper was changed."))
    return paper


_MOVED_ELSEWHERE: Final = ("state", "received_on", "tabled_on", "follow_up_id")
"""Columns that steps move, not edits: an edit that was opened before a step must not undo it."""


def _number_wrong(paper: Paper) -> str | bool:
    if not paper.number:
        return _("Papers are numbered from 1.")
    other = Paper.objects.filter(sitting=paper.sitting_id, number=paper.number).exclude(pk=paper.pk).first()
    return _taken(other) if other else False


def _owed(before: Paper, paper: Paper) -> str | bool:
    same = (before.owner_agency_id, before.owner_committee_id) == (
        paper.owner_agency_id,
        paper.owner_committee_id,
    )
    if same or (before.follow_up_id is None and before.state == PaperState.EXPECTED):
        return False
    return _("Its owner was already asked for it, or has sent it. Withdraw the paper and enter it anew.")


def _in_verification(before: Paper, paper: Paper) -> str | bool:
    if before.committee_id == paper.committee_id or not before.verifications.exists():
        return False
    return _("A committee already verifies the paper.")


@transaction.atomic
def remove_paper(*, paper: Paper, user: User | None) -> None:
    """Take a paper off the list, as if it had never stood there: only while it is expected and nothing hangs on it."""
    _lock(paper.sitting)
    locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if held := _held_by(locked):
        raise Refused(_("It cannot be taken off the list: %(reason)s") % {"reason": held})
    with entered_by(user):
        locked.delete()


def _held_by(paper: Paper) -> str:
    """What hangs on a paper, in words."""
    if paper.state != PaperState.EXPECTED or paper.versions.exists():
        return _("it has come. Withdraw it instead; it stays readable.")
    if paper.follow_up_id:
        return _("its owner was asked for it. Withdraw it instead; the owner is told.")
    if paper.agenda_items.exists():
        return _("it stands on the agenda.")
    if paper.companions.exists():
        return _("other papers go with it.")
    linked = _linked_elsewhere(paper)
    return _("other records refer to it (%(names)s).") % {"names": linked} if linked else ""


def _linked_elsewhere(paper: Paper) -> str:
    """The names of kinds of records that would stop the deletion, whatever floor or part they belong to."""
    known = {"moves", "versions", "companions", "agenda_items", "history"}
    names = [
        str(relation.related_model._meta.verbose_name_plural)
        for relation in paper._meta.related_objects
        if relation.get_accessor_name() not in known
        and getattr(relation.field, "db_constraint", True)
        and relation.related_model._default_manager.filter(**{relation.field.name: paper}).exists()
    ]
    return ", ".join(names)


@transaction.atomic
def renumber(*, sitting: Sitting, order: Sequence[int], user: User | None) -> None:
    """Number the papers from 1 in this order of their ids; Refused unless it names each paper of the list once."""
    locked = _lock(sitting)
    papers: Mapping[int, Paper] = {paper.pk: paper for paper in locked.papers.select_for_update()}
    if sorted(order) != sorted(papers):
        raise Refused(_("The list has changed meanwhile. Reload the page and number it again."))
    moved = []
    for number, pk in enumerate(order, start=1):
        if papers[pk].number != number:
            papers[pk].number = number
            moved.append(papers[pk])
    with entered_by(user):
        Paper.objects.bulk_update(moved, ["number"])
