"""Figures of reception (C01 to C08) and of letters (L01 to L10): what counts, its rows, and who may see whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import fold
from reports.figures import INDICATORS, Chapter, Facts, FigureQuery, Scope, figure, figures_of
from tests.factories import AgencyFactory, CouncilFactory, CouncilTermFactory, FieldFactory, UserFactory
from tests.reports.agreement import assert_rows_agree, parts, rows_opened
from tests.reports.citizens import GROUP, act, answer, check, citizens, dealt, reception, visit
from tests.reports.records import DAY
from tests.reports.test_histories import undone
from tests.voters.letters_kit import make_rules, ready, register
from tests.voters.test_letter_register import HISTORY, live
from voters import services
from voters.identity import Identity, Person, hidden_words
from voters.register import balance

pytestmark = pytest.mark.django_db

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 10)
CITIZENS = (Chapter.RECEPTION, Chapter.LETTERS)
CODES = [code for code, indicator in INDICATORS.items() if indicator.chapter in CITIZENS]
NAME = "Zuyên Qoắc Xừ"
PLANTED = Identity((Person(NAME, "Ngách Wểnh 77", "099887766554", "0977665544"),))
SECRETS = (NAME, fold(NAME), "Ngách Wểnh", "099887766554", "0977665544")


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_rules()


def value(code: str, question: FigureQuery) -> Any:
    return figure(code, question).value


# --- Reception ---


def test_receptions_count_on_their_day_by_kind_and_those_without_a_citizen_too(ask: Any, term: Any) -> None:
    reception(term, JUNE)
    reception(term, JULY, "no_citizen_came")
    reception(term, AUGUST, "conclusion_issued", kind="ad_hoc")
    for state in ("scheduled", "published", "cancelled"):
        reception(term, AUGUST, state)
    reception(term, date(2025, 12, 31))
    reception(term, date(2026, 9, 30))  # after the as-of day
    found = figure("C01", ask())
    assert found.value == 3
    assert parts(found) == {"periodic": 2, "ad_hoc": 1, "nobody_came": 1}
    assert_rows_agree(ask(), "C")


def test_turns_persons_cases_and_groups_are_told_apart(ask: Any, term: Any) -> None:
    at = reception(term, JULY)
    visit(at, field=FieldFactory(code="dat-dai"))
    visit(at, persons=2, repeated=True, kind="feedback")
    visit(at, persons=5, identity=GROUP)
    visit(reception(term, date(2025, 7, 20)), persons=9, identity=GROUP)
    assert [value(code, ask()) for code in ("C02", "C03", "C04", "C05", "C07")] == [3, 8, 3, 1, 3]
    assert parts(figure("C04", ask())) == {"first": 2, "repeated": 1}
    by_kind = parts(figure("C07", ask()))
    assert (by_kind["petition"], by_kind["feedback"], by_kind["none"]) == (2, 1, 2)
    assert sum(by_kind.values()) == 6  # kinds make up the whole, and so do fields
    assert "5" in figure("C05", ask()).note
    assert_rows_agree(ask(), "C")


def test_a_delegate_counts_once_however_often_and_a_leader_is_no_delegate(ask: Any, term: Any) -> None:
    first = reception(term, JUNE)
    reception(term, JULY, delegate=first.delegate)
    reception(term, AUGUST, delegate=None, leader="Chủ tịch HĐND xã")
    found = figure("C06", ask())
    assert found.value == 1
    assert "1" in found.note
    assert_rows_agree(ask(), "C")


def test_conclusions_count_on_the_day_of_their_notice(ask: Any, term: Any, agency: Any) -> None:
    at = reception(term, JULY)
    task = services.Task("Trả lời công dân", agency, date(2026, 10, 30))
    services.conclude(reception=at, tasks=[task, task], on=AUGUST, user=UserFactory(), quiet=True)
    assert value("C08", ask()) == 1
    assert value("C08", ask(end=JULY)) == 0
    assert "2" in figure("C08", ask()).note
    assert_rows_agree(ask(), "C")


# --- Letters ---


def test_letters_count_from_the_day_they_came_by_kind_source_and_field(ask: Any, council: Any) -> None:
    register(council, None, received_on=JUNE, field=FieldFactory(code="dat-dai"))
    register(council, None, received_on=JULY, kind="complaint", source="direct")
    register(council, None, received_on=date(2025, 12, 31))
    register(council, None, received_on=date(2026, 9, 30))
    found = figure("L01", ask())
    assert found.value == 2
    assert parts(found) == {"complaint": 1, "petition": 1, "post": 1, "direct": 1}
    assert parts(figure("L04", ask()))["none"] == 1
    assert value("L02", ask()) == 1
    assert value("L01", ask(as_of=date(2026, 9, 30))) == 3
    assert_rows_agree(ask(), "L")


def test_conditions_count_as_they_were_checked_by_the_day(ask: Any, council: Any) -> None:
    check(register(council, None, received_on=JUNE), JUNE)
    faulty = register(council, None, received_on=JUNE)
    check(faulty, JULY, dated="Không ghi ngày", named="Nặc danh")
    register(council, None, received_on=JULY)
    check(faulty, AUGUST)
    found = figure("L03", ask(as_of=JULY))
    assert found.value == 1
    assert parts(found) == {"ineligible": 1, "unchecked": 1, "dated": 1, "named": 1}
    assert value("L03", ask()) == 2  # checked again in August
    assert_rows_agree(ask(as_of=JULY), "L")


def test_a_letter_counts_by_what_was_done_with_it_first(ask: Any, council: Any, agency: Any) -> None:
    letter = dealt(council, JUNE, "forward", JULY, agency)
    act(letter, "reply", AUGUST, agency)
    for kind in ("guide", "return", "file"):
        dealt(council, date(2025, 11, 3), kind, JULY, agency)
    dealt(council, JUNE, "forward", date(2026, 9, 30), agency)  # after the as-of day: still pending
    dealt(council, date(2025, 11, 3), "forward", date(2025, 12, 1), agency)  # done before the period
    found = {code: value(code, ask()) for code in ("L01", "L02", "L05", "L06", "L07", "L-pending")}
    assert found == {"L01": 2, "L02": 3, "L05": 1, "L06": 2, "L07": 1, "L-pending": 1}
    assert parts(figure("L06", ask())) == {"guide": 1, "return": 1}
    assert_rows_agree(ask(), "L")


def test_an_action_that_was_taken_back_counts_nowhere(ask: Any, council: Any, agency: Any) -> None:
    action = act(ready(council, None, received_on=JUNE), "forward", JULY, agency)
    services.take_back(action=action, user=UserFactory(), reason="Nhầm cơ quan")
    assert [value(code, ask()) for code in ("L05", "L09", "L-pending")] == [0, 0, 1]


def test_the_account_is_told_in_one_line(ask: Any, council: Any, agency: Any) -> None:
    dealt(council, JUNE, "forward", JULY, agency)
    register(council, None, received_on=date(2025, 12, 1))
    note = figure("L-pending", ask()).note
    assert note.count("1") == 4  # received, carried over, forwarded, pending
    assert note.count("0") == 2


def test_answers_count_as_papers_and_their_share_as_letters(ask: Any, council: Any, agency: Any) -> None:
    first = act(ready(council, None, received_on=JUNE), "forward", JUNE, agency)
    dealt(council, JUNE, "forward", JUNE, agency)
    answer(first, JULY)
    before, after = figure("L08", ask(as_of=JUNE)), figure("L08", ask())
    assert (before.value, after.value) == (0, 1)
    assert "1/2" in after.note
    assert "50" in after.note
    assert_rows_agree(ask(), "L")


def test_a_forwarded_letter_is_overdue_until_its_answer(ask: Any, council: Any, agency: Any) -> None:
    action = act(
        ready(council, None, received_on=JUNE), "forward", JUNE, agency, due_on=JULY, due_basis="Theo yêu cầu"
    )
    assert [value("L09", ask(as_of=day)) for day in (JULY, JULY + DAY)] == [0, 1]
    answer(action, AUGUST)
    assert value("L09", ask(as_of=AUGUST)) == 0
    assert value("L09", ask(as_of=AUGUST - DAY)) == 1
    assert_rows_agree(ask(as_of=AUGUST - DAY), "L")


def test_letters_under_supervision_count_on_the_day_and_stay_pending(
    ask: Any, council: Any, agency: Any
) -> None:
    dealt(council, JUNE, "supervise", JULY, agency, kind="complaint")
    assert parts(figure("L10", ask())) == {"complaint": 1}
    assert [value(code, ask()) for code in ("L10", "L-pending")] == [1, 1]
    assert value("L10", ask(start=AUGUST)) == 0
    assert_rows_agree(ask(), "L")


def test_the_councils_below_count_where_they_are_asked_for(ask: Any, council: Any, agency: Any) -> None:
    above = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    term = CouncilTermFactory(council=above)
    council.parent = above
    council.save()
    dealt(council, JUNE, "forward", JULY, agency)
    register(above, None, received_on=JULY)
    visit(reception(term, JULY))
    both = ask(council=above, scope="own+lower")
    assert [value(code, both) for code in ("L01", "L05", "L-pending", "C02")] == [2, 1, 1, 1]
    assert [value(code, ask(council=above)) for code in ("L01", "L05", "C02")] == [1, 0, 1]
    assert_rows_agree(both, "CL")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=HISTORY,
    start=st.integers(0, 240),
    length=st.integers(0, 120),
    seen=st.integers(0, 120),
)
def test_both_sides_are_equal_and_open_their_rows_over_random_histories(
    history: list[tuple[int, list[tuple[str, int, bool]]]], start: int, length: int, seen: int
) -> None:
    with undone():
        council = CouncilTermFactory().council
        agency = AgencyFactory(council=council)
        for received, steps in history:
            live(council, agency, received, steps)
        first = date(2026, 1, 1) + timedelta(days=start)
        asked = FigureQuery(council, Scope.OWN, first, first + length * DAY, first + seen * DAY)
        found = {one.code: int(one.value or 0) for one in figures_of(Facts(asked), Chapter.LETTERS)}
        done = found["L05"] + found["L06"] + found["L07"]
        assert found["L01"] + found["L02"] == done + found["L-pending"]
        account = balance(council.letters.all(), asked.start, asked.until)
        assert (account.received, account.pending) == (found["L01"], found["L-pending"])
        assert_rows_agree(asked, "L")


# --- Pages ---


def test_every_figure_opens_its_rows(client_as: Any, ask: Any, term: Any, agency: Any) -> None:
    citizens(term, agency, JULY)
    client, question = client_as("secretariat"), ask()
    for code in CODES:
        found = figure(code, question)
        assert found.value, code
        rows = rows_opened(client, found.url)
        if not INDICATORS[code].sums:
            assert rows == found.value, code
        for part in found.breakdown:
            assert rows_opened(client, part.url) == part.value, part.url
    for code in ("C01", "C02", "C08", "L01"):
        page = client.get(figure(code, question).url).content.decode()
        assert 'class="title"' in page, code


@pytest.mark.parametrize(
    ("code", "part"), [("L01", "x"), ("L03", "x"), ("L04", "abc"), ("C04", "x"), ("C07", "x")]
)
def test_parts_that_there_are_not_are_not_found(
    client_as: Any, ask: Any, term: Any, code: str, part: str
) -> None:
    url = f"{reverse('reports:figure_rows', args=[code])}"
    assert client_as("leader").get(url, ask().parameters(part=part)).status_code == 404


def test_chapters_and_their_rows_cost_the_same_however_many(
    client_as: Any, ask: Any, term: Any, agency: Any
) -> None:
    client, costs, question = client_as("leader"), [], ask()
    chapters = [
        f"{reverse('reports:figures')}?{urlencode(question.parameters(chapter=one.value))}"
        for one in CITIZENS
    ]
    for number in range(3):
        citizens(term, agency, JULY + number * 5 * DAY)
        costs.append(
            [queries(client.get, url) for url in (*chapters, *(question.rows_url(code) for code in CODES))]
        )
        own = [queries(figures_of, Facts(question), chapter) for chapter in CITIZENS]
    assert costs[0] == costs[2]
    assert max(costs[0]) <= 20
    assert own == [4, 7]


def queries(call: Callable[..., Any], *arguments: Any) -> int:
    """What a call costs."""
    with CaptureQueriesContext(connection) as captured:
        call(*arguments)
    return len(captured)


# --- Secrecy ---


@pytest.fixture
def planted(term: Any, agency: Any) -> None:
    """A denunciation by letter and one at a reception, from somebody whose name stands nowhere else."""
    letter = ready(
        term.council, None, kind="denunciation", received_on=JUNE, identity=PLANTED, summary="Tố cáo"
    )
    act(letter, "forward", JUNE, agency, due_on=JULY, due_basis="Luật Tố cáo")
    visit(reception(term, JULY), kind="denunciation", content="Tố cáo lấn đất", identity=PLANTED)


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("role", ["secretariat", "leader", "committee", "delegate", "auditor"])
def test_rows_and_their_files_never_name_a_denouncer(client_as: Any, ask: Any, role: str) -> None:
    client, question = client_as(role), ask()
    for code in ("L01", "L03", "L05", "L09", "C02", "C03", "C07"):
        page = client.get(figure(code, question).url).content.decode()
        assert hidden_words() in page, code
        file = client.get(figure(code, question).url + "&export=csv")
        text = b"".join(file.streaming_content).decode("utf-8-sig")
        assert hidden_words() in text, code
        assert not [secret for secret in SECRETS if secret in page + text], code


def test_an_auditor_and_the_level_above_read_no_names(client_as: Any, ask: Any, term: Any) -> None:
    above = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    CouncilTermFactory(council=above)
    term.council.parent = above
    term.council.save()
    register(term.council, None, received_on=JUNE, identity=PLANTED)
    visit(reception(term, JULY), identity=PLANTED)
    readers = (client_as("auditor"), client_as("secretariat", council=above))
    for code in ("L01", "L04", "C02", "C03"):
        url = figure(code, ask()).url
        assert NAME in client_as("secretariat").get(url).content.decode()
        for reader in readers:
            page = reader.get(url).content.decode()
            assert "Z. Q. X." in page
            assert not [secret for secret in SECRETS if secret in page], code
