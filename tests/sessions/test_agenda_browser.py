"""The agenda's builder in a browser: keys and dragging with the script, buttons without it; a failure loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from playwright.sync_api import BrowserContext, Page, expect

from sessions import services
from sessions.models import AgendaItem, Sitting
from tests.browser.walking import go
from tests.factories import PlenaryMeetingFactory, SittingFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(term: Any) -> Sitting:
    """Four items of a morning, one of them under another, and one of the afternoon."""
    made: Sitting = SittingFactory(council_term=term)
    morning = PlenaryMeetingFactory(sitting=made)
    afternoon = PlenaryMeetingFactory(sitting=made, part="2_afternoon", starts_at=time(13, 30))
    for title, facts in (
        ("A", {"meeting": morning}),
        ("B", {"meeting": morning}),
        ("B1", {"meeting": morning, "depth": 2}),
        ("C", {"meeting": morning}),
        ("D", {"meeting": afternoon}),
    ):
        services.add_item(sitting=made, user=None, title=title, **facts)
    return made


@pytest.fixture
def open_agenda(
    new_context: Callable[..., BrowserContext],
    live_server: Any,
    client_as: Callable[..., Client],
    sitting: Sitting,
) -> Callable[..., Page]:
    """`open_agenda(java_script_enabled=False)` is the builder in a browser of the secretariat."""

    def make(**options: Any) -> Page:
        cookie = client_as("secretariat").cookies[settings.SESSION_COOKIE_NAME]
        context = new_context(**options)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + reverse("sittings:sitting_agenda", args=[sitting.pk]))
        return page

    return make


def line(page: Page, title: str) -> Any:
    return page.locator("li[data-item]").filter(has=page.locator(".title", has_text=title)).first


def item(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def shown(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("li[data-item] .title").all_inner_texts()]


def kept() -> list[str]:
    return list(AgendaItem.objects.values_list("title", flat=True))


def test_keys_move_the_focused_line_and_say_where_it_stands(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    line(page, "C").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-announce]")).to_contain_text("C")
    assert shown(page) == ["A", "C", "B", "B1", "D"] == kept()
    expect(line(page, "C")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect(line(page, "C")).to_have_attribute("data-depth", "2")
    page.keyboard.press("Alt+ArrowLeft")
    expect(line(page, "C")).to_have_attribute("data-depth", "1")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("li[data-item] .title").nth(1)).to_have_text("B")
    assert kept() == ["A", "B", "B1", "C", "D"]


def drag(page: Page, title: str, onto: str, *, below: bool = True, aside: int = 0) -> None:
    """Drag a line by its handle over another one."""
    handle, goal = line(page, title).locator("[data-handle]"), line(page, onto)
    start, end = handle.bounding_box(), goal.bounding_box()
    assert start
    assert end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    target = end["y"] + (end["height"] - 3 if below else 3)
    for step in range(1, 6):
        page.mouse.move(x + aside * step / 5, y + (target - y) * step / 5)
    page.mouse.move(x + aside, target)
    page.mouse.up()


def test_a_line_is_dragged_with_what_hangs_under_it(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    drag(page, "B", "A", below=False)
    expect(page.locator("[data-announce]")).to_have_text(_("The order has been changed."))
    assert shown(page) == ["B", "B1", "A", "C", "D"] == kept()
    assert item("B1").depth == 2


def test_a_line_dragged_aside_stands_under_the_one_before(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    drag(page, "C", "C", aside=40)
    expect(page.locator("[data-announce]")).to_have_text(_("The order has been changed."))
    assert (item("C").depth, kept()) == (2, ["A", "B", "B1", "C", "D"])


def test_a_line_dragged_into_another_half_day_belongs_to_it(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    drag(page, "A", "D")
    expect(page.locator("[data-announce]")).to_have_text(_("The order has been changed."))
    assert kept() == ["B", "B1", "C", "D", "A"]
    assert item("A").meeting == item("D").meeting


def test_escape_gives_up_dragging(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    handle = line(page, "A").locator("[data-handle]").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, handle["y"] + 150)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == ["A", "B", "B1", "C", "D"] == kept()


def test_when_the_server_cannot_be_reached_the_page_stays_right(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda()
    page.route("**/agenda/order/", lambda route: route.abort())
    drag(page, "C", "A", below=False)
    expect(page.locator(".toast")).to_be_visible()
    assert shown(page) == ["A", "B", "B1", "C", "D"] == kept()
    page.unroute("**/agenda/order/")
    drag(page, "C", "A", below=False)
    expect(page.locator("[data-announce]")).to_have_text(_("The order has been changed."))
    assert kept() == ["C", "A", "B", "B1", "D"]


def test_an_order_that_a_colleague_changed_is_refused_and_shown_anew(
    open_agenda: Callable[..., Page],
) -> None:
    page = open_agenda()
    services.move_item(item=item("D"), to="up", user=None)
    drag(page, "B", "A", below=False)
    expect(page.locator("[role=alert]")).to_be_visible()
    assert shown(page) == kept() == ["A", "B", "B1", "D", "C"]


def test_without_javascript_the_same_is_done_by_buttons(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda(java_script_enabled=False)
    expect(page.locator("[data-handle]").first).to_be_hidden()
    go(page, line(page, "C").get_by_role("button", name=_("Up"), exact=True))
    assert shown(page) == ["A", "C", "B", "B1", "D"] == kept()
    go(page, line(page, "C").get_by_role("button", name=_("One step in"), exact=True))
    assert item("C").depth == 2
    line(page, "A").locator("input[name=pk]").check()
    page.select_option("#place-meeting", str(item("D").meeting_id))
    go(page, page.get_by_role("button", name=_("Put there"), exact=True))
    assert item("A").meeting == item("C").meeting == item("D").meeting
    page.fill("#add-title", "Bế mạc")
    go(page, page.get_by_role("button", name=_("Add"), exact=True))
    assert kept()[-1] == "Bế mạc"


def test_the_builder_serves_a_telephone(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    line(page, "A").get_by_role("button", name=_("Down"), exact=True).tap()
    expect(page.locator("li[data-item] .title").first).to_have_text("B")
    assert kept()[:3] == ["B", "B1", "A"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_the_agenda_is_a_table_with_its_heads(open_agenda: Callable[..., Page]) -> None:
    page = open_agenda(viewport={"width": 624, "height": 900})  # A4 between its margins
    head = page.locator(".agenda-head")
    expect(head).to_be_hidden()
    page.emulate_media(media="print")
    expect(head).to_be_visible()
    tops = [line(page, "A").locator(part).bounding_box() for part in (".at", ".what")]
    assert all(tops)
    assert tops[0]["y"] == pytest.approx(tops[1]["y"], abs=4)
    expect(page.locator(".moves").first).to_be_hidden()


def test_the_handle_is_there_to_be_taken(open_agenda: Callable[..., Page]) -> None:
    box = line(open_agenda(), "B").locator("[data-handle]").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
