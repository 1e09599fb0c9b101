"""The activity report says what the figures say, in official Vietnamese, in both files."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.text import fold
from councils.models import CouncilSuccession
from documents.docx import to_docx
from documents.pdf import to_pdf
from reports.activity import activity_report
from reports.activity.wording import next_period
from reports.figures import FigureQuery
from tests.factories import CommitteeFactory, CouncilFactory, MissionFactory, seated
from tests.reports.records import DAY, everything, sitting
from voters.models import VoterOpinion

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 15), date(2026, 7, 20)
QUERIES_OF_A_REPORT = 159


def text_of(question: FigureQuery) -> str:
    return "\n".join(activity_report(question).as_data()["text"])


def docx_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pdf_text(content: bytes) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    return " ".join(" ".join(pages).split())


@pytest.fixture
def busy(ask: Any, meet: Any, heard: Any, term: Any) -> FigureQuery:
    """Nine months with a sitting, a mission, three meetings and five opinions."""
    sitting(term, JULY, number=2)
    MissionFactory(council=term.council, title="Việc quản lý đất công ích", act_symbol="08/QĐ-HĐND")
    meetings = [
        meet(headcount=500, headcount_qualifier="more_than", held_on=JUNE, venue=f"Nhà văn hóa {n}")
        for n in range(3)
    ]
    meetings[0].delegates.add(seated(term))
    seated(term)
    for meeting in meetings[:2]:
        heard(meeting=meeting, sent=JUNE, result="resolved", on=JULY)
    heard(meeting=meetings[0], sent=JUNE, due=JULY)
    heard(meeting=meetings[0], sent=JUNE, result="scheduled", on=JULY)
    heard(meeting=meetings[0], sent=JUNE, result="unresolved", on=JULY)
    question: FigureQuery = ask()
    return question


def test_the_sentence_of_the_form_carries_the_figures(busy: FigureQuery) -> None:
    assert (
        "Đại biểu HĐND xã đã tiếp xúc cử tri tại 03 cuộc với hơn 1.500 lượt cử tri tham dự; tổng hợp được 05 ý kiến, "
        "kiến nghị."
    ) in text_of(busy)


def test_how_opinions_stand_is_told_once(busy: FigureQuery) -> None:
    assert text_of(busy).lower().count("đang giải quyết") == 1


def test_a_period_without_a_name_is_dated_once_at_the_beginning(ask: Any) -> None:
    asked = ask(start=date(2026, 1, 1), end=date(2026, 7, 20), as_of=date(2026, 7, 20))
    opening, note = activity_report(asked).as_data()["text"][:2]
    assert "từ ngày 01/01/2026 đến ngày 20/7/2026" in opening
    assert "trong kỳ báo cáo, đến hết ngày 20/7/2026" in note


def test_shares_stand_with_their_counts_and_late_answers_are_named(busy: FigureQuery) -> None:
    text = text_of(busy)
    assert "Đã giải quyết xong: 2/5 ý kiến (40%)" in text
    assert "Có 1/2 đại biểu (50%) tham gia tiếp xúc cử tri" in text
    assert "Có 01 ý kiến, kiến nghị quá hạn trả lời" in text
    assert "Chưa bố trí được kinh phí: 01 ý kiến" in text


def test_the_day_of_the_results_is_said_on_top(busy: FigureQuery) -> None:
    opening = activity_report(busy).as_data()["text"][1]
    assert "đến hết ngày 29/9/2026" in opening


def test_sittings_and_missions_are_told_where_there_are_any(busy: FigureQuery, ask: Any) -> None:
    assert "Tổ chức kỳ họp" in text_of(busy)
    assert "01 cuộc giám sát chuyên đề" in text_of(busy)
    empty = text_of(ask(start=date(2026, 1, 1), end=date(2026, 1, 31), as_of=date(2026, 1, 31)))
    assert "Tổ chức kỳ họp" not in empty
    assert "không có cuộc tiếp xúc cử tri và không có ý kiến, kiến nghị nào" in empty


def test_both_files_contain_the_figures(busy: FigureQuery) -> None:
    document = activity_report(busy).document
    in_docx, in_pdf = docx_text(to_docx(document)), pdf_text(to_pdf(document))
    for text in (in_docx, in_pdf):
        folded = fold(text)
        assert "hơn 1.500 lượt cử tri" in " ".join(text.split())
        assert "2/5 ý kiến (40%)" in " ".join(text.split())
        assert fold("Biểu tổng hợp kết quả hoạt động") in folded
        assert fold("Danh mục cuộc giám sát, khảo sát") in folded
        assert fold("Việc quản lý đất công ích") in folded
    assert in_docx.rstrip().count("./.") == 1


def test_a_draft_has_neither_number_nor_day(busy: FigureQuery) -> None:
    document = activity_report(busy).document
    assert document.number is not None
    assert document.number.number is None
    assert document.blank_day


@pytest.mark.parametrize(("style", "symbol", "lines"), [("H1", "BC-HĐND", 2), ("H1b", "BC-TTHĐND", 4)])
def test_head_and_symbol_follow_the_councils_setting(
    ask: Any, council: Any, style: str, symbol: str, lines: int
) -> None:
    council.head_style, council.standing_symbol = style, symbol.removeprefix("BC-")
    council.save()
    document = activity_report(ask()).document
    assert document.number is not None
    assert document.number.symbol == symbol
    assert len(document.issuer.lines) == lines


@pytest.mark.parametrize(
    ("level", "unit", "kind", "named"),
    [
        ("province", "tỉnh Thử", "tinh", "Thường trực Tỉnh ủy (báo cáo)"),
        ("district", "huyện Thử", "huyen", "Thường trực Huyện ủy (báo cáo)"),
        ("commune", "phường Thử", "phuong", "Thường trực Đảng ủy phường (báo cáo)"),
    ],
)
def test_recipients_follow_the_level(ask: Any, level: str, unit: str, kind: str, named: str) -> None:
    council = CouncilFactory(level=level, name=unit, short_name="Thử", unit_type=kind)
    assert named in activity_report(ask(council=council)).document.recipients


def test_figures_are_compared_with_the_same_span_a_year_before(ask: Any, meet: Any) -> None:
    meet(held_on=date(2025, 6, 10))
    meet(held_on=JUNE)
    meet(held_on=JULY)
    assert "tăng 01 cuộc so với cùng kỳ năm 2025" in text_of(ask())


def test_nothing_is_compared_across_a_reorganisation(ask: Any, meet: Any, council: Any) -> None:
    meet(held_on=date(2025, 6, 10))
    meet(held_on=JUNE)
    CouncilSuccession.objects.create(
        predecessor=CouncilFactory(), successor=council, kind="merge", effective_on=date(2025, 7, 1)
    )
    assert "so với cùng kỳ" not in text_of(ask())


def test_tables_of_opinions_add_up(busy: FigureQuery) -> None:
    tables = activity_report(busy).document.annexes[-1].blocks
    assert VoterOpinion.objects.count() == 5
    for table in tables:
        total = table.total  # type: ignore[union-attr]  # this annex holds tables only
        assert total is not None
        assert total[2] == 5
        assert sum(cell for cell in total[3:-1] if isinstance(cell, int)) == 5


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2023, 1, 1), date(2023, 9, 30), "3 tháng cuối năm 2023"),
        (date(2023, 1, 1), date(2023, 6, 30), "6 tháng cuối năm 2023"),
        (date(2023, 7, 1), date(2023, 9, 30), "quý IV năm 2023"),
        (date(2023, 10, 1), date(2023, 12, 31), "quý I năm 2024"),
        (date(2023, 5, 1), date(2023, 5, 31), "tháng 6 năm 2023"),
        (date(2023, 12, 1), date(2023, 12, 31), "tháng 01 năm 2024"),
        (date(2023, 1, 1), date(2023, 12, 31), "năm 2024"),
        (date(2023, 7, 1), date(2023, 12, 31), "6 tháng đầu năm 2024"),
        (date(2023, 2, 3), date(2023, 8, 4), "thời gian tới"),
    ],
)
def test_the_next_period_has_its_usual_name(start: date, end: date, expected: str) -> None:
    assert next_period(start, end) == expected


def test_committee_missions_name_their_committee(ask: Any, council: Any) -> None:
    committee = CommitteeFactory(council=council, name="Ban Văn hóa - Xã hội")
    MissionFactory(council=council, subject="committee", committee=committee)
    table = activity_report(ask()).document.annexes[-1].blocks[0]
    assert table.rows[0][2] == "Ban Văn hóa - Xã hội"  # type: ignore[union-attr]  # a table


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_costs_the_same_queries_however_many_rows(
    ask: Any, meet: Any, heard: Any, term: Any, agency: Any, rows: int
) -> None:
    meet(held_on=date(2025, 6, 10))
    for number in range(rows):
        heard(meeting=meet(venue=f"Thôn {number}"), sent=JUNE, result="resolved", on=JULY)
        everything(term, agency, JULY + 10 * number * DAY)
        MissionFactory(council=term.council)
    question = ask()
    with CaptureQueriesContext(connection) as queries:
        activity_report(question)
    assert len(queries) == QUERIES_OF_A_REPORT
