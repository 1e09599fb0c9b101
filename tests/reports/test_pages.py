"""Pages of figures: the overview, the rows behind a figure, who may see them, what they cost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.figures import INDICATORS, Chapter, FigureQuery, figure
from reports.models import ReportRun
from tests.factories import CouncilFactory, CouncilTermFactory
from tests.reports.agreement import rows_opened
from tests.reports.citizens import citizens
from tests.reports.records import everything

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 15), date(2026, 7, 20)
QUERIES = {"figure_rows": 9, "run_list": 7}
QUERIES_OF_CHAPTERS = {
    "sittings": 17,
    "resolutions": 12,
    "verification": 12,
    "contact": 16,
    "opinions": 16,
    "reception": 13,
    "letters": 16,
}


def get(client: Client, name: str, question: FigureQuery, *args: str, **more: str) -> Any:
    return client.get(reverse(f"reports:{name}", args=args), question.parameters(**more))


def test_each_chapter_links_its_figures_to_their_rows(client_as: Any, ask: Any, heard: Any) -> None:
    heard(sent=JUNE, result="resolved", on=JULY)
    client = client_as("leader")
    for chapter in Chapter:
        answer = get(client, "figures", ask(), chapter=chapter.value)
        page = answer.content.decode()
        codes = [code for code, indicator in INDICATORS.items() if indicator.chapter is chapter]
        assert [found.code for found in answer.context["figures"]] == codes
        assert all(f"/reports/figures/{code}/rows/" in page for code in codes)
        assert [tab.label for tab in answer.context["tabs"] if tab.current] == [str(chapter.label)]


def test_the_main_figures_stand_on_top_of_every_chapter(client_as: Any, ask: Any) -> None:
    client = client_as("leader")
    assert get(client, "figures", ask()).context["chapter"] == Chapter.SITTINGS
    for chapter in Chapter:
        tiles = get(client, "figures", ask(), chapter=chapter.value).context["tiles"]
        assert len(tiles) == 6


def test_periods_and_the_form_stay_in_the_chapter(client_as: Any, ask: Any) -> None:
    answer = get(client_as("leader"), "figures", ask(), chapter="opinions")
    periods = answer.context["periods"]
    assert all("chapter=opinions" in choice.url for choice in [*periods.years, *periods.spans])
    assert '<input type="hidden" name="chapter" value="opinions">' in answer.content.decode()


def test_the_way_back_from_the_rows_leads_to_their_chapter(client_as: Any, ask: Any) -> None:
    page = get(client_as("leader"), "figure_rows", ask(), "R01").content.decode()
    assert "chapter=resolutions" in page


@pytest.mark.parametrize("chapter", ["nonsense", "\0", "A"])
def test_a_chapter_that_there_is_not_is_not_found(client_as: Any, ask: Any, chapter: str) -> None:
    assert get(client_as("leader"), "figures", ask(), chapter=chapter).status_code == 404


def test_every_figure_opens_as_many_rows_as_it_and_its_parts_counted(
    client_as: Any, ask: Any, heard: Any, term: Any, agency: Any
) -> None:
    heard(sent=JUNE, result="unresolved", on=JULY)
    for number in range(2):
        everything(term, agency, JULY + timedelta(days=10 * number))
    client, question = client_as("secretariat"), ask()
    for code, indicator in INDICATORS.items():
        found = figure(code, question)
        rows = rows_opened(client, found.url)
        if not (indicator.sums or indicator.mean) and found.unit != "%":
            assert rows == found.value, code
        for part in found.breakdown:
            if f"/{code}/" in part.url:
                assert rows_opened(client, part.url) == part.value, part.url
            elif part.url:
                assert client.get(part.url).status_code == 200
    assert {code for code in INDICATORS if code[0] in "ARV" and not figure(code, question).value} == set()


def test_rows_open_the_pages_of_their_records_where_there_are_any(
    client_as: Any, ask: Any, term: Any, agency: Any
) -> None:
    everything(term, agency, JULY)
    client, question = client_as("secretariat"), ask()
    for code in ("A01", "A10", "R06"):
        page = client.get(figure(code, question).url).content.decode()
        for url in re.findall(r'<a class="title" href="([^"]+)"', page):
            assert client.get(url).status_code == 200, (code, url)
        assert 'class="title"' in page, code


def test_the_rows_page_states_definition_value_and_exact_count(client_as: Any, ask: Any, heard: Any) -> None:
    for _number in range(3):
        heard()
    answer = get(client_as("delegate"), "figure_rows", ask(), "O01")
    page = answer.content.decode()
    assert str(INDICATORS["O01"].definition) in page
    assert answer.context["count"] == 3
    assert page.count('class="title"') == 3


def test_the_rows_of_a_sum_name_the_sum_beside_their_number(client_as: Any, ask: Any, meet: Any) -> None:
    meet(headcount=900, headcount_qualifier="more_than")
    meet(headcount=600)
    page = get(client_as("leader"), "figure_rows", ask(), "T04").content.decode()
    counted = page.split("data-count>")[1].split("</span>")[0]
    assert "<b>2</b>" in counted
    assert "1.500" in counted


def test_long_lists_are_paged_and_still_counted_exactly(
    client_as: Any, ask: Any, heard: Any, meet: Any
) -> None:
    meeting = meet()
    for _number in range(53):
        heard(meeting=meeting)
    answer = get(client_as("leader"), "figure_rows", ask(), "O01")
    assert answer.context["count"] == 53
    assert len(answer.context["page"].rows) == 50
    rest = client_as("leader").get(
        reverse("reports:figure_rows", args=["O01"]) + answer.context["page"].next_url
    )
    assert len(rest.context["page"].rows) == 3


@pytest.mark.parametrize(
    ("code", "part"),
    [
        *[("T99", ""), ("O01", "nonsense"), ("T02", "x"), ("O04", "abc")],
        *[("A04", "nonsense"), ("A06", "x"), ("A10", "men"), ("R01", "abc"), ("R04", "lost"), ("V04", "x")],
    ],
)
def test_unknown_figures_and_parts_are_not_found(
    client_as: Any, ask: Any, heard: Any, code: str, part: str
) -> None:
    heard()
    more = {"part": part} if part else {}
    assert get(client_as("leader"), "figure_rows", ask(), code, **more).status_code == 404


def test_days_that_make_no_sense_are_explained_on_the_overview(client_as: Any, ask: Any) -> None:
    client = client_as("leader")
    wrong = ask(end=date(2025, 1, 1))
    assert get(client, "figures", wrong).status_code == 422
    assert get(client, "figure_rows", wrong, "O01").status_code == 302
    assert client.get(reverse("reports:figures"), {"from": "32/13/2026"}).status_code == 422


def test_without_a_question_the_running_year_is_shown(client_as: Any, council: Any) -> None:
    answer = client_as("leader").get(reverse("reports:figures"))
    question = answer.context["question"]
    assert (question.start.month, question.start.day, question.council) == (1, 1, council)


def test_a_council_that_ended_shows_its_last_year(client_as: Any, council: Any) -> None:
    council.valid_to = date(2025, 6, 30)
    council.save()
    question = client_as("leader").get(reverse("reports:figures")).context["question"]
    assert (question.start, question.end) == (date(2025, 1, 1), date(2025, 6, 30))


def test_years_with_opinions_and_parts_of_a_year_are_one_click_away(
    client_as: Any, ask: Any, heard: Any, meet: Any
) -> None:
    heard(meeting=meet(held_on=date(2023, 5, 10)))
    client = client_as("leader")
    for name in ("figures", "run_create"):
        address = reverse(f"reports:{name}")
        years = client.get(address).context["periods"].years
        assert "2023" in [choice.label for choice in years]
        answer = client.get(address + next(choice.url for choice in years if choice.label == "2023"))
        spans = answer.context["periods"].spans
        assert [choice.label for choice in spans if choice.current] == [_("whole year")]
        nine = next(choice for choice in spans if choice.label == _("9 months"))
        answer = client.get(address + nine.url)
        shown = [choice for choice in answer.context["periods"].spans if choice.current]
        assert shown == [nine._replace(current=True)]
        assert "30/09/2023" in answer.content.decode()


def test_quick_periods_keep_the_scope(client_as: Any, ask: Any, province: Any) -> None:
    both = ask(council=province, scope="own+lower")
    periods = get(client_as("secretariat", council=province), "figures", both).context["periods"]
    assert all("scope=own%2Blower" in choice.url for choice in [*periods.years, *periods.spans])


# --- Who may see what ---


@pytest.mark.parametrize("role", ["secretariat", "leader", "committee", "delegate", "auditor"])
@pytest.mark.parametrize("name", ["figures", "figure_rows", "run_list"])
def test_the_councils_side_reads(client_as: Any, ask: Any, role: str, name: str) -> None:
    assert get(client_as(role), name, ask(), *(["O01"] if name == "figure_rows" else [])).status_code == 200


@pytest.mark.parametrize("role", ["agency", "administrator"])
@pytest.mark.parametrize("name", ["figures", "figure_rows", "run_list"])
def test_agencies_and_administrators_do_not(client_as: Any, ask: Any, role: str, name: str) -> None:
    assert get(client_as(role), name, ask(), *(["O01"] if name == "figure_rows" else [])).status_code == 403


def test_another_councils_figures_are_not_found(client_as: Any, ask: Any, other_council: Any) -> None:
    assert get(client_as("leader"), "figures", ask(council=other_council)).status_code == 404
    assert get(client_as("leader"), "figure_rows", ask(council=other_council), "O01").status_code == 404


@pytest.fixture
def province(council: Any) -> Any:
    """The council above."""
    above = CouncilFactory(level="province", name="tỉnh Thử", short_name="Thử", unit_type="tinh")
    CouncilTermFactory(council=above)
    council.parent = above
    council.save()
    return above


def test_overseers_see_the_council_below_and_both_levels_together(
    client_as: Any, ask: Any, heard: Any, province: Any
) -> None:
    heard()
    overseer = client_as("secretariat", council=province)
    assert get(overseer, "figure_rows", ask(), "O01").context["count"] == 1
    both = ask(council=province, scope="own+lower")
    assert get(overseer, "figure_rows", both, "O01").context["count"] == 1
    assert get(overseer, "figure_rows", ask(council=province), "O01").context["count"] == 0


def test_who_does_not_oversee_gets_no_sum_of_both_levels(client_as: Any, ask: Any, province: Any) -> None:
    delegate = client_as("delegate", council=province)
    both = ask(council=province, scope="own+lower")
    assert get(delegate, "figures", both).status_code == 403
    assert get(delegate, "figure_rows", both, "O01").status_code == 403
    assert get(delegate, "figures", ask()).status_code == 404


# --- What they cost ---


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["figure_rows", "run_list"])
def test_pages_cost_the_same_queries_however_many_rows(
    client_as: Any, ask: Any, heard: Any, meet: Any, name: str, rows: int
) -> None:
    client = client_as("leader")
    question = ask()
    for number in range(rows):
        heard(meeting=meet(venue=f"Thôn {number}"), sent=JUNE, result="resolved", on=JULY)
        ReportRun.objects.create(
            council=question.council,
            period_start=question.start + timedelta(days=number),
            period_end=question.end,
            as_of=question.as_of,
            asked_by=client.user,
        )
    with CaptureQueriesContext(connection) as queries:
        answer = get(client, name, question, *(["O01"] if name == "figure_rows" else []))
    assert answer.status_code == 200
    assert len(queries) == QUERIES[name]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("chapter", QUERIES_OF_CHAPTERS)
def test_a_chapter_costs_the_same_queries_however_many_rows(
    client_as: Any, ask: Any, heard: Any, term: Any, agency: Any, chapter: str, rows: int
) -> None:
    client = client_as("leader")
    for number in range(rows):
        heard(sent=JUNE, result="resolved", on=JULY)
        everything(term, agency, JULY + timedelta(days=10 * number))
        citizens(term, agency, JULY + timedelta(days=10 * number))
    with CaptureQueriesContext(connection) as queries:
        assert get(client, "figures", ask(), chapter=chapter).status_code == 200
    assert len(queries) == QUERIES_OF_CHAPTERS[chapter]


def test_rows_cost_the_same_queries_however_many_there_are(
    client_as: Any, ask: Any, term: Any, agency: Any
) -> None:
    client, question = client_as("leader"), ask()
    codes = [code for code in INDICATORS if code[0] in "ARV"]
    costs = []
    for number in range(3):
        everything(term, agency, JULY + timedelta(days=10 * number))
        costs.append([cost(client, question, code) for code in codes])
    assert costs[0] == costs[2]
    assert max(costs[0]) <= 12


def cost(client: Client, question: FigureQuery, code: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        get(client, "figure_rows", question, code)
    return len(queries)
