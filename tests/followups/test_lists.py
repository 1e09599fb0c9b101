"""The list of everything that is owed: its filters, whose rows it shows, what is done to ticked ones."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from time_machine import travel

from core.access import Role
from core.paging import capped_count, counts_of, keyset_page, places
from followups import services
from followups.filters.lists import DUE, LATE, PUNCTUAL, RUNGS, STATE_GROUPS, days_overdue
from followups.models import Climb, FollowUp
from followups.scopes import BELOW, MOVED
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    GroupFactory,
    UserFactory,
    follow_up,
    member,
    seated,
)

LIST = "/follow-ups/"
TODAY = date(2026, 11, 18)
"""A Wednesday."""
SENT = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def wednesday() -> Any:
    """What is late and what is due does not depend on the day on which the tests run."""
    with travel(f"{TODAY}T09:00:00+07:00", tick=False):
        yield


def titles(response: Any) -> list[str]:
    assert response.status_code == 200
    return [row.follow_up.title for row in response.context["table"].rows]


def shown(client: Any, query: str = "") -> set[str]:
    """Titles of the list; the export has the same."""
    found = titles(client.get(f"{LIST}?{query}"))
    exported = client.get(f"{LIST}?{query}&export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(exported.streaming_content))).active
    assert sheet is not None
    assert sorted(
        str(row[0]).split(" · ")[0] for row in sheet.iter_rows(min_row=2, values_only=True)
    ) == sorted(found)
    return set(found)


def due(agency: Any, title: str, day: date) -> FollowUp:
    return follow_up(agency, title=title, on=SENT, due=day)


def changed(task: FollowUp, **fields: Any) -> FollowUp:
    FollowUp.objects.filter(pk=task.pk).update(**fields)
    return task


# --- Due days and lateness ---


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("late=on", {"thứ sáu", "chủ nhật", "thứ ba", "30", "31", "90", "91"}),
        ("late=week", {"thứ sáu", "chủ nhật", "thứ ba"}),
        ("late=30", {"thứ sáu", "chủ nhật", "thứ ba", "30"}),
        ("late=90", {"31", "90"}),
        ("late=more", {"91"}),
        ("due=today", {"hôm nay"}),
        ("due=week", {"hôm nay", "chủ nhật tới"}),
        ("due=fortnight", {"hôm nay", "chủ nhật tới", "14 ngày"}),
        ("due_from=16/11/2026&due_until=18/11/2026", {"thứ ba", "hôm nay"}),
    ],
)
def test_due_days_and_grades_of_lateness_cut_the_list(
    agency: Any, client_as: Any, query: str, found: set[str]
) -> None:
    for title, day in (
        ("thứ sáu", date(2026, 11, 13)),
        ("chủ nhật", date(2026, 11, 15)),
        ("thứ ba", date(2026, 11, 17)),
        ("hôm nay", TODAY),
        ("chủ nhật tới", date(2026, 11, 22)),
        ("14 ngày", TODAY + timedelta(days=14)),
        ("sau nữa", TODAY + timedelta(days=15)),
        *((str(days), TODAY - timedelta(days=days)) for days in (30, 31, 90, 91)),
    ):
        due(agency, title, day)
    done = due(agency, "đã trả lời", date(2026, 11, 17) - timedelta(days=60))
    services.reply_to(
        follow_up=done, user=None, text="Xong", result_class="resolved", dated_on=TODAY, quiet=True
    )
    assert shown(client_as("secretariat"), query) == found


def test_every_overdue_day_has_exactly_one_grade() -> None:
    spans = [days_overdue(grade, TODAY) for grade in ("30", "90", "more")]
    for days in (1, 2, 29, 30, 31, 32, 89, 90, 91, 92, 5000):
        day = TODAY - timedelta(days=days)
        assert sum(first <= day <= last for first, last in spans) == 1


def test_what_became_overdue_in_a_week_that_begins_with_holidays_is_found_after_them(
    agency: Any, client_as: Any
) -> None:
    for title, day in (("trước lễ", date(2026, 4, 29)), ("trước đó", date(2026, 4, 24))):
        follow_up(agency, title=title, on=date(2026, 4, 1), due=day)
    client = client_as("secretariat")
    with travel("2026-04-30T09:00:00+07:00", tick=False):
        assert shown(client, "late=week") == {"trước lễ", "trước đó"}
    with travel("2026-05-05T09:00:00+07:00", tick=False):  # 30/4 and 1/5 are holidays, 2/5 and 3/5 a weekend
        assert shown(client, "late=week") == {"trước lễ"}


# --- Bodies, ladder, and what else narrows ---


def test_one_menu_names_bodies_of_every_kind_and_finds_what_each_owes(
    term: Any, agency: Any, client_as: Any
) -> None:
    bodies = {
        "agency": agency,
        "delegate": seated(term, full_name="Đại biểu Tổ 3 – 01"),
        "group": GroupFactory(council_term=term),
        "committee": CommitteeFactory(council=agency.council),
    }
    for kind, body in bodies.items():
        task = due(agency, kind, TODAY)
        changed(task, **{"agency": None, kind: body})
    GroupFactory(council_term=term, name="Tổ chưa được giao gì")
    client = client_as("secretariat")
    for kind, body in bodies.items():
        assert shown(client, f"owner={kind}-{body.pk}") == {kind}
    offered = str(client.get(LIST).context["filter"].form["owner"])
    assert all(str(body) in offered for body in bodies.values())
    assert "Tổ chưa được giao gì" not in offered


def test_an_address_that_names_an_agency_by_its_id_still_works(agency: Any, client_as: Any) -> None:
    due(agency, "của mình", TODAY)
    due(AgencyFactory(council=agency.council), "của cơ quan khác", TODAY)
    client = client_as("leader")
    assert shown(client, f"agency={agency.pk}") == {"của mình"}
    page = client.get(f"{LIST}?agency={agency.pk}")
    assert page.context["filter"].form["owner"].data == f"agency-{agency.pk}"


@pytest.mark.parametrize("owner", ["agency-0", "agency-x", "council-1", "x", "agency-99999999999999999999"])
def test_a_body_that_does_not_exist_is_said_to_be_no_choice(agency: Any, client_as: Any, owner: str) -> None:
    due(agency, "việc", TODAY)
    page = client_as("secretariat").get(LIST, {"owner": owner})
    assert page.status_code == 200
    assert page.context["filter"].form.errors["owner"]


def test_a_body_of_a_council_one_does_not_read_is_no_choice(
    agency: Any, other_council: Any, client_as: Any
) -> None:
    stranger = AgencyFactory(council=other_council, name="Phòng bí mật")
    page = client_as("secretariat").get(LIST, {"owner": f"agency-{stranger.pk}"})
    assert page.context["filter"].form.errors["owner"]
    assert "Phòng bí mật" not in page.content.decode()


def test_an_agency_chooses_among_its_own_bodies_only_and_sees_no_ladder(agency: Any, client_as: Any) -> None:
    due(agency, "của mình", TODAY)
    due(AgencyFactory(council=agency.council, name="Sở khác"), "của sở khác", TODAY)
    client = client_as("agency")
    assert shown(client, f"owner=agency-{agency.pk}") == {"của mình"}
    page = client.get(LIST)
    assert "Sở khác" not in page.content.decode()
    assert not {"scope", "rung", "level"} & page.context["filter"].form.fields.keys()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rung=none", {"mới"}),
        ("rung=climbed", {"đã đôn đốc", "đề xuất chất vấn"}),
        ("rung=topic", {"đề xuất chất vấn"}),
        ("fruitless=on", {"chuyển ba lần"}),
        ("extended=on", {"gia hạn"}),
        ("kind=commitment", {"lời hứa"}),
        ("sent_from=02/06/2026", {"lời hứa"}),
        ("sent_from=2026-06-01&sent_until=2026-06-01&rung=none", {"mới"}),
    ],
)
def test_the_ladder_vain_transfers_put_off_days_and_days_of_sending_cut_the_list(
    agency: Any, client_as: Any, query: str, found: set[str]
) -> None:
    due(agency, "mới", TODAY)
    changed(due(agency, "đã đôn đốc", TODAY), rung=1)
    topic = changed(due(agency, "đề xuất chất vấn", TODAY), rung=2)
    Climb.objects.create(follow_up=topic, position=2, kind="questioning", decided_on=TODAY)
    changed(due(agency, "chuyển ba lần", TODAY), fruitless=3, rung=0, state="closed")
    changed(due(agency, "chuyển hai lần", TODAY), fruitless=2, state="closed")
    changed(due(agency, "gia hạn", TODAY), original_due_on=SENT, state="closed")
    changed(
        follow_up(agency, title="lời hứa", kind="commitment", on=date(2026, 6, 2), due=TODAY), state="closed"
    )
    assert shown(client_as("secretariat"), query) == found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("state", [value for value, _label in STATE_GROUPS]),
        ("late", [value for value, _label in LATE]),
        ("due", [value for value, _label in DUE]),
        ("rung", [value for value, _label in RUNGS]),
        ("punctual", [value for value, _label in PUNCTUAL]),
        ("late", ["x"]),
        ("scope", ["x", "0", BELOW, MOVED]),
    ],
)
def test_every_choice_of_a_filter_opens_a_page(
    agency: Any, client_as: Any, name: str, values: list[str]
) -> None:
    due(agency, "việc", TODAY)
    client = client_as("secretariat")
    for value in values:
        assert client.get(LIST, {name: value}).status_code == 200


# --- Whose rows ---


@pytest.fixture
def province(council: Any) -> Any:
    """The council above the one that tests work in, with tasks of its own and another commune below."""
    above = CouncilFactory(level="province", unit_type="tinh", name="tỉnh Thử Nghiệm")
    council.parent = above
    council.save()
    beside = CouncilTermFactory(council__parent=above, council__name="xã Bên Cạnh").council
    for where, title in ((above, "của tỉnh"), (council, "của xã"), (beside, "của xã bên cạnh")):
        due(AgencyFactory(council=where), title, TODAY)
    return above


@pytest.mark.parametrize("role", ["secretariat", "leader", "auditor"])
def test_who_oversees_the_councils_below_chooses_whose_rows_to_see(
    council: Any, province: Any, client_as: Any, role: str
) -> None:
    client = client_as(role, council=province)
    assert shown(client) == {"của tỉnh"}
    assert shown(client, "scope=below") == {"của tỉnh", "của xã", "của xã bên cạnh"}
    assert shown(client, f"scope={council.pk}") == {"của xã"}
    assert shown(client, "scope=below&level=commune") == {"của xã", "của xã bên cạnh"}
    lower = AgencyFactory(council=council, name="Phòng của xã")
    due(lower, "việc của phòng", TODAY)
    assert shown(client, f"scope=below&owner=agency-{lower.pk}") == {"việc của phòng"}


def test_a_list_of_several_councils_names_them_and_offers_nothing_to_tick(
    council: Any, province: Any, client_as: Any
) -> None:
    client = client_as("secretariat", council=province)
    below = client.get(f"{LIST}?scope=below")
    assert "HĐND xã Bên Cạnh" in below.content.decode()
    assert "council" in {column.name for column in below.context["table"].shown}
    assert not below.context["table"].selectable
    assert not client.get(f"{LIST}?scope={council.pk}").context["table"].selectable
    assert client.get(LIST).context["table"].selectable


@pytest.mark.parametrize("role", ["committee", "delegate"])
def test_who_does_not_oversee_stays_with_their_own_council(province: Any, client_as: Any, role: str) -> None:
    client = client_as(role, council=province)
    assert shown(client, "scope=below") == {"của tỉnh"}
    assert "level" not in client.get(LIST).context["filter"].form.fields


def test_what_this_council_sent_and_another_one_follows_now_is_found_here(
    agency: Any, other_council: Any, client_as: Any
) -> None:
    due(agency, "ở lại", TODAY)
    moved = due(agency, "đã chuyển đi", TODAY)
    changed(moved, council=other_council, raised_by=agency.council)
    client = client_as("secretariat")
    assert shown(client) == {"ở lại"}
    assert shown(client, "scope=moved") == {"đã chuyển đi"}
    assert shown(client_as("secretariat", council=other_council), "scope=moved") == set()


# --- Buttons, columns, short ways ---


@pytest.mark.parametrize(
    ("role", "ticks", "gives"),
    [
        ("secretariat", True, True),
        ("leader", True, True),
        ("delegate", False, False),
        ("agency", False, False),
    ],
)
def test_deciders_tick_rows_and_give_tasks(
    agency: Any, client_as: Any, role: str, *, ticks: bool, gives: bool
) -> None:
    task = due(agency, "việc", TODAY)
    page = client_as(role).get(LIST).content.decode()
    assert (f'name="pk" value="{task.pk}"' in page) is ticks
    for name in ("followup_remind", "letter_create"):
        assert (f'formaction="{reverse(f"followups:{name}")}"' in page) is ticks
    assert (f'href="{reverse("followups:followup_create")}"' in page) is gives


def test_the_list_shows_the_columns_that_were_asked_for(agency: Any, client_as: Any) -> None:
    changed(due(agency, "việc", TODAY), fruitless=4, rung=2, locality="Thôn Nậm Phảng")
    names = ["task", "council", "locality", "accountable", "rung", "fruitless"]
    page = client_as("secretariat").get(LIST, {"columns": names})
    assert [column.name for column in page.context["table"].shown] == names
    for words in ("Thôn Nậm Phảng", f"Người đứng đầu {agency.name}", str(agency.council), ">4<", ">2<"):
        assert words in page.content.decode()


def test_the_questions_of_every_day_are_one_click_away(agency: Any, client_as: Any) -> None:
    due(agency, "thứ ba", date(2026, 11, 17))
    client = client_as("secretariat")
    quick = [url for _label, url in client.get(LIST).context["quick_filters"]]
    assert {name for url in quick for name in parse_qs(url[1:])} == {"late", "due", "state"}
    assert all(client.get(LIST + url).status_code == 200 for url in quick)
    for role in ("secretariat", "leader"):
        assert f"{LIST}?late=week" in client_as(role).get("/").content.decode()


# --- Pages ---


@pytest.mark.parametrize(
    "order", [("stage", "due_sort", "pk"), ("-stage", "-due_sort", "-pk"), ("stage", "-due_sort", "pk")]
)
def test_pages_follow_each_other_without_gap_or_repetition_in_both_directions(
    agency: Any, order: tuple[str, ...]
) -> None:
    for number in range(7):
        task = due(agency, f"Việc {number}", TODAY + timedelta(days=number // 2))
        changed(task, state="closed" if number % 3 == 0 else "issued")
    rows = FollowUp.objects.with_order()
    expected = list(rows.order_by(*order).values_list("pk", flat=True))
    page = keyset_page(rows, order, QueryDict(), 3)
    seen = [row.pk for row in page.rows]
    while page.next_url:
        page = keyset_page(rows, order, QueryDict(page.next_url[1:]), 3)
        seen += [row.pk for row in page.rows]
    assert seen == expected
    back = keyset_page(rows, order, QueryDict((page.previous_url or "")[1:]), 3)
    assert [row.pk for row in back.rows] == expected[3:6]


def test_a_count_stops_at_its_cap(agency: Any, django_assert_num_queries: Any) -> None:
    for number in range(3):
        due(agency, f"Việc {number}", TODAY)
    rows = FollowUp.objects.with_order()
    assert capped_count(rows, 2, order=("council_id",)) == (2, True)
    assert capped_count(rows, 3) == (3, False)
    with django_assert_num_queries(1):
        found = list(places([rows, rows.none(), rows.filter(title="Việc 1")], 2))
    assert counts_of(found, 3, 2) == [(2, True), (0, False), (1, False)]
    assert counts_of(places([rows], 3), 1, 3) == [(3, False)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_the_councils_below_costs_the_same_for_one_row_and_for_three(
    council: Any, django_assert_num_queries: Any, client: Any, count: int
) -> None:
    above = CouncilFactory(level="province", unit_type="tinh")
    council.parent = above
    council.save()
    user = UserFactory()
    member(user, above, Role.SECRETARIAT)
    client.force_login(user)
    for number in range(count):
        due(AgencyFactory(council=council), f"Việc {number}", timezone.localdate())
    client.get(LIST)
    with django_assert_num_queries(12):
        assert len(titles(client.get(f"{LIST}?scope=below"))) == count
