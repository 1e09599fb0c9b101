"""Reference pages: councils and their successors, agencies, delegates, deadline rules, fields, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, CalendarException, Council, CouncilSuccession, CouncilTerm
from councils.services import save_agency
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
    DelegateFactory,
    FieldFactory,
    GroupFactory,
    RuleFactory,
    SeatFactory,
    member,
    seated,
)

ClientAs = Callable[..., Client]
READING = ["council_list", "agency_list", "delegate_list", "rule_list", "field_list", "calendar_list"]


@pytest.mark.parametrize("name", READING)
def test_reference_pages_are_for_the_councils_side_and_its_administrators(
    client_as: ClientAs, name: str
) -> None:
    address = reverse(f"councils:{name}")
    for role in ("secretariat", "leader", "delegate", "committee", "auditor", "administrator"):
        assert client_as(role).get(address).status_code == 200
    assert client_as("agency").get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_filter_offers_everything_once(client_as: ClientAs) -> None:
    page = client_as("leader").get(reverse("councils:council_list")).content.decode()
    menu = page.split('name="level"')[1].split("</select>")[0]
    assert menu.count('value=""') == 1


# --- Councils ---


def test_councils_are_found_without_accents(client_as: ClientAs) -> None:
    CouncilFactory(short_name="Đầm Hà", level="district", unit_type="huyen")
    client = client_as("delegate")
    found = client.get(reverse("councils:council_list"), {"q": "dam ha"}).context
    assert [council.short_name for council in found["page"].rows] == ["Đầm Hà"]
    assert (
        client.get(reverse("councils:council_list"), {"q": "dam ha", "level": "province"}).context["count"]
        == 0
    )


def test_ended_councils_can_be_told_from_living_ones(client_as: ClientAs, council: Council) -> None:
    ended = CouncilFactory(valid_to=date(2025, 6, 30))
    client = client_as("leader")
    rows = {
        word: set(client.get(reverse("councils:council_list"), {"valid": word}).context["page"].rows)
        for word in ("now", "ended")
    }
    assert rows == {"now": {council}, "ended": {ended}}


def test_a_council_shows_what_became_of_it_both_ways(client_as: ClientAs, council: Council) -> None:
    ended = CouncilFactory(valid_to=date(2025, 6, 30))
    CouncilSuccession.objects.create(
        predecessor=ended, successor=council, kind="merge", effective_on=date(2025, 7, 1)
    )
    client = client_as("secretariat")
    assert council.full_name in client.get(ended.get_absolute_url()).content.decode()
    assert ended.full_name in client.get(council.get_absolute_url()).content.decode()


def test_a_foreign_council_shows_its_facts_and_not_its_people(
    client_as: ClientAs, other_council: Council
) -> None:
    committee = CommitteeFactory(council=other_council, name="Ban của nơi khác")
    group = GroupFactory(council_term=other_council.terms.get(), name="Tổ của nơi khác")
    page = client_as("secretariat").get(other_council.get_absolute_url()).content.decode()
    assert other_council.full_name in page
    assert committee.name not in page
    assert group.name not in page


def test_a_term_is_called_as_its_council_calls_it(term: CouncilTerm) -> None:
    term.ordinal = 19
    assert "XIX" in term.label
    assert "2026-2031" in term.label
    term.instance = 2
    assert term.label.endswith("01/01/2020")


def test_a_councils_page_asks_few_questions(
    client_as: ClientAs, council: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("secretariat")
    for ended in CouncilFactory.create_batch(3, parent=council):
        CouncilSuccession.objects.create(
            predecessor=ended, successor=council, kind="merge", effective_on=date(2025, 7, 1)
        )
    CommitteeFactory(council=council)
    GroupFactory.create_batch(2, council_term=council.terms.get())
    client.get(council.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(council.get_absolute_url())


# --- Switching ---


def test_a_user_of_two_councils_switches_and_stays_on_the_page(
    client_as: ClientAs, other_council: Council
) -> None:
    client = client_as("secretariat")
    member(client.user, other_council, "leader")  # type: ignore[attr-defined]  # set by client_as
    here = reverse("councils:agency_list")
    answer = client.post(reverse("councils:membership_switch"), {"council": other_council.pk, "next": here})
    assert answer["Location"] == here
    assert client.get(here).wsgi_request.council == other_council  # type: ignore[attr-defined]  # by the middleware


def test_nobody_switches_into_a_council_they_do_not_serve(
    client_as: ClientAs, other_council: Council
) -> None:
    client = client_as("secretariat")
    for wanted in (other_council.pk, "x", ""):
        assert client.post(reverse("councils:membership_switch"), {"council": wanted}).status_code == 404


def test_the_switch_leads_to_no_foreign_site(client_as: ClientAs, council: Council) -> None:
    sent = {"council": council.pk, "next": "https://example.invalid/"}
    assert client_as("leader").post(reverse("councils:membership_switch"), sent)["Location"] == reverse(
        "home"
    )


def test_the_switch_changes_nothing_by_a_mere_visit(client_as: ClientAs) -> None:
    assert client_as("leader").get(reverse("councils:membership_switch")).status_code == 405


# --- Agencies ---


def test_staff_enter_and_change_an_agency(client_as: ClientAs, council: Council) -> None:
    client = client_as("secretariat")
    typed = {"name": "  Phòng  Nội vụ ", "kind": "department"}
    assert client.post(reverse("councils:agency_create"), typed).status_code == 302
    made = Agency.objects.get(council=council, name="Phòng Nội vụ")
    edit = reverse("councils:agency_edit", args=[made.pk])
    assert edit in client.get(reverse("councils:agency_list")).content.decode()
    client.post(
        edit, {**typed, "name": "Phòng Nội vụ", "email": "noivu@example.invalid", "version": made.version}
    )
    made.refresh_from_db()
    assert made.email == "noivu@example.invalid"


def test_the_same_agency_is_not_entered_twice_under_another_spelling(council: Council) -> None:
    AgencyFactory(council=council, name="Phòng Văn hóa - Xã hội")
    with pytest.raises(ValidationError) as refusal:
        save_agency(agency=Agency(council=council, name="Phong Van hoá – Xã Hội"))
    assert list(refusal.value.message_dict) == ["name"]


def test_the_same_name_may_stand_in_another_councils_list(council: Council, other_council: Council) -> None:
    AgencyFactory(council=council, name="Phòng Kinh tế")
    assert save_agency(agency=Agency(council=other_council, name="Phòng Kinh tế")).pk


def test_an_agency_does_not_end_before_it_begins(council: Council) -> None:
    backwards = Agency(council=council, name="A", valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        save_agency(agency=backwards)
    assert list(refusal.value.message_dict) == ["valid_to"]


def test_a_colleagues_change_is_not_overwritten(client_as: ClientAs, agency: Agency) -> None:
    client, edit = client_as("secretariat"), reverse("councils:agency_edit", args=[agency.pk])
    typed = {"name": agency.name, "kind": "department", "version": agency.version}
    assert client.post(edit, {**typed, "short_name": "KT"}).status_code == 302
    assert client.post(edit, {**typed, "short_name": "PKT"}).status_code == 422


def test_only_staff_change_agencies(client_as: ClientAs, agency: Agency, other_council: Council) -> None:
    edit = reverse("councils:agency_edit", args=[agency.pk])
    for role in ("leader", "delegate", "administrator", "agency"):
        client = client_as(role)
        assert client.get(edit).status_code == 403
        assert client.get(reverse("councils:agency_create")).status_code == 403
    strange = AgencyFactory(council=other_council)
    assert client_as("secretariat").get(reverse("councils:agency_edit", args=[strange.pk])).status_code == 404


# --- Delegates ---


def test_delegates_stand_by_their_given_names(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    for name in ("Đại biểu Bình", "Đại biểu An", "Đại biểu Ân"):
        seated(term, full_name=name)
    rows = client_as("secretariat").get(reverse("councils:delegate_list")).context["page"].rows
    assert [row.full_name.split()[-1] for row in rows] == ["An", "Ân", "Bình"]
    assert {row.council for row in rows} == {council}


def test_delegates_are_found_by_group_and_by_seat(client_as: ClientAs, term: CouncilTerm) -> None:
    group = GroupFactory(council_term=term)
    SeatFactory(council_term=term, group=group)
    SeatFactory(council_term=term, valid_to=date(2026, 1, 1))
    client, address = client_as("leader"), reverse("councils:delegate_list")
    narrowed = [{"group": group.pk}, {"seat": "now"}, {"seat": "ended"}]
    assert [client.get(address, query).context["count"] for query in narrowed] == [1, 1, 1]


def test_a_delegates_page_shows_seats_from_day_to_day(client_as: ClientAs, term: CouncilTerm) -> None:
    seat = SeatFactory(council_term=term, valid_to=date(2026, 1, 1), end_reason="chuyển công tác")
    page = (
        client_as("auditor")
        .get(reverse("councils:delegate_detail", args=[seat.delegate_id]))
        .content.decode()
    )
    assert "01/01/2020" in page
    assert "01/01/2026" in page
    assert "chuyển công tác" in page


def test_delegates_of_another_council_do_not_exist_for_me(
    client_as: ClientAs, other_council: Council
) -> None:
    strange = DelegateFactory(council=other_council)
    assert client_as("leader").get(reverse("councils:delegate_detail", args=[strange.pk])).status_code == 404


# --- Rules, fields, calendar ---


def test_rules_say_when_and_on_which_basis(client_as: ClientAs) -> None:
    RuleFactory()
    RuleFactory(code="SIT-PAPERS", offset=10, unit="working", direction="before", anchor="ngày khai mạc")
    page = client_as("delegate").get(reverse("councils:rule_list")).content.decode()
    assert "Quy chế làm việc của Hội đồng nhân dân" in page
    assert "ngày khai mạc" in page


def test_rules_of_other_levels_and_councils_are_left_out(client_as: ClientAs, other_council: Council) -> None:
    RuleFactory()
    RuleFactory(code="A", level="province")
    RuleFactory(code="B", council=other_council)
    rows = client_as("leader").get(reverse("councils:rule_list")).context["page"].rows
    assert [rule.code for rule in rows] == ["OP-ANSWER"]


def test_rules_no_longer_in_force_are_shown_on_request(client_as: ClientAs) -> None:
    RuleFactory(effective_to=date(2025, 6, 30))
    client, address = client_as("leader"), reverse("councils:rule_list")
    counts = [
        client.get(address, query).context["count"] for query in ({}, {"force": "past"}, {"force": "all"})
    ]
    assert counts == [0, 1, 1]


def test_a_councils_own_fields_come_instead_of_the_master_list(client_as: ClientAs, council: Council) -> None:
    FieldFactory()
    client, address = client_as("leader"), reverse("councils:field_list")
    assert [field.code for field in client.get(address).context["page"].rows] == ["giao-thong"]
    FieldFactory(code="rieng", name="Lĩnh vực riêng", council=council)
    assert [field.code for field in client.get(address).context["page"].rows] == ["rieng"]


def test_the_calendar_shows_holidays_and_swapped_days(client_as: ClientAs) -> None:
    CalendarException.objects.create(day=date(2026, 8, 22), kind="working", note="Làm bù")
    answer = client_as("leader").get(reverse("councils:calendar_list"), {"year": "2026"})
    august = answer.context["months"][7]
    # The 31st is off in exchange (the official calendar knows that), the 22nd is worked.
    days = [(special.day.day, special.working) for special in august.special]
    assert days == [(22, True), (31, False)]
    assert august.working_days == 21
    assert not answer.context["estimated"]


def test_a_year_without_announced_holidays_is_marked(client_as: ClientAs) -> None:
    client, address = client_as("leader"), reverse("councils:calendar_list")
    assert client.get(address, {"year": "2030"}).context["estimated"]
    assert client.get(address, {"year": "1066"}).status_code == 404


# --- How much it costs ---


@pytest.mark.parametrize(
    ("name", "questions"),
    [("council_list", 6), ("agency_list", 6), ("delegate_list", 7), ("rule_list", 6), ("field_list", 7)],
)
def test_lists_ask_the_same_few_questions_for_1_and_3_rows(
    client_as: ClientAs,
    term: CouncilTerm,
    name: str,
    questions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, address = client_as("secretariat"), reverse(f"councils:{name}")
    adders: dict[str, Callable[[], object]] = {
        "council_list": lambda: CouncilFactory(parent=term.council),
        "agency_list": lambda: AgencyFactory(council=term.council),
        "delegate_list": lambda: seated(term),
        "rule_list": lambda: RuleFactory(code=f"R{RuleFactory._meta.model.objects.count()}"),
        "field_list": lambda: FieldFactory(code=f"f{FieldFactory._meta.model.objects.count()}"),
    }
    add = adders[name]
    add()
    client.get(address)
    with django_assert_num_queries(questions):
        client.get(address)
    add()
    add()
    with django_assert_num_queries(questions):
        client.get(address)
