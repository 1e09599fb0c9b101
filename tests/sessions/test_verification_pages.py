"""Pages of verification: what a committee verifies, writing and reporting, and the owner's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from docx import Document
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Draft
from councils.models import Agency, Committee, CouncilTerm
from sessions import services
from sessions.models import Paper, Sitting, Verification
from tests.factories import AgencyFactory, BodyMeetingFactory, CommitteeFactory, UserFactory
from tests.permissions.world import PDF
from tests.sessions.paper_world import (
    NOW,
    TODAY,
    assigned,
    committee_of,
    expected,
    received,
    reported,
    sitting_of,
    upload,
    written,
)

ClientAs = Callable[..., Client]
CAME, LAST = date(2026, 6, 15), date(2026, 6, 20)
STEPS = ("begin", "meeting", "sections", "remarks", "report", "sign")


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


@pytest.fixture
def committee(sitting: Sitting) -> Committee:
    return committee_of(sitting)


@pytest.fixture
def verification(sitting: Sitting, agency: Agency, committee: Committee) -> Verification:
    """A report of an agency on the committee's table."""
    return on_table(sitting, agency, committee)


@pytest.fixture
def ours(client_as: ClientAs, committee: Committee) -> Client:
    """The committee's own staff."""
    return client_as("committee", committee=committee)


def on_table(sitting: Sitting, agency: Agency, committee: Committee, title: str = "Báo cáo") -> Verification:
    paper = expected(sitting, agency, title=title, committee=committee)
    received(paper, CAME, user=UserFactory(), upload=upload())
    return assigned(paper, committee, CAME)


def address(name: str, *args: Any) -> str:
    return reverse(f"sittings:verification_{name}", args=args)


def titles(client: Client, **query: Any) -> list[str]:
    """Papers on the list of verifications."""
    return [row.paper.title for row in client.get(address("list"), query).context["page"].rows]


def text_of(word: bytes) -> str:
    """Everything a Word file says, in one line."""
    document = Document(BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(part.text for part in document.paragraphs), *cells]).split())


# --- The list ---


def test_the_list_begins_with_what_one_s_own_committee_verifies(
    ours: Client, client_as: ClientAs, sitting: Sitting, agency: Agency, committee: Committee
) -> None:
    other = CommitteeFactory(council=sitting.council)
    on_table(sitting, agency, committee, "Của Ban tôi")
    on_table(sitting, agency, other, "Của Ban khác")
    assert titles(ours) == ["Của Ban tôi"]
    assert titles(ours, committee="all") == ["Của Ban tôi", "Của Ban khác"]
    assert titles(ours, committee=other.pk) == ["Của Ban khác"]
    assert titles(client_as("secretariat")) == ["Của Ban tôi", "Của Ban khác"]


def test_the_list_tells_what_is_owed_late_and_unanswered(
    client_as: ClientAs, sitting: Sitting, agency: Agency, committee: Committee
) -> None:
    staff = client_as("secretariat")
    late = on_table(sitting, agency, committee, "Quá hạn")
    Verification.objects.filter(pk=late.pk).update(due_on=date(2026, 6, 19))
    on_table(sitting, agency, committee, "Chưa đến hạn")
    reported(written(on_table(sitting, agency, committee, "Chờ trả lời"), remarks=1), LAST)
    withdrawn = on_table(sitting, agency, committee, "Đã rút")
    services.conclude_paper(
        paper=withdrawn.paper, name="withdraw", user=None, on=TODAY, reason="Trùng nội dung"
    )
    assert titles(staff, group="open") == ["Quá hạn", "Chưa đến hạn"]
    assert titles(staff, group="late") == ["Quá hạn"]
    assert titles(staff, group="to_answer") == titles(staff, group="done") == ["Chờ trả lời"]
    assert titles(staff, q="cho tra loi") == ["Chờ trả lời"]
    assert titles(staff, due_until="19/06/2026") == ["Quá hạn"]


def test_an_empty_list_says_where_papers_are_assigned(ours: Client, client_as: ClientAs) -> None:
    assert (
        _("No paper has been assigned to your committee yet.") in ours.get(address("list")).content.decode()
    )
    everybody = client_as("leader").get(address("list")).content.decode()
    assert _("No paper has been assigned for verification yet.") in everybody


def test_the_list_asks_the_same_few_questions_for_1_and_3_verifications(
    client_as: ClientAs,
    sitting: Sitting,
    agency: Agency,
    committee: Committee,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    staff = client_as("secretariat")
    on_table(sitting, agency, committee)
    staff.get(address("list"))
    with django_assert_num_queries(8):
        staff.get(address("list"))
    for _each in range(2):
        written(on_table(sitting, agency, committee), remarks=2)
    with django_assert_num_queries(8):
        staff.get(address("list"))


# --- Who may work on it ---


def test_only_the_committee_s_own_staff_and_the_secretariat_work_on_it(
    ours: Client, client_as: ClientAs, sitting: Sitting, verification: Verification
) -> None:
    other = client_as("committee", committee=CommitteeFactory(council=sitting.council))
    for client, status in (
        (ours, 200),
        (client_as("secretariat"), 200),
        (other, 403),
        (client_as("delegate"), 403),
    ):
        assert client.get(verification.get_absolute_url()).status_code == 200
        for step in STEPS:
            assert client.get(address(step, verification.pk)).status_code == status
    assert other.get(verification.get_absolute_url()).context["actions"] == []


def test_committee_staff_return_an_incomplete_paper(
    ours: Client, client_as: ClientAs, sitting: Sitting, verification: Verification
) -> None:
    page = reverse("sittings:paper_return", args=[verification.paper_id])
    other = client_as("committee", committee=CommitteeFactory(council=sitting.council))
    assert other.get(page).status_code == 403
    assert ours.post(page, {"on": "22/06/2026", "reason": "Thiếu phụ lục"}).status_code == 302
    assert Paper.objects.get(pk=verification.paper_id).state == "returned_incomplete"


def test_the_owner_sees_a_verification_only_once_it_is_reported(
    client_as: ClientAs, sitting: Sitting, verification: Verification
) -> None:
    owner = client_as("agency")
    stranger = client_as("agency", agency=AgencyFactory(council=sitting.council))
    written(verification, remarks=1)
    pages = [
        verification.get_absolute_url(),
        address("respond", verification.pk),
        address("matrix", verification.pk, "docx"),
        address("file", verification.pk, "docx"),
    ]
    assert {owner.get(page).status_code for page in pages} == {404}
    assert (
        verification.get_absolute_url()
        not in owner.get(verification.paper.get_absolute_url()).content.decode()
    )
    reported(verification, LAST)
    assert {client.get(page).status_code for client in (owner,) for page in pages[:3]} == {200}
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert (
        verification.get_absolute_url() in owner.get(verification.paper.get_absolute_url()).content.decode()
    )
    assert owner.get(address("remarks", verification.pk)).status_code == 403


# --- The work ---


def test_the_work_begins_by_itself_or_with_a_meeting(ours: Client, verification: Verification) -> None:
    meeting = BodyMeetingFactory(
        council=verification.committee.council,
        committee=verification.committee,
        held_on=LAST,
        title="Họp thẩm tra",
    )
    assert ours.post(address("begin", verification.pk), {"on": "14/06/2026"}).status_code == 422
    assert ours.post(address("begin", verification.pk), {"on": "16/06/2026"}).status_code == 302
    assert "Họp thẩm tra" in ours.get(address("meeting", verification.pk)).content.decode()
    assert ours.post(address("meeting", verification.pk), {"meeting": meeting.pk}).status_code == 302
    verification.refresh_from_db()
    assert (verification.meeting, verification.paper.state) == (meeting, "under_verification")


def parts(verification: Verification, text: str = "Bảo đảm.", **more: Any) -> dict[str, Any]:
    """What the page of the report sends."""
    sent: dict[str, Any] = {"version": verification.version}
    for place, section in enumerate(verification.sections.all()):
        sent |= {f"heading_{place}": section.heading, f"text_{place}": text}
    return {**sent, **more}


def test_the_report_is_written_part_by_part(ours: Client, verification: Verification) -> None:
    page = address("sections", verification.pk)
    shown = ours.get(page).content.decode()
    for heading in ("Nhận xét chung", "Hạn chế và nguyên nhân"):
        assert f"{heading}</label>" in shown.replace(" <", "<") or heading in shown
    assert shown.count("<textarea") == 6
    sent = parts(verification, heading_4="Ý kiến khác", text_4="Không có.")
    assert ours.post(page, sent).status_code == 302
    assert list(verification.sections.values_list("heading", flat=True))[-1] == "Ý kiến khác"
    stale = ours.post(page, {**sent, "text_0": "Của tôi"})
    assert (stale.status_code, 'name="overwrite" value="2"' in stale.content.decode()) == (422, True)
    assert ours.post(page, {**sent, "text_0": "Của tôi", "overwrite": "2"}).status_code == 302
    assert verification.sections.filter(text="Của tôi").exists()
    bare = ours.post(page, parts(Verification.objects.get(pk=verification.pk), text_5="Không đề mục"))
    assert (bare.status_code, _("Give this part a heading.") in bare.content.decode()) == (422, True)


def test_half_typed_parts_are_kept_as_a_draft(ours: Client, verification: Verification) -> None:
    page = address("sections", verification.pk)
    assert ours.post(page, parts(verification, "Viết dở", _draft="1")).status_code == 302
    assert not verification.sections.exclude(text="").exists()
    assert "Viết dở" in ours.get(page).content.decode()
    assert ours.post(page, parts(verification)).status_code == 302
    assert not Draft.objects.exists()


def remark_lines(verification: Verification, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the grid of remarks sends."""
    sent: dict[str, Any] = {
        "version": verification.version,
        "line-TOTAL_FORMS": len(rows),
        "line-INITIAL_FORMS": 0,
        **more,
    }
    for number, row in enumerate(rows):
        given = {"pk": "", "place": "", "remark": "", "request": "", **row}
        sent |= {f"line-{number}-{name}": value for name, value in given.items()}
    return sent


def test_remarks_are_typed_as_a_grid(ours: Client, verification: Verification) -> None:
    page = address("remarks", verification.pk)
    rows = [
        {"place": "Mục II", "remark": "Chưa rõ nguồn", "request": "Bổ sung"},
        {},
        {"remark": "Số liệu lệch"},
    ]
    assert ours.post(page, remark_lines(verification, *rows)).status_code == 302
    first, second = verification.remarks.all()
    assert (first.place, second.remark) == ("Mục II", "Số liệu lệch")
    verification.refresh_from_db()
    wrong = ours.post(page, remark_lines(verification, {"pk": first.pk, "place": "Mục III"}))
    assert wrong.status_code == 422
    assert _("Write the remark.") in wrong.content.decode()
    assert "Mục III" in wrong.content.decode()
    more = ours.post(page, remark_lines(verification, {"remark": "Giữ lại"}, more="yes"))
    assert 'name="line-3-remark"' in more.content.decode()
    assert (
        ours.post(page, remark_lines(verification, {"pk": first.pk, "remark": "Đã sửa"})).status_code == 302
    )
    assert [(row.pk, row.remark) for row in verification.remarks.all()] == [(first.pk, "Đã sửa")]
    stale = ours.post(page, remark_lines(verification, {"remark": "Muộn"}))
    assert (stale.status_code, "Muộn" in stale.content.decode()) == (422, True)
    assert 'name="overwrite" value="3"' in stale.content.decode()
    again = remark_lines(verification, {"remark": "Muộn"}, overwrite="3")
    assert ours.post(page, again).status_code == 302
    assert verification.remarks.get().remark == "Muộn"


def test_a_draft_of_the_report_can_be_taken_along_at_any_time(
    ours: Client, verification: Verification
) -> None:
    draft = text_of(ours.get(address("file", verification.pk, "docx")).content)
    assert "DỰ THẢO" in draft
    assert "Nhận xét chung" in draft
    assert ours.get(address("file", verification.pk, "pdf")).content.startswith(b"%PDF")
    for kind in ("signed", "exe"):
        assert ours.get(address("file", verification.pk, kind)).status_code == 404
    assert ours.get(address("matrix", verification.pk, "docx")).status_code == 404


def test_the_report_is_made_on_its_page_and_nothing_can_be_changed_afterwards(
    ours: Client, verification: Verification
) -> None:
    page = address("report", verification.pk)
    version = verification.paper.versions.get()
    sent = {"version": version.pk, "opinion": "ready", "on": "20/06/2026", "signer": "head", "listed": "on"}
    empty = ours.post(page, sent)
    assert (empty.status_code, "Kiến nghị" in empty.content.decode()) == (422, True)
    written(verification, remarks=1)
    assert set(ours.post(page, {**sent, "on": "14/06/2026"}).context["form"].errors) == {"on"}
    assert ours.post(page, sent).status_code == 302
    verification.refresh_from_db()
    assert (str(verification.document), verification.version_seen) == ("01/BC-HĐND", version)
    assert Paper.objects.get(kind="verification_report").goes_with == verification.paper
    for step in ("sections", "remarks"):
        lines = (
            remark_lines(verification, {"remark": "Thêm"})
            if step == "remarks"
            else parts(verification, "Sửa")
        )
        late = ours.post(address(step, verification.pk), lines)
        assert (late.status_code, "20/06/2026" in late.content.decode()) == (422, True)
    received(verification.paper, TODAY)
    newer = ours.get(verification.get_absolute_url())
    assert newer.context["newer"] == 2
    assert [action.url for action in newer.context["actions"]] == [address("sign", verification.pk)]


def test_the_kept_report_and_its_signed_copy_are_downloads(ours: Client, verification: Verification) -> None:
    reported(written(verification), LAST)
    page = address("sign", verification.pk)
    assert ours.post(page, {"upload": upload("a.exe", b"MZ\x90\x00")}).status_code == 422
    assert ours.post(page, {"upload": upload("da-ky.pdf")}).status_code == 302
    for kind, name in (("docx", ".docx"), ("pdf", ".pdf"), ("signed", "da-ky.pdf")):
        answer = ours.get(address("file", verification.pk, kind))
        assert name in answer.headers["Content-Disposition"]
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is closed when it has been read


# --- The owner's answers ---


def answers(verification: Verification, *rows: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """What the page of answers sends."""
    remarks = list(verification.remarks.all())
    sent: dict[str, Any] = {"line-TOTAL_FORMS": len(remarks), "line-INITIAL_FORMS": len(remarks), **more}
    for number, (remark, row) in enumerate(zip(remarks, rows, strict=True)):
        names = ("response", "text", "place")
        sent[f"line-{number}-remark_pk"] = remark.pk
        sent |= {f"line-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return sent


def test_the_owner_answers_and_the_count_is_shown(
    client_as: ClientAs, ours: Client, verification: Verification
) -> None:
    reported(written(verification, remarks=2), LAST, opinion="after_revision")
    owner, page = client_as("agency"), address("respond", verification.pk)
    assert "Ý kiến thứ 2" in owner.get(page).content.decode()
    wrong = owner.post(page, answers(verification, ("taken_in", "", ""), ("", "Đã sửa", "")))
    assert wrong.status_code == 422
    assert _("Say how the remark was taken in, or why not.") in wrong.content.decode()
    assert _("Say whether it was taken in.") in wrong.content.decode()
    assert "Đã sửa" in wrong.content.decode()
    sent = answers(verification, ("taken_in", "Đã bổ sung số liệu", "Mục II"), ("", "", ""))
    assert owner.post(page, sent).status_code == 302
    shown = ours.get(verification.get_absolute_url())
    assert (shown.context["summary"].taken_in, shown.context["summary"].open) == (1, 1)
    assert "Đã bổ sung số liệu" in shown.content.decode()
    sent = answers(
        verification, ("taken_in", "Đã bổ sung số liệu", "Mục II"), ("explained", "Đã có quy định", "")
    )
    assert client_as("secretariat").post(page, sent).status_code == 302
    verification.refresh_from_db()
    assert verification.state == "responded"
    assert ours.get(page).status_code == 403


def test_there_is_nothing_to_answer_before_the_report(
    client_as: ClientAs, verification: Verification
) -> None:
    written(verification, remarks=1)
    page = client_as("secretariat").get(address("respond", verification.pk)).content.decode()
    assert _("There is nothing to answer now") in page


def test_the_table_of_answers_leaves_as_workbook_and_document(
    client_as: ClientAs, verification: Verification
) -> None:
    reported(written(verification, remarks=2), LAST, opinion="after_revision")
    first, second = verification.remarks.all()
    received(verification.paper, TODAY)
    rows = [
        services.Answer(first.pk, "taken_in", "Đã bổ sung", "Điều 1"),
        services.Answer(second.pk, "explained", "Đã có quy định"),
    ]
    services.respond(verification=verification, rows=rows, user=None, on=TODAY)
    owner = client_as("agency")
    book = b"".join(owner.get(address("matrix", verification.pk, "xlsx")).streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(book)).active
    found = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [
        [1, "Điều 1", "Ý kiến thứ 1", "Chỉnh lý cho rõ", "Tiếp thu", "Đã bổ sung", "Điều 1"],
        [2, "Điều 2", "Ý kiến thứ 2", "Chỉnh lý cho rõ", "Giải trình, không tiếp thu", "Đã có quy định", ""],
    ]
    words = text_of(owner.get(address("matrix", verification.pk, "docx")).content)
    for said in (
        "Báo cáo thẩm tra số 01/BC-HĐND ngày 20/6/2026 của Ban Pháp chế",
        "02 ý kiến thẩm tra: tiếp thu 01/02 ý kiến, giải trình 01/02 ý kiến.",
        "dự thảo đã chỉnh lý (bản thứ 2)",
        "Bảng tiếp thu, giải trình ý kiến thẩm tra",
        "THỦ TRƯỞNG CƠ QUAN",
    ):
        assert said in words, said
    assert owner.get(address("matrix", verification.pk, "exe")).status_code == 404


@pytest.mark.parametrize(
    ("owner", "signs"),
    [
        ("committee", "TM. BAN PHÁP CHẾ"),
        ("standing", "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"),
        ("ubnd", "TM. ỦY BAN NHÂN DÂN"),
    ],
)
def test_each_owner_answers_under_its_own_head(
    client_as: ClientAs, sitting: Sitting, committee: Committee, owner: str, signs: str
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "committee": {"owner_committee": committee},
        "standing": {},
        "ubnd": {
            "agency": AgencyFactory(
                council=sitting.council, kind="peoples_committee", name="Ủy ban nhân dân xã"
            )
        },
    }
    paper = expected(sitting, **bodies[owner])
    received(paper, CAME)
    other = CommitteeFactory(council=sitting.council)
    verification = reported(written(assigned(paper, other, CAME), remarks=1), LAST)
    answer = client_as("secretariat").get(address("matrix", verification.pk, "docx"))
    assert signs in text_of(answer.content)


def test_a_verification_s_page_asks_few_questions(
    ours: Client, verification: Verification, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = verification.get_absolute_url()
    written(verification, remarks=1)
    ours.get(page)
    with django_assert_num_queries(10):
        ours.get(page)
    written(verification, remarks=3)
    with django_assert_num_queries(10):
        ours.get(page)


def test_the_version_examined_is_a_link_to_its_file(ours: Client, verification: Verification) -> None:
    reported(written(verification), LAST)
    link = reverse("sittings:paper_version", args=[verification.paper_id, 1])
    assert link in ours.get(verification.get_absolute_url()).content.decode()
    assert b"".join(ours.get(link).streaming_content) == PDF  # type: ignore[attr-defined]


# --- While it is written ---


def status_of(client: Client, file: str) -> int:
    """What a download answers."""
    answer: Any = client.get(file)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


@pytest.mark.parametrize("role", ["delegate", "auditor"])
def test_a_report_in_the_making_is_read_only_by_those_who_work_on_it(
    role: str, client_as: ClientAs, ours: Client, verification: Verification
) -> None:
    written(verification, remarks=1)
    files = [address("file", verification.pk, "docx"), address("matrix", verification.pk, "xlsx")]
    reader, page = client_as(role), address("detail", verification.pk)
    hidden = reader.get(page).content.decode()
    assert _("The committee is still writing.") in hidden
    assert "Ý kiến thứ 1" not in hidden
    assert "Bảo đảm theo quy định." not in hidden
    assert [status_of(reader, file) for file in files] == [403, 403]
    for worker in (ours, client_as("secretariat"), client_as("leader")):
        assert "Ý kiến thứ 1" in worker.get(page).content.decode()
        assert [status_of(worker, file) for file in files] == [200, 200]
    reported(verification, TODAY)
    assert "Ý kiến thứ 1" in reader.get(page).content.decode()
    assert [status_of(reader, file) for file in files] == [200, 200]


def test_another_committee_reads_a_report_only_once_it_is_made(
    client_as: ClientAs, user_as: Callable[..., Any], sitting: Sitting, verification: Verification
) -> None:
    written(verification, remarks=1)
    other = user_as("committee", committee=CommitteeFactory(council=sitting.council))
    assert not verification.remarks.model.objects.visible_to(other).exists()
    assert verification.remarks.model.objects.visible_to(user_as("leader")).count() == 1
    reported(verification, TODAY)
    assert verification.remarks.model.objects.visible_to(other).count() == 1


# --- Ways from a step to what it rests on ---


def test_the_steps_lead_to_what_they_rest_on(ours: Client, verification: Verification) -> None:
    report = ours.get(address("report", verification.pk)).content.decode()
    assert f'href="{address("sections", verification.pk)}"' in report
    assert f'href="{address("remarks", verification.pk)}"' in report
    meeting = ours.get(address("meeting", verification.pk)).content.decode()
    assert f'href="{reverse("sittings:body_meeting_create")}"' in meeting
