"""The administration shows which due dates would change before a national rule or the calendar is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.admin import CHOICE
from councils.calendar import national_calendar
from councils.models import Agency, CalendarException, CalendarYear, DeadlineRule
from followups.models import FollowUp
from tests.factories import RuleFactory, UserFactory, follow_up

pytestmark = pytest.mark.django_db

DUE = date(2026, 7, 15)
HOLIDAY = {"day": "15/07/2026", "kind": "off", "note": "Nghỉ bù", "confidence": "V"}
YEAR = {"year": "2027", "confirmed_on": "20/11/2026", "source": "Thông báo số 1/TB-BNV"}


@pytest.fixture(autouse=True)
def in_june() -> Any:
    """Before the tasks are due."""
    with time_machine.travel("2026-06-20 09:00+07:00", tick=False):
        yield


@pytest.fixture
def system(db: None) -> Client:
    """The browser of a system administrator."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def page(model: str, name: str, *args: int) -> str:
    return reverse(f"admin:councils_{model}_{name}", args=args)


def typed(rule: DeadlineRule, **changes: str) -> dict[str, str]:
    """The form of a rule as the browser sends it."""
    form = {
        "name": rule.name,
        "name_en": rule.name_en,
        "anchor": rule.anchor,
        "offset": str(rule.offset),
        "unit": rule.unit,
        "direction": rule.direction,
        "effective_from": "",
        "effective_to": "",
        "legal_basis": rule.legal_basis,
        "confidence": rule.confidence,
    }
    return form | changes


def second_step(shown: Any, choice: str) -> dict[str, Any]:
    """What the button of the preview page sends."""
    sent: dict[str, Any] = {}
    for name, value in shown.context["typed"]:
        sent.setdefault(name, []).append(value)
    return {**sent, CHOICE: choice, "seen": shown.context["preview"].moving}


def due_days() -> list[date | None]:
    return list(FollowUp.objects.order_by("pk").values_list("due_on", flat=True))


# --- A national rule ---


def test_saving_a_rule_shows_first_what_would_change_and_writes_nothing(
    system: Client, agency: Agency
) -> None:
    task = follow_up(agency)
    rule = DeadlineRule.objects.get()
    shown = system.post(page("deadlinerule", "change", rule.pk), typed(rule, offset="20"))
    assert shown.status_code == 200
    text = shown.content.decode()
    assert all(words in text for words in (task.title, agency.name, str(agency.council), "06/07/2026"))
    assert (DeadlineRule.objects.get().offset, due_days()) == (30, [DUE])
    assert not LogEntry.objects.exists()
    assert not list(shown.context["messages"])


@pytest.mark.parametrize(("choice", "due"), [("apply", date(2026, 7, 6)), ("leave", DUE)])
def test_the_second_step_saves_and_moves_the_dates_or_leaves_them(
    system: Client, agency: Agency, choice: str, due: date
) -> None:
    follow_up(agency)
    rule = DeadlineRule.objects.get()
    address = page("deadlinerule", "change", rule.pk)
    shown = system.post(address, typed(rule, offset="20"))
    done = system.post(address, second_step(shown, choice), follow=True)
    assert done.redirect_chain[0][0] == page("deadlinerule", "changelist")
    assert len(list(done.context["messages"])) == 2
    assert due_days() == [due]
    new = DeadlineRule.objects.current().get()
    assert (new.offset, new.edition, new.replaces) == (20, 2, rule)
    assert list(LogEntry.objects.values_list("object_id", flat=True)) == [str(new.pk)]


def test_who_goes_on_editing_goes_on_with_the_new_edition(system: Client) -> None:
    rule: DeadlineRule = RuleFactory()
    address = page("deadlinerule", "change", rule.pk)
    shown = system.post(address, typed(rule, offset="20") | {"_continue": "1"})
    done = system.post(address, second_step(shown, "leave"))
    new = DeadlineRule.objects.current().get()
    assert done["Location"] == page("deadlinerule", "change", new.pk)
    assert system.get(address).status_code == 302, "a superseded edition is read on the portal's own page"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "__all__"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"effective_from": "02/01/2026", "effective_to": "01/01/2026"}, "effective_to"),
        ({"offset": "10", "effective_to": "01/01/2027"}, "effective_from"),
    ],
)
def test_a_rule_is_refused_there_beside_its_field(
    system: Client, changes: dict[str, str], field: str
) -> None:
    rule: DeadlineRule = RuleFactory(effective_to=date(2026, 1, 1))
    RuleFactory(effective_from=date(2026, 6, 1))
    now = typed(rule, effective_to="01/01/2026")
    answer = system.post(page("deadlinerule", "change", rule.pk), now | changes)
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert DeadlineRule.objects.count() == 2


def test_a_new_rule_is_entered_in_two_steps_too(system: Client) -> None:
    address = page("deadlinerule", "add")
    sent = typed(RuleFactory.build(), code="MOI", level="", council="")
    shown = system.post(address, sent)
    assert not DeadlineRule.objects.exists()
    assert system.post(address, second_step(shown, "leave")).status_code == 302
    assert DeadlineRule.objects.get().code == "MOI"


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_saved(
    system: Client, agency: Agency
) -> None:
    follow_up(agency)
    rule = DeadlineRule.objects.get()
    address = page("deadlinerule", "change", rule.pk)
    shown = system.post(address, typed(rule, offset="20"))
    follow_up(agency)
    done = system.post(address, second_step(shown, "apply"), follow=True)
    words = " ".join(str(message) for message in done.context["messages"])
    assert "2" in words
    assert due_days() == [date(2026, 7, 6)] * 2


def test_rules_are_not_deleted_and_nothing_is_changed_in_bulk(system: Client) -> None:
    rule: DeadlineRule = RuleFactory()
    assert system.post(page("deadlinerule", "delete", rule.pk), {"post": "yes"}).status_code == 403
    for model in ("deadlinerule", "calendarexception", "calendaryear"):
        sent = {"action": "delete_selected", "_selected_action": [rule.pk], "post": "yes"}
        system.post(page(model, "changelist"), sent)
    assert DeadlineRule.objects.exists()


def test_a_councils_administrator_changes_nothing_national(user_as: Callable[..., User]) -> None:
    user = user_as("administrator")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(user)
    rule: DeadlineRule = RuleFactory()
    for choice in ({}, {CHOICE: "apply"}):
        sent = typed(rule, offset="20") | choice
        assert client.post(page("deadlinerule", "change", rule.pk), sent).status_code == 403
        assert client.post(page("calendarexception", "add"), HOLIDAY | choice).status_code == 403
        assert client.post(page("calendaryear", "add"), YEAR | choice).status_code == 403


# --- Days of the calendar ---


def test_a_day_is_entered_moved_and_taken_back_with_its_dates(system: Client, agency: Agency) -> None:
    follow_up(agency)

    def take(address: str, sent: dict[str, Any]) -> list[date | None]:
        shown = system.post(address, sent)
        before = due_days()
        assert shown.context["preview"].moving == 1
        assert system.post(address, second_step(shown, "apply")).status_code == 302
        assert [line.old for line in shown.context["preview"].lines] == before
        assert [line.new for line in shown.context["preview"].lines] == due_days()
        return due_days()

    assert take(page("calendarexception", "add"), HOLIDAY) == [date(2026, 7, 16)]
    made = CalendarException.objects.get()
    moved = HOLIDAY | {"day": "16/07/2026"}
    assert take(page("calendarexception", "change", made.pk), moved) == [DUE]
    back = HOLIDAY | {"day": "15/07/2026"}
    assert take(page("calendarexception", "change", made.pk), back) == [date(2026, 7, 16)]
    assert take(page("calendarexception", "delete", made.pk), {"post": "yes"}) == [DUE]
    assert not CalendarException.objects.exists()


def test_a_day_that_concerns_nothing_is_saved_by_one_button(system: Client, agency: Agency) -> None:
    follow_up(agency)
    shown = system.post(page("calendarexception", "add"), HOLIDAY | {"day": "15/09/2026"})
    assert shown.context["preview"].concerned == 0
    assert 'value="apply"' not in shown.content.decode()


# --- Years ---


def test_due_days_are_estimates_beyond_the_last_confirmed_year(system: Client) -> None:
    assert national_calendar().is_estimated(date(2027, 1, 4))
    CalendarException.objects.create(day=date(2027, 2, 11), kind="off", note="Nghỉ Tết")
    assert national_calendar().is_estimated(date(2027, 1, 4)), "a single day announces no year"
    address = page("calendaryear", "add")
    system.post(address, second_step(system.post(address, YEAR), "leave"))
    assert not national_calendar().is_estimated(date(2027, 12, 31))
    assert national_calendar().is_estimated(date(2028, 1, 4))


def test_confirming_a_year_shows_what_no_longer_agrees_with_it(system: Client, agency: Agency) -> None:
    follow_up(agency)
    FollowUp.objects.update(
        due_anchor_on=date(2027, 1, 4), due_on=date(2027, 2, 1), original_due_on=date(2027, 2, 1)
    )
    address = page("calendaryear", "add")
    shown = system.post(address, YEAR)
    assert [line.new for line in shown.context["preview"].lines] == [date(2027, 2, 3)]
    system.post(address, second_step(shown, "apply"))
    assert due_days() == [date(2027, 2, 3)]


def test_years_are_confirmed_and_taken_back_one_after_the_other(system: Client) -> None:
    refused = system.post(page("calendaryear", "add"), YEAR | {"year": "2028"})
    assert "year" in refused.context["adminform"].form.errors
    first, last = (
        CalendarYear.objects.create(year=year, confirmed_on=date(2026, 11, 20), source="Thông báo")
        for year in (2027, 2028)
    )
    assert system.post(page("calendaryear", "delete", first.pk), {"post": "yes"}).status_code == 403
    assert system.get(page("calendaryear", "delete", last.pk)).status_code == 200


def test_the_calendar_page_names_the_announcement_or_says_that_it_is_an_estimate(
    client_as: Callable[..., Client],
) -> None:
    call_command("load_councils", verbosity=0)
    client, address = client_as("delegate"), reverse("councils:calendar_list")
    assert "12729/VPCP-KGVX" in client.get(address, {"year": "2026"}).content.decode()
    beyond = client.get(address, {"year": "2027"})
    assert beyond.context["estimated"]
    assert "2027" in beyond.content.decode()
