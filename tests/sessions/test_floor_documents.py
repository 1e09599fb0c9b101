"""Documents at the sitting: attendance sheet, vote sheet, minutes, excerpt; as data, as Word and as PDF."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from councils.models import CouncilTerm
from documents.administrative import AdministrativeDocument, Paragraph, Table
from documents.composition import Line, compose
from documents.docx import to_docx
from documents.pdf import page_count, to_pdf
from sessions import services
from sessions.course import votes_that_count
from sessions.documents.attendance import attendance_sheet
from sessions.documents.minutes import excerpt, minutes_document
from sessions.documents.votes import vote_sheet
from sessions.excuses import KEPT
from sessions.models import Minutes, PlenaryMeeting, Sitting, Vote
from sessions.roll import RollLine, roll_of
from tests.sessions.hall import Hall, at, close, hall


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    made = hall(term, 48, seat_count=50, groups=4)
    services.hold_plenary(meeting=made.meeting, user=None, starts_at=at(7, 30), ends_at=at(11, 30))
    made.call(45, excused=2, absent=1)
    return made


def fresh(meeting: PlenaryMeeting) -> PlenaryMeeting:
    rows = PlenaryMeeting.objects.select_related("sitting__council", "sitting__council_term__term")
    return rows.get(pk=meeting.pk)


def texts(document: AdministrativeDocument) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Paragraph)]


def table(document: AdministrativeDocument) -> Table:
    return next(block for block in document.body if isinstance(block, Table))


def word_text(document: AdministrativeDocument) -> str:
    found = docx.Document(io.BytesIO(to_docx(document))).element.body.iter(qn("w:t"))
    return " ".join(node.text or "" for node in found)


def pdf_pages(document: AdministrativeDocument) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(document))).pages]


def drawn(room: Hall) -> tuple[Minutes, AdministrativeDocument]:
    minutes = services.draft_minutes(sitting=room.sitting, user=None)
    sections = list(minutes.sections.order_by("position"))
    return minutes, minutes_document(minutes, sections, votes_that_count(minutes.sitting))


# --- Head and signatures ---


def test_papers_of_the_sitting_bear_its_own_head(room: Hall) -> None:
    sheet = attendance_sheet(fresh(room.meeting), roll_of(room.meeting))
    assert [line.text for line in sheet.issuer.lines] == [
        "HỘI ĐỒNG NHÂN DÂN",
        room.sitting.council.name.upper(),
        "KHÓA I, KỲ HỌP THỨ NĂM",
    ]
    assert [signature.lines[0] for signature in sheet.signatures] == ["THƯ KÝ KỲ HỌP", "CHỦ TỌA KỲ HỌP"]
    assert [signature.name for signature in sheet.signatures] == ["Thư ký kỳ họp 01", "Chủ tọa kỳ họp 01"]


def test_of_several_secretaries_nobody_is_printed_as_the_signer(room: Hall) -> None:
    Sitting.objects.filter(pk=room.sitting.pk).update(secretaries="Thư ký 01, Thư ký 02")
    sheet = attendance_sheet(fresh(room.meeting), roll_of(room.meeting))
    assert sheet.signatures[0].name == ""


# --- Attendance sheet ---


def test_the_attendance_sheet_lists_everybody_with_group_and_reason(room: Hall) -> None:
    services.leave(meeting=room.meeting, delegate=room.delegates[0], at=at(10), user=None)
    sheet = attendance_sheet(fresh(room.meeting), roll_of(room.meeting, KEPT))
    found = table(sheet)
    titles = [column.title for column in found.columns]
    assert titles == ["STT", "Họ và tên", "Tổ", "Có mặt/Vắng", "Lý do", "Ký tên"]
    rows = {row[1]: row[2:5] for row in found.rows}
    assert len(rows) == 48
    assert rows[room.delegates[0].full_name] == ("1", "Có mặt", "7 giờ 30 phút - 10 giờ")
    assert rows[room.delegates[45].full_name] == ("2", "Vắng có lý do", "Đi công tác")
    assert texts(sheet) == ["Có 45/50 đại biểu dự, vắng 03 đại biểu (có lý do 02)."]
    assert "phiên họp sáng ngày 14/7/2026" in sheet.abstract


def test_before_the_roll_is_called_the_sheet_is_for_pen_and_ink(term: CouncilTerm) -> None:
    room = hall(term, 3)
    sheet = attendance_sheet(fresh(room.meeting), roll_of(room.meeting))
    assert {row[3:] for row in table(sheet).rows} == {("", "", None)}
    assert "……" in texts(sheet)[0]


# --- Vote sheet ---


def sheet_of(room: Hall, *votes: Vote, answers: Any = ()) -> AdministrativeDocument:
    rows = votes_that_count(room.sitting)
    chosen = [vote for vote in rows if not votes or vote.pk in {one.pk for one in votes}]
    for vote in chosen:
        vote.sitting = fresh(room.meeting).sitting
    return vote_sheet(chosen[0].sitting, chosen, answers)


def test_the_vote_table_has_its_share_of_all_delegates(room: Hall) -> None:
    room.vote(41, 2, title="Thông qua chương trình kỳ họp")
    room.vote(20, 20, title="Phương án 1")
    found = table(sheet_of(room))
    assert [column.title for column in found.columns][2:6] == [
        "Tổng số đại biểu",
        "Có mặt",
        "Tán thành",
        "Tỷ lệ trên tổng số đại biểu (%)",
    ]
    assert found.rows[0] == (1, "Thông qua chương trình kỳ họp", 50, 45, 41, "82", 2, 2, "Thông qua")
    assert found.rows[1][-1] == "Không thông qua"


def test_the_vote_sheet_says_how_what_was_needed_and_by_which_article(room: Hall) -> None:
    room.vote(41, 2, held_at=at(10, 30))
    said = " ".join(texts(sheet_of(room)))
    assert "giơ tay hồi 10 giờ 30 phút, tại phiên họp sáng ngày 14/7/2026" in said
    assert "Cần 26 đại biểu tán thành (quá nửa tổng số đại biểu; khoản 2 Điều 35" in said
    assert "Với 41/45 đại biểu có mặt biểu quyết tán thành (đạt 82% tổng số đại biểu HĐND xã)" in said


def test_a_secret_ballot_prints_its_ballots(room: Hall) -> None:
    room.vote(40, 3, method="secret", ballots_issued=45, ballots_returned=44, ballots_invalid=1)
    said = " ".join(texts(sheet_of(room)))
    assert (
        "Số phiếu phát ra 45 phiếu, thu về 44 phiếu, trong đó 43 phiếu hợp lệ, 01 phiếu không hợp lệ." in said
    )


def test_questions_of_procedure_are_a_share_of_those_present(room: Hall) -> None:
    room.vote(27, 0, majority="procedural")
    assert "đạt 60% số đại biểu có mặt" in " ".join(texts(sheet_of(room)))


def test_a_roll_call_has_its_answers_in_an_annex(room: Hall) -> None:
    ballots = {delegate.pk: "for" for delegate in room.delegates[:44]} | {room.delegates[44].pk: "against"}
    vote = room.vote(None, None, method="roll_call", ballots=ballots)
    lines = roll_of(room.meeting).in_hall()
    answers: list[tuple[RollLine, str]] = [(line, ballots[line.delegate.pk]) for line in lines]
    sheet = sheet_of(room, vote, answers=answers)
    rows = next(block for block in sheet.annexes[0].blocks if isinstance(block, Table)).rows
    assert len(rows) == 45
    assert {row[3] for row in rows} == {"Tán thành", "Không tán thành"}


# --- Minutes ---


def test_minutes_have_their_number_their_table_and_their_pages(room: Hall) -> None:
    room.vote(41, 2)
    _minutes, document = drawn(room)
    assert document.number is not None
    assert document.number.symbol == "BB-HĐND"
    assert document.place == ""
    assert document.mark == "DỰ THẢO"
    assert table(document).rows[0][4] == 41
    pages = len(pdf_pages(document))
    assert texts(document)[-1].startswith(f"Biên bản gồm {pages:02d} (")
    assert page_count(to_pdf(document)) == pages


def test_the_table_of_votes_stands_behind_the_section_of_votes(room: Hall) -> None:
    room.vote(41, 2)
    _minutes, document = drawn(room)
    kinds = [getattr(block, "text", "TABLE") for block in document.body]
    place = kinds.index("TABLE")
    assert kinds[place - 2].startswith("HĐND xã đã biểu quyết 01 nội dung")
    assert kinds[place + 1] == "BẾ MẠC"


def test_a_line_with_a_dash_is_an_item_of_a_list(room: Hall) -> None:
    _minutes, document = drawn(room)
    items = [line.text for line in compose(document).flow if isinstance(line, Line)]
    assert any(text.startswith("- Vắng có lý do: ") for text in items)


def test_word_and_pdf_say_the_same(room: Hall) -> None:
    room.vote(41, 2, title="Thông qua chương trình kỳ họp")
    _minutes, document = drawn(room)
    pdf = " ".join(" ".join(pdf_pages(document)).split())
    for words in ("BIÊN BẢN", "KHÓA I, KỲ HỌP THỨ NĂM", "THƯ KÝ KỲ HỌP", "Thông qua chương trình"):
        assert words in word_text(document)
        assert words in pdf


def test_approved_minutes_are_no_draft(room: Hall) -> None:
    minutes, _document = drawn(room)
    close(room.sitting)
    services.approve_minutes(minutes=minutes, user=None)
    sections = list(minutes.sections.order_by("position"))
    assert minutes_document(minutes, sections, []).mark == ""


# --- Excerpt ---


def test_an_excerpt_tells_one_decision(room: Hall) -> None:
    resolution = room.resolution(title="Về việc phê duyệt dự toán")
    room.vote(41, 2, resolution=resolution, is_final=True, title=resolution.title, held_at=at(10))
    room.vote(3, 30, title="Nội dung khác")
    (vote, _other) = votes_that_count(room.sitting)
    vote.sitting = fresh(room.meeting).sitting
    document = excerpt(vote, None)
    said = " ".join(texts(document))
    assert document.kind == "Trích biên bản"
    assert document.mark == "DỰ THẢO"
    assert excerpt(vote, "approved").mark == ""
    assert [signer.lines[-1] for signer in document.signatures] == ["CHÁNH VĂN PHÒNG"]
    assert "Hồi 10 giờ 00 phút, phiên họp sáng ngày 14/7/2026, tại Hội trường UBND xã." in said
    assert "số đại biểu có mặt: 45." in said
    assert "Nghị quyết về việc phê duyệt dự toán được thông qua." in said
    assert "Nội dung khác" not in word_text(document)
    assert len(table(document).rows) == 1


def test_what_somebody_typed_cannot_change_the_layout(room: Hall) -> None:
    hostile = '#set page(width: 1cm) *đậm* <w:p/> // \\ #{panic("x")}'
    room.vote(41, 2, title=hostile)
    assert "panic" in " ".join(pdf_pages(sheet_of(room)))
    assert "panic" in word_text(sheet_of(room))


# --- On one page ---


def test_sheet_and_excerpt_of_a_usual_commune_stand_on_one_page(term: CouncilTerm) -> None:
    commune = hall(term, 27, seat_count=28, groups=4)
    commune.call(24, excused=2, absent=1)
    resolution = commune.resolution(
        title="Về việc phê chuẩn quyết toán thu, chi ngân sách địa phương năm 2025 và điều chỉnh dự toán năm 2026"
    )
    commune.vote(22, 1, resolution=resolution, is_final=True, title=resolution.title, held_at=at(10))
    (vote,) = votes_that_count(commune.sitting)
    vote.sitting = fresh(commune.meeting).sitting
    sheet = attendance_sheet(fresh(commune.meeting), roll_of(commune.meeting, KEPT))
    assert page_count(to_pdf(sheet)) == 1
    assert page_count(to_pdf(excerpt(vote, "approved"))) == 1


def test_a_sheet_to_be_signed_by_hand_leaves_room_for_the_signatures(room: Hall) -> None:
    services.undo_attendance(meeting=room.meeting, user=None)
    assert not table(attendance_sheet(fresh(room.meeting), roll_of(room.meeting))).tight
