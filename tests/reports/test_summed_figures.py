"""A remembered figure is the figure that would be counted now, whatever was done since it was remembered.

In the suite everything happens in transactions, in which nothing is remembered: `remembering` lifts that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import OVERSIGHT, READERS
from core.errors import Refused
from councils.models import Agency, Delegate, DelegateSeat
from followups.letters import Terms
from followups.models import Extension, FollowUp
from followups.services import write_letter
from reports.figures import Facts, Figure, FigureQuery, Scope, all_figures, figures_of
from reports.figures.facts import base
from reports.figures.facts.summed import marks_of, summed
from reports.figures.registry import Chapter
from reports.models import ChangeMark
from reports.periods import Periods
from reports.tasks import gather_marks
from tests.factories import UserFactory, member, seated
from tests.reports import records, supervising
from tests.reports import test_opinion_histories as opinions
from tests.reports import test_sitting_histories as sittings
from tests.reports import test_supervision_figures as recommendations
from tests.reports.citizens import citizens
from tests.reports.test_histories import undone
from tests.voters import test_letter_register as letters
from tests.voters.letters_kit import make_rules
from voters.models import JointConsent, VoterContactRound, VoterMeeting, VoterOpinion

pytestmark = pytest.mark.django_db

EXAMPLES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JANUARY, LATER = date(2026, 1, 1), date(2026, 11, 20)
MARKED = import_module("reports.migrations.0002_change_marks").MARKED
SUMS = [name for name in dir(Facts) if isinstance(getattr(Facts, name), summed)]


@contextmanager
def remembering(*, whether: bool = True) -> Iterator[None]:
    """Sums are remembered, or all are counted afresh."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "may_remember", lambda: whether)
        yield


@pytest.fixture
def years_later() -> Iterator[None]:
    """Histories are told afterwards: nothing is done in the future."""
    with time_machine.travel("2029-01-02T09:00:00+07:00", tick=True):
        yield


def told(query: FigureQuery, *chapters: Chapter) -> list[Figure]:
    facts = Facts(query)
    return [found for chapter in chapters for found in figures_of(facts, chapter)]


def assert_still_true(query: FigureQuery, *chapters: Chapter) -> None:
    """What is recalled is what is counted."""
    with remembering():
        recalled = told(query, *chapters)
    with remembering(whether=False):
        assert recalled == told(query, *chapters)


@EXAMPLES
@pytest.mark.usefixtures("years_later")
@given(history=opinions.histories, seen=opinions.days)
def test_whatever_is_done_with_opinions_a_remembered_figure_is_true(
    term: Any, history: list[Any], seen: int
) -> None:
    with undone():
        play = opinions.Play(term)
        asked = opinions.questions(play, 0, 200, seen)
        play.tell([])
        for name, wait, first, second in history:
            play.day += timedelta(days=wait)
            act: Callable[[int, int], None] = getattr(play, name)
            with suppress(Refused):
                act(first, second)
            for query in asked:
                assert_still_true(query, Chapter.OPINIONS, Chapter.CONTACT)


@EXAMPLES
@pytest.mark.usefixtures("years_later")
@given(history=sittings.histories, later=sittings.histories, first=sittings.days, length=sittings.days)
def test_whatever_a_council_does_a_remembered_figure_is_true(
    term: Any, history: dict[str, Any], later: dict[str, Any], first: int, length: int
) -> None:
    with undone():
        archive = sittings.Archive(term, sittings.START)
        query = sittings.question(term.council, first, length, length)
        for told_of in (history, later):
            archive.enter(told_of)
            assert_still_true(query, Chapter.SITTINGS, Chapter.VERIFICATION, Chapter.RESOLUTIONS)
            archive.first += timedelta(days=200)
        sittings.go_on(query, query.as_of)
        assert_still_true(query, Chapter.SITTINGS, Chapter.VERIFICATION, Chapter.RESOLUTIONS)


@EXAMPLES
@given(history=letters.HISTORY, seen=st.integers(0, 240))
def test_whatever_is_done_with_letters_a_remembered_figure_is_true(
    term: Any, agency: Any, history: list[Any], seen: int
) -> None:
    with undone():
        make_rules()
        query = FigureQuery(term.council, Scope.OWN, JANUARY, JANUARY + timedelta(days=seen), LATER).check()
        for received, steps in history:
            letters.live(term.council, agency, received, steps)
            assert_still_true(query, Chapter.LETTERS)


@EXAMPLES
@pytest.mark.usefixtures("years_later")
@given(history=recommendations.HISTORY, seen=st.integers(0, 240))
def test_whatever_is_recommended_a_remembered_figure_is_true(
    term: Any, agency: Any, history: list[Any], seen: int
) -> None:
    with undone():
        make_rules()
        query = FigureQuery(term.council, Scope.OWN, JANUARY, JANUARY + timedelta(days=seen), LATER).check()
        for sent, steps in history:
            recommendations.live(term.council, agency, sent, steps)
            assert_still_true(query, Chapter.SUPERVISION)


@pytest.fixture
def full(term: Any) -> Any:
    """A council of which every sum has something to tell, and its commune that was met with jointly."""
    with time_machine.travel("2029-01-02T09:00:00+07:00", tick=True):
        play = opinions.Play(term)
        play.tell(
            [
                *(("record", 1, 2, 1), ("send", 1, 0, 1), ("send", 1, 1, 1), ("answer", 1, 0, 2)),
                *(
                    ("give_back", 1, 0, 0),
                    ("answer", 1, 0, 0),
                    ("judge", 1, 0, 0),
                    ("answer", 1, 1, 1),
                    ("merge", 1, 2, 3),
                    ("repeat", 1, 1, 4),
                ),
                ("forward", 1, 5, 1),
            ]
        )
        consent = JointConsent.objects.create(
            meeting=VoterMeeting.objects.earliest("pk"), council=play.above, proposed_on=play.day
        )
        consent.moves.create(to_state="accepted", effective_on=play.day)
        begin = opinions.START
        citizens(term, play.bodies[play.council.pk], begin)
        records.everything(term, play.bodies[play.council.pk], begin)
        supervising.everything(play.council, play.bodies[play.council.pk], begin)
        remind(play)
        yield play


def remind(play: Any) -> None:
    """The body that owes the answer to a letter asks for more time, and is reminded of it in writing."""
    owed = FollowUp.objects.filter(letter_action__isnull=False, state="issued").earliest("pk")
    agency, on, due = owed.agency, owed.issued_on, owed.due_on
    assert agency is not None
    assert on is not None
    assert due is not None
    Extension.objects.create(
        follow_up=owed,
        asked_on=on,
        until=due + timedelta(days=9),
        reason="Mưa lũ",
        decision="granted",
        decided_on=on,
    )
    today = date(2029, 1, 2)
    terms = Terms(dated_on=today, answer_by=today + timedelta(days=9), signer="chair", next_step="báo cáo")
    write_letter(council=play.council, agency=agency, follow_ups=[owed], user=UserFactory(), terms=terms)


def question(play: Any) -> FigureQuery:
    """Of the province with the commune."""
    start = opinions.START - timedelta(days=5)
    asked = FigureQuery(play.above, Scope.OWN_AND_LOWER, start, play.day, play.day + timedelta(days=400))
    return asked.check()


def tables_of(count: Callable[[], Any]) -> set[str]:
    with CaptureQueriesContext(connection) as asked:
        count()
    return {table for one in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}


def marking() -> set[str]:
    """Tables that leave a mark when a row comes, changes or goes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'reports\\_mark\\_%' AND tgenabled = 'O'"
            " GROUP BY 1 HAVING count(*) = 3"
        )
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.parametrize("name", SUMS)
def test_every_table_under_a_sum_leaves_marks(full: Any, name: str) -> None:
    facts = Facts(question(full))
    assert facts._of.ids
    found = tables_of(lambda: getattr(facts, name))
    assert found
    assert found <= marking()


COUNTED_ABOVE = {
    "voters_jointconsent",
    "voters_jointconsentmove",
    "voters_votercontactround",
    "voters_votermeeting",
}


@pytest.mark.parametrize("table", sorted(MARKED))
def test_each_change_marks_the_council_that_it_counts_for(full: Any, table: str) -> None:
    whose = full.above.pk if table in COUNTED_ABOVE else full.council.pk
    before = sum(mark(whose))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - one of our own tables
        assert cursor.rowcount, "the fixture has none"
    assert sum(mark(whose)) > before


def mark(council: int) -> tuple[int, int]:
    """Of everywhere, and of the council."""
    found = marks_of([council])
    return found.everywhere, found.councils[council]


CHANGES: dict[str, Callable[[Any], object]] = {
    "an agency is of another kind": lambda play: Agency.objects.filter(council=play.council).update(
        kind="commune_committee"
    ),
    "a delegate was entered wrongly": lambda _play: Delegate.objects.update(is_woman=True),
    "a seat ended": lambda play: DelegateSeat.objects.update(valid_to=play.day),
    "a consent is taken back": lambda play: JointConsent.objects.get().moves.create(
        to_state="declined", effective_on=play.day, note="Không dự"
    ),
    "heads are counted anew": lambda _play: VoterMeeting.objects.update(headcount=77),
    "a round is of another kind": lambda _play: VoterContactRound.objects.update(kind="post_sitting"),
    "an opinion is deleted": lambda _play: VoterOpinion.objects.filter(
        follow_up=None, links_in=None, links_out=None, likened=None, likenesses=None, forwards=None
    ).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_of_what_lies_behind_moves_a_remembered_figure(
    full: Any, change: Callable[[Any], object]
) -> None:
    own = FigureQuery(
        full.above, Scope.OWN, *(question(full).start, question(full).end, question(full).as_of)
    )
    for query in (question(full), own):
        assert_still_true(query, Chapter.SITTINGS, Chapter.CONTACT, Chapter.OPINIONS)
    change(full)
    for query in (question(full), own):
        assert_still_true(query, Chapter.SITTINGS, Chapter.CONTACT, Chapter.OPINIONS)


def test_without_its_mark_a_change_would_be_missed(full: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE voters_votermeeting DISABLE TRIGGER reports_mark_update")
    assert_still_true(question(full), Chapter.CONTACT)
    VoterMeeting.objects.update(headcount=77)
    with pytest.raises(AssertionError):
        assert_still_true(question(full), Chapter.CONTACT)


def test_what_is_remembered_is_not_asked_again_but_for_the_councils_that_changed(full: Any) -> None:
    query = question(full)
    with remembering():
        told(query, Chapter.OPINIONS)
        with CaptureQueriesContext(connection) as again:
            told(query, Chapter.OPINIONS)
        assert len(again) == 3, "the councils, their marks, the names of fields"
        VoterOpinion.objects.filter(council=full.council).update(content="Nói lại")
        with CaptureQueriesContext(connection) as anew:
            told(query, Chapter.OPINIONS)
    counted = [one["sql"] for one in anew if '"voters_voteropinion"."council_id" ' in one["sql"]]
    assert counted
    assert all(f'"voters_voteropinion"."council_id" = {full.council.pk}' in sql for sql in counted)


@pytest.mark.parametrize("role", sorted(READERS))
def test_whoever_reads_a_council_is_told_the_same_sums(full: Any, role: str) -> None:
    """So that what was counted for one may be told to another."""
    own = replace(question(full), council=full.council, scope=Scope.OWN)
    assert sums(Facts(own, reader(full.council, role))) == sums(Facts(own))
    if role in OVERSIGHT:
        assert sums(Facts(question(full), reader(full.above, role))) == sums(Facts(question(full)))


def reader(council: Any, role: str) -> Any:
    user = UserFactory()
    seat = seated(council.terms.get()) if role == "delegate" else None
    member(user, council, role, delegate=seat)
    return user


def sums(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in SUMS}


def test_who_does_not_read_the_councils_below_is_recalled_nothing(full: Any) -> None:
    query = question(full)
    assert_still_true(query, Chapter.OPINIONS)
    delegate = reader(full.above, "delegate")
    with remembering():
        own = Facts(replace(query, scope=Scope.OWN), delegate)
        assert Facts(query, delegate).classes == own.classes != Facts(query).classes


def test_a_change_that_is_taken_back_leaves_nothing_remembered(full: Any) -> None:
    query = question(full)
    assert_still_true(query, Chapter.OPINIONS)
    with undone():
        VoterOpinion.objects.update(competence_level="")
        assert_still_true(query, Chapter.OPINIONS)
    assert_still_true(query, Chapter.OPINIONS)
    with undone():
        VoterOpinion.objects.update(competence_level="province")
        assert_still_true(query, Chapter.OPINIONS)


def test_in_a_transaction_nothing_is_remembered(full: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        all_figures(question(full))
    assert not [one for one in asked if "reports_changemark" in one["sql"]]


def test_marks_gathered_at_night_say_the_same(full: Any) -> None:
    councils = [full.council.pk, full.above.pk]
    before = marks_of(councils)
    assert ChangeMark.objects.filter(council_id=full.council.pk).count() > 1
    gather_marks()
    assert marks_of(councils) == before
    assert ChangeMark.objects.filter(council_id=full.council.pk).count() == 1
    gather_marks()
    assert marks_of(councils) == before


def test_after_an_upgrade_everything_is_counted_anew(full: Any) -> None:
    before = marks_of([full.council.pk])
    call_command("migrate", verbosity=0)
    after = marks_of([full.council.pk])
    assert after.everywhere > before.everywhere
    assert after.councils == before.councils


def test_without_the_cache_figures_are_counted(full: Any) -> None:
    away = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    with override_settings(CACHES=away):
        assert_still_true(question(full), Chapter.OPINIONS)


def test_years_to_choose_are_those_with_records(full: Any) -> None:
    for whether in (True, True, False):
        with remembering(whether=whether):
            years = [choice.label for choice in Periods(Facts(question(full))).years]
        assert years == ["2029", "2026"]
