"""The PDF of an administrative document, opened and read page by page, and held against its DOCX."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pypdf
import pytest
import typst
from docx.oxml.ns import qn

from documents import fonts
from documents.administrative import AdministrativeDocument, Column, Paragraph, Table, Title
from documents.docx import to_docx
from documents.pdf import to_pdf
from tests.documents import administrative_samples as samples

Kind = Callable[[], AdministrativeDocument]
EVERY_KIND = pytest.mark.parametrize(
    "kind", [samples.report, samples.long_report, samples.letter, samples.minutes]
)


def opened(document: AdministrativeDocument) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(document)))


def page_texts(document: AdministrativeDocument) -> list[str]:
    """The text of each page with its lines joined, as a reader takes it in."""
    return [re.sub(r"\s+", " ", page.extract_text()).strip() for page in opened(document).pages]


def embedded_fonts(reader: pypdf.PdfReader) -> set[str]:
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    faces = (font.get_object() for each in resources for font in each.get("/Font", {}).values())
    return {face["/BaseFont"].split("+")[1] for face in faces}


# --- The page ---


@EVERY_KIND
def test_every_page_is_a4(kind: Kind) -> None:
    for page in opened(kind()).pages:
        assert sorted(round(float(side)) for side in page.mediabox[2:]) == [595, 842]


def test_pages_are_numbered_from_the_second_of_each_part() -> None:
    pages = page_texts(samples.long_report())
    annexes = [number for number, text in enumerate(pages) if text.startswith("Phụ lục")]
    starts = [0, *annexes]
    assert len(annexes) == 2
    assert annexes[0] >= 3
    assert annexes[1] - annexes[0] >= 2
    for number, text in enumerate(pages):
        own = number - max(start for start in starts if start <= number) + 1
        assert text.startswith(f"{own} ") is (own > 1)
        assert own > 1 or not text[0].isdigit()


def test_a_wide_annex_is_in_landscape() -> None:
    reader = opened(samples.long_report())
    (first,) = (page for page in reader.pages if page.extract_text().startswith("Phụ lục I\n"))
    assert first.mediabox.width > first.mediabox.height
    assert reader.pages[0].mediabox.width < reader.pages[0].mediabox.height


def test_the_header_of_a_table_repeats_on_every_page() -> None:
    pages = [text for text in page_texts(samples.long_report()) if "Nghị quyết về phát triển" in text]
    assert len(pages) >= 2
    assert all("STT Trích yếu nội dung" in text for text in pages)


def test_a_row_that_heads_others_is_never_the_last_of_a_page() -> None:
    columns = (Column("A"), Column("B"))
    for before in range(20, 50):
        rows = [("một", "hai")] * before + [("PHẦN SAU",), ("ba", "bốn")]
        pages = page_texts(replace(samples.report(), body=(Table(columns, tuple(rows)), Paragraph("Hết."))))
        assert sum("PHẦN SAU ba bốn" in text for text in pages) == 1, before


# --- Text ---


def test_a_report_reads_in_the_order_of_the_decree() -> None:
    text = " ".join(page_texts(samples.report()))
    order = [
        "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-HĐND",
        "Lào Cai, ngày 05 tháng 10 năm 2026",
        "BÁO CÁO Kết quả hoạt động 9 tháng đầu năm 2026",
        "Kính gửi: Các vị đại biểu",
        "72/2025/QH15;",
        "I. KẾT QUẢ HOẠT ĐỘNG",
        "Biểu 1.",
        "II. ĐÁNH GIÁ CHUNG",
        "năm 2026./.",
        "Nơi nhận:",
        "- Lưu: VT, TH.",
        "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN CHỦ TỊCH",
        "Người ký 01",
    ]
    positions = [text.find(part) for part in order]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert text.count("./.") == 1


def test_a_draft_letter_shows_subject_mark_and_addressees() -> None:
    first = page_texts(samples.letter())[0]
    assert "V/v chuyển ý kiến, kiến nghị của cử tri khóa XXI" in first
    assert "DỰ THẢO" in first
    assert "Kính gửi: - Ủy ban nhân dân phường; - Công an phường." in first
    assert "CÔNG VĂN" not in first


def test_text_from_people_is_never_markup() -> None:
    assert samples.HOSTILE in " ".join(page_texts(samples.report()))


def test_no_field_of_a_document_reaches_typst_as_code() -> None:
    code = '#panic("x") $'
    document = replace(
        samples.letter(), place=code, mark=code, filing=code, recipients=(code,), addressees=(code,)
    )
    text = " ".join(page_texts(document))
    assert text.count(code) == 4
    assert code.upper() in text


def test_a_sign_without_a_glyph_does_not_stop_the_document() -> None:
    body = (Paragraph("Ý kiến \U0001f600 của cử tri"),)
    assert "của cử tri./." in page_texts(replace(samples.report(), body=body))[0]


@EVERY_KIND
def test_pdf_and_docx_say_the_same_numbers(kind: Kind) -> None:
    document = kind()
    word = docx.Document(io.BytesIO(to_docx(document)))
    written = " ".join(
        "".join(n.text or "" for n in p.iter(qn("w:t"))) for p in word.element.body.iter(qn("w:p"))
    )
    drawn = " ".join(re.sub(r"^\d+\n", "", page.extract_text()) for page in opened(document).pages)
    numbers = re.compile(r"\d[\d.,/]*")
    assert sorted(numbers.findall(drawn)) == sorted(numbers.findall(written))


# --- The file ---


@EVERY_KIND
def test_the_file_is_tagged_vietnamese_and_archivable(kind: Kind) -> None:
    reader = opened(kind())
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_properties_speak_of_the_document_alone() -> None:
    document = samples.report()
    found = opened(document).metadata
    assert found is not None
    assert isinstance(document.title, Title)
    assert found.title == f"Báo cáo {document.title.abstract}"
    assert found.author == "Thường trực Hội đồng nhân dân tỉnh Lào Cai"
    assert found.creation_date is not None
    assert found.creation_date.date() == document.dated


def test_headings_make_the_outline() -> None:
    titles = re.findall(r"'/Title': '([^']+)'", str(opened(samples.report()).outline))
    assert titles == [
        "I. KẾT QUẢ HOẠT ĐỘNG",
        "1. Tiếp xúc cử tri",
        "a) Theo lĩnh vực",
        "2. Ý kiến đáng chú ý",
        "II. ĐÁNH GIÁ CHUNG",
    ]


@EVERY_KIND
def test_equal_documents_are_equal_files(kind: Kind) -> None:
    assert to_pdf(kind()) == to_pdf(kind())


def test_ten_pages_take_less_than_a_third_of_a_second() -> None:
    document = replace(samples.report(), body=(*samples.FILLER * 3, *samples.BODY))
    to_pdf(samples.letter())
    begun = time.process_time()
    assert len(opened(document).pages) >= 10
    assert time.process_time() - begun < 0.6  # with reading it


# --- Fonts ---


def test_one_face_writes_the_whole_document() -> None:
    family = fonts.typeface().family.replace(" ", "")
    assert {name.split("-")[0] for name in embedded_fonts(opened(samples.long_report()))} == {family}


def test_the_embedded_face_has_every_vietnamese_letter() -> None:
    assert fonts._writes_vietnamese(fonts.EMBEDDED, typst.Fonts(include_system_fonts=False))


def test_a_face_without_vietnamese_letters_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_LETTERS", "ก")  # as if Vietnamese were a script that no face here has
    assert not fonts._writes_vietnamese(fonts.EMBEDDED, typst.Fonts(include_system_fonts=False))
    assert fonts.typeface.__wrapped__().family == fonts.EMBEDDED


def test_without_times_or_a_twin_the_document_is_drawn_in_the_embedded_face(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = fonts.Typeface(fonts.EMBEDDED, typst.Fonts(include_system_fonts=False))
    monkeypatch.setattr("documents.pdf.typeface", lambda: bare)
    reader = opened(samples.report())
    assert {name.split("-")[0] for name in embedded_fonts(reader)} == {"LibertinusSerif"}
    assert "TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN" in " ".join(p.extract_text() for p in reader.pages)


def test_marks_do_not_widen_a_letter() -> None:
    assert fonts.text_width("HỘI ĐỒNG", 13, bold=True) == fonts.text_width("HOI DONG", 13, bold=True)
    assert fonts.text_width("Độc lập - Tự do - Hạnh phúc", 13, bold=True) == pytest.approx(158.6, abs=0.1)


def test_a_title_is_set_to_lines_of_about_equal_length() -> None:
    title = "Kết quả hoạt động 9 tháng đầu năm 2026 và nhiệm vụ trọng tâm 3 tháng cuối năm 2026"
    assert fonts.balanced_width(title, 14, 140) < 120
    assert fonts.balanced_width("Ngắn", 14, 140) == 40
