"""In a real browser: the roll by keyboard, and the vote form's live help, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from councils.models import CouncilTerm
from sessions.models import Attendance, Vote
from tests.browser.walking import go, leaving, redrawing, save, until
from tests.sessions.hall import Hall, hall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Page]


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    return hall(term, 6, seat_count=6)


@pytest.fixture
def opened(
    live_server: Any, client_as: Callable[..., Client], new_context: Callable[..., BrowserContext]
) -> Opener:
    """A page of the secretariat's browser at an address."""
    cookie = client_as("secretariat").cookies[settings.SESSION_COOKIE_NAME]

    def open_at(url: str, **options: Any) -> Page:
        context = new_context(**options)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + url)
        return page

    return open_at


def test_the_roll_is_called_by_keyboard(opened: Opener, room: Hall) -> None:
    page = opened(room.meeting.get_absolute_url())
    page.locator(f"#s-{room.delegates[0].pk}-present").focus()
    page.keyboard.press("ArrowRight")
    reason = page.locator(f"[name=reason-{room.delegates[0].pk}]")
    expect(reason).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Đi công tác")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator(".toast.success")).to_be_visible()
    called = Attendance.objects.get()
    assert (called.status, called.reason) == ("excused", "Đi công tác")


def test_a_reason_shows_only_where_it_is_asked_for(opened: Opener, room: Hall) -> None:
    page = opened(room.meeting.get_absolute_url(), java_script_enabled=False)
    first = room.delegates[0].pk
    expect(page.locator(f"[name=reason-{first}]")).to_be_hidden()
    page.locator(f"label[for=s-{first}-excused]").click()
    expect(page.locator(f"[name=reason-{first}]")).to_be_visible()


def test_the_help_follows_what_is_chosen_and_keeps_what_was_typed(opened: Opener, room: Hall) -> None:
    room.call(5, absent=1)
    page = opened(reverse("sittings:vote_create", args=[room.sitting.pk]))
    page.fill("[name=title]", "Bầu Phó Chủ tịch")
    page.fill("[name=votes_for]", "4")
    with redrawing(page):
        page.select_option("[name=method]", "secret")
    expect(page.locator("[name=ballots_issued]")).to_be_visible()
    expect(page.locator("[name=votes_for]")).to_have_value("4")
    with redrawing(page):
        page.select_option("[name=majority]", "two_thirds")
    expect(page.locator(".needs .chosen b")).to_have_text("4")
    for name, value in (
        ("votes_against", "0"),
        ("ballots_issued", "5"),
        ("ballots_returned", "5"),
        ("ballots_invalid", "1"),
    ):
        page.fill(f"[name={name}]", value)
    save(page)
    expect(page.locator("h1")).to_have_text("Bầu Phó Chủ tịch")
    assert Vote.objects.get().passed


def test_what_is_typed_while_the_server_answers_stays(opened: Opener, room: Hall) -> None:
    room.call(6)
    page = opened(reverse("sittings:vote_create", args=[room.sitting.pk]))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/votes/new/", hold)
    with page.expect_request("**/votes/new/"):
        page.select_option("[name=method]", "electronic")
    page.fill("[name=votes_for]", "5")
    page.fill("[name=votes_against]", "1")
    with redrawing(page):
        until(page, lambda: held, "the request").pop().continue_()
    expect(page.locator("[name=votes_for]")).to_have_value("5")
    expect(page.locator("[name=votes_against]")).to_have_value("1")


def test_without_javascript_a_button_asks_for_the_help(opened: Opener, room: Hall) -> None:
    room.call(6)
    page = opened(reverse("sittings:vote_create", args=[room.sitting.pk]), java_script_enabled=False)
    page.fill("[name=title]", "Thông qua Nội quy kỳ họp")
    page.select_option("[name=method]", "roll_call")
    go(page, page.locator("[name=_look]"))
    expect(page.locator("[name=title]")).to_have_value("Thông qua Nội quy kỳ họp")
    page.select_option("[name=rest]", "for")
    page.locator(f"label[for=b-{room.delegates[0].pk}-against]").click()
    save(page)
    expect(page.locator("h1")).to_have_text("Thông qua Nội quy kỳ họp")
    vote = Vote.objects.get()
    assert (vote.votes_for, vote.votes_against) == (5, 1)
