"""The pages of a delegate and of an agency on a phone: no serious finding, and everything by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import BrowserContext, Page, expect

from core.access import Role
from followups import services
from followups.models import FollowUp
from followups.notices import announce
from tests import factories
from tests.browser.walking import go, leaving
from tests.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = {"serious", "critical"}
FOCUSED = """() => {
    const at = document.activeElement;
    const look = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
        tag: at.tagName, name: at.name || "", href: at.getAttribute("href") || "", text: at.textContent.trim(),
        main: Boolean(at.closest("main")), outlined: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
ACTIONS = """() => [...document.querySelectorAll("main a[href], main button, main summary")]
    .filter((element) => element.checkVisibility()).map((element) => element.textContent.trim())"""
SMALL = """() => [...document.querySelectorAll("main .btn")].filter((element) => element.checkVisibility())
    .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.textContent.trim())"""


@dataclass
class Desk:
    """Somebody with something under every heading, and the addresses of that person's pages."""

    user: Any
    task: FollowUp
    pages: list[str] = field(default_factory=list)


def task_due(body: Any, days: int, title: str) -> FollowUp:
    today = timezone.localdate()
    return factories.follow_up(
        body, title=title, on=today - timedelta(days=60), due=today + timedelta(days=days)
    )


def answered(task: FollowUp, **words: Any) -> FollowUp:
    said: dict[str, Any] = {"text": "Đã sửa xong mặt cầu.", "result_class": "resolved", "number": "12/CV"}
    services.reply_to(follow_up=task, user=None, dated_on=timezone.localdate(), **said | words)
    return task


def common_pages(task: FollowUp) -> list[str]:
    names = ("home", "followups:followup_mine", "followups:followup_list", "followups:notice_list")
    settings_pages = ("followups:preference_edit", "followups:feed_edit")
    return [*(reverse(name) for name in (*names, *settings_pages)), task.get_absolute_url()]


def agency_desk(term: Any) -> Desk:
    """Late, this week, later, promised, taking part, to take over, waiting for a judgement."""
    agency, other = factories.AgencyFactory.create_batch(2, council=term.council)
    user = factories.UserFactory()
    factories.member(user, term.council, Role.AGENCY, agency=agency)
    late, now = task_due(agency, -20, "Sửa cầu dân sinh"), task_due(agency, 0, "Lắp đèn đường")
    task_due(agency, 60, "Nạo vét kênh mương")
    promised = answered(late, result_class="scheduled", roadmap_on=timezone.localdate() + timedelta(days=90))
    services.assess(follow_up=promised, user=None, verdict="accepted", on=timezone.localdate())
    answered(task_due(agency, 5, "Cắm biển cảnh báo"))
    services.add_part(
        follow_up=task_due(other, 9, "Rà soát điểm sạt lở"), user=user, part=services.Part(agency, "Số liệu")
    )
    asked = services.hand_on(
        follow_up=task_due(other, 9, "Cấp nước sạch"), user=None, to=agency, reason="Đúng lĩnh vực"
    )
    owed = task_due(agency, -3, "Thu gom rác thải")
    announce(follow_up=owed, kind="overdue", actor=None)
    pages = [
        *common_pages(owed),
        promised.get_absolute_url(),
        reverse("followups:reply_create", args=[now.pk]),
        reverse("followups:extension_create", args=[now.pk]),
        reverse("followups:hand_over_decide", args=[asked.pk]),
    ]
    return Desk(user, now, pages)


def delegate_desk(term: Any) -> Desk:
    """Something owed as a delegate, and an answer to judge that came of the delegate's own meeting."""
    seat = factories.SeatFactory(council_term=term, group=factories.GroupFactory(council_term=term))
    user = factories.UserFactory()
    factories.member(user, term.council, Role.DELEGATE, delegate=seat.delegate)
    agency = factories.AgencyFactory(council=term.council)
    judged = task_due(agency, 5, "Sửa cầu dân sinh")
    opinion = factories.OpinionFactory(meeting__round__council_term=term, follow_up=judged)
    opinion.meeting.delegates.add(seat.delegate)
    own = task_due(agency, -3, "Báo cáo kết quả tiếp xúc cử tri")
    FollowUp.objects.filter(pk=own.pk).update(agency=None, delegate=seat.delegate)
    own.refresh_from_db()
    answered(judged)
    announce(follow_up=own, kind="overdue", actor=None)
    pages = [
        *common_pages(judged),
        reverse("followups:followup_assess", args=[judged.pk]),
        reverse("followups:reply_create", args=[own.pk]),
    ]
    return Desk(user, own, pages)


DESKS = {"agency": agency_desk, "delegate": delegate_desk}


@pytest.fixture(params=list(DESKS))
def desk(request: Any, term: Any) -> Desk:
    return DESKS[request.param](term)


@pytest.fixture
def open_as(new_context: Callable[..., BrowserContext], live_server: Any) -> Callable[..., Page]:
    """`open_as(user)` is a phone in which this user has signed in."""

    def opened(user: Any, **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context = new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, base_url=live_server.url, **options
        )
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return context.new_page()

    return opened


def findings(page: Page, where: str) -> Iterator[str]:
    """What axe finds serious or critical, in one line each."""
    for one in Axe().run(page).response["violations"]:
        if one["impact"] in SERIOUS:
            yield from (
                f"{where}: {one['id']} {node['target']} {node['html'][:120]}" for node in one["nodes"]
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_a_delegate_or_an_agency_has_a_serious_finding(
    desk: Desk, scheme: str, open_as: Callable[..., Page]
) -> None:
    page = open_as(desk.user, color_scheme=scheme)
    found: list[str] = []
    for url in desk.pages:
        page.goto(url)
        found += findings(page, url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{url} is too wide"
        assert page.evaluate(SMALL) == [], f"{url}: too small to touch"
    assert found == []


def test_a_refused_form_and_a_new_calendar_address_have_none_either(
    term: Any, open_as: Callable[..., Page]
) -> None:
    desk = agency_desk(term)
    page = open_as(desk.user)
    for url in (
        reverse(f"followups:{name}", args=[desk.task.pk]) for name in ("reply_create", "extension_create")
    ):
        page.goto(url)
        go(page, page.locator(".submit .btn.primary"))
        expect(page.locator(".summary")).to_be_visible()
        assert list(findings(page, url)) == []
    page.goto(reverse("followups:feed_edit"))
    go(page, page.locator("button[name=make]"))
    expect(page.locator("#feed-address")).to_have_value(re.compile(r"/follow-ups/calendars/.+\.ics$"))
    assert list(findings(page, "feed")) == []


def tab_through(page: Page, most: int = 150) -> list[dict[str, Any]]:
    """Everything that the Tab key reaches from the top of the page, until it leaves the page or starts again."""
    reached: list[dict[str, Any]] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["tag"] == "BODY" or (reached and now == reached[0]):
            break
        reached.append(now)
    return reached


def test_tab_reaches_every_action_in_the_order_of_reading_and_shows_where_it_is(
    desk: Desk, open_as: Callable[..., Page]
) -> None:
    page = open_as(desk.user)
    page.goto(reverse("followups:followup_mine"))
    reached = tab_through(page)
    assert reached[0]["href"] == "#main"
    assert [one["text"] for one in reached if one["main"]] == page.evaluate(ACTIONS)
    assert [inside for inside, _same in groupby(one["main"] for one in reached)] == [False, True, False]
    assert [one for one in reached if not (one["outlined"] and one["seen"])] == []


def test_the_first_link_skips_to_the_content(desk: Desk, open_as: Callable[..., Page]) -> None:
    page = open_as(desk.user)
    page.goto(reverse("followups:followup_mine"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["main"]


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the field of this name has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)["name"] == name:
            return
    pytest.fail(f"Tab never reaches {name}")


def test_an_answer_is_sent_by_keyboard_alone_and_what_is_wrong_is_said(
    desk: Desk, open_as: Callable[..., Page]
) -> None:
    page = open_as(desk.user)
    page.goto(reverse("followups:reply_create", args=[desk.task.pk]))
    tab_to(page, "text")
    page.keyboard.type("Sẽ sửa xong trong năm nay.")
    tab_to(page, "result_class")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=result_class][value=scheduled]")).to_be_checked()
    tab_to(page, "roadmap_on")
    with leaving(page):
        page.keyboard.press("Enter")

    summary = page.locator(".summary[role=alert]")
    expect(summary).to_be_focused()
    wrong = page.locator("[name=roadmap_on]")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    described = (wrong.get_attribute("aria-describedby") or "").split()
    said = page.locator(f"[id='{described[-1]}']").inner_text().removeprefix(_("Error:")).strip()
    assert said
    assert said in summary.inner_text()
    assert page.locator("[name=text]").input_value() == "Sẽ sửa xong trong năm nay."

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(wrong).to_be_focused()
    page.keyboard.type(f"{timezone.localdate() + timedelta(days=200):%d/%m/%Y}")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{desk.task.get_absolute_url()}(#.*)?$"))
    desk.task.refresh_from_db()
    assert desk.task.state == "answered"
    assert desk.task.commitments.count() == 1
