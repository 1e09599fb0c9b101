"""Every figure counts what its definition says, as of a day, and opens exactly the rows that it counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.models import Extension, FollowUpMove, ResultEntry
from reports.figures import Chapter, Facts, FigureQuery, all_figures, figure, figures_of
from reports.figures.query import a_year_before
from tests.factories import (
    CouncilFactory,
    CouncilTermFactory,
    FieldFactory,
    MeetingFactory,
    RoundFactory,
    seated,
)
from tests.reports.agreement import assert_rows_agree
from tests.reports.records import everything
from voters import services as voters
from voters.models import VoterMeeting

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)
QUERIES = {
    "sittings": 8,
    "resolutions": 3,
    "verification": 3,
    "contact": 8,
    "opinions": 9,
    "reception": 4,
    "letters": 7,
    "supervision": 9,
}


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


# --- Voter contact ---


def test_meetings_count_when_they_were_held_in_the_period(ask: Any, meet: Any) -> None:
    meet(held_on=JUNE)
    meet(held_on=JUNE, state="planned", headcount=None)
    meet(held_on=date(2025, 12, 31))
    meet(held_on=date(2026, 9, 30), kind="post_sitting")
    assert value("T01", ask()) == 1  # the 30th comes after the as-of day
    assert value("T01", ask(as_of=date(2026, 10, 5))) == 2


def test_meetings_are_broken_down_by_kind_of_round_and_thematic_form(ask: Any, meet: Any) -> None:
    meet()
    meet(kind="post_sitting")
    meet(form="thematic")
    found = figure("T01", ask())
    assert found.value == 3
    assert [part.value for part in found.breakdown] == [1, 1, 1]
    assert_rows_agree(ask())


def test_two_meetings_at_one_venue_on_one_day_are_one_point(ask: Any, meet: Any) -> None:
    meet(venue="Hội trường xã")
    meet(venue="Hội trường xã")
    meet(venue="Hội trường xã", held_on=JULY)
    meet(venue="Nhà văn hóa thôn 1", form="thematic")
    assert (value("T02", ask()), value("T02-thematic", ask())) == (2, 1)
    assert_rows_agree(ask())


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (["", ""], ""),
        (["", "more_than"], "more_than"),
        (["nearly", "nearly"], "nearly"),
        (["more_than", "nearly"], "about"),
        (["about", ""], "about"),
    ],
)
def test_a_sum_of_headcounts_is_as_exact_as_its_parts(
    ask: Any, meet: Any, qualifiers: list[str], expected: str
) -> None:
    for headcount, qualifier in zip((900, 600), qualifiers, strict=True):
        meet(headcount=headcount, headcount_qualifier=qualifier)
    found = figure("T04", ask())
    assert (found.value, found.qualifier) == (1500, expected)


def test_a_joint_meeting_counts_once_for_each_council_and_once_for_both(ask: Any, term: Any) -> None:
    province = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    council = term.council
    council.parent = province
    council.save()
    meeting: VoterMeeting = MeetingFactory(
        round=RoundFactory(council_term=CouncilTermFactory(council=province))
    )
    meeting.joint_councils.add(council, through_defaults={"proposed_on": date(2026, 1, 5)})
    assert value("T01", ask()) == 0, "it was not asked yet"
    voters.answer_consent(consent=meeting.consents.get(), name="accept", user=None, on=ask().as_of)
    assert value("T01", ask()) == 1
    assert value("T01", ask(council=province)) == 1
    assert value("T01", ask(council=province, scope="own+lower")) == 1
    assert_rows_agree(ask(council=province, scope="own+lower"))


def test_delegates_count_by_participation_by_person_and_by_seat(ask: Any, meet: Any, term: Any) -> None:
    present, absent = seated(term), seated(term)
    for _ in range(2):
        meet().delegates.add(present)
    found = figure("T06", ask())
    assert found.value == 2
    assert [part.value for part in found.breakdown] == [1, 2]
    assert value("T06-delegates", ask()) == 1
    assert absent.pk not in {row.pk for row in Facts(ask()).delegates()}
    assert_rows_agree(ask())


# --- Results as of a day ---


def test_a_result_counts_from_its_day_of_effect(ask: Any, heard: Any) -> None:
    heard(sent=JUNE, result="resolved", on=AUGUST)
    before, after = ask(as_of=AUGUST - timedelta(days=1)), ask(as_of=AUGUST)
    assert (value("O05", before), value("O-none", before)) == (0, 1)
    assert (value("O05", after), value("O-none", after)) == (1, 0)


def test_what_is_entered_later_leaves_the_figures_of_an_earlier_day_alone(ask: Any, heard: Any) -> None:
    opinion = heard(sent=JUNE, result="in_progress", on=JULY)
    question = ask(as_of=AUGUST)
    then = all_figures(question)
    ResultEntry.objects.create(
        follow_up=opinion.follow_up, result_class="resolved", effective_on=AUGUST + timedelta(days=1)
    )
    heard(recorded_on=AUGUST + timedelta(days=1))
    assert all_figures(question) == then


def test_a_scheduled_result_is_folded_into_what_is_being_resolved(ask: Any, heard: Any) -> None:
    heard(sent=JUNE, result="in_progress", on=JULY)
    heard(sent=JUNE, result="scheduled", on=JULY)
    found = figure("O06", ask())
    assert found.value == 2
    assert [part.value for part in found.breakdown] == [1, 1]


def test_a_result_whose_answer_was_sent_back_no_longer_counts(ask: Any, heard: Any) -> None:
    opinion = heard(sent=JUNE, result="resolved", on=JULY)
    FollowUpMove.objects.create(
        follow_up=opinion.follow_up, from_state="accepted", to_state="returned", effective_on=AUGUST
    )
    assert value("O05", ask(as_of=AUGUST - timedelta(days=1))) == 1
    assert (value("O05", ask()), value("O-none", ask())) == (0, 1)


def test_unresolved_opinions_are_told_apart_by_reason(ask: Any, heard: Any) -> None:
    heard(sent=JUNE, result="unresolved", on=JULY)
    found = figure("O08", ask())
    assert found.value == 1
    assert [part.value for part in found.breakdown] == [1]
    assert_rows_agree(ask())


def test_answered_means_settled_or_running_with_a_written_answer(ask: Any, heard: Any) -> None:
    heard(sent=JUNE, result="resolved", on=JULY)
    heard(sent=JUNE, result="in_progress", on=JULY)
    heard(sent=JUNE, replied=JULY, result="in_progress", on=JULY)
    heard()
    assert value("O09", ask()) == 2
    assert_rows_agree(ask())


def test_the_share_resolved_states_its_denominator(ask: Any, heard: Any) -> None:
    assert value("O10", ask()) is None
    heard(sent=JUNE, result="resolved", on=JULY)
    for _ in range(2):
        heard()
    found = figure("O10", ask())
    assert found.value == Decimal("33.3")
    assert [part.value for part in found.breakdown] == [1, 3]


def test_overdue_means_owed_past_the_due_date_in_force_on_the_day(ask: Any, heard: Any) -> None:
    late = heard(sent=JUNE, due=JULY)
    heard(sent=JUNE, due=JULY, result="resolved", on=AUGUST)
    heard(sent=JUNE, due=AS_OF_LATER)
    assert value("O11", ask(as_of=JULY)) == 0
    assert value("O11", ask(as_of=JULY + timedelta(days=1))) == 2
    assert value("O11", ask()) == 1
    Extension.objects.create(
        follow_up=late.follow_up,
        until=date(2026, 12, 31),
        reason="Chờ kinh phí",
        asked_on=AUGUST,
        decision="granted",
        decided_on=AUGUST,
    )
    assert value("O11", ask()) == 0
    assert value("O11", ask(as_of=AUGUST - timedelta(days=1))) == 2
    assert_rows_agree(ask())


AS_OF_LATER = date(2026, 12, 1)


def test_the_backlog_closes_with_what_opened_plus_received_minus_settled(
    ask: Any, heard: Any, meet: Any
) -> None:
    old = meet(held_on=date(2025, 11, 3))
    heard(meeting=old, sent=date(2025, 11, 10))
    heard(meeting=old, sent=date(2025, 11, 10), result="resolved", on=JULY)
    heard(meeting=old, sent=date(2025, 11, 10), result="explained", on=date(2025, 12, 1))
    heard(sent=JUNE, result="resolved", on=JULY)
    heard(sent=JUNE, result="unresolved", on=JULY)
    heard()
    found = figure("O12", ask())
    assert found.value == 3
    assert [part.value for part in found.breakdown] == [2, 3, 2]
    assert_rows_agree(ask())


def test_opinions_are_sent_in_the_period_whenever_they_were_recorded(ask: Any, heard: Any, meet: Any) -> None:
    heard(meeting=meet(held_on=date(2025, 12, 20)), sent=date(2026, 1, 5))
    heard(sent=date(2026, 10, 2))
    assert value("O02", ask()) == 1
    assert value("O02", ask(end=date(2026, 12, 31), as_of=date(2026, 11, 1))) == 2


def test_totals_by_field_by_level_and_by_result_are_the_same(ask: Any, heard: Any) -> None:
    heard(field=FieldFactory(code="dat-dai", name="Đất đai"), competence_level="province")
    heard(sent=JUNE, result="resolved", on=JULY)
    heard(classified=False)
    for code in ("O01", "O03", "O04"):
        found = figure(code, ask())
        assert found.value == 3
        assert sum(part.value for part in found.breakdown) == 3
    assert_rows_agree(ask())


def test_the_councils_below_are_counted_only_when_asked_for(ask: Any, heard: Any, council: Any) -> None:
    province = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    council.parent = province
    council.save()
    heard()
    assert value("O01", ask(council=province)) == 0
    assert value("O01", ask(council=province, scope="own+lower")) == 1


# --- The question ---


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": date(2025, 1, 1)}, "to"),
        ({"as_of": date(2025, 1, 1)}, "as_of"),
        ({"as_of": date(2999, 1, 1)}, "as_of"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(
    ask: Any, changes: dict[str, date], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask(**changes).check()
    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2023, 9, 30), date(2022, 9, 30)),
    ],
)
def test_the_year_before_keeps_the_end_of_february(day: date, earlier: date) -> None:
    assert a_year_before(day) == earlier


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("chapter", Chapter)
def test_a_chapter_costs_the_same_queries_however_many_rows(
    ask: Callable[..., FigureQuery], heard: Any, term: Any, agency: Any, chapter: Chapter, rows: int
) -> None:
    for number in range(rows):
        heard(sent=JUNE, result="resolved", on=JULY)
        everything(term, agency, JUNE + timedelta(days=20 * number))
    question = ask()
    with CaptureQueriesContext(connection) as queries:
        figures_of(Facts(question), chapter)
    assert len(queries) == QUERIES[chapter]


def test_every_figure_belongs_to_a_chapter_and_they_come_in_the_order_of_the_reference(ask: Any) -> None:
    codes = [found.code for found in all_figures(ask())]
    letters = [code[0] for code in codes]
    assert letters == sorted(letters, key="ARVTOCLSP".index)
    assert {code for code in codes if code[0] in "CL"} == {
        *(f"C{n:02d}" for n in range(1, 9)),
        *(f"L{n:02d}" for n in range(1, 11)),
        "L-pending",
    }
    assert {code for code in codes if code[0] in "SP"} == {
        *(f"S{n:02d}" for n in range(1, 10)),
        *(f"P{n:02d}" for n in range(1, 7)),
        "S01-reported",
        "P-void",
    }
    assert {code for code in codes if code[0] in "ARV"} == {
        *(f"A{n:02d}" for n in range(1, 11)),
        *(f"R{n:02d}" for n in range(1, 9)),
        *(f"V{n:02d}" for n in range(1, 5)),
    }
