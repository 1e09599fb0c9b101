"""Laying out a sitting: steps, expected papers, agenda, half-days; as its kind has them, or as an earlier one had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from core.services import entered_by
from core.text import fold
from councils.calendar import DueDate
from councils.models import Agency, Committee
from sessions.blueprints import AgendaPlan, PaperPlan, agenda_of, papers_of
from sessions.deadlines import Deadlines
from sessions.models import AgendaItem, Paper, PlenaryMeeting, Sitting, SittingStep
from sessions.progress import GONE, OWNER_UNKNOWN
from sessions.services.plenaries import plan_half_days
from sessions.services.steps import lay_out_steps

_YEAR: Final = re.compile(r"(tháng \d{1,2} |nhiệm kỳ |giai đoạn )?năm (20\d\d)(?!\s*[-–/]\s*\d)")
"""A year in a title; not one that belongs to a date or begins a period."""


@dataclass
class Laid:
    """What laying out has added: counts, and who was to owe papers but is not in the council's list of agencies."""

    steps: int = 0
    papers: int = 0
    items: int = 0
    half_days: int = 0
    unknown_owners: list[str] = field(default_factory=list)


@transaction.atomic
def lay_out(*, sitting: Sitting, user: Any, like: Sitting | None = None) -> Laid:
    """Give a sitting its steps, half-days, expected papers and agenda: as its kind usually has them, or as `like` had.

    Each part is laid out only where the sitting has nothing of it, so that a second call adds nothing. From an earlier
    sitting come the papers (kind, title, owner, committee; due days counted anew for this opening), the agenda with
    depth, minutes and presenters, the steps added by hand and the half-days; years in titles move along. Owners and
    committees that no longer exist on the opening day are left open, and the paper says so in its note.
    """
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    laid = Laid()
    with entered_by(user):
        before = sitting.steps.count()
        lay_out_steps(sitting=sitting, user=user)
        work = _Like(sitting, like, laid) if like else _Template(sitting, laid)
        work.steps()
        laid.steps = sitting.steps.count() - before
        if not sitting.plenary_meetings.exists():
            work.half_days(user)
            laid.half_days = sitting.plenary_meetings.count()
        if not sitting.papers.exists():
            work.papers()
        if not sitting.agenda_items.exists():
            work.agenda()
    return laid


class _Work:
    """What both ways of laying out share: who owns, who verifies, by when."""

    def __init__(self, sitting: Sitting, laid: Laid) -> None:
        self.sitting, self.laid = sitting, laid
        day, council = sitting.opens_on, sitting.council
        self.agencies = list(Agency.objects.of(council).valid(day).order_by("sort_key"))
        self.committees = list(Committee.objects.of(council).valid(day).order_by("pk"))

    def steps(self) -> None:
        """Steps that no template has."""

    def half_days(self, user: Any) -> None:
        plan_half_days(sitting=self.sitting, user=user)

    def paper(self, kind: str, title: str, due: DueDate | None, **given: Any) -> Paper:
        """A paper that is expected; without a rule in force it is due on the opening day."""
        number = self.laid.papers = self.laid.papers + 1
        if due is not None:
            given |= {"due_on": due.day, "due_rule": due.rule, "due_anchor_on": due.anchor}
            given["legal_basis"] = due.legal_basis
        given.setdefault("due_on", self.sitting.opens_on)
        return Paper(sitting=self.sitting, number=number, kind=kind, title=title, search=fold(title), **given)

    def unknown(self, words: str) -> str:
        """The note of a paper whose owner the list lacks."""
        if words not in self.laid.unknown_owners:
            self.laid.unknown_owners.append(words)
        return f"{OWNER_UNKNOWN}: {words}."

    def save_agenda(self, items: Sequence[AgendaItem], papers: Iterable[tuple[AgendaItem, Paper]]) -> None:
        """Items and the papers they deal with, in two statements."""
        AgendaItem.objects.bulk_create(items)
        through = AgendaItem.papers.through
        through.objects.bulk_create(
            through(agendaitem_id=item.pk, paper_id=paper.pk) for item, paper in papers
        )
        self.laid.items = len(items)


class _Template(_Work):
    """As the kind usually has it."""

    def __init__(self, sitting: Sitting, laid: Laid) -> None:
        super().__init__(sitting, laid)
        self.plans = papers_of(sitting)
        self.made: dict[str, list[Paper]] = {}

    def papers(self) -> None:
        codes = {code for plan in self.plans for code in plan.rules}
        deadlines = Deadlines(self.sitting.council, codes)
        for plan in self.plans:
            due = deadlines.first_due(plan.rules, self.sitting.opens_on)
            self.made[plan.key] = [
                self.paper(plan.kind, title, due, committee=self._verifier(plan), **owner)
                for title, owner in self._owned(plan)
            ]
        every = [paper for papers in self.made.values() for paper in papers]
        Paper.objects.bulk_create(every)
        self._join()

    def _owned(self, plan: PaperPlan) -> list[tuple[str, dict[str, Any]]]:
        """Title and owner of each paper that a plan stands for."""
        if plan.owner.each_committee:
            return [
                (plan.title.format(committee=committee.name), {"owner_committee": committee})
                for committee in self.committees
            ]
        if not plan.owner.kind:
            return [(plan.title, {})]
        agency = self._agency(plan)
        if agency is None:
            return [(plan.title, {"note": self.unknown(plan.owner.words)})]
        return [(plan.title, {"owner_agency": agency})]

    def _agency(self, plan: PaperPlan) -> Agency | None:
        owner = plan.owner
        found = (a for a in self.agencies if a.kind == owner.kind and owner.named in a.search)
        return next(found, None)

    def _verifier(self, plan: PaperPlan) -> Committee | None:
        by_kind = {committee.kind: committee for committee in reversed(self.committees)}
        return next((by_kind[kind] for kind in plan.verified_by if kind in by_kind), None)

    def _join(self) -> None:
        """Draft resolutions go with their proposals."""
        joined = []
        for plan in self.plans:
            for paper in self.made[plan.key] if plan.goes_with else ():
                paper.goes_with = self.made[plan.goes_with][0]
                joined.append(paper)
        Paper.objects.bulk_update(joined, ["goes_with"])

    def agenda(self) -> None:
        plans = agenda_of(self.sitting, self.plans)
        items = [self._item(place, plan) for place, plan in enumerate(plans, start=1)]
        self.save_agenda(
            items,
            (
                (item, paper)
                for item, plan in zip(items, plans, strict=True)
                for key in plan.papers
                for paper in self.made.get(key, ())
            ),
        )

    def _item(self, place: int, plan: AgendaPlan) -> AgendaItem:
        return AgendaItem(
            sitting=self.sitting,
            position=place,
            depth=plan.depth,
            kind=plan.kind,
            title=plan.title,
            presenter=plan.presenter,
            reading_minutes=plan.reading,
            discussion_minutes=plan.discussion,
        )


class _Like(_Work):
    """As an earlier sitting had it."""

    def __init__(self, sitting: Sitting, like: Sitting, laid: Laid) -> None:
        super().__init__(sitting, laid)
        self.like = like
        self.shift: timedelta = sitting.opens_on - like.opens_on
        self.meetings: dict[int, PlenaryMeeting] = {}
        self.made: dict[int, Paper] = {}

    def steps(self) -> None:
        have = set(self.sitting.steps.values_list("title", flat=True))
        by_hand = self.like.steps.filter(code="", not_needed=False)
        SittingStep.objects.bulk_create(
            SittingStep(
                sitting=self.sitting,
                position=step.position,
                title=self._renewed(step.title),
                due_on=step.due_on and step.due_on + self.shift,
                legal_basis=step.legal_basis,
            )
            for step in by_hand
            if self._renewed(step.title) not in have
        )

    def half_days(self, user: Any) -> None:
        for meeting in self.like.plenary_meetings.all():
            on = meeting.day + self.shift
            if on <= self.sitting.closes_on:
                self.meetings[meeting.pk] = PlenaryMeeting(
                    sitting=self.sitting,
                    day=on,
                    part=meeting.part,
                    kind=meeting.kind,
                    starts_at=meeting.starts_at,
                    ends_at=meeting.ends_at,
                )
        PlenaryMeeting.objects.bulk_create(self.meetings.values())
        if not self.meetings:
            plan_half_days(sitting=self.sitting, user=user)

    def papers(self) -> None:
        rows = self.like.papers.exclude(state__in=GONE).select_related(
            "owner_agency", "owner_committee", "committee", "due_rule"
        )
        earlier = list(rows.order_by("number"))
        codes = {paper.due_rule.code for paper in earlier if paper.due_rule}
        deadlines = Deadlines(self.sitting.council, codes)
        self.made = {paper.pk: self._again(paper, deadlines) for paper in earlier}
        Paper.objects.bulk_create(self.made.values())
        joined = []
        for paper in earlier:
            if (companion := self.made.get(paper.goes_with_id or 0)) is not None:
                self.made[paper.pk].goes_with = companion
                joined.append(self.made[paper.pk])
        Paper.objects.bulk_update(joined, ["goes_with"])

    def _again(self, paper: Paper, deadlines: Deadlines) -> Paper:
        """The paper as this sitting expects it."""
        due = deadlines.due(paper.due_rule.code, self.sitting.opens_on) if paper.due_rule else None
        given: dict[str, Any] = {"committee": paper.committee if paper.committee in self.committees else None}
        if due is None:
            given |= {"due_on": self._not_later(paper.due_on + self.shift), "legal_basis": paper.legal_basis}
        owner = paper.owner
        if paper.note.startswith(OWNER_UNKNOWN):
            given["note"] = self.unknown(paper.note.removeprefix(f"{OWNER_UNKNOWN}: ").rstrip("."))
        elif isinstance(owner, Agency):
            here = owner in self.agencies
            given |= {"owner_agency": owner} if here else {"note": self.unknown(str(owner))}
        elif isinstance(owner, Committee):
            here = owner in self.committees
            given |= {"owner_committee": owner} if here else {"note": self.unknown(str(owner))}
        return self.paper(paper.kind, self._renewed(paper.title), due, **given)

    def _not_later(self, day: date) -> date:
        return min(day, self.sitting.closes_on)

    def agenda(self) -> None:
        earlier = list(self.like.agenda_items.prefetch_related("papers"))
        items = [self._item(place, item) for place, item in enumerate(earlier, start=1)]
        self.save_agenda(
            items,
            (
                (made, self.made[paper.pk])
                for made, item in zip(items, earlier, strict=True)
                for paper in item.papers.all()
                if paper.pk in self.made
            ),
        )

    def _item(self, place: int, item: AgendaItem) -> AgendaItem:
        return AgendaItem(
            sitting=self.sitting,
            position=place,
            depth=item.depth,
            kind=item.kind,
            title=self._renewed(item.title),
            presenter=item.presenter,
            meeting=self.meetings.get(item.meeting_id or 0),
            starts_at=item.starts_at,
            reading_minutes=item.reading_minutes,
            discussion_minutes=item.discussion_minutes,
            is_public=item.is_public,
        )

    def _renewed(self, title: str) -> str:
        """A title a year or more later: "6 tháng đầu năm 2025" becomes "6 tháng đầu năm 2026"; dates stay."""
        years = self.sitting.opens_on.year - self.like.opens_on.year

        def later(found: re.Match[str]) -> str:
            return found[0] if found[1] else f"năm {int(found[2]) + years}"

        return _YEAR.sub(later, title)
