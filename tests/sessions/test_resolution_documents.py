"""The resolution on paper: individual and normative, before and since 2025, draft and signed, of both issuers."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
import time_machine

from councils.models import Council, CouncilTerm
from documents.administrative import AdministrativeDocument, Heading, Paragraph
from documents.docx import to_docx
from documents.pdf import to_pdf
from documents.services import register_document
from sessions import services
from sessions.documents.resolutions import document_of
from sessions.models import Resolution, Sitting, Verification
from tests.factories import (
    BodyMeetingFactory,
    CommitteeFactory,
    CouncilFactory,
    CouncilTermFactory,
    PaperFactory,
    ResolutionFactory,
    SittingFactory,
    TermFactory,
)

TEXT = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị quyết này quy định mức thu phí.
Điều 2. Giao Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết và báo cáo kết quả với Hội đồng nhân dân."""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_august() -> Any:
    """After the sitting of July."""
    with time_machine.travel("2026-08-03 09:00+07:00", tick=False):
        yield


@pytest.fixture
def commune() -> CouncilTerm:
    """Xã Bảo Thắng, khóa I."""
    council = CouncilFactory(name="xã Bảo Thắng", short_name="Bảo Thắng", place="Bảo Thắng")
    made: CouncilTerm = CouncilTermFactory(council=council)
    return made


def signed(term: CouncilTerm, on: date = date(2026, 7, 15), **values: Any) -> Resolution:
    sitting = values.pop("sitting", None) or SittingFactory(
        council_term=term, number=4, opens_on=on, closes_on=on, **values.pop("at", {})
    )
    given = {"title": "Về việc phê duyệt kế hoạch", "proposer": "Ủy ban nhân dân xã", "text": TEXT, **values}
    text = services.adopt(resolution=ResolutionFactory(sitting=sitting, **given), on=on, user=None)
    return services.sign(resolution=text, user=None, on=on, signer="Đại biểu Tổ 1 – 01")


def lines(document: AdministrativeDocument) -> list[str]:
    """The words of the body, one block a line, with the bold label that opens it."""
    found = []
    for block in document.body:
        if isinstance(block, Paragraph):
            found.append(f"{block.lead} {block.text}".strip())
        elif isinstance(block, Heading):
            found.append(f"Điều {block.number}. {block.text}")
    return found


def test_an_individual_resolution_of_the_council(commune: CouncilTerm) -> None:
    document = document_of(signed(commune))
    assert document.number is not None
    assert (document.number.symbol, document.number.number, document.number.year) == ("NQ-HĐND", 1, None)
    said = lines(document)
    assert said[:2] == ["HỘI ĐỒNG NHÂN DÂN XÃ BẢO THẮNG", "KHÓA I, KỲ HỌP THỨ TƯ"]
    assert said[2] == "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"
    assert said[3].startswith("Xét Tờ trình của Ủy ban nhân dân xã; ý kiến thảo luận của đại biểu")
    assert said[3].endswith("tại kỳ họp.")
    assert said[4] == "QUYẾT NGHỊ:"
    assert said[-1] == (
        "Nghị quyết này đã được Hội đồng nhân dân xã Bảo Thắng khóa I, kỳ họp thứ Tư thông qua "
        "ngày 15 tháng 7 năm 2026 và có hiệu lực từ ngày 15 tháng 7 năm 2026."
    )
    assert document.signatures[0].lines == ("CHỦ TỊCH",)
    assert document.signatures[0].name == "Đại biểu Tổ 1 – 01"
    assert (document.mark, document.blank_day) == ("", False)


def test_articles_chapters_and_sentences_of_the_text(commune: CouncilTerm) -> None:
    body = document_of(signed(commune)).body
    chapter = next(block for block in body if isinstance(block, Paragraph) and block.text == "Chương I")
    assert (chapter.bold, chapter.centred) == (True, True)
    heading = next(block for block in body if isinstance(block, Heading))
    assert (heading.number, heading.text) == ("1", "Phạm vi điều chỉnh")
    run_in = next(block for block in body if isinstance(block, Paragraph) and block.lead)
    assert run_in.lead == "Điều 2."
    assert run_in.text.startswith("Giao Ủy ban nhân dân xã")
    assert not run_in.bold


def test_typed_bases_are_printed_in_italics_with_their_punctuation(commune: CouncilTerm) -> None:
    document = document_of(signed(commune, bases="Căn cứ Luật Đất đai;\n\nCăn cứ Luật Giá."))
    italic = [block.text for block in document.body if isinstance(block, Paragraph) and block.italic]
    assert italic == ["Căn cứ Luật Đất đai;", "Căn cứ Luật Giá."]


def test_the_proposal_is_cited_with_its_number_and_the_committee_by_name(commune: CouncilTerm) -> None:
    sitting = SittingFactory(
        council_term=commune, number=4, opens_on=date(2026, 7, 15), closes_on=date(2026, 7, 15)
    )
    proposal = PaperFactory(
        sitting=sitting, kind="proposal", symbol="125/TTr-UBND", dated_on=date(2026, 6, 30)
    )
    paper = PaperFactory(sitting=sitting, kind="draft_resolution", goes_with=proposal)
    text = signed(commune, sitting=sitting, paper=paper, committee=CommitteeFactory(council=commune.council))
    assert (
        "Xét Tờ trình số 125/TTr-UBND ngày 30 tháng 6 năm 2026 của Ủy ban nhân dân xã; "
        "Báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu Hội đồng nhân dân "
        "tại kỳ họp." in lines(document_of(text))
    )


def test_the_verification_report_is_cited_with_its_number_and_bodies_in_full(commune: CouncilTerm) -> None:
    sitting = SittingFactory(
        council_term=commune, number=4, opens_on=date(2026, 7, 15), closes_on=date(2026, 7, 15)
    )
    paper = PaperFactory(sitting=sitting, kind="draft_resolution")
    committee = CommitteeFactory(council=commune.council)
    report = register_document(
        council=commune.council,
        issuer="HĐND",
        kind="BC",
        issued_on=date(2026, 7, 10),
        abstract="Thẩm tra",
        number=12,
    )
    Verification.objects.create(
        paper=paper,
        committee=committee,
        assigned_on=date(2026, 7, 1),
        due_on=date(2026, 7, 10),
        document=report,
    )
    text = signed(commune, sitting=sitting, paper=paper, committee=committee, proposer="UBND xã")
    assert (
        "Xét Tờ trình của Ủy ban nhân dân xã; Báo cáo thẩm tra số 12/BC-HĐND ngày 10 tháng 7 năm 2026 của "
        "Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp."
    ) in lines(document_of(text))


def test_a_normative_text_before_2025_keeps_the_line_of_its_sitting(commune: CouncilTerm) -> None:
    document = document_of(
        signed(commune, date(2024, 12, 10), is_normative=True, title="Quy định mức thu phí")
    )
    assert document.number is not None
    assert document.number.year == 2024
    said = lines(document)
    assert said[0] == "HỘI ĐỒNG NHÂN DÂN XÃ BẢO THẮNG"
    assert "QUYẾT NGHỊ:" in said
    assert any("Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015" in line for line in said)


def test_a_normative_text_since_2025_says_it_in_a_sentence(commune: CouncilTerm) -> None:
    document = document_of(signed(commune, is_normative=True, title="Quy định mức thu phí"))
    said = lines(document)
    assert "QUYẾT NGHỊ:" not in said
    assert "HỘI ĐỒNG NHÂN DÂN XÃ BẢO THẮNG" not in said
    assert "Hội đồng nhân dân xã Bảo Thắng ban hành Nghị quyết quy định mức thu phí." in said
    assert "Sở Tư pháp (để kiểm tra)" in document.recipients


def test_an_individual_text_goes_to_no_checker(commune: CouncilTerm) -> None:
    assert "Sở Tư pháp (để kiểm tra)" not in document_of(signed(commune)).recipients


def test_a_draft_is_marked_and_leaves_room_for_number_and_day(commune: CouncilTerm) -> None:
    sitting: Sitting = SittingFactory(council_term=commune, number=4)
    draft = ResolutionFactory(sitting=sitting, title="Về việc thử", text=TEXT, is_normative=True)
    document = document_of(draft)
    assert (document.mark, document.blank_day) == ("DỰ THẢO", True)
    assert document.number is not None
    assert (document.number.number, document.number.year) == (None, 2026)
    last = lines(document)[-1]
    assert last.startswith("Nghị quyết này đã được")
    assert "tháng 7 năm 2026" in last
    assert "15" not in last


def test_the_first_sitting_is_signed_by_its_chair(commune: CouncilTerm) -> None:
    document = document_of(signed(commune, at={"kind": "constituting"}))
    assert document.signatures[0].lines == ("CHỦ TỌA",)


def test_the_standing_committee_resolves_under_its_own_name(commune: CouncilTerm) -> None:
    council = commune.council
    Council.objects.filter(pk=council.pk).update(standing_symbol="TTHĐND")
    council.refresh_from_db()
    meeting = BodyMeetingFactory(council=council, held_on=date(2026, 6, 20))
    text = services.draft_resolution(
        council=council,
        user=None,
        title="Về việc giao biên chế",
        issuer="standing_committee",
        meeting=meeting,
        proposer="Ủy ban nhân dân xã",
        text=TEXT,
    )
    services.adopt_at_meeting(resolution=text, user=None, on=meeting.held_on)
    services.sign(resolution=text, user=None, on=meeting.held_on, signer="Đại biểu Tổ 1 – 01")
    document, said = document_of(text), lines(document_of(text))
    assert document.number is not None
    assert document.number.symbol == "NQ-TTHĐND"
    assert said[0] == "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN XÃ BẢO THẮNG"
    assert not any("KỲ HỌP" in line for line in said)
    assert "Xét đề nghị của Ủy ban nhân dân xã." in said
    assert "đã được Thường trực Hội đồng nhân dân xã Bảo Thắng thông qua ngày 20 tháng 6 năm 2026" in said[-1]
    assert document.signatures[0].lines[0] == "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN"


def test_a_closing_sentence_that_was_typed_is_not_repeated(commune: CouncilTerm) -> None:
    typed = "Nghị quyết này được Hội đồng nhân dân xã thông qua ngày 15 tháng 7 năm 2026."
    said = lines(document_of(signed(commune, text=f"{TEXT}\n{typed}")))
    assert said[-1] == typed
    assert sum("thông qua ngày" in line for line in said) == 1


def test_a_term_without_an_ordinal_leaves_no_gap() -> None:
    term = CouncilTermFactory(
        council=CouncilFactory(name="xã Bảo Thắng", short_name="Bảo Thắng"), term=TermFactory(), ordinal=None
    )
    said = lines(document_of(signed(term)))
    assert said[1] == "KỲ HỌP THỨ TƯ"
    assert "xã Bảo Thắng kỳ họp thứ Tư thông qua" in said[-1]


def test_both_files_are_drawn_with_the_same_words(commune: CouncilTerm) -> None:
    document = document_of(signed(commune))
    word = docx.Document(io.BytesIO(to_docx(document)))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Điều 2. Giao Ủy ban nhân dân xã tổ chức thực hiện" in words
    assert words.count("./.") == 1
    run_in = next(p for p in word.paragraphs if p.text.startswith("Điều 2."))
    assert [bool(run.bold) for run in run_in.runs] == [True, False]
    assert to_pdf(document).startswith(b"%PDF-")
