"""Pages of convening: the gate, the warning of the law, the documents with their contents, the steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from councils.models import CouncilTerm
from sessions import services
from sessions.models import Guest, PlenaryMeeting, Resolution, Sitting
from sessions.services.invitations import called_delegates
from sessions.views.convening import on_paper
from tests.factories import PaperFactory, ResolutionFactory, RuleFactory
from tests.sessions.convening_world import account_of, ahead, convened, delegates, today

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]


@pytest.fixture
def staff(client_as: ClientAs) -> Client:
    return client_as("secretariat")


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    """A sitting in twelve days, with three delegates, a morning and an agenda of two items, one of them closed."""
    delegates(term)
    made = ahead(term, place="Hội trường UBND xã")
    morning = PlenaryMeeting.objects.create(
        sitting=made, day=made.opens_on, part="1_morning", starts_at=time(7, 30)
    )
    paper = PaperFactory(sitting=made, number=1, title="Báo cáo ngân sách", state="received")
    add: dict[str, Any] = {"sitting": made, "user": None, "meeting": morning}
    services.add_item(**add, title="Báo cáo ngân sách", presenter="Trưởng phòng", papers=[paper])
    services.add_item(**add, title="Nhân sự họp kín", is_public=False)
    return made


@pytest.fixture
def files(tmp_path: Any, settings: Settings) -> None:
    """Files of the test go where nobody keeps them."""
    settings.MEDIA_ROOT = tmp_path


def url(name: str, pk: int, *more: str) -> str:
    return reverse(f"sittings:{name}", args=[pk, *more])


def typed(**changes: Any) -> dict[str, Any]:
    return {"on": f"{today():%d/%m/%Y}", "signer": "chair", "signer_name": "", **changes}


# --- The gate ---


def test_the_page_lists_what_is_missing_and_demands_the_reason(staff: Client, sitting: Sitting) -> None:
    late = PaperFactory(sitting=sitting, number=2, due_on=today() - timedelta(days=3))
    address = url("sitting_convene", sitting.pk)
    page = staff.get(address).content.decode()
    for shown in (late.title, str(late.owner_agency), f"{late.due_on:%d/%m/%Y}", "3</td>"):
        assert shown in page
    answer = staff.post(address, typed(signer_name="Chủ tịch 01"))
    assert answer.status_code == 422
    assert "accepted_because" in answer.context["form"].errors
    assert "Chủ tịch 01" in answer.content.decode()
    sitting.refresh_from_db()
    assert sitting.state == "planned"


def test_with_everything_there_no_reason_is_asked_for(staff: Client, sitting: Sitting) -> None:
    page = staff.get(url("sitting_convene", sitting.pk))
    assert _("Every paper on the list has come in.") in page.content.decode()
    assert "accepted_because" not in page.context["form"].fields


@pytest.mark.parametrize(("offset", "late"), [(30, True), (2, False)])
def test_the_page_warns_when_the_legal_day_has_passed_and_cites_the_article(
    staff: Client, sitting: Sitting, offset: int, late: bool
) -> None:
    RuleFactory(code="SIT-CONVENE-REG", offset=offset, direction="before", legal_basis="Điều 80 khoản 2")
    page = staff.get(url("sitting_convene", sitting.pk))
    assert page.context["too_late"] is late
    assert "Điều 80 khoản 2" in page.content.decode()
    assert _("to be confirmed") in page.content.decode()


@pytest.mark.usefixtures("files")
def test_the_page_says_before_and_after_how_many_need_their_invitation_on_paper(
    staff: Client, sitting: Sitting
) -> None:
    account_of(called_delegates(sitting)[0].delegate)
    words = on_paper(2)
    address = url("sitting_convene", sitting.pk)
    assert words in staff.get(address).content.decode()
    assert words in staff.post(address, typed(), follow=True).content.decode()


@pytest.mark.usefixtures("files")
def test_convening_from_the_page_keeps_the_documents_and_calls_the_delegates(
    client_as: ClientAs, sitting: Sitting
) -> None:
    PaperFactory(sitting=sitting, number=2)
    leader = client_as("leader")
    because = "UBND xã cam kết bổ sung"
    answer = leader.post(
        url("sitting_convene", sitting.pk),
        typed(accepted_because=because, signer_name="Chủ tịch 01"),
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == url("sitting_delegates", sitting.pk)
    page = answer.content.decode()
    assert because in page
    assert "01/QĐ-HĐND" in page
    assert str(leader.user) in page  # type: ignore[attr-defined]  # put there by the fixture
    assert sitting.invitations.count() == 3
    for kind in ("decision", "invitation"):
        for extension in ("docx", "pdf"):
            file: Any = client_as("delegate").get(url("convening_file", sitting.pk, kind, extension))
            assert b"".join(file.streaming_content)[:4] in {b"PK\x03\x04", b"%PDF"}


def test_convening_a_second_time_is_refused_on_the_page(staff: Client, sitting: Sitting) -> None:
    convened(sitting, staff.user)  # type: ignore[attr-defined]  # see above
    answer = staff.get(url("sitting_convene", sitting.pk))
    assert (answer.status_code, answer["Location"]) == (302, url("sitting_delegates", sitting.pk))
    assert staff.post(url("sitting_convene", sitting.pk), typed()).status_code == 422
    assert sitting.invitations.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "31/02/2026"},
        {"on": ""},
        {"signer": "nobody"},
        {"decision_number": "0"},
        {"decision_number": "x"},
        {"answer_by": "01/01/2020"},
    ],
)
def test_a_mistake_stands_beside_its_field(staff: Client, sitting: Sitting, wrong: dict[str, str]) -> None:
    answer = staff.post(url("sitting_convene", sitting.pk), typed(**wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)


def test_only_those_who_decide_convene(client_as: ClientAs, sitting: Sitting) -> None:
    for role in ("committee", "delegate", "auditor"):
        assert client_as(role).post(url("sitting_convene", sitting.pk), typed()).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_gate_asks_the_same_few_questions_for_any_number_of_papers(
    staff: Client, sitting: Sitting, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        PaperFactory(sitting=sitting, number=number + 2)
    staff.get(url("sitting_convene", sitting.pk))
    with django_assert_num_queries(9):
        staff.get(url("sitting_convene", sitting.pk))


# --- The documents ---


def text_of(content: bytes) -> str:
    """Every paragraph and cell of a Word file in one line, spaces made plain."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


def draft(client: Client, sitting: Sitting, kind: str, extension: str = "docx") -> bytes:
    content: bytes = client.get(url("convening_file", sitting.pk, kind, extension)).content
    return content


def test_the_draft_decision_calls_the_sitting_in_the_states_words(staff: Client, sitting: Sitting) -> None:
    ResolutionFactory(sitting=sitting)
    ResolutionFactory(sitting=sitting, is_normative=True)
    sitting.moves.create(from_state="planned", to_state="conference_held", effective_on=today())
    text = text_of(draft(staff, sitting, "decision"))
    for words in (
        "QUYẾT ĐỊNH",
        f"THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN {sitting.council.name.upper()}",
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
        "Theo kết luận của hội nghị liên tịch ngày",
        "Điều 1. Triệu tập kỳ họp",
        "kỳ họp thứ Năm (kỳ họp thường lệ giữa năm",
        "02 ngày, từ ngày",
        "khai mạc: 7 giờ 30 phút",
        "Hội trường UBND xã",
        "họp công khai",
        "01 báo cáo, tờ trình và dự kiến thông qua 02 nghị quyết, trong đó có 01 nghị quyết quy phạm pháp luật",
        "Dự kiến chương trình kỳ họp thứ Năm",
        "1. Báo cáo ngân sách",
        "thi hành Quyết định này./.",
        "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN",
    ):
        assert words in text
    assert "kín" not in text


def test_the_decision_of_a_closed_sitting_says_so_and_without_an_agenda_has_no_annex(
    staff: Client, term: CouncilTerm
) -> None:
    bare = ahead(term, is_public=False, closed_reason="Bí mật nhà nước", kind="urgent", number=9)
    text = text_of(draft(staff, bare, "decision"))
    assert "họp kín" in text
    assert "giải quyết công việc phát sinh đột xuất" in text
    assert "Phụ lục" not in text


def test_the_draft_invitation_invites_delegates_and_guests(staff: Client, sitting: Sitting) -> None:
    Guest.objects.create(sitting=sitting, name="Thường trực Đảng ủy xã", count=3, is_confirmed=True)
    Guest.objects.create(sitting=sitting, name="Trưởng các thôn", count=12)
    text = text_of(draft(staff, sitting, "invitation"))
    for words in (
        "GIẤY MỜI",
        "trân trọng kính mời: Các vị đại biểu Hội đồng nhân dân",
        "và các vị khách mời (danh sách kèm theo).",
        "Thời gian: 02 ngày",
        "Địa điểm: Hội trường UBND xã.",
        "đúng thời gian, thành phần./.",
        "Thường trực Đảng ủy xã 3 Đã xác nhận",
        "Tổng số 15",
    ):
        assert words in text


def test_the_pdf_says_the_same_as_the_word_file(staff: Client, sitting: Sitting) -> None:
    pages = PdfReader(BytesIO(draft(staff, sitting, "decision", "pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Triệu tập kỳ họp thứ Năm" in text
    assert "Phụ lục" in text


@pytest.mark.usefixtures("files")
def test_kept_documents_bear_number_signer_and_day(staff: Client, sitting: Sitting) -> None:
    convened(sitting, staff.user, drawn=True, signer="vice_chair", signer_name="Phó Chủ tịch 02")  # type: ignore[attr-defined]
    answer: Any = staff.get(url("convening_file", sitting.pk, "decision", "docx"))
    assert "quyet-dinh-trieu-tap-01" in answer["Content-Disposition"]
    text = text_of(b"".join(answer.streaming_content))
    assert "Số: 01/QĐ-HĐND" in text
    assert "KT. CHỦ TỊCH" in text
    assert "Phó Chủ tịch 02" in text
    assert f"năm {today().year}" in text


def test_drafts_are_for_those_who_convene_and_other_files_do_not_exist(
    staff: Client, client_as: ClientAs, sitting: Sitting
) -> None:
    assert client_as("delegate").get(url("convening_file", sitting.pk, "decision", "pdf")).status_code == 403
    for kind, extension in (("decision", "exe"), ("nonsense", "pdf")):
        assert staff.get(url("convening_file", sitting.pk, kind, extension)).status_code == 404
    convened(sitting, staff.user)  # type: ignore[attr-defined]  # see above
    assert staff.get(url("convening_file", sitting.pk, "decision", "pdf")).status_code == 404


# --- The steps after it ---


def test_papers_are_opened_and_the_sitting_opens_from_pages(staff: Client, term: CouncilTerm) -> None:
    delegates(term)
    made = ahead(term, days=0)
    convened(made, staff.user, quiet=True)  # type: ignore[attr-defined]  # see above
    day = {"on": f"{today():%d/%m/%Y}"}
    offered = staff.get(url("sitting_delegates", made.pk)).content.decode()
    for name in ("papers_open", "sitting_open"):
        assert url(name, made.pk) in offered
        assert staff.get(url(name, made.pk)).status_code == 200
        assert staff.post(url(name, made.pk), day).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.opened_on) == ("in_session", today())
    answer = staff.post(url("sitting_open", made.pk), day)
    assert answer.status_code == 422


def test_opening_on_another_day_is_refused_beside_the_day(staff: Client, sitting: Sitting) -> None:
    convened(sitting, staff.user, quiet=True)  # type: ignore[attr-defined]  # see above
    answer = staff.post(url("sitting_open", sitting.pk), {"on": f"{today():%d/%m/%Y}"})
    assert answer.status_code == 422
    assert "on" in answer.context["form"].errors


def test_resolutions_of_other_sittings_are_not_counted(
    staff: Client, sitting: Sitting, term: CouncilTerm
) -> None:
    ResolutionFactory(sitting=ahead(term, days=40, number=6))
    assert Resolution.objects.count() == 1
    assert services.call_of(sitting=sitting, on=today()).resolutions == 0
