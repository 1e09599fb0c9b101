"""The legal steps of an annual programme with the days left: counted from the council's sittings by the rules.

Law 87/2015 Art. 58, 67, 77 (from 01/03/2026 Law 121/2025). A step whose sitting is not in the plan yet has no day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from core.workdays import Due
from councils.calendar import Clock
from councils.models import Council, DeadlineRule
from councils.rulebook import RuleBook
from sessions.models import Sitting
from sessions.states import OFF
from supervision.models import Programme, Subject
from supervision.states import ProgrammeState

PROPOSE: Final = "SUP-PROPOSE"
DRAFT: Final = "SUP-DRAFT-PROG"
PROPOSE_TO_STANDING: Final = "SUP-SC-PROPOSE"
DECIDE: Final = "SUP-SC-DECIDE"
CODES: Final = (PROPOSE, DRAFT, PROPOSE_TO_STANDING, DECIDE)
MIDYEAR, YEAREND = Sitting.Kind.MIDYEAR, Sitting.Kind.YEAREND


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what, by when and by which rule, when it was done, or why it has no day."""

    title: str
    due: Due | None
    rule: DeadlineRule | None = None
    done_on: date | None = None
    no_day: str = ""

    @property
    def standing(self) -> str:
        """done, late, now or ahead."""
        if self.done_on:
            return "done"
        return "late" if self.due and self.due.grade == "late" else "ahead"

    @property
    def basis(self) -> str:
        """The article behind the day."""
        return self.rule.legal_basis if self.rule else ""

    @property
    def doubtful(self) -> bool:
        """Whether a lawyer still has to confirm the rule."""
        return self.rule is not None and self.rule.confidence != "V"


class Steps:
    """Rules and sittings around the programmes of one year, read once: two queries, and the calendar."""

    def __init__(self, council: Council, year: int, clock: Clock) -> None:
        self.council, self.year, self.clock = council, year, clock
        self._books = {code: list[DeadlineRule]() for code in CODES}
        for rule in DeadlineRule.objects.for_council(council).filter(code__in=CODES):
            self._books[rule.code].append(rule)
        rows = Sitting.objects.of(council).filter(
            kind__in=(MIDYEAR, YEAREND), opens_on__year__in=(year - 1, year + 1)
        )
        self._sittings = {
            (row.kind, row.opens_on.year): row for row in rows.exclude(state__in=OFF).order_by("opens_on")
        }

    def sitting(self, kind: str, year: int) -> Sitting | None:
        """The regular sitting of a year, once it is planned."""
        return self._sittings.get((kind, year))

    def rule(self, code: str, anchor: date) -> DeadlineRule | None:
        """The rule in force on the day it counts from."""
        book = RuleBook(self._books[code])
        return book.choose(council_id=self.council.pk, level=self.council.level, day=anchor)

    def proposals_due(self, subject: str) -> tuple[date | None, DeadlineRule | None]:
        """By when proposals for a subject's programme of the year come in; None where nothing binds them yet."""
        if subject == Subject.COUNCIL:
            return self._first_of_march()
        if subject == Subject.STANDING_COMMITTEE:
            sitting = self.sitting(YEAREND, self.year - 1)
            return self._counted(PROPOSE_TO_STANDING, sitting.opens_on if sitting else None)
        return None, None

    def _first_of_march(self) -> tuple[date | None, DeadlineRule | None]:
        """A day of the calendar, not a count back from one: on a day off the term ends on the next working day."""
        anchor = date(self.year, 1, 1)
        rule = self.rule(PROPOSE, anchor)
        if rule is None:
            return None, None
        return self.clock.calendar.on_or_after(anchor - timedelta(days=rule.offset)), rule

    def _counted(self, code: str, anchor: date | None) -> tuple[date | None, DeadlineRule | None]:
        rule = self.rule(code, anchor) if anchor else None
        if anchor is None or rule is None:
            return None, None
        return self.clock.calendar.due_date(anchor, rule.offset, rule.unit, rule.direction).day, rule

    # --- The steps of one programme ---

    def of(self, programme: Programme, drafted_on: date | None) -> list[Step]:
        """The steps in their order; `drafted_on` is the day of the draft, once there is one."""
        return list(self._steps(programme, drafted_on))

    def _steps(self, programme: Programme, drafted_on: date | None) -> Iterator[Step]:
        if programme.subject in {Subject.COUNCIL, Subject.STANDING_COMMITTEE}:
            day, rule = self.proposals_due(programme.subject)
            past = programme.state != ProgrammeState.COLLECTING
            yield self._step(_("Proposals come in"), (day, rule), day if past else None, YEAREND)
        yield from self._drafting(programme, drafted_on)
        yield self._deciding(programme)
        last = self.sitting(MIDYEAR, self.year + 1)
        yield self._step(
            _("Result reported at the mid-year sitting of the year after"),
            (last.opens_on if last else None, None),
            programme.reported_on,
            MIDYEAR,
            self.year + 1,
        )

    def _drafting(self, programme: Programme, drafted_on: date | None) -> Iterator[Step]:
        if programme.subject == Subject.COUNCIL:
            sitting = self.sitting(MIDYEAR, self.year - 1)
            counted = self._counted(DRAFT, sitting.opens_on if sitting else None)
            yield self._step(_("Draft sent to the delegates"), counted, drafted_on, MIDYEAR)

    def _deciding(self, programme: Programme) -> Step:
        subject, done = programme.subject, programme.decided_on
        if subject == Subject.COUNCIL:
            sitting = self.sitting(MIDYEAR, self.year - 1)
            title = _("Adopted by the council at its mid-year sitting")
            return self._step(title, (sitting.closes_on if sitting else None, None), done, MIDYEAR)
        if subject == Subject.STANDING_COMMITTEE:
            sitting = self.sitting(YEAREND, self.year - 1)
            counted = self._counted(DECIDE, sitting.closes_on if sitting else None)
            return self._step(_("Decided after the year-end sitting"), counted, done, YEAREND)
        return self._step(
            _("Decided by the end of the year"), (date(self.year - 1, 12, 31), None), done, YEAREND
        )

    def _step(
        self,
        title: str,
        counted: tuple[date | None, DeadlineRule | None],
        done_on: date | None,
        kind: str,
        year: int | None = None,
    ) -> Step:
        day, rule = counted
        name = _("The mid-year sitting of %(year)s is not planned yet.")
        if kind == YEAREND:
            name = _("The year-end sitting of %(year)s is not planned yet.")
        no_day = "" if day else name % {"year": year or self.year - 1}
        return Step(title, self.clock.due(day, done_on), rule, done_on, no_day)


def drafted_on(programme: Any) -> date | None:
    """The day of the draft that stands, from the moves read with the programme."""
    if programme.state == ProgrammeState.COLLECTING:
        return None
    days = [move.effective_on for move in programme.moves.all() if move.to_state == ProgrammeState.DRAFTED]
    return max(days, default=None)
