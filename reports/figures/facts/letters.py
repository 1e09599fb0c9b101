"""Citizens' letters: received, checked, dealt with, answered, as of the day.

What was dealt with by a day is `LetterQuerySet.as_of`, and the account of a period `voters.register.balance`: the
register of letters and these figures are the same numbers.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from followups import asof
from followups.models import Climb, Reply
from followups.states import OPEN
from reports.figures.facts.base import Asked, counted_by
from reports.figures.facts.summed import Cell, Cells, cells_by, columns, keyed, summed
from voters.models import Letter, LetterAction, LetterScreening
from voters.querysets import LetterQuerySet
from voters.register import LINES, Balance, lines
from voters.services.letters import Condition

Letters = LetterQuerySet[Any]
"""Rows with annotations, which the types of the models do not know."""
ANSWERED: Final = ("guide", "reply", "return")
"""Actions by which the office itself answered the sender (L06)."""
ELIGIBLE: Final = Q(eligible_then=True)
INELIGIBLE: Final = Q(eligible_then=False)
UNCHECKED: Final = Q(eligible_then__isnull=True)
FAULTS: Final = {
    condition.value: INELIGIBLE & Q(**{f"conditions_then__{condition.value}__met": False})
    for condition in Condition
}
"""Letters that do not meet one of the conditions; one letter may fail several."""
SCREENING: Final = {"eligible": ELIGIBLE, "ineligible": INELIGIBLE, "unchecked": UNCHECKED, **FAULTS}


class Received(NamedTuple):
    """Letters of one kind, source and field."""

    kind: str
    source: str
    field: int | None
    field_name: str | None
    field_name_en: str | None
    letters: int


class Answers(NamedTuple):
    """Answers that came to forwarded letters, and how many of these letters have one."""

    replies: int
    letters: int


class LetterFacts(Asked):
    """What citizens wrote, and what was done with it."""

    def _letters(self) -> Letters:
        reachable: Letters = self._reachable(Letter.objects.all())
        return reachable.filter(self._within())

    def received(self) -> Letters:
        """Letters received on a day of the period."""
        return self._letters().filter(received_on__range=self.days)

    def carried_over(self) -> Letters:
        """Letters received before the period that nobody had dealt with on its eve."""
        earlier = self._letters().filter(received_on__lt=self.query.start)
        return earlier.as_of(self.query.start - timedelta(days=1)).filter(handled="")

    def handled(self, *kinds: str) -> Letters:
        """Letters that were dealt with in the period, by the action that did (`handled`, `handled_on`)."""
        rows = self._letters().filter(received_on__lte=self.query.until).as_of(self.query.until)
        return rows.filter(handled_on__gte=self.query.start, handled__in=kinds)

    def pending(self) -> Letters:
        """Letters that nobody has dealt with on the last day that counts."""
        rows = self._letters().filter(received_on__lte=self.query.until)
        return rows.as_of(self.query.until).filter(handled="")

    @summed
    def _lines(self) -> Cells:
        return (Cell(*line) for line in lines(self._letters(), *self.days))

    @property
    def account(self) -> Balance:
        """The account of the period: L01, L02, L05 to L07 and what is pending."""
        return Balance(*self.days, *(self._lines[line] for line in LINES))

    @summed
    def _received(self) -> Cells:
        keys = ("kind", "source", "field", "field__name", "field__name_en")
        return cells_by(self.received(), "council", *keys)

    @property
    def received_counts(self) -> list[Received]:
        """The letters received by kind, source and field."""
        return [Received(*row) for row in keyed(self._received)]

    def screened(self) -> Letters:
        """The letters received, with the check of their conditions that counts on the as-of day."""
        checks = LetterScreening.objects.filter(letter=OuterRef("pk"), on__lte=self.query.as_of)
        last = checks.order_by("-on", "-pk")
        return self.received().annotate(
            eligible_then=Subquery(last.values("eligible")[:1]),
            conditions_then=Subquery(last.values("conditions")[:1]),
        )

    @summed
    def _checked(self) -> Cells:
        """The letters received that were checked by the as-of day, as `SCREENING` tells them apart."""
        checks: Any = LetterScreening.objects.filter(on__lte=self.query.as_of)
        later = checks.filter(
            Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")), letter=OuterRef("letter")
        )
        last = self._reachable(checks).filter(
            self._within("letter__council"), ~Exists(later), letter__received_on__range=self.days
        )
        told = last.annotate(eligible_then=F("eligible"), conditions_then=F("conditions"))
        sums = {f"n_{name}": Count("pk", filter=condition) for name, condition in SCREENING.items()}
        grouped = told.order_by().values_list("letter__council").annotate(n=Count("pk"), **sums)
        return columns(grouped, ("checked", *SCREENING))

    @property
    def screening_counts(self) -> Counter[str]:
        """The letters received by how their check ended, and by the conditions that were not met."""
        found = Counter(self._checked)
        found["unchecked"] += self._received.total() - found.pop("checked", 0)
        return found

    def with_replies(self) -> Letters:
        """The letters forwarded in the period that were answered by the as-of day; `counted` is by how many papers."""
        papers = Reply.objects.filter(
            follow_up__letter_action__letter=OuterRef("pk"),
            follow_up__letter_action__kind=LetterAction.Kind.FORWARD,
            follow_up__letter_action__taken_back_at__isnull=True,
            dated_on__lte=self.query.as_of,
        )
        by_letter = papers.order_by().values("follow_up__letter_action__letter")
        number = Subquery(by_letter.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.handled("forward").annotate(counted=Coalesce(number, Value(0))).filter(counted__gt=0)

    @summed
    def _answers_by_letter(self) -> Cells:
        return cells_by(self.with_replies(), "council", "counted")

    @property
    def answers(self) -> Answers:
        """What came to these letters."""
        found = self._answers_by_letter
        return Answers(sum(replies * n for replies, n in found.items()), found.total())

    def overdue_letters(self) -> Letters:
        """Forwarded letters whose answer was owed and late on the as-of day; `due_then` is the day it was due."""
        day = self.query.as_of
        owed = LetterAction.objects.filter(
            letter=OuterRef("pk"), kind=LetterAction.Kind.FORWARD, on__lte=day, taken_back_at__isnull=True
        ).annotate(state_then=asof.state_on(day), due_then=asof.due_on(day))
        late = owed.filter(state_then__in=OPEN, due_then__lt=day).order_by("due_then")
        rows = self._letters().filter(received_on__lte=self.query.until)
        return rows.annotate(due_then=Subquery(late.values("due_then")[:1])).filter(due_then__isnull=False)

    @summed
    def _late_by_reminders(self) -> Cells:
        reminded = Climb.objects.filter(
            follow_up__letter_action__letter=OuterRef("pk"),
            follow_up__letter_action__taken_back_at__isnull=True,
            letter__dated_on__lte=self.query.as_of,
        )
        by_letter = reminded.order_by().values("follow_up__letter_action__letter")
        number = Subquery(by_letter.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        late = self.overdue_letters().annotate(reminders=Coalesce(number, Value(0)))
        return cells_by(late, "council", "reminders")

    @property
    def overdue_counts(self) -> tuple[int, int]:
        """These letters, and how often their bodies were reminded in writing by the as-of day."""
        found = self._late_by_reminders
        return found.total(), sum(times * n for times, n in found.items())

    def supervised(self) -> Letters:
        """Letters whose settlement was taken under supervision on a day of the period."""
        taken = LetterAction.objects.filter(
            letter=OuterRef("pk"),
            kind=LetterAction.Kind.SUPERVISE,
            on__range=self.days,
            taken_back_at__isnull=True,
        )
        return self._letters().filter(Exists(taken))

    @cached_property
    def supervised_counts(self) -> Counter[str]:
        """These letters by kind."""
        return counted_by(self.supervised(), "kind")
