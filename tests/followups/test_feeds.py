"""The calendar feed: a secret address that can be ended, and what a calendar program reads there."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from followups import feeds, services
from followups.models import CalendarFeed, FollowUp
from portal.logs import without_secret_addresses
from tests.factories import AgencyFactory, follow_up

pytestmark = pytest.mark.django_db

PAGE = "/follow-ups/settings/calendar/"


def address(user: Any) -> str:
    return reverse("followups:feed", args=[feeds.make_address(user=user)])


def events(user: Any) -> dict[str, Any]:
    """What a calendar program finds: entries by the id that it knows them by."""
    response = Client().get(address(user))
    assert response.status_code == 200
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def uid(task: FollowUp) -> str:
    return f"follow-up-{task.pk}@nghi-truong"


def due_in(agency: Any, days: int, **extra: Any) -> FollowUp:
    """A task due some days from today."""
    today = timezone.localdate()
    return follow_up(agency, on=today - timedelta(days=200), due=today + timedelta(days=days), **extra)


# --- The page ---


def test_an_address_is_shown_once_and_only_its_digest_is_kept(client_as: Any) -> None:
    client = client_as("delegate")
    assert "feed" in client.get(PAGE).context
    made = client.post(PAGE, {"make": "1"})
    shown = made.context["address"]
    assert shown in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    secret = shown.rpartition("/")[2].removesuffix(".ics")
    feed = CalendarFeed.objects.get(user=client.user)
    assert feed.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in client.get(PAGE).content.decode()
    assert Client().get(shown).status_code == 200


def test_a_new_address_ends_the_old_one_and_revoking_ends_it_for_good(client_as: Any) -> None:
    client = client_as("agency")
    first = client.post(PAGE, {"make": "1"}).context["address"]
    second = client.post(PAGE, {"make": "1"}).context["address"]
    assert [Client().get(url).status_code for url in (first, second)] == [404, 200]
    assert client.post(PAGE, {"revoke": "1"}).status_code == 302
    assert Client().get(second).status_code == 404
    assert not CalendarFeed.objects.exists()
    assert client.post(PAGE, {"revoke": "1"}).status_code == 302


def test_the_address_of_somebody_who_may_no_longer_sign_in_is_dead(user_as: Any) -> None:
    user = user_as("agency")
    url = address(user)
    user.is_active = False
    user.save()
    assert Client().get(url).status_code == 404


def test_an_unknown_secret_is_not_found_and_nothing_can_be_sent_there(user_as: Any) -> None:
    url = address(user_as("agency"))
    assert Client().get(url.replace(".ics", "x.ics")).status_code == 404
    assert Client().get(reverse("followups:feed", args=["x"])).status_code == 404
    assert Client().post(url).status_code == 405


def test_the_secret_does_not_reach_the_logs() -> None:
    line = {"request": "GET /follow-ups/calendars/geheim-123_x.ics", "event": "Not Found: /calendars/abc.ics"}
    shown = without_secret_addresses(None, "info", line)
    assert shown == {
        "request": "GET /follow-ups/calendars/….ics",
        "event": "Not Found: /calendars/….ics",
    }


# --- What stands in it ---


def test_what_the_own_body_owes_stands_on_its_due_day(agency: Any, user_as: Any, settings: Any) -> None:
    settings.PORTAL_URL = "https://hdnd.example.invalid"
    owner = user_as("agency")
    task = due_in(agency, 300, title="Sửa cầu; thay mặt cầu, lan can", detail="Lời cử tri: cầu gãy")
    due_in(AgencyFactory(council=agency.council), 5)
    settled = due_in(agency, 5)
    services.withdraw(follow_up=settled, user=user_as("secretariat"), reason="Trùng")
    found = events(owner)
    assert set(found) == {uid(task)}
    event = found[uid(task)]
    assert event["dtstart"].dt == task.due_on
    assert not isinstance(event["dtstart"].dt, datetime)
    assert event["summary"] == f"Sửa cầu; thay mặt cầu, lan can – {task.council}"
    assert event["url"] == f"https://hdnd.example.invalid/follow-ups/{task.pk}/"
    assert event["dtstamp"].dt == task.updated_at.replace(microsecond=0)
    assert "cầu gãy" not in event.to_ical().decode()
    assert not event.walk("VALARM")


def test_an_answered_task_says_so(agency: Any, user_as: Any) -> None:
    task = due_in(agency, 5)
    services.reply_to(
        follow_up=task, user=None, text="Xong", result_class="resolved", dated_on=timezone.localdate()
    )
    said = _("%(task)s (answered)") % {"task": task.title}
    assert events(user_as("agency"))[uid(task)]["summary"] == f"{said} – {task.council}"


def test_parts_of_an_agency_stand_on_their_own_due_days(agency: Any, user_as: Any) -> None:
    other = AgencyFactory(council=agency.council)
    day = timezone.localdate() + timedelta(days=3)
    task = due_in(other, 30, parts=[services.Part(agency, "Cung cấp số liệu", day)])
    part = task.coordinations.get()
    found = events(user_as("agency"))
    assert {name: event["dtstart"].dt for name, event in found.items()} == {
        f"part-{part.pk}@nghi-truong": day
    }


@pytest.mark.parametrize("role", ["secretariat", "leader"])
def test_the_council_s_side_reads_what_is_owed_to_it_around_today(
    agency: Any, user_as: Any, other_council: Any, role: str
) -> None:
    near = [due_in(agency, days) for days in (-60, 0, 60)]
    for days in (-61, 61):
        due_in(agency, days)
    due_in(AgencyFactory(council=other_council), 0)
    assert set(events(user_as(role))) == {uid(task) for task in near}


@pytest.mark.parametrize("role", ["delegate", "committee", "auditor", "administrator"])
def test_others_of_the_council_s_side_read_only_what_they_owe_themselves(
    agency: Any, user_as: Any, role: str
) -> None:
    due_in(agency, 0)
    assert events(user_as(role)) == {}


def test_a_feed_has_at_most_five_hundred_entries_of_a_kind(
    agency: Any, user_as: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(feeds, "MOST", 2)
    tasks = [due_in(agency, days) for days in (1, 2, 3)]
    assert set(events(user_as("secretariat"))) == {uid(task) for task in tasks[1:]}


def test_the_calendar_has_a_name_and_belongs_to_nobody_else(user_as: Any) -> None:
    response = Client().get(address(user_as("agency")))
    calendar = Calendar.from_ical(response.content)
    assert calendar["x-wr-calname"]
    assert calendar["version"] == "2.0"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]
    assert not response.cookies


# --- What it costs ---


def test_a_program_that_has_it_is_told_so_until_something_changes(agency: Any, user_as: Any) -> None:
    url, task = address(user_as("agency")), due_in(agency, 5)
    first = Client().get(url)
    again = Client().get(url, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    services.acknowledge(follow_up=task, user=user_as("secretariat"))
    changed = Client().get(url, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_reading_is_noted_once_a_day(user_as: Any, django_assert_num_queries: Any) -> None:
    user = user_as("agency")
    url = address(user)
    CalendarFeed.objects.update(read_on=date(2026, 1, 1))
    Client().get(url)
    assert CalendarFeed.objects.get().read_on == timezone.localdate()
    with django_assert_num_queries(4):
        Client().get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_costs_the_same_for_one_entry_and_for_three(
    agency: Any, user_as: Any, django_assert_num_queries: Any, count: int
) -> None:
    user = user_as("agency")
    user.memberships.create(council=agency.council, role="leader")
    for _row in range(count):
        due_in(agency, 5)
        due_in(AgencyFactory(council=agency.council), 6, parts=[services.Part(agency)])
    url = address(user)
    Client().get(url)
    with django_assert_num_queries(5):
        content = Client().get(url).content
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 3 * count
