"""A mission from its proposal to a verified recommendation, as four people walk it, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from councils.models import Post
from followups import services
from portal.celery import app
from supervision.models import Recommendation, SupervisedBody, SupervisionMission, WorkingSession
from tests import factories
from tests.browser.walking import Walk, address_in_mail, day, fill, go, save, says, text_of
from tests.followups.sink import Sink
from tests.supervision.mission_world import rules
from tests.worker import worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Việc quản lý, sử dụng đất công ích trên địa bàn xã"
BODY = "Phòng Kinh tế xã"
FOUND = "Ba thửa đất công ích cho thuê không qua đấu giá"
FIRST = "Chấm dứt hợp đồng cho thuê trái quy định và tổ chức đấu giá"
SECOND = "Công khai danh mục đất công ích tại trụ sở"
SEEN = "Đoàn đã kiểm tra quyết định và biên bản tại chỗ"
ROLES = ("secretariat", "leader", "delegate", "agency")


@pytest.fixture
def people(term: Any) -> dict[str, Any]:
    """The four, the agency that is supervised, a Vice-chair who leads the team, and the rules of supervision."""
    council = term.council
    rules()
    agency = factories.AgencyFactory(council=council, name=BODY)
    head = factories.seated(term, full_name="Phó Chủ tịch HĐND – 01")
    Post.objects.create(delegate=head, kind="vice_chair")
    factories.seated(term, full_name="Đại biểu Tổ 2 – 03")
    factories.BodyMeetingFactory(
        council=council, title="Phiên họp xem xét báo cáo", held_on=timezone.localdate(), state="held"
    )
    holds: dict[str, dict[str, Any]] = {"delegate": {"delegate": head}, "agency": {"agency": agency}}
    users = {role: factories.UserFactory(full_name=f"Người dùng {role}") for role in ROLES}
    for role, user in users.items():
        factories.member(user, council, role, **holds.get(role, {}))
    services.save_preference(user=users["agency"], pace="at_once", only_binding=False)
    return users


@dataclass
class Story:
    """The walk of one mission: everybody's page, the day, and where files go."""

    walk: Walk
    folder: Path
    sink: Sink
    today: str = field(default_factory=lambda: day(timezone.localdate()))
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, role: str) -> Page:
        """This person's page, where they left it."""
        if role not in self.pages:
            self.pages[role] = self.walk.sign_in(role)
        return self.pages[role]

    def at(self, role: str, name: str, *args: Any) -> Page:
        """A page about the mission, opened by somebody."""
        page = self.page(role)
        self.walk.open(page, f"supervision:{name}", self.mission.pk, *args)
        return page

    @property
    def mission(self) -> SupervisionMission:
        """The mission as it stands now."""
        return SupervisionMission.objects.get(title=TITLE)

    def reaches(self, state: str) -> None:
        """The last button led there."""
        assert self.mission.state == state

    @property
    def recommendation(self) -> Recommendation:
        """The first of what it recommended."""
        return self.mission.recommendations.get(text=FIRST)


def propose(story: Story) -> None:
    page = story.page("secretariat")
    story.walk.open(page, "supervision:mission_create")
    fill(page, title=TITLE)
    page.select_option("[name=kind]", "thematic")
    page.select_option("[name=subject]", "standing_committee")
    page.get_by_label(BODY).check()
    save(page)
    says(page, TITLE, BODY)
    story.reaches("proposed")


def name_team(story: Story) -> None:
    page = story.at("secretariat", "mission_team")
    page.select_option("[name='line-0-part']", "head")
    page.select_option("[name='line-0-delegate']", label="Phó Chủ tịch HĐND – 01")
    page.select_option("[name='line-1-delegate']", label="Đại biểu Tổ 2 – 03")
    save(page)
    says(page, "Phó Chủ tịch HĐND – 01", "Đại biểu Tổ 2 – 03")


def decide(story: Story) -> None:
    page = story.at("leader", "mission_decide")
    fill(page, act_symbol="12/QĐ-TTHĐND", on=story.today)
    save(page)
    says(page, "12/QĐ-TTHĐND")


def send_outline(story: Story) -> None:
    page = story.at("secretariat", "outline_paste")
    fill(page, lines="# Kết quả quản lý\nSố thửa đất công ích | số | thửa")
    save(page)
    says(page, "Số thửa đất công ích")
    story.at("secretariat", "mission_notify")
    fill(page, reports_due_on=day(timezone.localdate() + timedelta(days=7)))
    save(page)
    story.reaches("collecting_reports")


def report_of_the_body(story: Story) -> None:
    """The agency sees its own questionnaire and nothing of the team's papers."""
    page = story.page("agency")
    body = SupervisedBody.objects.get()
    story.walk.open(page, "supervision:body_answers", body.pk, 1)
    page.locator("[name^=value_]").first.fill("42")
    save(page)
    story.walk.open(page, "supervision:body_submit", body.pk)
    fill(page, symbol="45/BC-PKT")
    save(page)
    says(page, "45/BC-PKT")
    for name in ("mission_findings", "mission_recommendations"):
        answer = page.request.get(story.walk.base + reverse(f"supervision:{name}", args=[story.mission.pk]))
        assert answer.status == 404


def visit(story: Story) -> None:
    page = story.at("secretariat", "mission_move", "go_out")
    save(page)
    story.at("secretariat", "session_create")
    page.select_option("[name=body]", label=BODY)
    fill(page, place="Trụ sở UBND xã", held_on=story.today)
    for box in page.locator("[name=members]").all():
        box.check()
    save(page)
    says(page, "Trụ sở UBND xã")
    story.walk.open(page, "supervision:session_hold", WorkingSession.objects.get().pk)
    save(page)
    says(page, "Trụ sở UBND xã", "Đại biểu Tổ 2 – 03")
    assert WorkingSession.objects.get().state == "held"


def find(story: Story) -> None:
    """The head of the team writes what was found, and hands the report in."""
    page = story.at("delegate", "finding_create")
    page.locator("[name=kind]").first.check()
    fill(page, text=FOUND, evidence="Ba hợp đồng thuê đất")
    save(page)
    says(page, FOUND)
    save(story.at("secretariat", "mission_move", "draft"))
    story.at("delegate", "mission_text", "report")
    write_parts(page)
    story.at("delegate", "mission_report")
    save(page)
    story.reaches("reported")


def write_parts(page: Page) -> None:
    """Words in every part that a text must have; the parts of one's own stay empty."""
    for heading in page.locator("[name^=heading_]").all():
        box = page.locator(f"[name={(heading.get_attribute('name') or '').replace('heading', 'text')}]")
        if heading.input_value() and not box.input_value():
            box.fill("Nội dung đã được thể hiện tại biên bản làm việc.")
    save(page)


def recommend(story: Story) -> None:
    """The head pastes the table of the report; the second line lacks what proves it done."""
    page = story.at("delegate", "recommendations_create")
    due = day(timezone.localdate() + timedelta(days=30))
    fill(
        page,
        paste=(
            "STT\tNội dung kiến nghị\tCơ quan thực hiện\tNgười chịu trách nhiệm\tSản phẩm\tThời hạn\n"
            f"1\t{FIRST}\t{BODY}\tTrưởng phòng\tQuyết định chấm dứt hợp đồng\t{due}\n"
            f"2\t{SECOND}\t{BODY}\tTrưởng phòng\t\t{due}"
        ),
    )
    go(page, page.locator("[name=read]"))
    expect(page.locator("[name='line-1-text']")).to_have_value(SECOND)
    save(page)
    says(page, FIRST, SECOND, "sản phẩm, kết quả")


def cannot_skip_consideration(story: Story) -> None:
    """No page offers the conclusion before the consideration, and its address refuses it."""
    page = story.at("leader", "mission_results")
    address = reverse("supervision:mission_conclude", args=[story.mission.pk])
    expect(page.locator(f"a[href='{address}']")).to_have_count(0)
    story.at("leader", "mission_conclude")
    save(page)
    expect(page.locator("main form").first).to_be_visible()
    issue = story.at("leader", "recommendations_issue")
    save(issue)
    expect(issue.locator(".form-errors, .error, [role=alert]").first).to_be_visible()
    assert story.mission.state == "reported"
    assert not Recommendation.objects.filter(issued_on__isnull=False).exists()


def consider(story: Story) -> None:
    page = story.at("leader", "mission_consider")
    page.locator("[name=meeting]").select_option(index=1)
    fill(page, debate="Thống nhất với báo cáo và các kiến nghị của Đoàn.")
    save(page)
    says(page, "Thống nhất với báo cáo", "Phiên họp xem xét báo cáo")


def conclude(story: Story) -> None:
    """What lacks one of the five clears holds the whole conclusion back, until it is completed."""
    write_parts(story.at("secretariat", "mission_text", "conclusion"))
    leader = story.at("leader", "mission_conclude")
    save(leader)
    says(leader, "Kiến nghị 2")
    assert story.mission.state == "considered"
    staff = story.at("secretariat", "mission_recommendations")
    go(staff, staff.locator("main .note-line.late a"))
    fill(staff, evidence="Ảnh niêm yết và biên bản")
    save(staff)
    story.at("leader", "mission_conclude")
    save(leader)
    story.reaches("concluded")
    story.at("leader", "mission_results")
    notice = text_of(leader, leader.locator("a[href$='/files/conclusion/docx/']").first, story.folder)
    assert FIRST in notice
    assert BODY in notice


def answer(story: Story) -> None:
    """From the e-mail to the follow-up, to the recommendation, to the answer."""
    page = story.page("agency")
    to = story.walk.people["agency"].email
    page.goto(story.walk.base + address_in_mail(story.sink, to, FIRST, page))
    page.goto(story.walk.base + story.recommendation.get_absolute_url())
    says(page, FIRST, "Quyết định chấm dứt hợp đồng")
    assert FOUND not in page.content()
    reply(page, "51/BC-PKT", "Đã chấm dứt hai trong ba hợp đồng.")
    says(page, "51/BC-PKT")


def reply(page: Page, number: str, text: str) -> None:
    go(page, page.locator(".head .actions .btn.primary"))
    fill(page, number=number, text=text)
    page.locator("[name=result_class][value=resolved]").check()
    save(page)


def judge_in_part(story: Story) -> None:
    """The body claims that it is done; the head of the team has seen that it is not."""
    page = story.page("delegate")
    page.goto(story.walk.base + reverse("supervision:recommendation_list") + "?standing=to_judge")
    go(page, page.locator("main a.title").filter(has_text=FIRST))
    go(page, page.locator(".head .actions .btn.primary"))
    says(page, "51/BC-PKT")
    verdict(page, "partly", "Còn một hợp đồng chưa chấm dứt.")
    says(page, "Còn một hợp đồng chưa chấm dứt.", "51/BC-PKT")
    assert story.recommendation.follow_up.state == "returned"


def verdict(page: Page, outcome: str, reason: str) -> None:
    page.locator(f"[name=outcome][value={outcome}]").check()
    fill(page, reason=reason)
    save(page)


def verify(story: Story) -> None:
    agency = story.page("agency")
    agency.goto(story.walk.base + story.recommendation.get_absolute_url())
    says(agency, "Còn một hợp đồng chưa chấm dứt.")
    reply(agency, "63/BC-PKT", "Đã chấm dứt cả ba hợp đồng và đấu giá lại.")
    page = story.page("delegate")
    page.goto(story.walk.base + story.recommendation.get_absolute_url())
    go(page, page.locator(".head .actions .btn.primary"))
    verdict(page, "done", SEEN)
    says(page, SEEN, "63/BC-PKT")
    assert story.recommendation.follow_up.state == "closed"


def count(story: Story) -> None:
    """The figures open the rows: two issued, one carried out."""
    page = story.page("secretariat")
    for code, rows in (("S01", 1), ("S05", 1), ("P01", 2), ("P02", 1)):
        page.goto(f"{story.walk.base}{reverse('reports:figures')}?chapter=supervision")
        go(page, page.locator(f"a[href*='/figures/{code}/rows/']").first)
        expect(page.locator("tbody tr")).to_have_count(rows)
    says(page, FIRST)


STAGES = (
    *(propose, name_team, decide, send_outline, report_of_the_body, visit, find, recommend),
    *(cannot_skip_consideration, consider, conclude, answer, judge_in_part, verify, count),
)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as server:
        yield server


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mission_goes_from_its_proposal_to_a_verified_recommendation(
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
