"""The pages of agenda and convening: no serious finding by axe, on a desk and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext

from accounts.models import User
from councils.models import CouncilTerm
from sessions import services
from sessions.models import Guest, PlenaryMeeting, Sitting
from tests.conftest import PHONE
from tests.factories import PaperFactory
from tests.sessions.convening_world import account_of, ahead, convened, delegates, invitation_of, sent_paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = {"serious", "critical"}
SMALL = """() => [...document.querySelectorAll("main .btn")].filter((element) => element.checkVisibility())
    .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.textContent.trim())"""
SCREENS: dict[str, dict[str, Any]] = {
    "desk": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.fixture
def staff(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def world(term: CouncilTerm, staff: User) -> dict[User, list[str]]:
    """By person the addresses of their pages: one sitting still to be convened, one convened."""
    people = delegates(term)
    planned, called = ahead(term, days=40, number=6), ahead(term)
    PaperFactory(sitting=planned)
    _agenda(called, staff)
    Guest.objects.create(sitting=called, name="Thường trực Đảng ủy xã", count=3)
    convened(called, staff, quiet=True)
    services.register(invitation=invitation_of(called, people[0]), answer="excused", reason="Ốm", user=staff)
    bundle = services.ask_bundle(sitting=called, user=staff)
    item = called.agenda_items.all()[1]

    def url(name: str, pk: int) -> str:
        return reverse(f"sittings:{name}", args=[pk])

    return {
        staff: [
            url("sitting_agenda", called.pk),
            url("sitting_agenda", planned.pk),
            url("agenda_item_edit", item.pk),
            url("sitting_convene", planned.pk),
            url("sitting_delegates", called.pk),
            url("invitation_remind", called.pk),
            bundle.get_absolute_url(),
        ],
        account_of(people[1]): [
            url("sitting_agenda", called.pk),
            url("sitting_delegates", called.pk),
            url("registration_edit", called.pk),
            url("sitting_reading", called.pk),
        ],
    }


def _agenda(sitting: Sitting, staff: User) -> None:
    morning = PlenaryMeeting.objects.create(
        sitting=sitting, day=sitting.opens_on, part="1_morning", starts_at=time(7, 30), ends_at=time(8, 0)
    )
    papers = [sent_paper(sitting, staff, number=number).paper for number in (1, 2)]
    add: dict[str, Any] = {"sitting": sitting, "user": None, "meeting": morning}
    services.add_item(**add, title="Các báo cáo", kind="section")
    services.add_item(
        **add, title="Báo cáo ngân sách", reading_minutes=45, papers=papers, presenter="Trưởng phòng"
    )
    services.add_item(**add, title="Nhân sự", is_public=False, depth=2)
    services.add_item(sitting=sitting, user=None, title="Nghỉ giải lao", kind="break")


@pytest.mark.parametrize("screen", list(SCREENS))
def test_no_page_has_a_serious_finding(
    world: dict[User, list[str]],
    new_context: Callable[..., BrowserContext],
    live_server: Any,
    screen: str,
) -> None:
    found: dict[str, list[str]] = {}
    for user, pages in world.items():
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context = new_context(**SCREENS[screen])
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        for address in pages:
            page.goto(live_server.url + address)
            result = Axe().run(page).response["violations"]
            found[address] = [
                f"{one['id']}: {node['html'][:120]}"
                for one in result
                if one["impact"] in SERIOUS
                for node in one["nodes"]
            ]
            if screen == "phone":
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
                found[address] += page.evaluate(SMALL)
    assert {address: lines for address, lines in found.items() if lines} == {}
