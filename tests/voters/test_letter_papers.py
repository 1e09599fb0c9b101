"""Papers of letters and receptions say what their forms say, in administrative Vietnamese, and name no denouncer."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from councils.models import Council
from documents.composition import compose
from documents.docx import to_docx
from documents.pdf import to_pdf
from voters.documents import reception as papers
from voters.documents.common import VICE_CHAIR, about, reception_bases, settlement_basis
from voters.documents.letters import BOOK_COLUMNS, LetterFacts, Paper, document_of, identity_sheet
from voters.identity import Person

COUNCIL = Council(
    name="xã Bảo Thắng", short_name="Bảo Thắng", place="Bảo Thắng", level="commune", unit_type="xa"
)
CITIZEN = Person("Công dân Thử Nghiệm", "Thôn Nậm Phảng", "001099000123")
DAY = date(2026, 9, 9)


def facts(kind: str, sender: Person | None = CITIZEN, **more: Any) -> LetterFacts:
    """Letter no. 12 of 2026."""
    return LetterFacts(
        council=COUNCIL,
        label="12/2026",
        kind=kind,
        received_on=date(2026, 9, 7),
        dated_on=date(2026, 9, 1),
        summary="Đề nghị sửa đường liên thôn.",
        sender=sender,
        **more,
    )


def read(document: Any) -> str:
    """Every line of a paper; both files can be drawn of it."""
    assert to_pdf(document).startswith(b"%PDF")
    assert to_docx(document).startswith(b"PK")
    done = compose(document)
    lines = [done.number, done.subject, done.kind, done.abstract, *done.addressees, *done.recipients]
    lines += [str(getattr(item, "text", "")) for item in done.flow]
    return "\n".join(lines)


def test_a_forwarding_slip_says_when_of_whom_about_what_and_until_when() -> None:
    text = read(
        document_of(
            Paper(
                letter=facts("petition"),
                action="forward",
                on=DAY,
                agency="Ủy ban nhân dân xã Bảo Thắng",
                due=date(2026, 10, 9),
                number=5,
            )
        )
    )
    assert "05/PC-HĐND" in text
    assert "PHIẾU CHUYỂN ĐƠN KIẾN NGHỊ" in text
    assert (
        "Ngày 07/9/2026, Thường trực Hội đồng nhân dân xã Bảo Thắng nhận được đơn kiến nghị đề ngày 01/9/2026 của "
        "ông (bà) Công dân Thử Nghiệm, địa chỉ: Thôn Nậm Phảng về việc đề nghị sửa đường liên thôn." in text
    )
    assert "trước ngày 09/10/2026./." in text
    assert "Người gửi đơn (để biết)" in text


@pytest.mark.parametrize("action", ["forward", "guide", "reply", "return", "supervise"])
def test_no_paper_about_a_denunciation_names_its_sender_or_sends_a_copy(action: str) -> None:
    letter = facts("denunciation", sender=None)
    text = read(
        document_of(
            Paper(letter=letter, action=action, on=DAY, agency="Thanh tra tỉnh", text="Nội dung", number=1)
        )
    )
    assert "Công dân Thử Nghiệm" not in text
    assert "Người gửi đơn (để biết)" not in text
    assert "danh tính được giữ bí mật" in text


def test_a_guidance_slip_gives_the_originals_back() -> None:
    paper = Paper(
        letter=facts("complaint", originals="01 giấy chứng nhận"),
        action="guide",
        on=DAY,
        agency="Chủ tịch UBND xã",
    )
    text = read(document_of(paper))
    assert "Gửi trả kèm theo bản gốc: 01 giấy chứng nhận./." in text
    assert "Luật Khiếu nại số 02/2011/QH13" in text


def test_a_draft_says_so_and_has_room_for_its_number() -> None:
    done = compose(document_of(Paper(letter=facts("petition"), action="reply", on=DAY, text="Đã làm")))
    assert done.mark == "DỰ THẢO"
    assert "HĐND-VP" in done.number


def test_laws_are_cited_as_of_the_day() -> None:
    assert "136/2025/QH15" in reception_bases(DAY)[0]
    assert "136/2025/QH15" not in reception_bases(date(2026, 6, 30))[0]
    assert "759/2014/UBTVQH13" in reception_bases(date(2025, 6, 1))[1]
    assert "116/2025/UBTVQH15" in reception_bases(date(2026, 1, 5))[1]
    assert settlement_basis("petition", DAY) == ()
    assert len(settlement_basis("mixed", DAY)) == 2


@pytest.mark.parametrize(
    ("summary", "ending"),
    [
        ("Đề nghị sửa đường.", "đề nghị sửa đường"),
        ("UBND xã thu sai", "UBND xã thu sai"),
        ("  Tố cáo\n thu sai ", "tố cáo thu sai"),
    ],
)
def test_a_summary_ends_the_sentence_it_stands_in(summary: str, ending: str) -> None:
    assert about(summary) == ending


def test_the_sheet_for_the_head_of_the_body_is_marked_secret() -> None:
    sheet = identity_sheet(
        letter=facts("denunciation", sender=None), persons=(CITIZEN,), names="", on=DAY, signer=VICE_CHAIR
    )
    assert compose(sheet).mark == "MẬT"
    assert "số định danh: 001099000123" in read(sheet)


def test_the_notice_of_the_schedule_tells_days_places_and_who_receives() -> None:
    session = papers.Session(
        day=date(2026, 10, 15),
        part="Buổi sáng",
        starts_at=time(8),
        ends_at=time(11, 30),
        place="Trụ sở tiếp công dân",
        receiver="Đại biểu Tổ 1 – 01",
        post="Tổ đại biểu số 1",
        with_bodies="",
        note="",
    )
    notice = papers.schedule_notice(
        council=COUNCIL, sessions=[session], start=date(2026, 10, 1), end=date(2026, 12, 31), on=DAY, number=4
    )
    text = read(notice)
    assert "Lịch tiếp công dân của đại biểu Hội đồng nhân dân xã Bảo Thắng quý IV năm 2026" in " ".join(
        text.split()
    )
    assert "trường hợp trùng ngày nghỉ thì tiếp vào ngày làm việc liền kề sau đó" in text
    table: Any = notice.annexes[0].blocks[0]
    assert table.rows[0][1:5] == (
        "15/10/2026\n(Thứ Năm)",
        "Buổi sáng, 8 giờ - 11 giờ 30 phút",
        "Trụ sở tiếp công dân",
        "Đại biểu Tổ 1 – 01",
    )


def test_forms_01_and_02_tcd() -> None:
    matter = papers.Matter(
        council=COUNCIL,
        label="3/2026",
        kind="petition",
        day=DAY,
        receiver="Đại biểu Tổ 1 – 01",
        content="Đề nghị sửa đường",
        person=CITIZEN,
        place="Trụ sở tiếp công dân",
    )
    refused = read(
        papers.refusal(
            matter=matter, reason="đã có quyết định cuối cùng", on=DAY, signer=VICE_CHAIR, number=4
        )
    )
    assert "khoản 3 Điều 9 Luật Tiếp công dân và khoản 1 Điều 4 Nghị định số 154/2026/NĐ-CP" in refused
    receipt = papers.receipt(matter=matter, papers=[("Đơn", "2", "rõ")], at=time(8, 30))
    assert receipt.number is None
    assert "Hồi 08 giờ 30 phút, ngày 09 tháng 9 năm 2026" in read(receipt)
    assert [signature.lines[0] for signature in receipt.signatures] == ["NGƯỜI CUNG CẤP", "NGƯỜI NHẬN"]


def test_the_registers_have_their_columns() -> None:
    assert (len(papers.REGISTER_COLUMNS), len(BOOK_COLUMNS)) == (13, 21)
    book = papers.register_book(
        council=COUNCIL, rows=[("1",) * 13], start=date(2026, 7, 1), end=date(2026, 9, 30), on=DAY
    )
    table: Any = book.annexes[0].blocks[0]
    assert table.rows[0] == tuple(f"({number})" for number in range(1, 14))
    assert "01 lượt tiếp công dân" in read(book)
