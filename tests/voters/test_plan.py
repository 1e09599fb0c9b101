"""The plan of a round: rows as people type or paste them, contradictions row by row, clashes that may be accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.errors import Refused
from core.workdays import Calendar
from councils.models import CouncilTerm, Delegate, DelegateGroup
from tests import factories
from tests.voters.contact_kit import group_of, in_june, plan, rules
from voters import services
from voters.models import VoterContactRound, VoterMeeting
from voters.planning import (
    Planned,
    PlanWords,
    RawMeeting,
    Surroundings,
    check_meetings,
    clashes_of,
    planned_of,
    read_plan,
)
from voters.services.plan import PlannedMeeting

WORD = (
    "STT\tTổ đại biểu\tĐại biểu\tNgày, buổi\tGiờ bắt đầu\tĐịa điểm\tĐịa bàn cử tri tham dự\tGhi chú\n"
    "1\tTổ 1\tĐại biểu Tổ 1 – Một\tSáng 05/06/2026\t7h30\tNhà văn hóa thôn 1\tXã Gia Phú\t\n"
    "2\tTổ 2\t\t14h00, ngày 06/6/2026\t\tHội trường xã\tXã Phố Lu\t\n"
)


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def groups(term: CouncilTerm) -> list[DelegateGroup]:
    return [group_of(term, 1), group_of(term, 2)]


@pytest.fixture
def delegate(term: CouncilTerm) -> Delegate:
    return factories.seated(term, full_name="Đại biểu Tổ 1 – Một")


def problems(contact: VoterContactRound, **cells: str) -> dict[str, str]:
    given: dict[str, Any] = {"held_on": "05/06/2026", "locality": "Xã Gia Phú", "venue": "Nhà văn hóa"}
    (line,) = check_meetings([RawMeeting(**{**given, **cells})], PlanWords.of(contact))
    return line.problems


def test_a_schedule_from_word_is_read_by_its_headings(
    contact: VoterContactRound, groups: list[DelegateGroup], delegate: Delegate
) -> None:
    reading = read_plan(WORD)
    first, second = check_meetings(reading.rows, PlanWords.of(contact))
    assert first.problems == second.problems == {}
    assert first.row == PlannedMeeting(
        held_on=in_june(5),
        starts_at=time(7, 30),
        venue="Nhà văn hóa thôn 1",
        locality="Xã Gia Phú",
        groups=(groups[0],),
        delegates=(delegate,),
    )
    assert second.row is not None
    assert (second.row.held_on, second.row.starts_at) == (in_june(6), time(14))


def test_a_schedule_without_headings_follows_the_grid() -> None:
    reading = read_plan("1\t05/06/2026\t07:30\t10:00\tXã Gia Phú\tNhà văn hóa thôn 1")
    (row,) = reading.rows
    assert (row.held_on, row.ends_at, row.venue) == ("05/06/2026", "10:00", "Nhà văn hóa thôn 1")


def test_a_person_corrects_what_a_column_holds() -> None:
    text = "05/06/2026\tXã Gia Phú\tNhà văn hóa"
    (row,) = read_plan(text, ["held_on", "venue", "locality"]).rows
    assert (row.venue, row.locality) == ("Xã Gia Phú", "Nhà văn hóa")


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"held_on": ""}, "held_on"),
        ({"held_on": "31/02/2026"}, "held_on"),
        ({"held_on": "01/07/2026"}, "held_on"),
        ({"venue": ""}, "venue"),
        ({"locality": "x" * 201}, "locality"),
        ({"starts_at": "9:00", "ends_at": "8:00"}, "ends_at"),
        ({"starts_at": "khuya"}, "starts_at"),
        ({"groups": "Tổ 9"}, "groups"),
        ({"delegates": "Người lạ"}, "delegates"),
        ({"joint": "tỉnh Không Có"}, "joint"),
        ({"form": "Trên mây"}, "form"),
    ],
)
def test_a_contradiction_is_said_beside_its_cell(
    contact: VoterContactRound, groups: list[DelegateGroup], cells: dict[str, str], field: str
) -> None:
    assert list(problems(contact, **cells)) == [field]


def test_a_delegate_without_a_seat_on_the_day_is_refused(
    contact: VoterContactRound, term: CouncilTerm
) -> None:
    left = factories.SeatFactory(
        council_term=term, delegate__full_name="Đại biểu Đã Thôi", valid_to=in_june(4)
    ).delegate
    assert left.full_name in problems(contact, delegates=left.full_name)["delegates"]
    assert problems(contact, delegates=left.full_name, held_on="04/06/2026") == {}


def test_a_name_that_fits_two_delegates_is_not_guessed(contact: VoterContactRound, term: CouncilTerm) -> None:
    for number in (1, 2):
        factories.seated(term, full_name=f"Đại biểu Tổ {number} – An")
    assert "delegates" in problems(contact, delegates="An")


def test_the_plan_is_saved_whole_or_not_at_all(contact: VoterContactRound, user: User) -> None:
    good = PlannedMeeting(held_on=in_june(5), venue="Nhà văn hóa", locality="Xã Gia Phú")
    bad = PlannedMeeting(held_on=date(2026, 7, 5), venue="Nhà văn hóa", locality="Xã Gia Phú")
    with pytest.raises(Refused, match="2"):
        services.plan_meetings(round=contact, rows=[good, bad], user=user)
    assert not contact.meetings.exists()
    services.plan_meetings(round=contact, rows=[good, good], user=user)
    assert contact.meetings.count() == 2


def test_a_planned_meeting_is_found_by_search_and_dates_the_steps(
    contact: VoterContactRound, user: User
) -> None:
    rules()
    row = PlannedMeeting(held_on=in_june(20), venue="Nhà văn hóa", locality="Xã Gia Phú")
    (made,) = services.plan_meetings(round=contact, rows=[row], user=user)
    assert "gia phu" in made.search
    assert contact.steps.get().due_on == in_june(12), "the 13th is a Saturday"


def test_planning_costs_no_query_for_each_row(
    contact: VoterContactRound, user: User, delegate: Delegate, django_assert_max_num_queries: Any
) -> None:
    row = PlannedMeeting(held_on=in_june(5), venue="Nhà văn hóa", locality="Xã", delegates=(delegate,))
    for count in (1, 40):
        with django_assert_max_num_queries(20):
            services.plan_meetings(round=contact, rows=[row] * count, user=user)


# --- Clashes ---


def sentences(contact: VoterContactRound) -> str:
    around = Surroundings.of(contact, Calendar())
    return "\n".join(clash.sentence for clash in clashes_of(contact, planned_of(contact), around))


def test_one_delegate_at_two_places_at_once(
    contact: VoterContactRound, user: User, delegate: Delegate
) -> None:
    plan(contact, user, starts_at=time(8), ends_at=time(10), delegates=[delegate])
    plan(contact, user, starts_at=time(10), ends_at=time(11), delegates=[delegate], venue="Hội trường")
    assert delegate.full_name not in sentences(contact)
    plan(contact, user, starts_at=time(9), ends_at=time(11), delegates=[delegate], venue="Trường học")
    assert delegate.full_name in sentences(contact)


def test_one_venue_twice_at_the_same_time(contact: VoterContactRound, user: User) -> None:
    plan(contact, user, starts_at=time(8), ends_at=time(10))
    assert "Nhà văn hóa thôn 1" not in sentences(contact)
    plan(contact, user, starts_at=time(9), ends_at=time(11), venue="nhà  văn hoá thôn 1")
    assert "Xã Gia Phú" in sentences(contact)


def test_who_has_no_meeting_or_too_few(
    contact: VoterContactRound, user: User, term: CouncilTerm, groups: list[DelegateGroup], delegate: Delegate
) -> None:
    idle = factories.seated(term, full_name="Đại biểu Chưa Có Lịch")
    contact.meetings_needed = 2
    contact.save()
    plan(contact, user, groups=[groups[0]], delegates=[delegate])
    said = sentences(contact)
    assert groups[1].name in said
    assert groups[0].name not in said
    assert idle.full_name in said
    assert delegate.full_name in said, "it has one meeting, two are needed"


def test_a_meeting_on_a_sitting_day_near_it_or_on_a_holiday(
    term: CouncilTerm, contact: VoterContactRound, user: User
) -> None:
    sitting = factories.SittingFactory(council_term=term, opens_on=in_june(25), closes_on=in_june(26))
    contact.sitting = sitting
    contact.save()
    plan(contact, user, held_on=in_june(9))
    assert str(sitting) not in sentences(contact)
    for day in (25, 11):
        made = plan(contact, user, held_on=in_june(day), venue=f"Hội trường {day}")
        assert made.venue in sentences(contact)
    year_end = factories.RoundFactory(
        council_term=term, starts_on=date(2026, 8, 25), ends_on=date(2026, 9, 10), kind="other"
    )
    plan(year_end, user, held_on=date(2026, 9, 2))
    assert "02/09/2026" in sentences(year_end)


def test_a_meeting_after_the_cut_off_day_is_pointed_out(contact: VoterContactRound, user: User) -> None:
    contact.cut_off_on = in_june(9)
    contact.save()
    plan(contact, user)
    assert "09/06/2026" in sentences(contact)


hours = st.integers(0, 22)


@given(hours, hours, st.integers(1, 5), st.integers(1, 5))
def test_meeting_at_the_same_time_is_mutual_and_means_overlap(
    begins: int, other: int, length: int, other_length: int
) -> None:
    def at(start: int, long: int) -> Planned:
        end = min(start + long, 23)
        return Planned(in_june(5), "a", "b", starts_at=time(start), ends_at=time(end, 59 if end == 23 else 0))

    one, two = at(begins, length), at(other, other_length)
    assert one.meets(two) == two.meets(one)
    if other >= begins + length:
        assert not one.meets(two)
    if other == begins:
        assert one.meets(two)


# --- The page ---


def cells(**columns: list[str]) -> dict[str, Any]:
    count = len(columns["held_on"])
    empty = {name: [""] * count for name in RawMeeting.names()}
    return {**empty, "pasted": [""] * count, **columns}


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    return client_as("secretariat")


@pytest.fixture
def url(contact: VoterContactRound) -> str:
    return reverse("voters:round_plan", args=[contact.pk])


def test_pasting_then_saving(
    staff: Client, url: str, groups: list[DelegateGroup], delegate: Delegate
) -> None:
    page = staff.post(url, {"action": "read", "paste": WORD})
    grid = page.context["grid"]
    assert (grid.filled, grid.problems) == (2, [])
    rows = {
        name: [next(cell.value for cell in line.cells if cell.name == name) for line in grid.lines]
        for name in RawMeeting.names()
    }
    saved = staff.post(url, {**rows, "pasted": ["1"] * len(grid.lines), "action": "save", "confirm": "yes"})
    assert saved.status_code == 302
    assert VoterMeeting.objects.count() == 2


def test_five_deliberate_errors_stand_on_their_rows_and_nothing_typed_is_lost(
    staff: Client, url: str
) -> None:
    data = cells(
        held_on=["05/06/2026", "05/07/2026", "06/06/2026", "", "08/06/2026"],
        venue=["Nhà văn hóa 1", "Nhà văn hóa 2", "Nhà văn hóa 3", "Nhà văn hóa 4", ""],
        locality=["Xã A", "Xã B", "Xã C", "Xã D", "Xã E"],
        starts_at=["", "", "9:00", "", ""],
        ends_at=["", "", "8:00", "", ""],
        delegates=["Người lạ", "", "", "", ""],
    )
    response = staff.post(url, {**data, "action": "save", "confirm": "yes"})
    assert response.status_code == 422
    wrong = [(number, cell.name) for number, cell in response.context["grid"].problems]
    assert wrong == [(1, "delegates"), (2, "held_on"), (3, "ends_at"), (4, "held_on"), (5, "venue")]
    assert not VoterMeeting.objects.exists()
    page = staff.get(url).content.decode()
    assert all(word in page for word in ("Người lạ", "05/07/2026", "Nhà văn hóa 4", "Xã E"))


def test_clashes_are_shown_first_and_can_be_accepted(staff: Client, url: str) -> None:
    data = cells(held_on=["05/06/2026"] * 2, venue=["Hội trường"] * 2, locality=["Xã A"] * 2)
    first = staff.post(url, {**data, "action": "save"})
    assert first.status_code == 422
    assert first.context["grid"].confirm
    assert staff.post(url, {**data, "action": "save", "confirm": "yes"}).status_code == 302
    assert VoterMeeting.objects.count() == 2


def test_an_earlier_round_is_taken_over_day_by_day(
    staff: Client, url: str, term: CouncilTerm, user: User, groups: list[DelegateGroup], delegate: Delegate
) -> None:
    earlier = factories.RoundFactory(
        council_term=term, starts_on=date(2025, 12, 1), ends_on=date(2025, 12, 20)
    )
    made = plan(
        earlier, user, held_on=date(2025, 12, 4), starts_at=time(8), groups=[groups[0]], delegates=[delegate]
    )
    page = staff.post(url, {"action": "copy", "earlier": str(earlier.pk)})
    values = {cell.name: cell.value for cell in page.context["grid"].lines[0].cells}
    assert values["held_on"] == f"{in_june(1) + timedelta(days=3):%d/%m/%Y}"
    assert (values["venue"], values["groups"]) == (made.venue, groups[0].name)
    assert values["delegates"] == delegate.full_name


def test_a_round_of_another_council_is_not_taken_over(staff: Client, url: str) -> None:
    stranger = factories.RoundFactory(starts_on=date(2025, 12, 1), ends_on=date(2025, 12, 20))
    assert staff.post(url, {"action": "copy", "earlier": str(stranger.pk)}).status_code == 422


def test_nothing_and_too_much_are_refused_in_words(staff: Client, url: str) -> None:
    assert staff.post(url, {"action": "save"}).status_code == 422
    assert staff.post(url, {"action": "read", "paste": ""}).status_code == 422
    many = staff.post(url, {"action": "read", "paste": "05/06/2026\tXã A\tNhà văn hóa\n" * 301})
    assert many.status_code == 422
    assert "301" in many.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_for_one_meeting_and_for_three(
    count: int,
    staff: Client,
    url: str,
    contact: VoterContactRound,
    user: User,
    delegate: Delegate,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        plan(contact, user, venue=f"Hội trường {number}", delegates=[delegate])
    staff.get(url)
    with django_assert_num_queries(15):
        staff.get(url)
