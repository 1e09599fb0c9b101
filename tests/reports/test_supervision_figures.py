"""Figures of supervision (S01 to S09) and of recommendations (P01 to P06): what counts, when, and its rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from followups import services as followups
from reports.figures import INDICATORS, Chapter, Facts, FigureQuery, Scope, figure, figures_of
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    MissionFactory,
    UserFactory,
)
from tests.reports.agreement import assert_rows_agree, parts, rows_opened
from tests.reports.records import DAY
from tests.reports.supervising import everything, item, matter, moved, programme, review, session
from tests.reports.test_histories import undone
from tests.supervision.recommending import claim, concluded, issued, judge
from tests.voters.letters_kit import make_rules

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)
CODES = [code for code, indicator in INDICATORS.items() if indicator.chapter is Chapter.SUPERVISION]


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_rules()


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


# --- Missions ---


def test_missions_count_on_the_day_of_their_decision_by_who_supervises(ask: Any, council: Any) -> None:
    committee = CommitteeFactory(council=council)
    MissionFactory(council=council, decided_on=JUNE)
    MissionFactory(council=council, decided_on=JULY, subject="committee", committee=committee)
    MissionFactory(council=council, decided_on=JULY, kind="survey", subject="committee", committee=committee)
    MissionFactory(council=council, decided_on=date(2025, 12, 31))
    MissionFactory(council=council, decided_on=date(2026, 9, 30))  # after the as-of day
    MissionFactory(council=council, decided_on=None, state="proposed")
    assert parts(figure("S01", ask())) == {"standing_committee": 1, "committee": 1, "of-economic_budget": 1}
    assert parts(figure("S02", ask())) == {"committee": 1, "of-economic_budget": 1}
    assert [value(code, ask()) for code in ("S01", "S02")] == [2, 1]
    assert_rows_agree(ask(), "S")


def test_by_the_day_of_the_report_a_mission_counts_in_its_own_figure(ask: Any, council: Any) -> None:
    MissionFactory(council=council, decided_on=JUNE, reported_on=AUGUST, state="reported")
    MissionFactory(council=council, decided_on=date(2025, 11, 3), reported_on=JULY, state="reported")
    question = ask(end=JULY)
    assert [value(code, question) for code in ("S01", "S01-reported")] == [1, 1]
    assert [value(code, ask()) for code in ("S01", "S01-reported")] == [1, 2]
    assert_rows_agree(question, "S")


@pytest.mark.parametrize("state", ["dropped", "postponed"])
def test_what_was_dropped_or_postponed_counts_until_that_day(ask: Any, council: Any, state: str) -> None:
    mission = MissionFactory(council=council, decided_on=JUNE)
    moved(mission, "decided", JUNE)
    moved(mission, state, AUGUST)
    assert [value("S01", ask(as_of=day)) for day in (AUGUST - DAY, AUGUST)] == [1, 0]


def test_reports_and_conclusions_count_each_and_open_their_missions(ask: Any, council: Any) -> None:
    concluded(council, on=JULY)
    MissionFactory(council=council, kind="survey", decided_on=JUNE, reported_on=AUGUST, state="reported")
    found = figure("S07", ask())
    assert found.value == 3
    assert parts(found) == {"reports": 2, "conclusions": 1}
    assert value("S07", ask(start=AUGUST)) == 1
    assert_rows_agree(ask(), "S")


def test_bodies_count_once_and_sessions_each_but_not_those_of_the_team_alone(
    ask: Any, council: Any, agency: Any
) -> None:
    first, second = MissionFactory.create_batch(2, council=council)
    other = AgencyFactory(council=council)
    session(first, agency, JUNE)
    session(second, agency, JULY, kind="visit")
    session(second, other, JULY)
    session(second, None, JULY, kind="team")
    session(first, other, AUGUST, state="planned")
    assert [value(code, ask()) for code in ("S04", "S05")] == [2, 3]
    assert parts(figure("S05", ask())) == {"working": 2, "visit": 1}
    rows = Facts(ask()).bodies_visited()
    assert {row.pk: row.visits for row in rows} == {agency.pk: 2, other.pk: 1}
    assert value("S04", ask(start=AUGUST)) == 0
    assert_rows_agree(ask(), "S")


def test_items_of_the_years_programmes_count_as_done_by_report_or_by_their_day(
    ask: Any, council: Any
) -> None:
    plan = programme(council, 2026, date(2025, 12, 20))
    item(plan, done_on=JUNE)
    by_mission = item(plan, form="thematic")
    MissionFactory(council=council, item=by_mission, decided_on=JUNE, reported_on=AUGUST, state="reported")
    item(plan, dropped_on=JULY, note="Trùng nội dung")
    item(plan)
    item(programme(council, 2025, date(2024, 12, 20)), done_on=JUNE)
    item(programme(council, 2026, None, state="collecting", subject="council"))
    found = figure("S06", ask())
    assert found.value == 2
    assert parts(found) == {"done": 2, "open": 1, "dropped": 1}
    assert "2/4" in found.note
    assert value("S06", ask(as_of=JULY)) == 1
    assert_rows_agree(ask(), "S")


def test_texts_count_when_their_review_ends_with_those_that_show_a_fault(ask: Any, council: Any) -> None:
    review(council, JUNE)
    review(council, JULY, "faulty")
    review(council, None)
    review(council, date(2026, 9, 30))
    assert value("S08", ask()) == 2
    assert parts(figure("S08", ask())) == {"sound": 1, "faulty": 1}
    assert_rows_agree(ask(), "S")


def test_matters_under_ongoing_supervision_are_told_with_texts_and_letters(
    ask: Any, council: Any, agency: Any
) -> None:
    from tests.reports.citizens import dealt  # noqa: PLC0415 - only this test deals with letters

    matter(council, JUNE)
    matter(council, date(2025, 12, 1))
    review(council, JULY)
    dealt(council, JUNE, "supervise", JULY, agency, kind="complaint")
    found = figure("S03", ask())
    assert found.value == 1
    assert "3" in found.note
    assert [part.value for part in found.breakdown] == [1, 1, 1]
    assert ["/S08/" in found.breakdown[1].url, "/L10/" in found.breakdown[2].url] == [True, True]
    assert_rows_agree(ask(), "S")


def test_a_mission_that_looks_again_is_a_re_supervision(ask: Any, council: Any, agency: Any) -> None:
    rows = [issued(council, agency, on=JUNE) for _ in range(2)]
    again = MissionFactory(council=council, decided_on=AUGUST)
    for row in rows:
        again.looks_again.create(recommendation=row)
    MissionFactory(council=council, decided_on=AUGUST)
    found = figure("S09", ask())
    assert found.value == 1
    assert "2" in found.note
    assert value("S09", ask(as_of=AUGUST - DAY)) == 0
    assert_rows_agree(ask(), "S")


# --- Recommendations ---


def test_recommendations_of_the_period_stand_as_of_the_day(ask: Any, council: Any, agency: Any) -> None:
    rows = [issued(council, agency, on=JUNE, due_on=JULY) for _ in range(5)]
    issued(council, agency, on=date(2025, 12, 1), due_on=date(2026, 1, 20))
    for row, outcome in zip(rows, ("done", "partly", "not_done", "not_applicable"), strict=False):
        claim(row, JULY)
        judge(row, outcome, AUGUST)
    codes = ("P01", "P02", "P03", "P04", "P-void", "P05", "P06")
    assert [value(code, ask()) for code in codes] == [5, 1, 2, 1, 1, 4, 20]
    assert [value(code, ask(as_of=AUGUST - DAY)) for code in codes] == [5, 0, 5, 0, 0, 2, 0]
    assert parts(figure("P03", ask())) == {"partly": 1, "in_progress": 1}
    assert "1/5" in figure("P06", ask()).note
    assert figure("P01", ask()).note.startswith("5 = 1")
    assert value("P06", ask(start=AUGUST)) is None
    for question in (ask(), ask(as_of=AUGUST - DAY)):
        assert_rows_agree(question, "P")


def test_what_the_body_claims_counts_nowhere(ask: Any, council: Any, agency: Any) -> None:
    made = issued(council, agency, on=JUNE)
    claim(made, JULY)
    followups.assess(follow_up=made.follow_up, user=None, verdict="accepted", on=JULY, quiet=True)
    assert [value(code, ask()) for code in ("P02", "P03")] == [0, 1]


def test_what_was_withdrawn_without_a_verdict_is_asked_of_nobody(ask: Any, council: Any, agency: Any) -> None:
    made = issued(council, agency, on=JUNE)
    followups.withdraw(follow_up=made.follow_up, user=UserFactory(), reason="Đã sáp nhập", on=AUGUST)
    assert [value("P-void", ask(as_of=day)) for day in (AUGUST - DAY, AUGUST)] == [0, 1]
    assert value("P05", ask()) == 0


def test_more_time_puts_the_overdue_day_off(ask: Any, council: Any, agency: Any) -> None:
    made = issued(council, agency, on=JUNE, due_on=JULY)
    user = UserFactory()
    asked = followups.request_extension(
        follow_up=made.follow_up, user=user, until=AUGUST, reason="Chờ vốn", on=JULY
    )
    followups.decide_extension(extension=asked, user=user, granted=True, on=JULY)
    assert [value("P05", ask(as_of=day)) for day in (JULY + DAY, AUGUST, AUGUST + DAY)] == [0, 0, 1]


def test_the_councils_below_count_where_they_are_asked_for(ask: Any, council: Any, agency: Any) -> None:
    above = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    CouncilTermFactory(council=above)
    council.parent = above
    council.save()
    everything(council, agency, JUNE)
    MissionFactory(council=above, decided_on=JULY)
    both = ask(council=above, scope="own+lower")
    assert [value(code, both) for code in ("S01", "S05", "P01")] == [8, 1, 5]
    assert [value(code, ask(council=above)) for code in ("S01", "S05", "P01")] == [1, 0, 0]
    assert_rows_agree(both, "SP")


HISTORY = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.lists(
            st.tuples(
                st.sampled_from(["claim", "done", "partly", "not_done", "not_applicable", "withdraw"]),
                st.integers(0, 40),
            ),
            max_size=5,
        ),
    ),
    max_size=4,
)


def live(council: Any, agency: Any, sent: int, steps: list[tuple[str, int]]) -> None:
    """A recommendation from its sending on; steps that its state does not allow do not happen."""
    day = date(2026, 1, 5) + sent * DAY
    made = issued(council, agency, on=day, due_on=day + 30 * DAY)
    for name, later in steps:
        day += later * DAY
        try:
            if name == "claim":
                claim(made, day)
            elif name == "withdraw":
                followups.withdraw(follow_up=made.follow_up, user=None, reason="Rút", on=day, quiet=True)
            else:
                judge(made, name, day)
        except Refused:
            continue


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, start=st.integers(0, 150), length=st.integers(0, 150), seen=st.integers(0, 200))
def test_issued_is_done_and_in_progress_and_not_done_and_void_over_random_histories(
    history: list[tuple[int, list[tuple[str, int]]]], start: int, length: int, seen: int
) -> None:
    with time_machine.travel("2027-06-01T09:00:00+07:00", tick=True), undone():
        council = CouncilTermFactory().council
        agency = AgencyFactory(council=council)
        for sent, steps in history:
            live(council, agency, sent, steps)
        first = date(2026, 1, 1) + start * DAY
        asked = FigureQuery(council, Scope.OWN, first, first + length * DAY, first + seen * DAY)
        found = {one.code: one.value for one in figures_of(Facts(asked), Chapter.SUPERVISION)}
        numbers: list[Any] = [found[code] for code in ("P02", "P03", "P04", "P-void")]
        assert found["P01"] == sum(numbers)
        assert_rows_agree(asked, "P")


# --- Pages ---


def test_every_figure_opens_its_rows(client_as: Any, ask: Any, council: Any, agency: Any) -> None:
    everything(council, agency, JULY)
    client, question = client_as("secretariat"), ask()
    for code in CODES:
        found = figure(code, question)
        assert found.value, code
        rows = rows_opened(client, found.url)
        if not INDICATORS[code].sums and found.unit != "%":
            assert rows == found.value, code
        for part in found.breakdown:
            assert rows_opened(client, part.url) == part.value, part.url
        assert b"".join(client.get(f"{found.url}&export=csv").streaming_content)


@pytest.mark.parametrize(
    ("code", "part"), [("S01", "x"), ("S07", "x"), ("S03", "x"), ("P01", "x"), ("S01", "of-x")]
)
def test_parts_that_there_are_not_are_not_found(
    client_as: Any, ask: Any, term: Any, code: str, part: str
) -> None:
    url = f"{reverse('reports:figure_rows', args=[code])}"
    assert client_as("leader").get(url, ask().parameters(part=part)).status_code == 404


def test_the_chapter_and_its_rows_cost_the_same_however_many(
    client_as: Any, ask: Any, council: Any, agency: Any
) -> None:
    client, costs, question = client_as("leader"), [], ask()
    overview = f"{reverse('reports:figures')}?{urlencode(question.parameters(chapter='supervision'))}"
    addresses = [overview, *(question.rows_url(code) for code in CODES)]
    for number in range(3):
        everything(council, agency, JUNE + number * 5 * DAY)
        costs.append([_queries(client, address) for address in addresses])
    assert costs[0] == costs[2]
    assert max(costs[0]) <= 20


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_a_letter_is_named_by_its_number_only(client_as: Any, ask: Any, council: Any) -> None:
    found = matter(council, JULY)
    page = client_as("delegate").get(figure("S03", ask()).url).content.decode()
    assert str(found.letter) in page
