"""Drafts outlive a session: who is signed out while typing is told so, and loses nothing."""

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
from councils.models import CouncilTerm
from tests.browser.walking import leaving
from tests.factories import MeetingFactory, RoundFactory
from voters.models import VoterOpinion

ENDED = "Phiên làm việc đã hết hạn"


def test_a_script_that_is_not_signed_in_gets_an_answer_and_no_redirect(client: Client, db: None) -> None:
    answer = client.post(reverse("accounts:draft_save", args=["key"]), "{}", content_type="application/json")
    assert answer.status_code == 401
    assert answer.json()["error"].startswith(ENDED)
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("db")
def test_a_draft_needs_its_forms_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    url = reverse("accounts:draft_save", args=["key"])
    assert strict.post(url, "{}", content_type="application/json").status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_session_that_ends_while_typing_holds_the_form_back(
    page: Page, live_server: Any, client_as: Callable[..., Client], term: CouncilTerm
) -> None:
    meeting = MeetingFactory(round=RoundFactory(council_term=term))
    session = client_as("secretariat").cookies[settings.SESSION_COOKIE_NAME]
    cookie: Any = {"name": session.key, "value": session.value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + reverse("voters:meeting_opinions", args=[meeting.pk]))
    page.context.clear_cookies(name=session.key)
    page.locator("[name=content]").first.fill("Đề nghị sửa cầu")
    expect(page.locator("[data-saved-at]")).to_contain_text(ENDED)
    page.locator("[data-save]").click()
    expect(page.locator(".toast")).to_contain_text(ENDED)
    expect(page.locator("[name=content]").first).to_have_value("Đề nghị sửa cầu")
    # Signing in elsewhere brings a new session and a new token.
    page.context.clear_cookies()
    page.context.add_cookies([cookie])
    with leaving(page):
        page.locator("[data-save]").click()
    expect(page).not_to_have_url(re.compile("opinions"))
    assert VoterOpinion.objects.get().content == "Đề nghị sửa cầu"
