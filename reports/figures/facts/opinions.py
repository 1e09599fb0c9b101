"""Opinions: what was recorded, sent and settled, as of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractDay, TruncMonth

from followups import asof
from followups.models import FollowUpMove, Reply
from followups.states import OPEN, State
from reports.figures.facts.base import Asked
from reports.figures.facts.summed import Cell, Cells, cells_by, summed
from voters.models import VoterOpinion
from voters.querysets import OpinionQuerySet, repeated_on, works_on

Opinions = OpinionQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""


class Class(NamedTuple):
    """One cell of the cohort's cross table; an id and codes, empty or None where nothing was said."""

    result: str
    reason: str
    replied: bool
    level: str
    field: int | None


_OWED = "owed"
"""The follow-up that answers an opinion: its own, or that of the council which took the matter over."""


class Days(NamedTuple):
    """How long answers took: the mean in days, and of how many opinions."""

    mean: Decimal | None
    answers: int


_ACCOUNT = ("open_before", "received", "open_now", "worked_before", "works_now")
"""Columns of the backlog."""


def _cells(rows: Opinions, *names: str) -> Iterator[Cell]:
    """Matters by one column, or by several as a tuple; the council that a matter was taken from stays apart."""
    keys = ("council", "forwarded_from__council", *names)
    counted = rows.order_by().values(*keys).annotate(n=Count("pk")).values_list(*keys, "n")
    for council, taken_from, *key, n in counted:
        yield Cell(council, tuple(key) if len(names) > 1 else key[0], n, taken_from)


def _meets(row: Mapping[str, Any], condition: Q) -> bool:
    """Whether a row has the values that a condition of equalities asks for."""
    children: list[Any] = condition.children
    each = [_meets(row, child) if isinstance(child, Q) else row[child[0]] == child[1] for child in children]
    return (any(each) if condition.connector == Q.OR else all(each)) != condition.negated


class OpinionFacts(Asked):
    """What voters said, and what became of it."""

    def opinions(self) -> Opinions:
        """Every opinion of the scope recorded until the last day that counts."""
        reachable: Opinions = self._reachable(VoterOpinion.objects.all())
        own = reachable.filter(self._within())
        return own.filter(recorded_on__lte=self.query.until)

    def raised(self) -> Opinions:
        """Statements as voters made them at meetings in the period: before splitting and merging."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.as_voiced()

    def on_spot(self) -> Opinions:
        """Statements that were answered at once."""
        rows = self.opinions().filter(recorded_on__gte=self.query.start, source=VoterOpinion.Source.MEETING)
        return rows.filter(
            works_on(self.query.as_of), screening=VoterOpinion.Screening.ON_SPOT, is_split=False
        )

    def matters(self) -> Opinions:
        """Opinions that are carried on, each matter once, with the follow-up that answers it (`owed`).

        What one council of the scope took over from another one of it is the same matter, and counts where it was said.
        """
        twice = self._within("forwarded_from__council") & self._readable("forwarded_from__council")
        return self._matters().filter(Q(forwarded_from__isnull=True) | ~twice)

    def _matters(self) -> Opinions:
        """The same, also where another council counts it: sums tell that by `Cell.taken_from`."""
        rows = self.opinions().filter(screening=VoterOpinion.Screening.CARRIED)
        return rows.annotate(owed=Coalesce("follow_up_id", "answered_through_id"))

    def cohort(self) -> Opinions:
        """Working opinions recorded in the period, with their result as of the day (`result_then`).

        Which work is a question of the day too: later merges and splits leave it alone.
        """
        return self._with_result(self._working(self.matters()))

    def _working(self, matters: Opinions) -> Opinions:
        return matters.filter(works_on(self.query.as_of), recorded_on__gte=self.query.start)

    def _with_result(self, rows: Opinions) -> Opinions:
        return rows.annotate(result_then=asof.result_on(self.query.as_of, _OWED))

    def detailed_cohort(self) -> Opinions:
        """The cohort with `reason_then` and `replied_then` (whether a written answer had come) too."""
        day = self.query.as_of
        return self.cohort().annotate(
            reason_then=asof.reason_on(day, _OWED),
            replied_then=asof.replied_by(day, _OWED),
        )

    def repeated(self) -> Opinions:
        """Those of the cohort that were raised in two rounds or more, as known on the day."""
        return self.cohort().filter(repeated_on(self.query.as_of))

    def handed_out(self) -> Opinions:
        """Every opinion that a council of the scope sent to a body itself, on whatever day."""
        return self.opinions().filter(
            screening=VoterOpinion.Screening.CARRIED, follow_up__issued_on__lte=self.query.until
        )

    def sent(self) -> Opinions:
        """Opinions sent to a body in the period, whenever they were recorded."""
        return self.handed_out().filter(follow_up__issued_on__gte=self.query.start)

    def overdue(self) -> Opinions:
        """Opinions whose answer was owed and late on the as-of day, by the due date in force then."""
        day = self.query.as_of
        rows = self.opinions().filter(screening=VoterOpinion.Screening.CARRIED, follow_up__issued_on__lte=day)
        dated = rows.annotate(state_then=asof.state_on(day), due_then=asof.due_on(day))
        return dated.filter(state_then__in=OPEN, due_then__lt=day)

    @summed
    def raised_counts(self) -> Cells:
        """How many statements voters made at meetings, by the level that can settle them."""
        return cells_by(self.raised(), "council", "competence_level")

    @summed
    def on_spot_counts(self) -> Cells:
        """How many were answered at once, likewise."""
        return cells_by(self.on_spot(), "council", "competence_level")

    @summed
    def overdue_opinions(self) -> Cells:
        """How many are overdue, likewise."""
        return cells_by(self.overdue(), "council", "competence_level")

    @summed
    def sent_counts(self) -> Cells:
        """How many were sent in the period, likewise."""
        return cells_by(self.sent(), "council", "competence_level")

    @summed
    def repeated_results(self) -> Cells:
        """Repeated ones by result."""
        rows = self._with_result(self._working(self._matters())).filter(repeated_on(self.query.as_of))
        return _cells(rows, "result_then")

    def given_back(self) -> Opinions:
        """Opinions whose answer was not accepted on a day of the period: `times`, how often in it."""
        moves = FollowUpMove.objects.filter(
            follow_up=OuterRef("follow_up_id"),
            from_state__in=[State.ANSWERED, State.ACCEPTED],
            to_state=State.RETURNED,
            effective_on__range=self.days,
        )
        counted = moves.order_by().values("follow_up").annotate(n=Count("pk")).values("n")
        rows = self.handed_out().annotate(times=Subquery(counted, output_field=IntegerField()))
        return rows.filter(times__isnull=False)

    def first_answers(self) -> Opinions:
        """Opinions to which the first written answer came in the period: `counted`, days since the sending."""
        replies = Reply.objects.filter(follow_up=OuterRef("follow_up_id"), dated_on__lte=self.query.until)
        first = replies.order_by().values("follow_up").annotate(day=Min("dated_on")).values("day")
        rows = self.handed_out().annotate(first_answer=Subquery(first))
        in_period = rows.filter(first_answer__gte=self.query.start)
        return in_period.annotate(counted=ExtractDay(F("first_answer") - F("follow_up__issued_on")))

    @summed
    def times_given_back(self) -> Cells:
        """Those opinions by how often in the period; one opinion may have had several answers."""
        counted = self.given_back().order_by().values_list("council", "times").annotate(n=Count("pk"))
        return (Cell(*row) for row in counted)

    @property
    def answers_given_back(self) -> int:
        """How many answers that makes."""
        return sum(times * n for times, n in self.times_given_back.items())

    @summed
    def _answers(self) -> Cells:
        rows = self.first_answers().order_by().values_list("council")
        for council, answers, days in rows.annotate(n=Count("pk"), days=Sum("counted")):
            yield Cell(council, "answers", answers)
            yield Cell(council, "days", days)

    @property
    def days_to_answer(self) -> Days:
        """The mean over `first_answers`."""
        answers, days = self._answers["answers"], self._answers["days"]
        return Days(Decimal(int(days)) / answers if answers else None, answers)

    def backlog(self) -> Opinions:
        """Every opinion: `open_before` (on the eve of the period), `received` in it, `open_now` (as of the day)."""
        return self._account(self.matters())

    def _account(self, matters: Opinions) -> Opinions:
        eve, day = self.query.start - timedelta(days=1), self.query.as_of
        dated = matters.annotate(
            result_before=asof.result_on(eve, _OWED),
            state_before=asof.state_on(eve, _OWED),
            result_then=asof.result_on(day, _OWED),
            state_then=asof.state_on(day, _OWED),
            worked_before=works_on(eve),
            works_now=works_on(day),
        )
        return dated.annotate(
            open_before=Q(recorded_on__lt=self.query.start)
            & Q(worked_before=True)
            & ~Q(result_before__in=asof.SETTLED)
            & ~Q(state_before=State.WITHDRAWN),
            received=Q(works_now=True, recorded_on__gte=self.query.start),
            open_now=Q(works_now=True) & ~Q(result_then__in=asof.SETTLED) & ~Q(state_then=State.WITHDRAWN),
        )

    @summed
    def _backlog(self) -> Cells:
        """The backlog's rows by all columns at once: each is computed once, however many conditions name it."""
        return _cells(self._account(self._matters()), *_ACCOUNT)

    def backlog_counts(self, parts: Mapping[str, Q]) -> Counter[str]:
        """How many of the backlog's rows meet each of these conditions on its columns."""
        found: Counter[str] = Counter()
        for values, n in self._backlog.items():
            row = dict(zip(_ACCOUNT, values, strict=True))
            found.update({key: n for key, condition in parts.items() if _meets(row, condition)})
        return found

    @summed
    def classes(self) -> Cells:
        """The cohort counted by result, reason, written answer, competence and field at once."""
        day, keys = self.query.as_of, ("outcome", "replied_then", "competence_level", "field")
        rows = self._working(self._matters()).annotate(
            outcome=asof.outcome_on(day, _OWED), replied_then=asof.replied_by(day, _OWED)
        )
        for council, (text, *others), n, taken_from in _cells(rows, *keys):
            yield Cell(council, Class(*asof.outcome(text), *others), n, taken_from)

    @summed
    def months(self) -> Cells:
        """The cohort by the first day of the month in which it was recorded, and by result."""
        rows = self._with_result(self._working(self._matters()))
        return _cells(rows.annotate(month=TruncMonth("recorded_on")), "month", "result_then")

    @property
    def results(self) -> Counter[str]:
        """The cohort by result."""
        found: Counter[str] = Counter()
        for (_month, result), n in self.months.items():
            found[result] += n
        return found

    @summed
    def _agencies(self) -> Cells:
        return _cells(self._with_result(self._working(self._matters())), "agency", "result_then")

    @property
    def results_by_agency(self) -> dict[int | None, Counter[str]]:
        """How the cohort stands by the body that each was sent to: agency -> result -> count."""
        found: dict[int | None, Counter[str]] = {}
        for (agency, result), n in self._agencies.items():
            found.setdefault(agency, Counter())[result] = n
        return found

    def count(self, **wanted: object) -> int:
        """How many of the cohort have these values, for example `result="resolved"`."""
        return sum(
            n
            for cell, n in self.classes.items()
            if all(getattr(cell, name) == value for name, value in wanted.items())
        )

    def by(self, name: str) -> Counter[Any]:
        """The cohort by one property of its cells."""
        found: Counter[Any] = Counter()
        for cell, n in self.classes.items():
            found[getattr(cell, name)] += n
        return found
