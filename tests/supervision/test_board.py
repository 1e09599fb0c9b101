"""Overlaps of subjects at one body within 30 days, and the board over the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.models import Agency, Council
from supervision import services
from supervision.board import board_of
from supervision.models import WorkingSession
from supervision.overlaps import Plan, Visit, overlaps
from tests.factories import AgencyFactory, CommitteeFactory, MissionFactory
from tests.supervision.programmes_kit import DECIDED, YEAR, decided, item, programme

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
MARCH = date(YEAR, 3, 2)
BOARD = "supervision:programme_board"


def pairs(council: Council) -> list[tuple[str, int]]:
    """(body, days apart) of the overlaps on the board of the year."""
    return [(pair.body, pair.days) for pair in board_of(council, YEAR, "bodies").overlaps]


@pytest.mark.parametrize(("apart", "found"), [(0, True), (29, True), (30, True), (31, False)])
def test_two_subjects_at_one_body_within_thirty_days_overlap(
    council: Council, agency: Agency, apart: int, found: bool
) -> None:
    item(programme(council), agency, starts=MARCH, ends=MARCH + timedelta(days=4))
    later = MARCH + timedelta(days=4 + apart)
    item(programme(council, "committee"), agency, starts=later, ends=later)
    assert pairs(council) == ([(agency.name, apart)] if found else [])


def test_one_subject_may_visit_a_body_again_and_two_may_visit_two(council: Council, agency: Agency) -> None:
    own = programme(council)
    item(own, agency, starts=MARCH)
    item(own, agency, starts=MARCH, title="Việc giải quyết đơn thư")
    item(programme(council, "committee"), AgencyFactory(council=council), starts=MARCH)
    assert pairs(council) == []


def test_two_committees_are_two_subjects(council: Council, agency: Agency) -> None:
    for kind in ("legal", "economic_budget"):
        committee = CommitteeFactory(council=council, kind=kind, name=f"Ban {kind}")
        item(programme(council, "committee", committee=committee), agency, starts=MARCH)
    assert pairs(council) == [(agency.name, 0)]


def test_a_visit_of_december_is_close_to_one_of_january(council: Council, agency: Agency) -> None:
    item(programme(council, year=YEAR - 1), agency, starts=date(YEAR - 1, 12, 20))
    item(programme(council, "committee"), agency, starts=date(YEAR, 1, 8))
    assert pairs(council) == [(agency.name, 19)]


def test_missions_outside_programmes_count_and_dropped_ones_do_not(council: Council, agency: Agency) -> None:
    item(programme(council), agency, starts=MARCH)
    outside = MissionFactory(
        council=council, subject="committee", committee=CommitteeFactory(council=council), starts_on=MARCH
    )
    outside.supervised.create(agency=agency)
    assert pairs(council) == [(agency.name, 0)]
    outside.state = "dropped"
    outside.save()
    assert pairs(council) == []


def test_the_days_of_working_sessions_are_more_exact_than_those_of_the_item(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    staff, own = user_as("secretariat"), programme(council)
    planned = item(own, agency, starts=MARCH, ends=MARCH + timedelta(days=90))
    other = programme(council, "committee")
    item(other, agency, starts=MARCH)
    assert pairs(council) == [(agency.name, 0)]
    decided(own, staff, accepted="Hai nội dung khác nhau")
    mission = services.mission_from_item(item=planned, user=staff, on=DECIDED)
    body = mission.supervised.get()
    WorkingSession.objects.create(
        mission=mission, body=body, held_on=MARCH + timedelta(days=60), place="Trụ sở"
    )
    assert pairs(council) == []
    WorkingSession.objects.create(
        mission=mission, body=body, held_on=MARCH + timedelta(days=9), place="Trụ sở"
    )
    assert pairs(council) == [(agency.name, 9)]


def test_forms_that_visit_nobody_never_overlap(council: Council, agency: Agency) -> None:
    item(programme(council), agency, starts=MARCH, form="questioning")
    item(programme(council, "committee"), agency, starts=MARCH)
    assert pairs(council) == []


def test_a_programme_with_overlaps_is_decided_only_with_a_reason(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    leader, own = user_as("leader"), programme(council)
    item(own, agency, starts=MARCH)
    item(programme(council, "committee"), agency, starts=MARCH + timedelta(days=30))
    with pytest.raises(ValidationError) as refusal:
        decided(own, leader)
    assert agency.name in refusal.value.message_dict["accepted"][0]
    done = services.decide_programme(
        programme=own,
        user=leader,
        on=DECIDED,
        accepted="Ban giám sát chuyên môn khác",
        terms=services.Signing(signer="chair"),
    )
    assert (done.state, done.accepted_overlaps) == ("decided", "Ban giám sát chuyên môn khác")


def test_a_reason_is_not_kept_where_nothing_overlaps(
    council: Council, agency: Agency, user_as: UserAs
) -> None:
    own = programme(council)
    item(own, agency, starts=MARCH)
    assert decided(own, user_as("leader"), accepted="Không cần thiết").accepted_overlaps == ""


def test_the_board_shows_who_is_at_which_body_in_which_months(council: Council, agency: Agency) -> None:
    own = programme(council)
    item(own, agency, starts=MARCH, ends=date(YEAR, 5, 9))
    item(own, agency, starts=date(YEAR, 9, 1), ends=date(YEAR, 9, 3), title="Việc khác")
    item(programme(council, "committee"), agency, starts=date(YEAR, 5, 20), form="survey")
    (row,) = board_of(council, YEAR, "bodies").rows
    spans = [[(cell.span, cell.bar is not None) for cell in line] for line in row.lines]
    assert spans == [
        [(2, False), (4, True), (2, False), (4, True)],
        [(4, False), (4, True), (4, False)],
    ]
    assert [bar.months for bar in row.bars] == [(3, 5), (5, 5), (9, 9)]
    subjects = board_of(council, YEAR, "subjects").rows
    assert [len(row.bars) for row in subjects] == [2, 1]


def test_a_bar_that_began_last_year_stands_from_january(council: Council, agency: Agency) -> None:
    item(programme(council), agency, starts=date(YEAR - 1, 11, 1), ends=date(YEAR, 2, 3))
    (row,) = board_of(council, YEAR, "bodies").rows
    assert row.bars[0].months == (1, 2)
    assert row.bars[0].strip[0] == "0.00%"


def test_a_bar_is_as_long_as_its_days(council: Council, agency: Agency) -> None:
    item(programme(council), agency, starts=date(YEAR, 6, 16), ends=date(YEAR, 7, 31))
    (row,) = board_of(council, YEAR, "bodies").rows
    assert row.bars[0].strip == ("12.50%", "37.50%")


def test_items_without_days_are_named_because_nobody_can_tell(council: Council, agency: Agency) -> None:
    item(programme(council), agency, title="Việc chưa rõ ngày")
    drawn = board_of(council, YEAR, "bodies")
    assert [plan.title for plan in drawn.undated] == ["Việc chưa rõ ngày"]
    assert drawn.rows == ()


def test_the_page_marks_overlaps_and_leads_to_both(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    one, other = programme(council), programme(council, "committee")
    item(one, agency, starts=MARCH)
    item(other, agency, starts=MARCH)
    client = client_as("auditor")
    page = client.get(reverse(BOARD), {"year": YEAR}).content.decode()
    assert page.count("clash") == 2
    assert one.get_absolute_url() in page
    assert other.get_absolute_url() in page
    by_subject = client.get(reverse(BOARD), {"year": str(YEAR), "by": "subjects"})
    assert "clash" in by_subject.content.decode()


def test_an_empty_year_says_what_to_do_first(client_as: ClientAs, council: Council) -> None:
    committee = CommitteeFactory(council=council)
    page = client_as("secretariat").get(reverse(BOARD), {"year": YEAR})
    assert [name for name, _url in page.context["missing"]][2:] == [committee.name]
    other = client_as("auditor").get(reverse(BOARD), {"year": "nonsense"})
    assert other.context["missing"] == []


def test_committee_staff_are_offered_their_own_programme(client_as: ClientAs, council: Council) -> None:
    own = CommitteeFactory(council=council, kind="legal", name="Ban Pháp chế")
    CommitteeFactory(council=council)
    page = client_as("committee", committee=own).get(reverse(BOARD), {"year": YEAR})
    assert [name for name, _url in page.context["missing"]] == ["Ban Pháp chế"]


def test_the_board_asks_the_same_few_questions_however_much_there_is(
    client_as: ClientAs, council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own, client = programme(council), client_as("secretariat")
    item(own, AgencyFactory(council=council), starts=MARCH)
    client.get(reverse(BOARD), {"year": YEAR})
    with django_assert_num_queries(12):
        client.get(reverse(BOARD), {"year": YEAR})
    for body in AgencyFactory.create_batch(2, council=council):
        item(own, body, starts=MARCH)
        item(programme(council, "group"), body, starts=MARCH)
    with django_assert_num_queries(12):
        client.get(reverse(BOARD), {"year": YEAR})


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def visit(who: str, days: tuple[date, date]) -> Visit:
    """A visit of a subject to body 1."""
    first, last = sorted(days)
    plan = Plan((who, None, None), who, "Việc", "Khảo sát", first, last, visits=True)
    return Visit(plan, 1, "UBND", first, last)


@given(st.tuples(days, days), st.tuples(days, days))
def test_an_overlap_is_found_whichever_visit_comes_first(one: Any, other: Any) -> None:
    visits = [visit("council", one), visit("committee", other)]
    there, back = overlaps(visits), overlaps(reversed(visits))
    assert [(pair.days, pair.one, pair.other) for pair in there] == [
        (pair.days, pair.one, pair.other) for pair in back
    ] or there[0].days == back[0].days == 0
    near = any(
        abs((mine - theirs).days) <= 30
        for mine in (visits[0].first, visits[0].last)
        for theirs in (visits[1].first, visits[1].last)
    )
    inside = visits[0].first <= visits[1].first <= visits[0].last or (
        visits[1].first <= visits[0].first <= visits[1].last
    )
    assert bool(there) == (near or inside)
