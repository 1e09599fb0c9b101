"""The thin path through all floors, as four people walk it in a real browser, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from followups import services
from followups.models import FollowUp, Notice
from followups.tasks import plan_notices
from portal.celery import app
from tests import factories
from tests.browser.walking import PATIENCE, Walk, day, go, save, until
from tests.followups.sink import Sink
from tests.permissions.world import PDF
from tests.worker import worker
from voters.models import VoterMeeting, VoterOpinion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = """STT\tNội dung kiến nghị\tNơi cử tri\tLĩnh vực\tThẩm quyền\tCơ quan giải quyết
1\tĐề nghị sửa chữa cầu dân sinh thôn Nậm Phảng\tThôn Nậm Phảng\tGiao thông\tcấp xã\tPhòng Kinh tế xã
2\tĐề nghị lắp thêm biển cảnh báo tại ngã ba chợ\tThôn Soi Chát\tGiao thông\tcấp xã\tPhòng Kinh té xã vui
3\tĐề nghị nạo vét kênh mương nội đồng\tThôn Bến Phà\tGiao thông\tcấp xã\tPhòng Kinh tế xã"""


@pytest.fixture
def people(term: Any) -> dict[str, Any]:
    """A secretary, a leader, a delegate and the head of an agency; the council's fields and its rule."""
    council = term.council
    agency = factories.AgencyFactory(council=council, name="Phòng Kinh tế xã")
    factories.FieldFactory()
    factories.RuleFactory()
    users = {role: factories.UserFactory() for role in ("secretariat", "leader", "delegate", "agency")}
    factories.member(users["secretariat"], council, "secretariat")
    factories.member(users["leader"], council, "leader")
    factories.member(users["delegate"], council, "delegate", delegate=factories.seated(term))
    factories.member(users["agency"], council, "agency", agency=agency)
    services.save_preference(user=users["agency"], pace="at_once", only_binding=False)
    return users


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


def enter_meeting(walk: Walk, page: Page) -> VoterMeeting:
    today = timezone.localdate()
    held = today - timedelta(days=10)
    walk.open(page, "voters:round_create")
    page.fill("[name=name]", "Tiếp xúc cử tri trước kỳ họp thứ ba")
    page.select_option("[name=kind]", "pre_sitting")
    page.fill("[name=starts_on]", day(held - timedelta(days=5)))
    page.fill("[name=ends_on]", day(today))
    save(page)
    page.goto(re.sub(r"/$", "/meetings/new/", page.url))
    page.fill("[name=held_on]", day(held))
    page.fill("[name=locality]", "Xã Gia Phú")
    page.fill("[name=venue]", "Nhà văn hóa thôn Nậm Phảng")
    page.select_option("[name=headcount_qualifier]", "more_than")
    page.fill("[name=headcount]", "60")
    page.fill("[name=speakers]", "3")
    save(page)
    meeting = VoterMeeting.objects.get()
    walk.open(page, "voters:meeting_move", meeting.pk, "hold")
    save(page)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    return meeting


def paste_opinions(walk: Walk, page: Page, meeting: VoterMeeting) -> None:
    walk.open(page, "voters:meeting_opinions", meeting.pk)
    if walk.js:
        page.locator("[data-lines] textarea[name=content]").first.evaluate(
            """(cell, text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            TABLE,
        )
    else:
        page.fill("[name=paste]", TABLE)
        go(page, page.locator("button[name=action][value=read]"))
    wrong = page.locator("[data-lines] [name=agency][aria-invalid=true]")
    expect(wrong).to_have_count(1)
    expect(wrong).to_have_value("Phòng Kinh té xã vui")
    if not walk.js:
        go(page, page.locator("button[name=action][value=draft]"))
    else:
        expect(page.locator("[data-saved-at]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    page.goto(page.url)
    expect(page.locator("[data-lines] textarea[name=content]").nth(1)).to_have_value(
        re.compile("biển cảnh báo")
    )
    page.locator("[data-lines] [name=agency]").nth(1).fill("Phòng Kinh tế xã")
    go(page, page.locator("button[name=action][value=save]"))
    expect(page.locator("main")).to_contain_text("nạo vét kênh mương")
    assert VoterOpinion.objects.count() == 3


def send_opinions(walk: Walk, page: Page) -> list[FollowUp]:
    walk.open(page, "voters:opinion_list")
    for box in page.locator("tbody [name=pk]").all():
        box.check()
    go(page, page.locator("#bulk button.primary"))
    expect(page.locator("main")).to_contain_text("Quy chế làm việc của Hội đồng nhân dân")
    go(page, page.locator("button[name=confirm]"))
    expect(page.locator("h1")).to_contain_text("Ý kiến")
    sent = list(FollowUp.objects.order_by("pk"))
    assert len(sent) == 3
    return sent


def answer(walk: Walk, page: Page, follow_up: FollowUp, folder: Path) -> None:
    walk.open(page, "followups:followup_detail", follow_up.pk)
    expect(page.locator("main")).to_contain_text("Quy chế làm việc của Hội đồng nhân dân")
    go(page, page.locator(f"form[action*='/{follow_up.pk}/acknowledge/'] button"))
    walk.open(page, "followups:reply_create", follow_up.pk)
    wrong, right = folder / "gia.pdf", folder / "tra-loi.pdf"
    wrong.write_bytes(b"MZ this is no document")
    right.write_bytes(PDF)
    page.fill("[name=text]", "Đã sửa xong mặt cầu, nghiệm thu ngày hôm qua.")
    page.check("[name=result_class][value=resolved]")
    page.set_input_files("[name=files]", wrong)
    save(page)
    expect(page.locator("[name=text]")).to_have_value("Đã sửa xong mặt cầu, nghiệm thu ngày hôm qua.")
    expect(page.locator("main")).to_contain_text("gia.pdf")
    page.set_input_files("[name=files]", right)
    save(page)
    expect(page.locator("main")).to_contain_text("tra-loi.pdf")


def ask_for_time(walk: Walk, page: Page, follow_up: FollowUp, later: date) -> None:
    walk.open(page, "followups:extension_create", follow_up.pk)
    page.fill("[name=until]", day(later))
    page.fill("[name=reason]", "Chờ phân bổ vốn của tỉnh")
    save(page)


def decide_on_time(walk: Walk, page: Page, follow_up: FollowUp, later: date) -> None:
    walk.open(page, "followups:extension_decide", follow_up.pk)
    page.check("[name=decision][value=granted]")
    save(page)
    follow_up.refresh_from_db()
    assert follow_up.due_on == later


def accept(walk: Walk, page: Page, follow_up: FollowUp) -> None:
    walk.open(page, "followups:followup_assess", follow_up.pk)
    page.check("[name=verdict][value=accepted]")
    save(page)
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.result_class) == ("accepted", "resolved")


def make_report(walk: Walk, page: Page, folder: Path) -> None:
    walk.open(page, "reports:figures")
    go(page, page.locator("a[href*='/figures/O01/rows/']").first)
    expect(page.locator("tbody tr")).to_have_count(3)
    walk.open(page, "reports:run_create")
    save(page)
    ready = page.locator("a[download][href$='/docx/']")
    expect(ready).to_be_visible(timeout=PATIENCE * 1000)
    texts = []
    for kind in ("docx", "pdf"):
        with page.expect_download() as download:
            page.locator(f"a[download][href$='/{kind}/']").click()
        download.value.save_as(folder / f"bao-cao.{kind}")
    document = Document(str(folder / "bao-cao.docx"))
    texts.append("\n".join(paragraph.text for paragraph in document.paragraphs))
    texts.append("\n".join(sheet.extract_text() for sheet in PdfReader(folder / "bao-cao.pdf").pages))
    for text in texts:
        plain = " ".join(text.split())
        assert "hơn 60 lượt cử tri" in plain
        assert "03 ý kiến, kiến nghị" in plain


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_opinion_is_pasted_sent_answered_accepted_counted_and_reported(
    js: bool, live_server: Any, people: Any, new_context: Any, sink: Sink, tmp_path: Path
) -> None:
    app.control.purge()
    walk = Walk(live_server.url, people, new_context, js=js)
    with worker("default,reports", sink.port, tmp_path):
        staff = walk.sign_in("secretariat")
        meeting = enter_meeting(walk, staff)
        paste_opinions(walk, staff, meeting)
        first, second, _third = send_opinions(walk, staff)

        agency = walk.sign_in("agency")
        answer(walk, agency, first, tmp_path)
        later = timezone.localdate() + timedelta(days=60)
        ask_for_time(walk, agency, second, later)
        decide_on_time(walk, staff, second, later)
        accept(walk, walk.sign_in("delegate"), first)

        plan_notices.delay()
        walk.open(agency, "followups:notice_list")
        expect(agency.locator("main")).to_contain_text("biển cảnh báo")
        make_report(walk, walk.sign_in("leader"), tmp_path)
        told = Notice.objects.filter(recipient=people["agency"], delivery=Notice.Delivery.SENT)
        until(agency, told.exists, "the word that the agency was told")
    assert people["agency"].email in {str(message["To"]) for message in sink.messages}
