"""Entering a table without JavaScript: a file, gaps in its numbers, groups, answers given at the meeting, fill down."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from docx import Document
from openpyxl import Workbook

from councils.models import Agency, CouncilWord, Field
from councils.services import remember_word
from tests.factories import AgencyFactory, FieldFactory, RoundFactory
from tests.voters.test_grid import cells, step
from voters.imports import Lexicon, RawRow, check_rows, read_table
from voters.models import VoterMeeting, VoterOpinion

HEAD = ("STT", "Nội dung kiến nghị", "Cử tri thôn", "Lĩnh vực", "Cơ quan giải quyết", "Trả lời tại hội nghị")
BODY = (
    ("1", "Đề nghị sửa cầu", "Thôn 1", "giao thông", "P. KTHT", ""),
    ("2", "Đề nghị lắp đèn\nđường liên thôn", "Thôn 2", "điện đóm", "", ""),
    ("3", "Hỏi về phí đò", "Thôn 3", "giao thông", "", "Phí đò do xã quy định tại Nghị quyết số 12"),
)


@pytest.fixture
def staff(client_as: Callable[..., Client], works: Agency, field: Field) -> Client:
    return client_as("secretariat")


@pytest.fixture
def url(meeting: VoterMeeting) -> str:
    return reverse("voters:meeting_opinions", args=[meeting.pk])


def word_file(rows: Any = (HEAD, *BODY)) -> SimpleUploadedFile:
    document = Document()
    document.add_paragraph("TỔNG HỢP Ý KIẾN, KIẾN NGHỊ")
    table = document.add_table(rows=0, cols=len(HEAD))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return _saved(document, "bang.docx")


def excel_file() -> SimpleUploadedFile:
    book = Workbook()
    for texts in (HEAD, *BODY):
        book.active.append([int(text) if text.isdigit() else text for text in texts])
    return _saved(book, "bang.xlsx")


def _saved(book: Any, name: str) -> SimpleUploadedFile:
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


@pytest.mark.parametrize("make", [word_file, excel_file])
def test_the_table_of_a_file_is_read_and_saved_like_a_pasted_one(
    staff: Client, url: str, make: Callable[[], SimpleUploadedFile], works: Agency
) -> None:
    read = staff.post(url, {"action": "upload", "file": make()})
    assert read.status_code == 200
    page = cells(read)
    assert page["content"][:3] == ["Đề nghị sửa cầu", "Đề nghị lắp đèn\nđường liên thôn", "Hỏi về phí đò"]
    assert [(number, cell.name) for number, cell in read.context["grid"].problems] == [(2, "field")]
    page["field"][1] = ""
    step(staff, url, "save", page)
    third = VoterOpinion.objects.get(content="Hỏi về phí đò")
    assert (third.screening, third.spot_answer) == (
        "answered_on_spot",
        "Phí đò do xã quy định tại Nghị quyết số 12",
    )


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("bang.docx", b"PK\x03\x04 no archive"),
        SimpleUploadedFile("bang.pdf", b"%PDF-1.7 something"),
        SimpleUploadedFile("bang.xlsx", b""),
    ],
)
def test_a_file_that_holds_no_table_is_refused_in_words(staff: Client, url: str, file: Any) -> None:
    sent = {"action": "upload", "content": ["Gõ tay"]} | ({"file": file} if file else {})
    response = staff.post(url, sent)
    assert (response.status_code, len(response.context["grid"].refusals)) == (422, 1)
    assert cells(response)["content"][0] == "Gõ tay"


def test_a_word_file_without_a_table_says_so(staff: Client, url: str) -> None:
    document = Document()
    document.add_paragraph("Không có bảng nào")
    response = staff.post(url, {"action": "upload", "file": _saved(document, "van-ban.docx")})
    assert response.context["grid"].refusals == [_("“%(name)s” holds no table.") % {"name": "van-ban.docx"}]


def test_the_good_lines_are_saved_and_the_bad_ones_stay(staff: Client, url: str) -> None:
    page = cells(staff.post(url, {"action": "upload", "file": word_file()}))
    done = step(staff, url, "save_good", page)
    assert (done.status_code, done.url) == (302, url)
    assert sorted(VoterOpinion.objects.values_list("content", flat=True)) == [
        "Hỏi về phí đò",
        "Đề nghị sửa cầu",
    ]
    left = staff.get(url)
    assert [(number, cell.name) for number, cell in left.context["grid"].problems] == [(1, "field")]
    assert cells(left)["content"][0] == "Đề nghị lắp đèn\nđường liên thôn"


def test_saving_the_good_lines_where_none_is_good_enters_nothing(staff: Client, url: str) -> None:
    response = step(staff, url, "save_good", {"content": ["Đề nghị"], "field": ["vũ trụ"]})
    assert response.status_code == 422
    assert not VoterOpinion.objects.exists()


def test_a_mark_that_there_was_an_answer_wants_its_words(staff: Client, url: str) -> None:
    for mark in ("x", "Đã trả lời", "v"):
        response = step(staff, url, "save", {"content": ["Hỏi về phí"], "spot_answer": [mark]})
        assert [cell.problem for _n, cell in response.context["grid"].problems] == [
            _("Write what was answered on the spot.")
        ]
    step(staff, url, "save", {"content": ["Hỏi về phí"], "spot_answer": ["Chưa"]})
    assert VoterOpinion.objects.get().screening == "carried"


def test_the_district_is_no_level_any_more_and_the_sentence_says_since_when(staff: Client, url: str) -> None:
    response = step(staff, url, "read", {"paste": "Nội dung\tThẩm quyền\nĐề nghị A\tcấp huyện\n"})
    assert [cell.problem for _n, cell in response.context["grid"].problems] == [
        _("The district level ended on %(day)s. Choose the province or the commune.") % {"day": "30/06/2025"}
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("STT\tNội dung\n1\tA\n2\tB\n4\tD\n", 2),
        ("STT\tNội dung\n1\tA\n2\tB\nTổng cộng\t3 ý kiến\n", 1),
        ("STT\tNội dung\n1\tA\n2\tB\n", 0),
        ("Nội dung\tThôn\nA\t2\nB\t1\n", 0),
    ],
)
def test_a_table_that_has_fewer_rows_than_it_says_is_told(
    staff: Client, url: str, table: str, said: int
) -> None:
    grid = step(staff, url, "read", {"paste": table}).context["grid"]
    assert len(grid.said) == said, grid.said


def test_more_opinions_in_the_minutes_than_lines_want_a_confirmation(staff: Client, url: str) -> None:
    sent = {"content": ["Một", "Hai"], "declared": "3"}
    asked = step(staff, url, "save", sent)
    assert (asked.status_code, asked.context["grid"].confirm) == (422, True)
    assert asked.context["grid"].declared == "3"
    assert step(staff, url, "save", {**sent, "confirm": "yes"}).status_code == 302
    assert step(staff, url, "save", {"content": ["Ba"], "declared": "3"}).status_code == 302


def test_a_number_that_is_none_is_said_in_words(staff: Client, url: str) -> None:
    response = step(staff, url, "save", {"content": ["Một"], "declared": "ba"})
    assert response.context["grid"].refusals == [
        _("“%(number)s” is no number of opinions.") % {"number": "ba"}
    ]


def test_heads_of_groups_give_their_field_and_level_to_the_rows_below(works: Agency, field: Field) -> None:
    lexicon = Lexicon.from_rows(
        RoundFactory.build(council_term=None, council=None).starts_on,
        [field, FieldFactory(code="dien", name="Điện")],
        [works],
    )
    table = (
        "STT\tNội dung kiến nghị\tCử tri thôn\n"
        "A\tThẩm quyền cấp tỉnh\t\nI\tLĩnh vực giao thông\t\n1\tĐề nghị A\tThôn 1\n2\tĐề nghị B\tThôn 2\n"
        "II\tLĩnh vực điện\t\n3\tĐề nghị C\tThôn 3\nB\tThẩm quyền cấp xã\t\n4\tĐề nghị D\tThôn 4\n"
    )
    reading = read_table(table, lexicon)
    assert [(row.content[-1], row.field, row.competence_level) for row in reading.rows] == [
        ("A", "giao thông", "cấp tỉnh"),
        ("B", "giao thông", "cấp tỉnh"),
        ("C", "điện", "cấp tỉnh"),
        ("D", "", "cấp xã"),
    ]
    assert not any(line.problems for line in check_rows(reading.rows, lexicon))


def test_a_column_is_filled_down_without_javascript(staff: Client, url: str) -> None:
    sent = {"content": ["Một", "Hai", "", "Ba"], "field": ["Giao thông", "", "", ""]}
    page = cells(step(staff, url, "fill:field", sent))
    assert page["field"][:4] == ["Giao thông", "Giao thông", "Giao thông", ""]
    assert page["content"][:3] == ["Một", "Hai", "Ba"]


def test_a_correction_is_remembered_with_one_tick(staff: Client, url: str, meeting: VoterMeeting) -> None:
    page = cells(
        step(staff, url, "read", {"paste": "Nội dung\tLĩnh vực\nLắp đèn\tđiện đóm\nSửa cầu\tđiện đóm\n"})
    )
    waiting = CouncilWord.objects.get()
    assert (waiting.text, waiting.times, waiting.meaning) == ("điện đóm", 1, None)
    page |= {"typed": ["1:field:điện đóm", "2:field:điện đóm"], "remember": ["2:field"]}
    page["field"][:2] = ["Giao thông", "Giao thông"]
    step(staff, url, "save", page)
    assert str(CouncilWord.objects.get().meaning) == "Giao thông"
    again = cells(step(staff, url, "read", {"paste": "Nội dung\tLĩnh vực\nNgõ tối\tĐIỆN ĐÓM\n"}))
    assert again["field"][0] == "Giao thông"


def test_a_correction_that_is_not_ticked_is_not_remembered(staff: Client, url: str) -> None:
    sent = {"content": ["Lắp đèn"], "field": ["Giao thông"], "typed": ["1:field:điện đóm"]}
    step(staff, url, "save", sent)
    assert not CouncilWord.objects.known().exists()


def test_a_tick_survives_a_page_that_could_not_be_saved(staff: Client, url: str) -> None:
    sent = {
        "content": ["Lắp đèn", ""],
        "voter_place": ["", "Thôn 2"],
        "field": ["Giao thông", ""],
        "typed": ["1:field:điện đóm"],
        "remember": ["1:field"],
    }
    line = step(staff, url, "save", sent).context["grid"].lines[0]
    assert [(cell.typed, cell.remember) for cell in line.cells if cell.name == "field"] == [
        ("điện đóm", True)
    ]


def test_the_words_of_the_content_suggest_a_field_and_every_guess_is_marked(
    staff: Client, url: str, meeting: VoterMeeting, field: Field
) -> None:
    FieldFactory(code="dien", name="Điện")
    remember_word(council=meeting.council, kind="field", text="đèn đường", meaning=field, user=None)
    sent = {
        "content": ["Lắp đèn đường ở ngõ 3", "Thay cột điện", "Diện tích đất", "Khác"],
        "field": ["", "", "", ""],
    }
    response = step(staff, url, "suggest", sent)
    assert cells(response)["field"][:4] == ["Giao thông", "Điện", "", ""]
    notes = [[cell.note for cell in line.cells if cell.note] for line in response.context["grid"].lines[:4]]
    assert [len(found) for found in notes] == [1, 1, 0, 0]


def test_words_of_another_council_mean_nothing_here(meeting: VoterMeeting, other_council: Any) -> None:
    remember_word(
        council=other_council,
        kind="agency",
        text="Sở GTVT",
        meaning=AgencyFactory(council=other_council, name="Sở Xây dựng"),
        user=None,
    )
    lexicon = Lexicon.of(meeting.council, meeting.held_on)
    assert check_rows([RawRow(content="A", agency="Sở GTVT")], lexicon)[0].problems


def test_a_body_that_has_ended_is_not_found_by_its_word(meeting: VoterMeeting) -> None:
    from datetime import timedelta  # noqa: PLC0415 - used once

    gone = AgencyFactory(
        council=meeting.council, name="Sở Xây dựng", valid_to=meeting.held_on - timedelta(days=1)
    )
    remember_word(council=meeting.council, kind="agency", text="Sở GTVT", meaning=gone, user=None)
    lexicon = Lexicon.of(meeting.council, meeting.held_on)
    assert check_rows([RawRow(content="A", agency="Sở GTVT")], lexicon)[0].problems


def test_19_000_lines_are_refused_quickly_and_stay_in_the_box(staff: Client, url: str) -> None:
    sent = {"content": [f"Đề nghị {number}" for number in range(19_000)]}
    begun = time.monotonic()
    response = step(staff, url, "save", sent)
    assert time.monotonic() - begun < 4
    assert response.status_code == 422
    assert "Đề nghị 18999" in response.context["grid"].paste
    assert response.context["grid"].filled == 0
