"""Filters behind "More filters" are drawn when somebody opens them, and from then on filter like the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from councils.models import CouncilTerm
from tests import factories
from tests.browser.walking import go, signed_in

LIST = "voters:opinion_list"
FRAGMENT = {"HX-Request": "true", "HX-Target": "rest-of-filters"}


@pytest.fixture
def clerk(term: CouncilTerm) -> Any:
    """Of a council with two opinions, a year apart."""
    meeting = factories.MeetingFactory(round=factories.RoundFactory(council_term=term))
    for content, on in (("Sửa cầu", date(2025, 6, 1)), ("Lắp đèn", date(2026, 6, 1))):
        factories.OpinionFactory(meeting=meeting, content=content, recorded_on=on)
    user = factories.UserFactory()
    factories.member(user, term.council, "secretariat")
    return user


def narrowed(page: Page) -> None:
    """By a filter that was not there at first."""
    expect(page.locator("a.title")).to_have_count(1)
    expect(page.locator(".filters [name=recorded_from]")).to_be_visible()
    assert "recorded_from=" in page.url


def day(page: Page) -> None:
    """Only what was recorded this year."""
    page.locator(".filters [name=recorded_from]").fill("01/01/2026")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_click_opens_them_and_they_filter_at_once(
    live_server: Any, clerk: Any, new_context: Callable[..., BrowserContext]
) -> None:
    page = signed_in(live_server.url, clerk, new_context())
    page.goto(live_server.url + reverse(LIST))
    page.locator(".filters [name=q]").press_sequentially("a")
    expect(page).to_have_url(re.compile(r"[?&]q=a"))
    expect(page.locator(".filters [name=recorded_from]")).to_have_count(0)
    page.locator(".filter-open").click()
    expect(page.locator(".filters [name=q]")).to_have_value("a")
    day(page)
    page.locator(".filters [name=recorded_from]").press("Tab")
    expect(page).to_have_url(re.compile(r"recorded_from="))
    page.locator("label[for=rest-of-filters]").click()
    expect(page.locator(".filters [name=recorded_from]")).not_to_be_visible()
    page.locator("label[for=rest-of-filters]").click()
    narrowed(page)
    page.reload()
    narrowed(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_opens_all_of_them_with_one_tap(
    live_server: Any, clerk: Any, new_context: Callable[..., BrowserContext]
) -> None:
    page = signed_in(live_server.url, clerk, new_context(viewport={"width": 390, "height": 844}))
    page.goto(live_server.url + reverse(LIST))
    expect(page.locator(".filter-open")).not_to_be_visible()
    page.locator("label[for=more-filters]").click()
    expect(page.locator(".filters [name=recorded_from]")).to_be_visible()
    day(page)
    page.locator(".filters .actions .btn").first.click()
    expect(page).to_have_url(re.compile(r"recorded_from="))
    narrowed(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_javascript_they_are_a_page_away(
    live_server: Any, clerk: Any, new_context: Callable[..., BrowserContext]
) -> None:
    page = signed_in(live_server.url, clerk, new_context(java_script_enabled=False))
    page.goto(live_server.url + reverse(LIST))
    page.locator(".filters [name=q]").fill("den")
    page.locator(".filters [name=q]").press("Enter")
    expect(page.locator("a.title")).to_have_count(1)
    expect(page.locator(".filters [name=recorded_from]")).to_have_count(0)
    go(page, page.locator(".filter-open"))
    expect(page.locator(".filters [name=q]")).to_have_value("den")
    day(page)
    go(page, page.locator(".filters .actions .btn").first)
    narrowed(page)


def test_a_filter_in_the_address_is_shown_whatever_waits(client_as: Callable[..., Client]) -> None:
    staff, address = client_as("secretariat"), reverse(LIST)
    assert "recorded_from" not in staff.get(address).context["filter"].form.fields
    answer = staff.get(address, {"recorded_from": "32/13/2026"})
    asked = answer.context["filter"].form
    assert asked.errors.keys() == {"recorded_from"}
    assert asked["recorded_from"].value() == "32/13/2026"
    for box in ("more-filters", "rest-of-filters"):
        assert f'id="{box}" checked' in answer.content.decode(), "a mistake is seen, on a phone too"


def test_opening_them_gives_them_filled_in(
    client_as: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    staff, address = client_as("secretariat"), reverse(LIST)
    staff.get(address)
    with django_assert_num_queries(6):
        answer = staff.get(address, {"competence_level": "province"}, headers=FRAGMENT)
    assert answer.templates[0].name == "components/filter_rest.html"
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<option value="province" selected>' in answer.content.decode()
