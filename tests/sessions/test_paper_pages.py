"""Pages of papers: the list, many lines at once, what is done to many and to one, and what an agency sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx import Document
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from core.display import day as shown
from councils.models import Agency, CouncilTerm
from followups.models import FollowUp
from sessions import services
from sessions.models import Paper, PaperOpening, Sitting
from tests.factories import AgencyFactory, AgendaItemFactory, SittingFactory, UserFactory
from tests.permissions.world import PDF
from tests.sessions.paper_world import (
    NOW,
    TO_COMMITTEE,
    TO_DELEGATES,
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
CAME = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Three weeks before the sitting."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return sitting_of(term)


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("secretariat")


def address(name: str, *args: Any) -> str:
    return reverse(f"sittings:{name}", args=args)


def content(answer: Any) -> bytes:
    """What came as a file; it is closed when it has been read."""
    return b"".join(answer.streaming_content)


def listed(client: Client, sitting: Sitting, **query: Any) -> list[str]:
    """Titles on the list, as filtered and sorted by the address."""
    page = client.get(address("sitting_papers", sitting.pk), query).context["page"]
    return [paper.title for paper in page.rows]


# --- The list ---


def test_an_empty_list_says_what_to_do_first(staff: Client, client_as: ClientAs, sitting: Sitting) -> None:
    create = address("papers_create", sitting.pk)
    assert create in staff.get(address("sitting_papers", sitting.pk)).content.decode()
    read_only = client_as("delegate").get(address("sitting_papers", sitting.pk)).content.decode()
    assert _("No paper is expected for this sitting yet.") in read_only
    assert create not in read_only


def test_the_list_is_filtered_and_sorted_in_the_address(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    other = AgencyFactory(council=sitting.council, name="An ninh")
    expected(sitting, agency, title="Còn thiếu", committee=committee)
    late = expected(sitting, other, title="Gửi chậm", due_on=CAME, legal_basis="Thông báo")
    here = expected(sitting, owner_committee=committee, title="Đã nhận")
    expected(sitting, title="Của Thường trực")
    received(late, date(2026, 6, 17))
    received(here, CAME)
    assert listed(staff, sitting, group="missing") == ["Còn thiếu", "Của Thường trực"]
    assert listed(staff, sitting, group="late") == ["Gửi chậm"]
    assert listed(staff, sitting, group="received") == ["Gửi chậm", "Đã nhận"]
    assert listed(staff, sitting, owner=f"agency-{agency.pk}") == ["Còn thiếu"]
    assert listed(staff, sitting, owner=f"committee-{committee.pk}") == ["Đã nhận"]
    assert listed(staff, sitting, owner="standing") == ["Của Thường trực"]
    assert listed(staff, sitting, committee=committee.pk) == ["Còn thiếu"]
    assert listed(staff, sitting, q="cua thuong truc") == ["Của Thường trực"]
    assert listed(staff, sitting, state="received", kind="report") == ["Gửi chậm", "Đã nhận"]
    assert listed(staff, sitting, sort="owner")[:2] == ["Của Thường trực", "Gửi chậm"]
    assert listed(staff, sitting, sort="-days_late")[0] == "Gửi chậm"
    assert listed(staff, sitting, sort="state")[-1] == "Đã nhận"
    assert listed(staff, sitting, sort="-due")[-1] == "Gửi chậm"


def test_questions_of_every_day_stand_with_their_counts(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    expected(sitting, agency)
    received(expected(sitting, agency))
    chips = staff.get(address("sitting_papers", sitting.pk)).context["quick_filters"]
    assert [(url, "(1)" in label) for label, url in chips] == [
        ("?group=missing", True),
        ("?group=to_assign", True),
    ]


def test_the_list_leaves_as_a_workbook_with_the_same_rows(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    expected(sitting, agency, title="Báo cáo A")
    expected(sitting, title="Báo cáo B")
    answer = staff.get(address("sitting_papers", sitting.pk), {"export": "xlsx", "owner": "standing"})
    sheet = load_workbook(BytesIO(content(answer))).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Báo cáo B"]


def test_only_the_secretariat_ticks_papers(staff: Client, client_as: ClientAs, sitting: Sitting) -> None:
    expected(sitting)
    assert 'name="pk"' in staff.get(address("sitting_papers", sitting.pk)).content.decode()
    for role in ("leader", "committee", "delegate", "auditor"):
        assert 'name="pk"' not in client_as(role).get(address("sitting_papers", sitting.pk)).content.decode()


def test_the_list_asks_the_same_few_questions_for_1_and_3_papers(
    staff: Client, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = address("sitting_papers", sitting.pk)
    committee = committee_of(sitting)
    expected(sitting, agency, committee=committee)
    staff.get(page)
    with django_assert_num_queries(10):
        staff.get(page)
    received(expected(sitting, agency))
    expected(sitting, owner_committee=committee)
    with django_assert_num_queries(10):
        staff.get(page)


# --- Many lines at once ---


def lines(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What the grid sends."""
    sent = {"line-TOTAL_FORMS": len(rows) + 2, "line-INITIAL_FORMS": 0, "legal_basis": "", **more}
    for number, row in enumerate((*rows, {}, {})):
        given = {"kind": "report", "title": "", "owner": "", "committee": "", **row}
        sent |= {f"line-{number}-{name}": value for name, value in given.items()}
    return sent


def test_many_papers_are_typed_line_by_line(staff: Client, sitting: Sitting, agency: Agency) -> None:
    committee = committee_of(sitting)
    answer = staff.post(
        address("papers_create", sitting.pk),
        lines(
            {
                "kind": "proposal",
                "title": "Tờ trình A",
                "owner": f"agency-{agency.pk}",
                "committee": committee.pk,
            },
            {},
            {"kind": "draft_resolution", "title": "Nghị quyết A", "goes_with": 1, "due_on": "01/07/2026"},
            {"title": "Báo cáo của Ban", "owner": f"committee-{committee.pk}", "number": 9},
            legal_basis="Thông báo số 12/TB-HĐND",
        ),
    )
    assert answer.headers["Location"] == address("sitting_papers", sitting.pk)
    found = {paper.title: paper for paper in sitting.papers.all()}
    proposal, draft, own = (found[title] for title in ("Tờ trình A", "Nghị quyết A", "Báo cáo của Ban"))
    assert (proposal.owner, proposal.committee, proposal.due_on) == (agency, committee, TO_COMMITTEE)
    assert (draft.goes_with, draft.due_on, draft.legal_basis) == (
        proposal,
        date(2026, 7, 1),
        "Thông báo số 12/TB-HĐND",
    )
    assert (own.owner, own.number, own.due_on) == (committee, 9, TO_DELEGATES)


def test_mistakes_stand_beside_their_lines_and_nothing_typed_is_lost(staff: Client, sitting: Sitting) -> None:
    expected(sitting, title="Đã có")
    answer = staff.post(
        address("papers_create", sitting.pk),
        lines(
            {"title": "Báo cáo mới"},
            {"title": "Trùng số", "number": 1},
            {"title": "Có ngày", "due_on": "01/07/2026"},
            {"title": "", "due_on": "32/07/2026"},
        ),
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Báo cáo mới" in page
    assert 'value="32/07/2026"' in page
    answer = staff.post(
        address("papers_create", sitting.pk),
        lines(
            {"title": "Báo cáo mới"},
            {"title": "Trùng số", "number": 1},
            {"title": "Có ngày", "due_on": "01/07/2026"},
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_line-1-number_error"' in page
    assert "“Đã có”" in page
    assert _("Say what a day set by hand rests on.") in page
    assert sitting.papers.count() == 1


def test_an_entry_without_a_title_is_refused_and_more_lines_come_without_script(
    staff: Client, sitting: Sitting
) -> None:
    page = address("papers_create", sitting.pk)
    assert staff.post(page, lines()).status_code == 422
    more = staff.post(page, lines({"title": "Giữ lại"}, more="yes"))
    assert (more.status_code, "Giữ lại" in more.content.decode()) == (200, True)
    assert 'name="line-8-title"' in more.content.decode()
    assert staff.post(page, {"line-TOTAL_FORMS": "x"}).status_code == 422


# --- Many papers, one step ---


def test_owners_are_asked_for_what_is_ticked(staff: Client, sitting: Sitting, agency: Agency) -> None:
    wanted, other = expected(sitting, agency, title="Cần gửi"), expected(sitting, agency, title="Chưa cần")
    own = expected(sitting, title="Của Thường trực")
    page = address("papers_ask", sitting.pk)
    preview = staff.post(page, {"pk": [wanted.pk, own.pk]})
    assert preview.context["ready"] == [wanted]
    assert [paper for paper, _reason in preview.context["refused"]] == [own]
    assert not FollowUp.objects.exists()
    sent = {"pk": wanted.pk, "of": wanted.pk, "confirm": "yes", "on": "22/06/2026"}
    assert staff.post(page, sent).headers["Location"] == address("sitting_papers", sitting.pk)
    assert FollowUp.objects.get().paper == wanted
    assert staff.get(page).context["ready"] == [other]


def test_what_could_not_take_the_step_stays_on_the_page_with_the_reason(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    late = expected(sitting, agency, due_on=date(2026, 6, 1), legal_basis="Thông báo")
    sent = {"pk": late.pk, "of": late.pk, "confirm": "yes", "on": "22/06/2026"}
    answer = staff.post(address("papers_ask", sitting.pk), sent)
    assert answer.status_code == 422
    assert "01/06/2026" in answer.content.decode()
    nothing = staff.post(
        address("papers_ask", sitting.pk), {"of": late.pk, "confirm": "yes", "on": "22/06/2026"}
    )
    assert _("Tick at least one paper.") in nothing.content.decode()
    future = staff.post(address("papers_ask", sitting.pk), {**sent, "on": "23/06/2026"})
    assert (future.status_code, "23/06/2026" in future.content.decode()) == (422, True)


def test_received_papers_are_assigned_sent_and_tabled_together(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    papers = [expected(sitting, agency, committee=committee) for _each in range(2)]
    for paper in papers:
        received(paper, CAME)
    chosen = {"pk": [paper.pk for paper in papers], "confirm": "yes", "on": "22/06/2026"}
    assert staff.post(address("papers_assign", sitting.pk), chosen).status_code == 302
    assert set(sitting.papers.values_list("state", flat=True)) == {"assigned"}
    assert staff.post(address("papers_send", sitting.pk), chosen).status_code == 302
    assert set(sitting.papers.values_list("state", flat=True)) == {"sent_to_delegates"}
    assert staff.post(address("papers_table", sitting.pk), chosen).status_code == 422
    with time_machine.travel("2026-07-15 17:00+07:00", tick=False):
        assert (
            staff.get(address("papers_table", sitting.pk)).context["form"].initial["on"] == sitting.opens_on
        )
        assert (
            staff.post(address("papers_table", sitting.pk), {**chosen, "on": "14/07/2026"}).status_code == 302
        )
    assert set(sitting.papers.values_list("state", flat=True)) == {"tabled"}


def test_papers_of_another_sitting_are_not_touched(
    staff: Client, sitting: Sitting, term: CouncilTerm
) -> None:
    other = SittingFactory(council_term=term, number=6, opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 1))
    strange = expected(other)
    assert staff.post(address("papers_send", sitting.pk), {"pk": strange.pk}).status_code == 404


def test_the_list_is_numbered_anew_by_owner(staff: Client, sitting: Sitting, agency: Agency) -> None:
    expected(sitting, agency, title="Của cơ quan", number=4)
    expected(sitting, title="Của Thường trực", number=7)
    assert staff.post(address("papers_renumber", sitting.pk), {"order": "owner"}).status_code == 302
    assert list(sitting.papers.order_by("number").values_list("number", "title")) == [
        (1, "Của Thường trực"),
        (2, "Của cơ quan"),
    ]
    for order in ("number", "kind", "committee", "due"):
        assert staff.post(address("papers_renumber", sitting.pk), {"order": order}).status_code == 302


# --- Who is late ---


def test_lateness_by_owner_counts_and_opens_its_rows(staff: Client, sitting: Sitting, agency: Agency) -> None:
    agency.name = "Phòng Kinh tế"
    agency.save()
    by_hand = {"due_on": CAME, "legal_basis": "Thông báo"}
    received(expected(sitting, agency, title="Đúng hạn"), CAME)
    received(expected(sitting, agency, title="Chậm 3 ngày", **by_hand), date(2026, 6, 18))
    expected(sitting, agency, title="Còn thiếu, quá hạn", **by_hand)
    expected(sitting, agency, title="Còn thiếu")
    gone = expected(sitting, agency, title="Đã rút", **by_hand)
    services.conclude_paper(paper=gone, name="withdraw", user=None, on=TODAY, reason="Trùng nội dung")
    expected(sitting, title="Của Thường trực")
    page = staff.get(address("papers_late", sitting.pk))
    line = page.context["table"].rows[0]
    assert line.name == "Phòng Kinh tế"
    counts = (line.papers, line.received, line.late, line.missing, line.mean_days, line.longest_days)
    assert counts == (4, 2, 2, 2, 5, 7)
    content = page.content.decode()
    for group, titles in {
        "counted": ["Đúng hạn", "Chậm 3 ngày", "Còn thiếu, quá hạn", "Còn thiếu"],
        "received": ["Đúng hạn", "Chậm 3 ngày"],
        "late": ["Chậm 3 ngày", "Còn thiếu, quá hạn"],
        "missing": ["Còn thiếu, quá hạn", "Còn thiếu"],
    }.items():
        assert line.url(group).replace("&", "&amp;") in content
        rows = staff.get(line.url(group)).context["page"].rows
        assert [paper.title for paper in rows] == titles
    total = page.context["further"][0][1].rows[0]
    assert (total.papers, total.late, total.mean_days) == (5, 2, 5)


def test_lateness_is_sorted_exported_and_empty_without_papers(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    page = address("papers_late", sitting.pk)
    assert (
        _("Once papers stand on the list, this page says who hands them in late.")
        in staff.get(page).content.decode()
    )
    expected(sitting, agency)
    expected(sitting)
    for sort in ("name", "-name", "mean_days", "-longest_days", "papers"):
        assert len(staff.get(page, {"sort": sort}).context["table"].rows) == 2
    rows = content(staff.get(page, {"export": "csv"})).decode()
    assert len(rows.splitlines()) == 4


def test_lateness_asks_the_same_few_questions_for_1_and_3_owners(
    staff: Client, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = address("papers_late", sitting.pk)
    expected(sitting, agency)
    staff.get(page)
    with django_assert_num_queries(7):
        staff.get(page)
    expected(sitting, AgencyFactory(council=sitting.council))
    expected(sitting)
    with django_assert_num_queries(7):
        staff.get(page)


# --- One paper ---


def test_a_paper_says_why_it_is_due_and_what_hangs_on_it(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    proposal = expected(sitting, agency, kind="proposal", title="Tờ trình về giao thông")
    paper = expected(sitting, agency, committee=committee, goes_with=proposal)
    AgendaItemFactory(sitting=sitting, title="Trình bày báo cáo").papers.add(paper)
    services.ask_owners(sitting=sitting, user=None, on=date(2026, 6, 10), papers=[paper])
    received(paper, CAME, user=UserFactory(full_name="Chuyên viên – 01"), upload=upload("bao-cao.pdf"))
    assigned(paper, committee, CAME)
    page = staff.get(paper.get_absolute_url()).content.decode()
    for words in (
        "Quy chế làm việc, VER-DRAFT-IN",
        shown(TO_COMMITTEE),
        "Tờ trình về giao thông",
        "Trình bày báo cáo",
        "Ban Pháp chế",
        "bao-cao.pdf",
        address("paper_version", paper.pk, 1),
        "Chuyên viên – 01",
        FollowUp.objects.get().get_absolute_url(),
    ):
        assert words in page, words


def offered(client: Client, paper: Paper) -> list[str]:
    """Addresses of the actions on a paper's page."""
    return [action.url for action in client.get(paper.get_absolute_url()).context["actions"]]


def test_only_what_is_allowed_now_is_offered(
    staff: Client, client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency, committee=committee_of(sitting))
    move = [address("paper_move", paper.pk, name) for name in ("defer", "withdraw")]
    receive, edit = address("paper_receive", paper.pk), address("paper_edit", paper.pk)
    assert offered(staff, paper) == [receive, *move, edit, address("paper_remove", paper.pk)]
    assert offered(client_as("delegate"), paper) == []
    received(paper, CAME)
    assert address("paper_return", paper.pk) in offered(staff, paper)
    assert address("paper_assign", paper.pk) in offered(staff, paper)
    services.conclude_paper(paper=paper, name="withdraw", user=None, on=TODAY, reason="Trùng nội dung")
    assert offered(staff, paper) == [edit]


def test_a_paper_is_changed_and_a_rule_gives_its_day_again(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency, due_on=date(2026, 7, 1), legal_basis="Thông báo số 12")
    page = address("paper_edit", paper.pk)
    assert 'value="01/07/2026"' in staff.get(page).content.decode()
    sent = {
        "number": 3,
        "kind": "notice",
        "title": "Thông báo  mới",
        "owner": "",
        "committee": "",
        "goes_with": "",
        "due_on": "",
        "legal_basis": "",
        "symbol": "12/TB-HĐND",
        "dated_on": "",
        "note": "",
        "version": paper.version,
    }
    assert staff.post(page, sent).status_code == 302
    paper.refresh_from_db()
    assert (paper.number, paper.kind, paper.title, paper.owner, paper.due_on) == (
        3,
        "notice",
        "Thông báo mới",
        None,
        TO_DELEGATES,
    )
    assert staff.post(page, sent).status_code == 422
    wrong = staff.post(
        page, {**sent, "version": paper.version, "due_on": "16/07/2026", "legal_basis": "x", "title": ""}
    )
    assert set(wrong.context["form"].errors) == {"title"}
    wrong = staff.post(page, {**sent, "version": paper.version, "due_on": "16/07/2026", "legal_basis": "x"})
    assert set(wrong.context["form"].errors) == {"due_on"}


def test_the_secretariat_records_what_came_on_paper(staff: Client, sitting: Sitting, agency: Agency) -> None:
    paper = expected(sitting, agency)
    page = address("paper_receive", paper.pk)
    wrong = staff.post(page, {"on": "22/06/2026", "upload": upload("a.exe", b"MZ\x90\x00")})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"upload"})
    assert (
        staff.post(page, {"on": "15/06/2026", "symbol": "5/BC-UBND", "dated_on": "14/06/2026"}).status_code
        == 302
    )
    paper.refresh_from_db()
    assert (paper.received_on, paper.symbol, paper.versions.get().file) == (CAME, "5/BC-UBND", None)
    assert staff.post(page, {"on": "14/06/2026"}).context["form"].errors["on"]


def test_return_assign_and_steps_are_taken_from_the_paper_s_page(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    paper = expected(sitting, agency)
    received(paper, CAME)
    back = staff.post(
        address("paper_return", paper.pk), {"on": "16/06/2026", "reason": "Thiếu phụ lục"}, follow=True
    )
    assert "Thiếu phụ lục" in back.content.decode()
    received(paper, date(2026, 6, 17))
    assert staff.post(address("paper_assign", paper.pk), {"on": "18/06/2026"}).status_code == 422
    sent = {"on": "18/06/2026", "lead": committee.pk}
    assert staff.post(address("paper_assign", paper.pk), sent).status_code == 302
    for name in ("send", "table"):
        early = staff.post(address("paper_move", paper.pk, name), {"on": "17/06/2026"})
        assert early.status_code == 422
    assert staff.post(address("paper_move", paper.pk, "send"), {"on": "22/06/2026"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "sent_to_delegates"
    assert staff.post(address("paper_move", paper.pk, "withdraw"), {"on": "22/06/2026"}).status_code == 422
    assert staff.get(address("paper_move", paper.pk, "receive")).status_code == 404


def test_a_paper_is_taken_off_the_list_or_says_why_not(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    received(paper, CAME)
    answer = staff.post(address("paper_remove", paper.pk))
    assert (answer.status_code, sitting.papers.count()) == (422, 1)
    answer = staff.post(address("paper_remove", expected(sitting).pk))
    assert answer.headers["Location"] == address("sitting_papers", sitting.pk)


def test_a_paper_s_page_asks_few_questions(
    staff: Client, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    committee = committee_of(sitting)
    paper = expected(sitting, agency, committee=committee)
    received(paper, CAME, user=UserFactory(), upload=upload())
    assigned(paper, committee, CAME)
    staff.get(paper.get_absolute_url())
    with django_assert_num_queries(13):
        staff.get(paper.get_absolute_url())
    for _each in range(2):
        received(paper, TODAY, user=UserFactory(), upload=upload())
        expected(sitting, agency, goes_with=paper)
    with django_assert_num_queries(13):
        staff.get(paper.get_absolute_url())


# --- Delegates ---


def test_a_delegate_s_download_is_noted_and_only_counted_for_the_secretariat(
    staff: Client, client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    received(paper, CAME, user=UserFactory(), upload=upload("bao-cao.pdf"))
    services.send_papers(papers=[paper], user=None, on=TODAY)
    delegate = client_as("delegate")
    file = delegate.get(address("paper_version", paper.pk, 1))
    assert "bao-cao.pdf" in file.headers["Content-Disposition"]
    assert content(file) == PDF
    assert content(staff.get(address("paper_version", paper.pk, 1))) == PDF
    assert PaperOpening.objects.get().delegate_id in {
        membership.delegate_id
        for membership in delegate.user.memberships.all()  # type: ignore[attr-defined]
    }
    assert staff.get(paper.get_absolute_url()).context["seats"] == 1
    for role in ("delegate", "leader", "agency"):
        assert client_as(role).get(paper.get_absolute_url()).context["seats"] == 0
    assert staff.get(address("paper_version", paper.pk, 2)).status_code == 404


def test_a_delegate_opens_a_paper_once_it_was_sent_to_the_delegates(
    staff: Client, client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    received(paper, CAME, user=UserFactory(), upload=upload("bao-cao.pdf"))
    file, delegate = address("paper_version", paper.pk, 1), client_as("delegate")
    words = _("The files can be opened once the paper has been sent to the delegates.")
    page = delegate.get(paper.get_absolute_url()).content.decode()
    assert words in page
    assert file not in page
    assert delegate.get(file).status_code == 403
    assert not PaperOpening.objects.exists()
    for role in ("leader", "committee", "auditor", "agency"):
        assert content(client_as(role).get(file)) == PDF, role
    services.send_papers(papers=[paper], user=None, on=TODAY)
    assert content(delegate.get(file)) == PDF
    services.conclude_paper(paper=paper, name="withdraw", user=None, on=TODAY, reason="Trùng nội dung")
    assert content(delegate.get(file)) == PDF
    assert words not in delegate.get(paper.get_absolute_url()).content.decode()


# --- Which files a paper may come as ---


def zipped() -> bytes:
    """An archive with a program in it."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    return held.getvalue()


def test_a_paper_is_a_file_to_be_read_and_no_archive(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper, client = expected(sitting, agency), client_as("agency")
    form = client.get(address("paper_receive", paper.pk)).content.decode()
    assert filesizeformat(settings.MAX_FILE_BYTES) in form
    assert ".zip" not in form
    answer = client.post(address("paper_receive", paper.pk), {"upload": upload("tai-lieu.zip", zipped())})
    assert answer.status_code == 422
    assert "tai-lieu.zip" in answer.context["form"].errors["upload"][0]
    assert not paper.versions.exists()


def test_a_text_that_is_called_a_pdf_is_refused_for_its_content(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    sent = {"upload": upload("gia.pdf", "Chỉ là chữ".encode())}
    answer = client_as("agency").post(address("paper_receive", paper.pk), sent)
    words = _(
        "The content of “%(name)s” is not what its ending “%(ending)s” says. Save it anew as such a file."
    )
    assert answer.context["form"].errors["upload"] == [words % {"name": "gia.pdf", "ending": ".pdf"}]


def test_what_went_to_the_delegates_may_be_revised_by_its_owner_until_it_is_tabled(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper, client = expected(sitting, agency), client_as("agency")
    received(paper, CAME, user=UserFactory(), upload=upload())
    services.send_papers(papers=[paper], user=None, on=TODAY)
    page = address("paper_receive", paper.pk)
    assert page in offered(client, paper)
    assert _("The paper was sent to the delegates: they read the new version at once.") in (
        client.get(page).content.decode()
    )
    assert client.post(page, {"upload": upload("chinh-ly.pdf")}).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.versions.count()) == ("sent_to_delegates", 2)
    Paper.objects.filter(pk=paper.pk).update(state="tabled")
    paper.refresh_from_db()
    assert page not in offered(client, paper)
    refused = client.get(page, follow=True)
    assert refused.redirect_chain == [(paper.get_absolute_url(), 302)]
    assert str(sitting.council) in str(next(iter(refused.context["messages"])))
    assert client.post(page, {"upload": upload("muon.pdf")}).status_code == 422


def test_papers_whose_verification_is_not_reported_come_unticked(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    plain = expected(sitting, agency, title="Không thẩm tra")
    waiting = expected(sitting, agency, title="Chờ thẩm tra", committee=committee_of(sitting))
    for paper in (plain, waiting):
        received(paper, CAME, user=UserFactory())
    page = staff.get(address("papers_send", sitting.pk))
    words = _("The verification of this paper is not reported yet.")
    assert page.context["lines"] == [(plain, "", True), (waiting, words, False)]
    assert words in page.content.decode()
    assert words in staff.get(address("paper_move", waiting.pk, "send")).content.decode()
    sent = {"pk": waiting.pk, "of": waiting.pk, "confirm": "yes", "on": "22/06/2026"}
    assert staff.post(address("papers_send", sitting.pk), sent).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "sent_to_delegates"


def test_a_draft_is_ready_once_a_committee_has_reported_on_its_proposal(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    committee = committee_of(sitting)
    proposal = expected(sitting, agency, kind="proposal", title="Tờ trình", committee=committee)
    draft = expected(
        sitting, agency, kind="draft_resolution", title="Dự thảo", committee=committee, goes_with=proposal
    )
    report = expected(sitting, agency, title="Báo cáo kèm theo", committee=committee, goes_with=proposal)
    for paper in (proposal, draft, report):
        received(paper, CAME, user=UserFactory())
    words = _("The verification of this paper is not reported yet.")
    page = staff.get(address("papers_send", sitting.pk))
    assert [ticked for _paper, _words, ticked in page.context["lines"]] == [False, False, False]
    verification = services.assign_paper(
        paper=proposal, committees=[committee], lead=committee, user=None, on=TODAY
    )[0]
    reported(written(verification), TODAY)
    page = staff.get(address("papers_send", sitting.pk))
    assert page.context["lines"] == [(proposal, "", True), (draft, "", True), (report, words, False)]
    assert words not in staff.get(address("paper_move", draft.pk, "send")).content.decode()


# --- The agency that owes it ---


def test_an_agency_hands_in_its_own_paper_and_sees_no_other(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    other = AgencyFactory(council=sitting.council)
    ours, theirs = (
        expected(sitting, agency, title="Của chúng tôi"),
        expected(sitting, other, title="Của cơ quan khác"),
    )
    services.ask_owners(sitting=sitting, user=None, on=date(2026, 6, 10))
    client, stranger = client_as("agency"), client_as("agency", agency=other)
    mine = client.get(address("paper_mine"))
    assert [paper.title for paper in mine.context["page"].rows] == ["Của chúng tôi"]
    for page in (theirs.get_absolute_url(), address("paper_receive", theirs.pk)):
        assert client.get(page).status_code == 404
    assert client.get(address("sitting_papers", sitting.pk)).status_code == 404
    assert offered(client, ours) == [address("paper_receive", ours.pk)]
    assert client.post(address("paper_receive", ours.pk), {}).context["form"].errors["upload"]
    sent = {"upload": upload("bao-cao.pdf"), "symbol": "7/BC-PKT", "on": "01/06/2026"}
    assert client.post(address("paper_receive", ours.pk), sent).status_code == 302
    ours.refresh_from_db()
    assert (ours.state, ours.received_on, ours.symbol) == ("received", TODAY, "7/BC-PKT")
    assert FollowUp.objects.get(paper=ours).state == "accepted"
    assert stranger.get(address("paper_version", ours.pk, 1)).status_code == 404
    assert content(client.get(address("paper_version", ours.pk, 1))) == PDF


def test_an_agency_reads_what_is_said_to_it_and_nothing_the_council_keeps(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    staff = UserFactory(full_name="Chuyên viên – 07")
    paper = expected(sitting, agency, note="Nội bộ: cần rà soát kỹ")
    services.receive_paper(paper=paper, user=staff, on=CAME, note="Bản giấy")
    services.return_paper(paper=paper, user=staff, reason="Thiếu phụ lục 2", on=CAME)
    page = client_as("agency").get(paper.get_absolute_url()).content.decode()
    assert "Thiếu phụ lục 2" in page
    for words in ("Nội bộ", "Chuyên viên – 07", address("sitting_papers", sitting.pk)):
        assert words not in page


def test_an_agency_cannot_hand_in_while_a_committee_works_or_after_the_tabling(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    client, committee = client_as("agency"), committee_of(sitting)
    received(paper, CAME)
    verification = assigned(paper, committee, CAME)
    page = address("paper_receive", paper.pk)
    assert client.post(page, {"upload": upload()}).status_code == 422
    assert page not in offered(client, paper)
    reported(written(verification), TODAY)
    assert client.post(page, {"upload": upload()}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "revised"
    Paper.objects.filter(pk=paper.pk).update(state="tabled")
    assert client.post(page, {"upload": upload()}).status_code == 422


def test_the_task_of_a_paper_leads_to_handing_it_in(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    services.ask_owners(sitting=sitting, user=None, on=date(2026, 6, 10))
    task, client = FollowUp.objects.get(), client_as("agency")
    first = client.get(task.get_absolute_url()).context["actions"][0]
    assert (first.label, first.url, first.primary) == (
        _("Hand in the paper"),
        address("paper_receive", paper.pk),
        True,
    )
    for reader in ("delegate", "auditor"):
        actions = client_as(reader).get(task.get_absolute_url()).context["actions"]
        assert address("paper_receive", paper.pk) not in [action.url for action in actions]
    client.post(address("paper_receive", paper.pk), {"upload": upload()})
    later = client.get(task.get_absolute_url()).context["actions"]
    assert address("paper_receive", paper.pk) not in [action.url for action in later]


def test_what_the_agency_did_itself_bears_its_own_person_s_name(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper, client = expected(sitting, agency), client_as("agency")
    client.post(address("paper_receive", paper.pk), {"upload": upload()})
    services.send_papers(papers=[paper], user=UserFactory(full_name="Chuyên viên – 08"), on=TODAY)
    person = str(client.user)  # type: ignore[attr-defined]  # see `client_as`
    events = client.get(paper.get_absolute_url()).context["timeline"]
    assert sorted((event.title == _("Sent to delegates"), event.who) for event in events) == [
        (False, person),
        (False, person),
        (True, str(sitting.council)),
    ]


def test_the_owner_s_list_says_how_many_remarks_wait_for_an_answer(
    client_as: ClientAs, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, agency)
    received(paper, CAME, user=UserFactory(), upload=upload())
    verification = written(assigned(paper, committee_of(sitting), CAME), remarks=2)
    client, way = client_as("agency"), reverse("sittings:verification_respond", args=[verification.pk])
    assert way not in client.get(address("paper_mine")).content.decode()
    reported(verification, TODAY)
    page = client.get(address("paper_mine")).content.decode()
    words = ngettext("%(count)s remark to answer", "%(count)s remarks to answer", 2)
    assert f'href="{way}"' in page
    assert words % {"count": 2} in page
    rows = [services.Answer(remark.pk, "taken_in", "Đã sửa") for remark in verification.remarks.all()]
    services.respond(verification=verification, rows=rows, user=None, on=TODAY)
    assert way not in client.get(address("paper_mine")).content.decode()


def test_committee_staff_owe_and_hand_in_their_committee_s_papers(
    client_as: ClientAs, sitting: Sitting
) -> None:
    committee = committee_of(sitting)
    own, other = expected(sitting, owner_committee=committee), expected(sitting)
    client = client_as("committee", committee=committee)
    assert [paper.pk for paper in client.get(address("paper_mine")).context["page"].rows] == [own.pk]
    assert client.get(address("paper_receive", other.pk)).status_code == 403
    assert client.post(address("paper_receive", own.pk), {"upload": upload()}).status_code == 302
    assert (
        _("No paper is expected of you.")
        in client_as("committee").get(address("paper_mine")).content.decode()
    )


def test_the_list_of_what_we_owe_asks_the_same_few_questions_for_1_and_3_papers(
    client_as: ClientAs, sitting: Sitting, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("agency")
    expected(sitting, agency)
    client.get(address("paper_mine"))
    with django_assert_num_queries(8):
        client.get(address("paper_mine"))
    for _each in range(2):
        expected(sitting, agency)
    with django_assert_num_queries(8):
        client.get(address("paper_mine"))


# --- The Standing Committee's proposal ---


def test_the_standing_committee_s_proposal_begins_from_a_draft(
    staff: Client, sitting: Sitting, agency: Agency
) -> None:
    paper = expected(sitting, kind="proposal", title="Tờ trình về Chương trình giám sát năm 2027")
    expected(sitting, kind="draft_resolution", title="Nghị quyết về Chương trình giám sát", goes_with=paper)
    answer = staff.get(address("paper_proposal", paper.pk, "docx"))
    word = Document(BytesIO(answer.content))
    text = " ".join(" ".join(paragraph.text for paragraph in word.paragraphs).split())
    assert "Về Chương trình giám sát năm 2027" in text
    assert "kính trình kỳ họp thứ Năm" in text
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Nghị quyết về Chương trình giám sát" in cells
    assert staff.get(address("paper_proposal", paper.pk, "pdf")).content.startswith(b"%PDF")
    assert staff.get(address("paper_proposal", paper.pk, "exe")).status_code == 404
    theirs = expected(sitting, agency, kind="proposal")
    assert staff.get(address("paper_proposal", theirs.pk, "docx")).status_code == 404
