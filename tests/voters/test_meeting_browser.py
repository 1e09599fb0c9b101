"""A meeting as a clerk walks it in a real browser: planned, announced, held, minutes, the report of its group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from councils.models import CouncilTerm
from followups.models import FollowUp
from tests import factories
from tests.browser.walking import day, go, leaving, redrawing, save, signed_in
from tests.voters.contact_kit import PDF, group_of, rules
from voters.models import VoterContactRound, VoterMeeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEDULE = (
    "STT\tTổ đại biểu\tĐại biểu\tNgày, buổi\tGiờ bắt đầu\tĐịa điểm\tĐịa bàn cử tri tham dự\n"
    "1\tTổ 1\tĐại biểu Tổ 1 – An\tSáng {day}\t7h30\tNhà văn hóa thôn 1\tXã Gia Phú\n"
    "2\tTổ 9\t\tSáng {day}\t7h30\tHội trường xã\tXã Phố Lu\n"
)


@pytest.fixture
def clerk(term: CouncilTerm) -> Any:
    """A clerk, a group with a delegate, a round that ends in ten days."""
    rules()
    today = timezone.localdate()
    group = group_of(term)
    factories.SeatFactory(council_term=term, group=group, delegate__full_name="Đại biểu Tổ 1 – An")
    factories.RoundFactory(
        council_term=term,
        kind="other",
        starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(days=10),
    )
    user = factories.UserFactory()
    factories.member(user, term.council, "secretariat")
    return user


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without"])
def test_a_meeting_from_the_plan_to_the_report_of_its_group(
    live_server: Any, clerk: Any, new_context: Callable[..., BrowserContext], tmp_path: Path, *, js: bool
) -> None:
    page = signed_in(live_server.url, clerk, new_context(java_script_enabled=js))
    contact = VoterContactRound.objects.get()
    home = f"{live_server.url}{contact.get_absolute_url()}"

    # Planned: a pasted schedule, one contradiction corrected, what clashes accepted.
    page.goto(home)
    go(page, page.locator(".head .btn.primary"))
    today = day(timezone.localdate())
    page.fill("#paste", SCHEDULE.format(day=today))
    with redrawing(page) if js else leaving(page):
        page.click("[data-read]")
    expect(page.locator('[name="venue"]').first).to_have_value("Nhà văn hóa thôn 1")
    expect(page.locator('[name="groups"]').nth(1)).to_have_attribute("aria-invalid", "true")
    page.locator('[name="groups"]').nth(1).fill("Tổ 1")
    page.locator('[name="delegates"]').nth(1).fill("Đại biểu Tổ 1 – An")
    go(page, page.locator("[data-save]"))
    expect(page.locator("#plan-grid .summary")).to_contain_text("Đại biểu Tổ 1 – An")
    page.check("[name=confirm]")
    go(page, page.locator("[data-save]"))
    expect(page).to_have_url(home)
    assert VoterMeeting.objects.count() == 2

    # Announced by the notice, then held.
    page.goto(f"{live_server.url}{reverse('voters:round_paper_create', args=[contact.pk, 'notice'])}")
    save(page)
    expect(page.locator("main")).to_contain_text("01/TB-HĐND")
    meeting = VoterMeeting.objects.get(venue="Nhà văn hóa thôn 1")
    assert meeting.state == "announced"
    page.goto(f"{live_server.url}{reverse('voters:meeting_move', args=[meeting.pk, 'hold'])}")
    page.fill("[name=headcount]", "60")
    save(page)

    # Minutes, signed.
    page.goto(f"{live_server.url}{reverse('voters:meeting_minutes_signed', args=[meeting.pk])}")
    signed = tmp_path / "bien-ban.pdf"
    signed.write_bytes(PDF)
    page.set_input_files("[name=upload]", signed)
    save(page)
    expect(page.locator("main")).to_contain_text(meeting.locality)
    assert meeting.minutes.signed is not None

    # The group is asked and reports.
    page.goto(f"{live_server.url}{reverse('voters:group_report_ask', args=[contact.pk])}")
    save(page)
    report = contact.reports.get()
    page.goto(
        f"{live_server.url}{reverse('voters:group_report_receive', args=[contact.pk, report.group_id])}"
    )
    page.fill("[name=text]", "Cử tri phấn khởi trước kết quả kỳ họp.")
    save(page)
    expect(page.locator(".reports")).to_contain_text(today)
    assert FollowUp.objects.get(group_report=report).state == "accepted"

    # The wall says what lacks.
    page.goto(f"{live_server.url}{reverse('voters:round_wall', args=[contact.pk])}")
    expect(page.locator(".wall > li")).to_have_count(2)
