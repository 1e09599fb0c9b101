"""A meeting as a clerk walks it in a real browser: planned, announced, held, minutes, the report of its group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from councils.models import CouncilTerm
from followups.models import FollowUp
from tests import factories
from tests.voters.contact_kit import PDF, group_of, rules
from voters.models import VoterContactRound, VoterMeeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
SCHEDULE = (
    "STT\tTổ đại biểu\tĐại biểu\tNgày, buổi\tGiờ bắt đầu\tĐịa điểm\tĐịa bàn cử tri tham dự\n"
    f"1\tTổ 1\tĐại biểu Tổ 1 – An\tSáng {TODAY:%d/%m/%Y}\t7h30\tNhà văn hóa thôn 1\tXã Gia Phú\n"
    f"2\tTổ 9\t\tSáng {TODAY:%d/%m/%Y}\t7h30\tHội trường xã\tXã Phố Lu\n"
)


@pytest.fixture
def clerk(term: CouncilTerm) -> Any:
    """A clerk, a group with a delegate, a round that ends in ten days."""
    rules()
    group = group_of(term)
    factories.SeatFactory(council_term=term, group=group, delegate__full_name="Đại biểu Tổ 1 – An")
    factories.RoundFactory(
        council_term=term,
        kind="other",
        starts_on=TODAY - timedelta(days=10),
        ends_on=TODAY + timedelta(days=10),
    )
    user = factories.UserFactory()
    factories.member(user, term.council, "secretariat")
    return user


def signed_in(base: str, user: Any, context: BrowserContext) -> Page:
    """A page of this person's browser, after the sign-in form."""
    page = context.new_page()
    page.goto(f"{base}{reverse('account_login')}")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")
    return page


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_a_meeting_from_the_plan_to_the_report_of_its_group(
    live_server: Any, clerk: Any, new_context: Callable[..., BrowserContext], tmp_path: Path, *, js: bool
) -> None:
    page = signed_in(live_server.url, clerk, new_context(java_script_enabled=js))
    contact = VoterContactRound.objects.get()
    home = f"{live_server.url}{contact.get_absolute_url()}"

    # Planned: a pasted schedule, one contradiction corrected, what clashes accepted.
    page.goto(home)
    page.click(".head .btn.primary")
    page.fill("#paste", SCHEDULE)
    page.click("[data-read]")
    expect(page.locator('[name="venue"]').first).to_have_value("Nhà văn hóa thôn 1")
    expect(page.locator('[name="groups"]').nth(1)).to_have_attribute("aria-invalid", "true")
    page.locator('[name="groups"]').nth(1).fill("Tổ 1")
    page.locator('[name="delegates"]').nth(1).fill("Đại biểu Tổ 1 – An")
    page.click("[data-save]")
    expect(page.locator("#plan-grid .summary")).to_contain_text("Đại biểu Tổ 1 – An")
    page.check("[name=confirm]")
    page.click("[data-save]")
    expect(page).to_have_url(home)
    assert VoterMeeting.objects.count() == 2

    # Announced by the notice, then held.
    page.goto(f"{live_server.url}{reverse('voters:round_paper_create', args=[contact.pk, 'notice'])}")
    page.click("form.panel .btn.primary >> nth=0")
    expect(page.locator("main")).to_contain_text("01/TB-HĐND")
    meeting = VoterMeeting.objects.get(venue="Nhà văn hóa thôn 1")
    assert meeting.state == "announced"
    page.goto(f"{live_server.url}{reverse('voters:meeting_move', args=[meeting.pk, 'hold'])}")
    page.fill("[name=headcount]", "60")
    page.click("form.panel .btn.primary")

    # Minutes, signed.
    page.goto(f"{live_server.url}{reverse('voters:meeting_minutes_signed', args=[meeting.pk])}")
    signed = tmp_path / "bien-ban.pdf"
    signed.write_bytes(PDF)
    page.set_input_files("[name=upload]", signed)
    page.click("form.panel .btn.primary")
    expect(page.locator("main")).to_contain_text(meeting.locality)
    assert meeting.minutes.signed is not None

    # The group is asked and reports.
    page.goto(f"{live_server.url}{reverse('voters:group_report_ask', args=[contact.pk])}")
    page.click("form.panel .btn.primary")
    report = contact.reports.get()
    page.goto(
        f"{live_server.url}{reverse('voters:group_report_receive', args=[contact.pk, report.group_id])}"
    )
    page.fill("[name=text]", "Cử tri phấn khởi trước kết quả kỳ họp.")
    page.click("form.panel .btn.primary")
    expect(page.locator(".reports")).to_contain_text(f"{TODAY:%d/%m/%Y}")
    assert FollowUp.objects.get(group_report=report).state == "accepted"

    # The wall says what lacks.
    page.goto(f"{live_server.url}{reverse('voters:round_wall', args=[contact.pk])}")
    expect(page.locator(".wall > li")).to_have_count(2)
