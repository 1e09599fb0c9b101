"""A sitting from its plan to the resolution that is published, as five people walk it, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from followups import services
from portal.celery import app
from tests import factories
from tests.browser.walking import (
    PATIENCE,
    Walk,
    act,
    address_in_mail,
    day,
    fill,
    follow,
    go,
    link,
    menu,
    press,
    save,
    says,
    tab,
    text_of,
    told,
)
from tests.conftest import PHONE
from tests.followups.sink import Sink
from tests.permissions.world import PDF
from tests.worker import worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MATTER = "chủ trương đầu tư đường liên thôn Nậm Phảng"
PROPOSAL = f"Tờ trình về {MATTER}"
DRAFT = f"Dự thảo Nghị quyết về {MATTER}"
REPORT = f"Báo cáo thẩm tra {PROPOSAL}"
NOTICE = "Thông báo về công tác Mặt trận tham gia xây dựng chính quyền"
REMARK = "Chưa nêu rõ nguồn vốn đối ứng"
REASON = "Mặt trận gửi thông báo bổ sung tại kỳ họp."
TASK = "Lập dự án đường liên thôn Nậm Phảng"
TEXT = "Điều 1. Phê duyệt chủ trương đầu tư đường liên thôn Nậm Phảng.\nĐiều 2. Giao Ủy ban nhân dân xã thực hiện."
ROLES = ("secretariat", "committee", "leader", "delegate", "agency")


@pytest.fixture
def people(term: Any) -> dict[str, Any]:
    """The five, the committee, four delegates, both bodies that owe papers, and the rules of the papers' days."""
    council = term.council
    executive = factories.AgencyFactory(council=council, name="Ủy ban nhân dân xã", kind="peoples_committee")
    factories.AgencyFactory(council=council, name="Ủy ban Mặt trận xã", kind="front")
    committee = factories.CommitteeFactory(
        council=council, kind="socio_economic", name="Ban Kinh tế - Xã hội"
    )
    seated = [factories.seated(term, full_name=f"Đại biểu Tổ 3 – 0{place}") for place in range(1, 5)]
    for code in ("PAP-DELEGATE", "VER-DRAFT-IN", "VER-REPORT-OUT"):
        factories.RuleFactory(code=code, name="Gửi tài liệu", anchor="ngày khai mạc kỳ họp", offset=0)
    holds: dict[str, dict[str, Any]] = {
        "committee": {"committee": committee},
        "delegate": {"delegate": seated[0]},
        "agency": {"agency": executive},
    }
    users = {role: factories.UserFactory(full_name=f"Người dùng {role}") for role in ROLES}
    for role, user in users.items():
        factories.member(user, council, role, **holds.get(role, {}))
    services.save_preference(user=users["delegate"], pace="at_once", only_binding=False)
    return users


# --- The stages ---


@dataclass
class Story:
    """The walk of one sitting: everybody's page, the day, and where files go."""

    walk: Walk
    folder: Path
    sink: Sink
    today: str = field(default_factory=lambda: day(timezone.localdate()))
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, role: str, **screen: Any) -> Page:
        """This person's page, where they left it."""
        if role not in self.pages:
            self.pages[role] = self.walk.sign_in(role, **screen)
        return self.pages[role]

    @property
    def staff(self) -> Page:
        """The secretary's page."""
        return self.page("secretariat")

    @cached_property
    def file(self) -> Path:
        """A PDF to hand in."""
        path = self.folder / "ban-da-ky.pdf"
        path.write_bytes(PDF)
        return path

    def at_sitting(self, page: Page, name: str = "Tổng quan") -> Page:
        """Some tab of the sitting, from wherever this person stands."""
        menu(page, "Kỳ họp")
        follow(page, "Kỳ họp thứ 1")
        if name != "Tổng quan":
            tab(page, name)
        return page

    def choose_papers(self, *titles: str) -> None:
        """Tick papers on the list."""
        page = self.at_sitting(self.staff, "Tài liệu")
        for title in titles:
            page.locator("tbody tr").filter(has_text=title).first.locator("[name=pk]").check()


def plan(story: Story) -> None:
    page = story.staff
    menu(page, "Kỳ họp")
    follow(page, "Thêm kỳ họp")
    fill(page, kind="Kỳ họp chuyên đề", theme=f"C{MATTER[1:]}", place="Hội trường xã")
    fill(page, opens_on=story.today, closes_on=story.today, chair="Chủ tịch HĐND xã")
    fill(page, secretaries="Thư ký kỳ họp – 01")
    save(page)
    told(page, "2 tài liệu dự kiến")
    says(page, "Hội nghị liên tịch")
    act(page, "Ghi nhận hội nghị liên tịch")
    eve = day(timezone.localdate() - timedelta(days=1))
    fill(page, title="Thống nhất nội dung, chương trình kỳ họp", held_on=eve, place="Phòng họp UBND xã")
    press(page, "Lưu và ghi nhận đã họp")
    says(story.at_sitting(page), "Đã họp liên tịch")


def expect_papers(story: Story) -> None:
    page = story.at_sitting(story.staff, "Tài liệu")
    says(page, PROPOSAL, DRAFT, "Ban Kinh tế - Xã hội")
    act(page, "Thêm tài liệu")
    fill(page, **{"line-0-kind": "Thông báo", "line-0-title": NOTICE, "line-0-owner": "Ủy ban Mặt trận xã"})
    press(page, "Đưa vào danh mục")
    says(page, NOTICE)
    act(page, "Yêu cầu gửi tài liệu")
    press(page, "Yêu cầu gửi các tài liệu này")
    told(page, "3 tài liệu")


def hand_in(story: Story) -> None:
    page = story.page("agency")
    for title in (PROPOSAL, DRAFT):
        page.goto(story.walk.base)
        card = page.locator("li").filter(has_text=f"Gửi tài liệu: {title}")
        go(page, card.get_by_role("link", name="Gửi tài liệu", exact=True))
        page.set_input_files("[name=upload]", story.file)
        fill(page, symbol="125/TTr-UBND" if title == PROPOSAL else "")
        save(page)
        says(page, title, "Đã nhận", story.file.name)


def assign(story: Story) -> None:
    story.choose_papers(PROPOSAL)
    press(story.staff, "Phân công thẩm tra")
    press(story.staff, "Phân công các tài liệu này")
    told(story.staff, "1 tài liệu")


def verify(story: Story) -> None:
    page = story.page("committee")
    menu(page, "Thẩm tra")
    follow(page, PROPOSAL)
    act(page, "Soạn báo cáo")
    for box in page.locator("textarea[name^=text_]").all()[:6]:
        box.fill("Hồ sơ trình bảo đảm theo quy định.")
    save(page)
    act(page, "Ý kiến thẩm tra")
    fill(page, **{"line-0-place": "Điều 2", "line-0-remark": REMARK, "line-0-request": "Bổ sung nguồn vốn"})
    save(page)
    act(page, "Ban hành báo cáo thẩm tra")
    page.get_by_label("Đủ điều kiện trình sau khi chỉnh lý").check()
    save(page)
    says(page, "Đã có báo cáo thẩm tra", "01/BC-HĐND", "còn 1 ý kiến chưa trả lời")


def respond(story: Story) -> None:
    page = story.page("agency")
    menu(page, "Tài liệu phải gửi")
    follow(page, PROPOSAL)
    follow(page, "chủ trì thẩm tra")
    act(page, "Tiếp thu, giải trình")
    says(page, REMARK)
    fill(page, **{"line-0-response": "Tiếp thu", "line-0-text": "Đã bổ sung nguồn vốn của ngân sách xã."})
    save(page)
    says(page, "Đã tiếp thu, giải trình")
    matrix = page.locator("a[href$='/matrix/docx/']")
    assert REMARK in text_of(page, matrix, story.folder)


def arrange(story: Story) -> None:
    """The item goes up: by keys where there is JavaScript, else by its button."""
    page = story.at_sitting(story.staff, "Chương trình")
    line = page.locator("li[data-item]").filter(has=page.locator(".title", has_text="Thông qua chương trình"))
    if story.walk.js:
        expect(line).to_have_attribute("tabindex", "0")  # the script has taken the line over
        line.focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("[data-announce]")).to_contain_text("Thông qua chương trình")
    else:
        go(page, line.get_by_role("button", name="Lên", exact=True))
    expect(page.locator("li[data-item] .title").nth(2)).to_contain_text("Thông qua chương trình")
    programme = text_of(page, page.locator("a[href$='/agenda/docx/']"), story.folder)
    assert programme.index("Thông qua chương trình") < programme.index("Diễn văn khai mạc")
    assert PROPOSAL in programme


def draft_resolution(story: Story) -> None:
    page = story.at_sitting(story.staff, "Nghị quyết")
    follow(page, "Lập dự thảo")
    fill(page, paper=DRAFT, text=TEXT)
    save(page)
    says(page, f"Về {MATTER}", "Dự thảo", "Ủy ban nhân dân xã")


def convene(story: Story) -> None:
    page = story.page("leader")
    story.at_sitting(page)
    act(page, "Triệu tập kỳ họp")
    says(page, "Còn thiếu 1 tài liệu", NOTICE)
    fill(page, signer_name="Chủ tịch HĐND xã")
    save(page)
    says(page, "hãy nêu lý do vẫn triệu tập")
    fill(page, accepted_because=REASON)
    save(page)
    says(page, "Đã triệu tập", "01/QĐ-HĐND", "01/GM-HĐND", REASON)
    invitation = page.locator("a[href$='/convening/invitation/pdf/']")
    assert "GIẤY MỜI" in text_of(page, invitation, story.folder).upper()


def register(story: Story) -> None:
    """On a telephone: from the e-mail and the inbox to the registration."""
    page = story.page("delegate", viewport=PHONE, has_touch=True, is_mobile=True)
    go(page, page.locator("a.inbox"))
    says(page, "Đăng ký dự kỳ họp thứ Nhất")
    to = story.walk.people["delegate"].email
    page.goto(story.walk.base + address_in_mail(story.sink, to, "Đăng ký dự kỳ họp", page))
    act(page, "Đăng ký")
    page.get_by_label("Dự họp").check()
    save(page)
    told(page, "Đã đăng ký")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def send_papers(story: Story) -> None:
    story.choose_papers(PROPOSAL, DRAFT, REPORT)
    press(story.staff, "Gửi đại biểu")
    for box in story.staff.locator("main input[type=checkbox]").all():
        expect(box).to_be_checked()  # the draft is ready, for its proposal has been verified
    press(story.staff, "Gửi các tài liệu này")
    told(story.staff, "3 tài liệu")
    tab(story.staff, "Tổng quan")
    act(story.staff, "Mở tài liệu cho đại biểu")
    save(story.staff)
    says(story.staff, "Đã mở tài liệu cho đại biểu")


def read(story: Story) -> None:
    """The delegate opens one paper of three; the secretary sees that it was opened."""
    page = story.page("delegate")
    page.goto(story.walk.base)
    follow(page, "Kỳ họp thứ 1")
    act(page, "Đọc tài liệu")
    says(page, "đã mở 0/3")
    with page.expect_download():
        link(page, PROPOSAL).click()
    page.reload()
    says(page, "đã mở 1/3")
    tab(story.staff, "Đại biểu")
    row = story.staff.locator("tbody tr").filter(has_text="Đại biểu Tổ 3 – 01")
    expect(row).to_contain_text("Dự họp")
    expect(row).to_contain_text("1/3")


def pack(story: Story) -> None:
    page = story.staff
    follow(page, "Tài liệu gửi đại biểu")
    press(page, "Toàn bộ tài liệu (ZIP)")
    expect(page).to_have_url(re.compile(r"/bundles/\d+/"))
    ready = page.get_by_role("link", name="Tải về")
    expect(ready).to_be_visible(timeout=PATIENCE * 1000)  # the page asks by itself, without JavaScript too
    with page.expect_download() as download:
        ready.click()
    path = story.folder / "tai-lieu.zip"
    download.value.save_as(path)
    with ZipFile(path) as bundle:
        names = bundle.namelist()
        index = bundle.read("muc-luc.html").decode()
    assert len(names) == 1 + 3
    assert PROPOSAL in index


def open_sitting(story: Story) -> None:
    """One delegate is excused before, so the roll knows it; the others are there."""
    page = story.at_sitting(story.staff, "Đại biểu")
    row = page.locator("tbody tr").filter(has_text="Đại biểu Tổ 3 – 02")
    go(page, row.get_by_role("link", name="Đăng ký"))
    page.get_by_label("Vắng có lý do").check()
    fill(page, reason="Đi công tác")
    save(page)
    act(page, "Khai mạc kỳ họp")
    save(page)
    says(page, "Đang họp")
    follow(page, "Sáng")
    press(page, "Lưu, những người còn lại có mặt")
    says(page, "Có mặt 3/4 đại biểu")
    act(page, "Ghi nhận đã tổ chức")
    save(page)
    says(page, "Đã họp")
    sheet = text_of(page, page.locator("a[href$='/attendance/pdf/']"), story.folder)
    assert "Đi công tác" in sheet or "đi công tác" in sheet


def vote(story: Story) -> None:
    page = story.staff
    follow(page, "Ghi nhận biểu quyết")
    fill(page, title=f"Thông qua Nghị quyết về {MATTER}", resolution=f"Về {MATTER}", votes_for="4")
    fill(page, votes_against="0")
    page.check("[name=is_final]")
    save(page)
    says(page, "chỉ có 3 đại biểu có mặt")
    fill(page, votes_for="3")
    save(page)
    says(page, "Quá nửa tổng số đại biểu: cần 3/4; được 3 tán thành, đạt 75%. Thông qua.")
    follow(page, f"Về {MATTER}")
    says(page, "Đã được thông qua. Số, ký hiệu được cấp khi ký chứng thực.")
    follow(page, "Kỳ họp thứ 1")


def close(story: Story) -> None:
    page = story.staff
    story.choose_papers(PROPOSAL, DRAFT, REPORT)
    press(page, "Ghi nhận đã trình")
    go(page, page.locator("button[name=confirm]"))
    told(page, "2 tài liệu")
    tab(page, "Biên bản")
    follow(page, "Soạn biên bản từ số liệu")
    save(page)
    says(page, "Với 3/3 đại biểu có mặt biểu quyết tán thành", "Kỳ họp chưa bế mạc.")
    tab(page, "Tổng quan")
    act(page, "Bế mạc kỳ họp")
    save(page)
    says(page, "Đã bế mạc")


def keep_minutes(story: Story) -> None:
    leader = story.page("leader")
    story.at_sitting(leader, "Biên bản")
    act(leader, "Duyệt biên bản")
    save(leader)
    told(leader, "Đã duyệt biên bản")
    page = story.staff
    tab(page, "Biên bản")
    act(page, "Đính kèm bản đã ký")
    page.set_input_files("[name=file]", story.file)
    save(page)
    says(page, "Đã ký")
    minutes = text_of(page, page.locator("a[href$='/minutes/files/docx/']"), story.folder)
    assert "BIÊN BẢN" in minutes
    assert "Đại biểu Tổ 3 – 02" in minutes


def give_task(story: Story) -> None:
    page = story.staff
    tab(page, "Nghị quyết")
    follow(page, f"Về {MATTER}")
    follow(page, "Thêm nhiệm vụ")
    fill(page, article="Điều 2", title=TASK, body="Ủy ban nhân dân xã", accountable="Chủ tịch UBND xã")
    fill(page, due_on=story.today, evidence="Quyết định phê duyệt dự án")
    save(page)
    says(page, TASK, "Chưa chuyển")


def sign(story: Story) -> None:
    page = story.page("leader")
    menu(page, "Nghị quyết")
    follow(page, f"Về {MATTER}")
    act(page, "Ghi nhận ký chứng thực, cấp số")
    says(page, "01/NQ-HĐND")
    fill(page, signer="Chủ tịch HĐND xã")
    save(page)
    told(page, "Đã ký, số 01/NQ-HĐND")


def publish(story: Story) -> None:
    page = story.staff
    page.reload()
    act(page, "Ban hành")
    says(page, TASK)
    save(page)
    told(page, "chuyển các nhiệm vụ")
    act(page, "Ghi nhận đã gửi cấp trên")
    save(page)
    told(page, "Đã ghi nhận gửi cấp trên")
    act(page, "Ghi nhận đã công bố")
    fill(page, where="Trang thông tin điện tử của xã")
    save(page)
    says(page, "Đã công bố", "Đang có hiệu lực", "Trang thông tin điện tử của xã")
    text = text_of(page, page.locator("a[href$='/text/docx/']"), story.folder)
    for words in ("NGHỊ QUYẾT", "Số: 01/NQ-HĐND", "Tờ trình số 125/TTr-UBND", "Chủ tịch HĐND xã"):
        assert words in text
    agency = story.page("agency")
    agency.goto(story.walk.base)
    says(agency, TASK, "Nghị quyết số 01/NQ-HĐND")


def count(story: Story) -> None:
    page = story.staff
    menu(page, "Số liệu")
    for chapter, code, row in (
        ("Kỳ họp, đại biểu", "A01", "Kỳ họp thứ 1"),
        ("Kỳ họp, đại biểu", "A04", PROPOSAL),
        ("Nghị quyết", "R01", MATTER),
        ("Thẩm tra", "V01", PROPOSAL),
    ):
        go(page, page.locator("a[href*='chapter=']").filter(has_text=re.compile(f"^{chapter}$")))
        figure = (
            page.locator("tr").filter(has=page.locator("td, th", has_text=re.compile(rf"^{code}$"))).first
        )
        expect(figure.locator("td").filter(has_text=re.compile(r"^\s*1\s*$")).first).to_be_visible()
        go(page, figure.locator(f"a[href*='/figures/{code}/rows/']").first)
        expect(page.locator("tbody tr")).to_have_count(1)
        says(page, row)
        page.go_back()


STAGES = (
    *(plan, expect_papers, hand_in, assign, verify, respond, arrange, draft_resolution, convene),
    *(register, send_papers, read, pack, open_sitting, vote, close, keep_minutes),
    *(give_task, sign, publish, count),
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_sitting_goes_from_its_plan_to_the_published_resolution(
    js: bool,
    live_server: Any,
    people: Any,
    new_context: Callable[..., BrowserContext],
    sink: Sink,
    tmp_path: Path,
) -> None:
    app.control.purge()
    story = Story(Walk(live_server.url, people, new_context, js=js), tmp_path, sink)
    with worker("default,reports", sink.port, tmp_path):
        for stage in STAGES:
            stage(story)
