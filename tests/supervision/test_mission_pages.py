"""A mission on its pages: the secretariat carries it, the head writes, the body answers, the leader concludes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from councils.models import Agency, CouncilTerm
from supervision import services
from supervision.models import Finding, OutlineItem, Publication, SupervisedBody
from supervision.parts import PARTS, Paper
from tests.factories import AgencyFactory, CommitteeFactory, MissionFactory
from tests.supervision.mission_world import ON_PAPER, World, ago, owed

ClientAs = Callable[..., Client]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TABS = ("detail", "outline", "bodies", "sessions", "findings", "results")


@pytest.fixture
def world(term: CouncilTerm, agency: Agency) -> World:
    """A mission of the Standing Committee on the agency that an agency user answers for."""
    return World(term, agency=agency)


def scan() -> SimpleUploadedFile:
    """A scanned paper."""
    return SimpleUploadedFile("ban-ky.pdf", PDF)


def to(name: str, *args: Any) -> str:
    """An address of supervision."""
    return reverse(f"supervision:{name}", args=args)


def shown(client: Client, name: str, *args: Any) -> str:
    """A page as its reader sees it."""
    answer = client.get(to(name, *args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def sent(client: Client, name: str, *args: Any, **typed: Any) -> Any:
    """A form that was accepted."""
    answer = client.post(to(name, *args), typed)
    assert answer.status_code == 302, answer.context["form"].errors if answer.context else answer.status_code
    return answer


def day(days: int) -> str:
    """A day before today as it is typed."""
    return f"{ago(days):%d/%m/%Y}"


def team_lines(world: World) -> dict[str, Any]:
    """The grid of the team as a form sends it."""
    return {
        "line-TOTAL_FORMS": "3",
        "line-INITIAL_FORMS": "0",
        "line-0-part": "head",
        "line-0-delegate": str(world.head.pk),
        "line-1-part": "member",
        "line-1-delegate": str(world.member.pk),
        "line-1-task": "Tổng hợp",
        "line-2-part": "invited",
        "line-2-name": "Đại diện Ban Thường trực UBMTTQ",
    }


def test_staff_carry_a_mission_from_its_team_to_its_report(world: World, client_as: ClientAs) -> None:
    staff, pk = client_as("secretariat"), world.mission.pk
    sent(staff, "mission_team", pk, **team_lines(world))
    lines = "# Kết quả\nSố hộ nghèo | số | hộ | 2024; 2025\nTồn tại, hạn chế"
    sent(staff, "outline_paste", pk, lines=lines)
    sent(
        staff,
        "question_create",
        pk,
        text="Kinh phí đã giải ngân",
        kind="money",
        unit="triệu đồng",
        required="on",
    )
    sent(staff, "mission_decide", pk, act="decision", act_symbol="12/QĐ-HĐND", on=day(60), signer="head")
    sent(staff, "mission_notify", pk, on=day(50), reports_due_on=day(-5), ask="on")
    world.mission.refresh_from_db()
    assert world.mission.state == "collecting_reports"
    session = {"kind": "working", "body": world.one.pk, "place": "Trụ sở", "held_on": day(20)}
    members = [member.pk for member in world.mission.members.all()]
    sent(staff, "session_create", pk, **session, members=members)
    held = world.mission.sessions.get()
    sent(staff, "session_announce", held.pk, on=day(31))
    sent(staff, "session_hold", held.pk, members=members, others="Lãnh đạo phòng")
    sent(staff, "session_minutes", held.pk, version=held.version, course="Báo cáo.", summing_up="Ghi nhận.")
    sent(staff, "requested_paper_create", held.pk, text="Danh sách hộ", due_on=day(-3))
    sent(staff, "session_file_create", held.pk, upload=scan(), caption="Cầu dân sinh")
    sent(staff, "mission_move", pk, "go_out", on=day(20))
    sent(staff, "mission_move", pk, "draft", on=day(10))
    sent(staff, "finding_create", pk, kind="shortcoming", text="Giải ngân chậm", evidence="Báo cáo số 45")
    sent(staff, "mission_draft_report", pk)
    report = {row.heading: row.text for row in world.mission.sections.filter(paper=Paper.REPORT)}
    assert "Giải ngân chậm (Báo cáo số 45)" in report["Tồn tại, hạn chế"]
    assert "01 cuộc làm việc tại 01 cơ quan, đơn vị" in report["Khái quát"]
    for name in TABS:
        shown(staff, f"mission_{name}", pk)
    shown(staff, "session_detail", held.pk)


def test_the_conclusion_waits_for_the_consideration_on_the_page(world: World, client_as: ClientAs) -> None:
    leader, pk = client_as("leader"), world.reported().mission.pk
    world.write(Paper.CONCLUSION)
    conclude = to("mission_conclude", pk)
    assert conclude not in shown(leader, "mission_detail", pk)
    assert conclude not in shown(leader, "mission_results", pk)
    answer = leader.post(conclude, {"on": day(0), "signer": "head"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    meeting = world.meeting()
    sent(leader, "mission_consider", pk, meeting=meeting.pk, debate="Nhất trí với báo cáo.")
    assert conclude in shown(leader, "mission_results", pk)
    sent(leader, "mission_conclude", pk, on=day(1), signer="head")
    world.mission.refresh_from_db()
    assert world.mission.state == "concluded"
    document = world.mission.conclusion.document
    assert document is not None
    assert document.docx_id


def test_the_head_of_the_team_writes_and_hands_in_the_report(world: World, client_as: ClientAs) -> None:
    world.drafting()
    head, other = client_as("delegate", delegate=world.head), client_as("delegate", delegate=world.member)
    pk = world.mission.pk
    sent(
        head, "finding_create", pk, kind="achievement", text="Giảm nghèo bền vững", evidence="Số liệu biểu 1"
    )
    assert "Giảm nghèo bền vững" in shown(other, "mission_findings", pk)
    assert other.get(to("finding_create", pk)).status_code == 403
    typed = {f"heading_{at}": name for at, name in enumerate(PARTS[Paper.REPORT])}
    typed |= {f"text_{at}": "Nội dung." for at in range(len(PARTS[Paper.REPORT]))}
    sent(head, "mission_text", pk, "report", **typed, version=world.mission.version)
    sent(head, "mission_report", pk, on=day(5))
    world.mission.refresh_from_db()
    assert world.mission.state == "reported"
    assert str(world.mission.report).startswith("01/BC-ĐGS")
    sent(head, "mission_sign_report", pk, upload=scan())
    signed = head.get(to("mission_file", pk, "report", "signed"))
    assert b"".join(signed) == PDF


def test_delegates_off_the_team_read_the_papers_once_the_report_is_in(
    world: World, client_as: ClientAs
) -> None:
    world.drafting()
    reader = client_as("delegate")
    page = to("mission_findings", world.mission.pk)
    assert reader.get(page).status_code == 403
    assert page not in shown(reader, "mission_detail", world.mission.pk)
    world.write(Paper.REPORT)
    services.hand_in_report(mission=world.mission, user=None, on=ago(5), terms=ON_PAPER)
    assert reader.get(page).status_code == 200


def test_a_delegate_finds_the_missions_they_serve_on(
    world: World, client_as: ClientAs, term: CouncilTerm
) -> None:
    world.with_team()
    World(term, title="Việc quản lý đất đai")
    mine = client_as("delegate", delegate=world.member).get(to("mission_list"), {"mine": "mine"})
    assert [row.pk for row in mine.context["page"].rows] == [world.mission.pk]
    assert b'name="mine"' not in client_as("secretariat").get(to("mission_list")).content


def test_every_document_is_ticked_off_before_the_mission_counts_as_published(
    world: World, client_as: ClientAs
) -> None:
    staff, pk = client_as("secretariat"), world.concluded().mission.pk
    refused = staff.post(to("mission_move", pk, "publish"), {"on": day(0)})
    assert refused.status_code == 422
    for what in ("decision", "plan", "report"):
        sent(staff, "publication_edit", pk, what, published_on=day(0), place="Cổng thông tin điện tử")
    incomplete = staff.post(to("publication_edit", pk, "conclusion"), {"published_on": day(0)})
    assert "place" in incomplete.context["form"].errors
    sent(staff, "publication_edit", pk, "conclusion", exempt_because="Bí mật nhà nước")
    sent(staff, "mission_move", pk, "publish", on=day(0))
    world.mission.refresh_from_db()
    assert world.mission.state == "published"
    conclusion = Publication.objects.get(what="conclusion")
    assert conclusion.exempt_because == "Bí mật nhà nước"
    assert staff.post(to("publication_remove", pk, "decision")).status_code == 422


def test_setting_aside_says_why(world: World, client_as: ClientAs) -> None:
    leader, pk = client_as("leader"), world.notified().mission.pk
    assert leader.post(to("mission_set_aside", pk, "drop"), {"on": day(0)}).status_code == 422
    sent(leader, "mission_set_aside", pk, "drop", on=day(0), reason="Trùng với cuộc giám sát của tỉnh")
    assert owed(world.one).state == "withdrawn"
    page = shown(leader, "mission_detail", pk)
    assert "Trùng với cuộc giám sát của tỉnh" in page


def test_a_team_line_is_refused_beside_its_field(world: World, client_as: ClientAs) -> None:
    typed = team_lines(world) | {
        "line-0-delegate": str(world.member.pk),
        "line-1-delegate": str(world.head.pk),
    }
    answer = client_as("secretariat").post(to("mission_team", world.mission.pk), typed)
    assert answer.status_code == 422
    said = _("A team of the Standing Committee is led by a Vice-chair or another of its members.")
    assert answer.context["lines"].forms[0].errors["delegate"] == [said]


QUERIES = {
    "mission_detail": 12,
    "mission_outline": 6,
    "mission_bodies": 10,
    "mission_sessions": 7,
    "mission_findings": 9,
    "mission_results": 9,
    "mission_team": 7,
}


def test_pages_ask_the_same_few_questions_however_much_there_is(
    world: World, client_as: ClientAs, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff = client_as("secretariat")
    world.notified().answered().visited()
    save(world, "Giải ngân chậm")
    shown(staff, "mission_detail", world.mission.pk)
    ask(staff, world, django_assert_num_queries)
    for number in (1, 2):
        body = AgencyFactory(council=world.council)
        row = SupervisedBody.objects.create(mission=world.mission, agency=body, position=number + 2)
        held = world.session(body=row)
        services.hold_session(session=held, user=None, members=world.mission.members.all())
        save(world, f"Phát hiện {number}")
        OutlineItem.objects.create(mission=world.mission, position=20 + number, text=f"Câu hỏi {number}")
    ask(staff, world, django_assert_num_queries)


def save(world: World, text: str) -> None:
    """One more finding."""
    row = Finding(mission=world.mission, kind="shortcoming", text=text, evidence="Biểu 1", body=world.one)
    services.save_finding(finding=row, user=None)


def ask(staff: Client, world: World, count: DjangoAssertNumQueries) -> None:
    """Every page of the mission with its literal count."""
    for name, most in QUERIES.items():
        with count(most):
            shown(staff, name, world.mission.pk)
    with count(12):
        shown(staff, "body_detail", world.one.pk)
    with count(10):
        shown(staff, "session_detail", world.mission.sessions.order_by("pk")[:1].get().pk)


def test_staff_of_a_committee_change_its_own_missions_and_no_other(
    term: CouncilTerm, client_as: ClientAs
) -> None:
    own, other = (CommitteeFactory(council=term.council) for _each in range(2))
    mine, theirs = (
        MissionFactory(council=term.council, subject="committee", committee=committee)
        for committee in (own, other)
    )
    client = client_as("committee", committee=own)
    assert client.get(to("mission_edit", theirs.pk)).status_code == 403
    typed = {"kind": "thematic", "subject": "committee", "title": "Việc khác", "decided_on": day(60)}
    sent(client, "mission_edit", mine.pk, **typed, committee=own.pk, version=mine.version)
    given_away = client.post(to("mission_edit", mine.pk), {**typed, "committee": other.pk, "version": 2})
    assert given_away.status_code == 422
    mine.refresh_from_db()
    assert (mine.title, mine.committee) == ("Việc khác", own)
