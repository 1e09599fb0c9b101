"""Going back to a list that was filtered: the page, not the piece of it that the filter asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from councils.models import CouncilTerm
from tests.browser.walking import go
from tests.factories import MeetingFactory, OpinionFactory, RoundFactory

FRAGMENT = {"HX-Request": "true"}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_back_from_a_row_shows_the_whole_filtered_list(
    page: Page, live_server: Any, client_as: Callable[..., Client], term: CouncilTerm
) -> None:
    meeting = MeetingFactory(round=RoundFactory(council_term=term))
    for content in ("Sửa cầu", "Lắp đèn"):
        OpinionFactory(meeting=meeting, content=content)
    cookie = client_as("secretariat").cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("voters:opinion_list"))
    page.locator(".filters [name=q]").press_sequentially("cau")
    expect(page).to_have_url(re.compile(r"[?&]q=cau"))
    expect(page.locator("a.title")).to_have_count(1)
    go(page, page.locator("a.title"))
    expect(page.locator("h1")).not_to_have_text("Ý kiến cử tri")
    page.go_back()
    expect(page).to_have_url(re.compile(r"[?&]q=cau"))
    expect(page.locator(".rail nav")).to_be_visible()
    expect(page.locator(".filters [name=q]")).to_have_value("cau")
    expect(page.locator("a.title")).to_have_count(1)


def test_page_and_fragment_are_told_apart(client_as: Callable[..., Client]) -> None:
    staff, url = client_as("secretariat"), reverse("voters:opinion_list")
    whole, piece = staff.get(url), staff.get(url, headers=FRAGMENT)
    for answer in (whole, piece):
        assert {"HX-Request", "HX-History-Restore-Request"} <= set(re.split(r",\s*", answer["Vary"]))
    assert "no-store" not in whole.headers["Cache-Control"]
    assert "no-store" in piece.headers["Cache-Control"]
