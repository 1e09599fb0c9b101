"""Whatever people do with opinions, through the services, the arithmetic holds and the past does not change.

A history is a list of acts on random opinions: recorded, classified, merged, split, both taken back, known as repeats,
forwarded, sent, answered, judged. What a service refuses did not happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from followups.models import FollowUp
from reports.figures import Facts, FigureQuery, Scope, figure, figures_of
from reports.figures.registry import Chapter
from tests.factories import (
    AgencyFactory,
    CouncilTermFactory,
    FieldFactory,
    MeetingFactory,
    RoundFactory,
    RuleFactory,
)
from tests.reports.agreement import assert_rows_agree, closing, parts
from tests.voters.opinions_kit import answered, judged
from voters import services
from voters.lineage import ends, onward
from voters.models import OpinionLikeness, Regrouping, VoterOpinion
from voters.services import OpinionRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years_later")]

START = date(2026, 1, 5)
SPAN = 120
LEVELS = ["commune", "province", ""]

days = st.integers(0, SPAN)
picks = st.integers(0, 50)
acts = st.tuples(
    st.sampled_from(
        [
            *("record", "record", "classify", "merge", "combine", "split", "undo"),
            *("repeat", "unrepeat", "forward", "send", "send", "answer", "judge", "give_back"),
        ]
    ),
    st.integers(0, 12),
    picks,
    picks,
)
histories = st.lists(acts, min_size=4, max_size=14)
EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def years_later() -> Iterator[None]:
    """Histories are told afterwards: nothing is done in the future."""
    with time_machine.travel("2029-01-02T09:00:00+07:00", tick=True):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """The rows of one example are gone when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Play:
    """A commune and its province, where things are done one after the other, each some days after the last."""

    def __init__(self, term: Any) -> None:
        self.council = term.council
        self.above = CouncilTermFactory(council__level="province").council
        self.council.parent = self.above
        self.council.save()
        self.bodies = {one.pk: AgencyFactory(council=one) for one in (self.council, self.above)}
        self.rounds = [
            RoundFactory(council_term=term, starts_on=START, ends_on=START + timedelta(days=400))
            for _ in "12"
        ]
        self.fields = [FieldFactory(code=code, name=code) for code in ("giao-thong", "dat-dai")]
        RuleFactory()
        self.day = START

    def tell(self, history: list[tuple[str, int, int, int]]) -> None:
        """Do all of it, once something was said; time never runs backwards."""
        self.record(2, 1)
        self.record(5, 2)
        for name, wait, first, second in history:
            self.day += timedelta(days=wait)
            act: Callable[[int, int], None] = getattr(self, name)
            with suppress(Refused):
                act(first, second)

    def pick(self, number: int) -> VoterOpinion:
        rows = VoterOpinion.objects.order_by("pk")
        count = rows.count()
        if not count:
            raise Refused("nothing was said yet")
        found: VoterOpinion = rows[number % count]
        return found

    def pair(self, first: int, second: int) -> tuple[VoterOpinion, VoterOpinion]:
        one, other = sorted((self.pick(first), self.pick(second)), key=lambda row: (row.recorded_on, row.pk))
        return one, other

    def record(self, first: int, second: int) -> None:
        meeting = MeetingFactory(round=self.rounds[first % 2], held_on=self.day)
        agency = self.bodies[self.council.pk]
        rows = [
            OpinionRow(
                f"Ý kiến {number}",
                field=self.fields[number % 2] if second % 3 else None,
                competence_level=LEVELS[(second + number) % 3],
                agency=agency if second % 2 else None,
            )
            for number in range(1 + first % 3)
        ]
        services.add_opinions(meeting=meeting, rows=rows, user=None)

    def classify(self, first: int, second: int) -> None:
        opinion = self.pick(first)
        services.classify(
            opinions=[opinion],
            user=None,
            field=self.fields[second % 2],
            competence_level=opinion.council.level,
            agency=self.bodies[opinion.council_id],
        )

    def merge(self, first: int, second: int) -> None:
        services.merge(opinions=[self.pick(first)], into=self.pick(second), user=None, on=self.day)

    def combine(self, first: int, second: int) -> None:
        services.merge(opinions=self.pair(first, second), content="Gộp", user=None, on=self.day)

    def split(self, first: int, second: int) -> None:
        rows = [OpinionRow(f"Phần {n}", competence_level=LEVELS[n % 3]) for n in range(2 + second % 2)]
        services.split(opinion=self.pick(first), parts=rows, user=None, on=self.day)

    def undo(self, first: int, _second: int) -> None:
        for act in Regrouping.objects.standing().order_by("pk")[first % 3 : first % 3 + 1]:
            services.undo_regrouping(regrouping=act, user=None, on=self.day)

    def repeat(self, first: int, second: int) -> None:
        earlier, later = self.pair(first, second)
        services.mark_repeat(opinion=later, earlier=earlier, user=None, on=self.day)

    def unrepeat(self, _first: int, _second: int) -> None:
        for said in OpinionLikeness.objects.standing()[:1]:
            services.undo_likeness(likeness=said, user=None, on=self.day)

    def forward(self, first: int, second: int) -> None:
        offered = services.forward(
            opinion=self.pick(first), to=self.above, user=None, reason="Thẩm quyền tỉnh", on=self.day
        )
        if second % 4:
            services.accept_forward(forwarding=offered, user=None, on=self.day)
        else:
            services.return_forward(forwarding=offered, user=None, reason="Không đúng", on=self.day)

    def send(self, first: int, second: int) -> None:
        self.classify(first, second)
        services.send(opinions=[self.pick(first)], user=None, on=self.day, quiet=True)

    def task(self, number: int) -> FollowUp:
        task = self.pick(number).follow_up
        if task is None:
            raise Refused("not sent")
        return task

    def answer(self, first: int, second: int) -> None:
        results = ["resolved", "explained", "in_progress", "scheduled", "unresolved"]
        answered(self.task(first), on=self.day, result=results[second % 5])

    def judge(self, first: int, _second: int) -> None:
        judged(self.task(first), on=self.day)

    def give_back(self, first: int, _second: int) -> None:
        judged(self.task(first), "returned", on=self.day)


def questions(play: Play, first: int, length: int, seen: int) -> list[FigureQuery]:
    """The commune, the province, and the province with the commune."""
    start = START + timedelta(days=first)
    span = (start, start + timedelta(days=length), start + timedelta(days=seen))
    return [
        FigureQuery(play.council, Scope.OWN, *span),
        FigureQuery(play.above, Scope.OWN, *span),
        FigureQuery(play.above, Scope.OWN_AND_LOWER, *span),
    ]


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days)
def test_totals_are_the_sums_of_classes_fields_and_levels_whatever_was_done(
    term: Any, history: list[Any], first: int, length: int, seen: int
) -> None:
    with undone():
        play = Play(term)
        play.tell(history)
        for asked in questions(play, first, length, seen):
            found = {one.code: one for one in figures_of(Facts(asked), Chapter.OPINIONS)}
            total = found["O01"].value
            assert total == sum(
                int(found[code].value or 0) for code in ("O05", "O06", "O07", "O08", "O-none")
            )
            for code in ("O01", "O03", "O04"):
                assert total == sum(part.value for part in found[code].breakdown), code
            for code in ("O13", "O14"):
                assert found[code].value == sum(part.value for part in found[code].breakdown), code
            account = parts(found["O12"])
            assert (found["O12"].value, account["received"]) == (closing(account), total)
            assert int(found["O13"].value or 0) <= int(total or 0)
            assert_rows_agree(asked, "O")


@EXAMPLES
@given(history=histories, later=histories, first=days, length=days, seen=days)
def test_what_is_done_later_never_changes_an_earlier_day(
    term: Any, history: list[Any], later: list[Any], first: int, length: int, seen: int
) -> None:
    with undone():
        play = Play(term)
        play.tell(history)
        asked = questions(play, first, length, seen)
        play.day = max(play.day, *(question.as_of for question in asked)) + timedelta(days=1)
        then = [figures_of(Facts(question), Chapter.OPINIONS) for question in asked]
        play.tell([(name, max(wait, 1), *who) for name, wait, *who in later if name != "classify"])
        now = [figures_of(Facts(question), Chapter.OPINIONS) for question in asked]
        assert [values(found) for found in now] == [values(found) for found in then]


def values(found: list[Any]) -> dict[str, Any]:
    """What figures count; the level that can settle an opinion is what is known of it, not a fact of a day."""
    return {one.code: one.value for one in found if one.code != "O10-own"}


@EXAMPLES
@given(history=histories)
def test_every_statement_goes_on_in_the_working_opinions_and_none_is_lost(
    term: Any, history: list[Any]
) -> None:
    with undone():
        play = Play(term)
        play.tell(history)
        said = list(VoterOpinion.objects.as_voiced())
        steps = onward([row.pk for row in said], repeats=False)
        reached = {pk for row in said for pk, _way in ends(row.pk, steps)}
        working = VoterOpinion.objects.working()
        forwarded = VoterOpinion.objects.filter(taken_over__isnull=False)
        assert reached == set(working.exclude(pk__in=forwarded).values_list("pk", flat=True))
        today = figure("O01", questions(play, 0, 900, 900)[0]).value
        assert today == working.of(play.council).count()
