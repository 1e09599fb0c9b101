"""What JavaScript adds to the entry grid: nothing that the page cannot do without it, only quicker."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Draft
from tests.browser.walking import leaving
from voters.models import VoterMeeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    return cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def grid(
    page: Page,
    live_server: Any,
    client_as: Callable[..., Client],
    meeting: VoterMeeting,
    works: Any,
    field: Any,
) -> Page:
    """The entry grid in the browser of the secretariat."""
    cookie = client_as("secretariat").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("voters:meeting_opinions", args=[meeting.pk]))
    return page


def lines(page: Page) -> Any:
    return page.locator("[data-line]")


def test_a_table_pasted_into_a_cell_is_read_and_kept(grid: Page) -> None:
    first = grid.locator("[name=content]").first
    assert (
        first.evaluate(PASTE, "1\tĐề nghị sửa cầu\tThôn 1\tP. KTHT\n2\tĐề nghị lắp đèn\tThôn 2\tSở lạ")
        is False
    )
    expect(grid.locator("[name=content]").nth(1)).to_have_value("Đề nghị lắp đèn")
    expect(grid.locator("[name=voter_place]").first).to_have_value("Thôn 1")
    expect(grid.locator("[data-saved-at]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    assert Draft.objects.count() == 1


def test_a_sentence_with_line_breaks_pasted_into_a_cell_stays_one(grid: Page) -> None:
    assert grid.locator("[name=content]").first.evaluate(PASTE, "Đề nghị sửa cầu\nvì đã hỏng") is True
    expect(grid.locator("#column-1")).to_have_count(0)


def test_enter_goes_down_and_the_last_line_brings_another(grid: Page) -> None:
    expect(lines(grid)).to_have_count(5)
    grid.locator("[name=voter_place]").nth(3).press("Enter")
    expect(grid.locator("[name=voter_place]").nth(4)).to_be_focused()
    expect(lines(grid)).to_have_count(6)
    expect(lines(grid).nth(5).locator("td.n")).to_contain_text("6")


def test_what_is_typed_survives_a_reload_by_itself(grid: Page) -> None:
    grid.locator("[name=content]").first.fill("Đề nghị sửa cầu")
    expect(grid.locator("[data-saved-at]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    grid.reload()
    expect(grid.locator("[name=content]").first).to_have_value("Đề nghị sửa cầu")


def test_control_and_enter_save(grid: Page, meeting: VoterMeeting) -> None:
    field = grid.locator("[name=content]").first
    field.fill("Đề nghị sửa cầu")
    with leaving(grid):
        field.press("Control+Enter")
    expect(grid).to_have_url(re.compile(rf"/meetings/{meeting.pk}/$"))
    assert meeting.opinions.count() == 1
