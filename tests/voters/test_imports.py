"""What people paste: tables of Word and Excel, lists, and anything else. Nothing of it may break the page."""

from __future__ import annotations

import csv
import time
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.models import Agency, Council, Field
from voters.imports import Lexicon, RawRow, check_rows, read_table
from voters.imports.table import clean, split_table
from voters.services.opinions import OpinionRow

DAY = date(2023, 9, 14)
FIELDS = ["Giao thông", "Xây dựng, đô thị", "Đất đai", "Điện"]
AGENCIES = [
    ("Phòng Kinh tế và Hạ tầng", "department"),
    ("Phòng Tài nguyên và Môi trường", "department"),
    ("UBND huyện Bảo Thắng", "peoples_committee"),
    ("UBND xã Gia Phú", "lower_committee"),
    ("Phòng Nội vụ", "department"),
    ("Phòng Nông nghiệp", "department"),
]


@pytest.fixture
def lexicon() -> Lexicon:
    return make_lexicon()


def make_lexicon(day: date = DAY) -> Lexicon:
    fields = [Field(pk=pk, name=name, code=f"f{pk}") for pk, name in enumerate(FIELDS, start=1)]
    agencies = [Agency(pk=pk, name=name, kind=kind) for pk, (name, kind) in enumerate(AGENCIES, start=1)]
    return Lexicon.from_rows(day, fields, agencies)


def roles(text: str, lexicon: Lexicon) -> list[str]:
    return [str(column.role) for column in read_table(text, lexicon).columns]


# --- From text to cells ---


def test_excel_quotes_cells_with_line_breaks() -> None:
    assert split_table('1\t"Sửa cầu\nrất ""hỏng"""\tThôn 1\n2\tSửa đường\tThôn 2\n') == [
        ["1", 'Sửa cầu\nrất "hỏng"', "Thôn 1"],
        ["2", "Sửa đường", "Thôn 2"],
    ]


def test_word_breaks_a_cell_into_lines_that_belong_together() -> None:
    assert split_table("1\tSửa cầu\nrất hỏng\tThôn 1\n2\tSửa đường\tThôn 2\n3\tĐiện\tThôn 3\nvà thôn 4") == [
        ["1", "Sửa cầu\nrất hỏng", "Thôn 1"],
        ["2", "Sửa đường", "Thôn 2"],
        ["3", "Điện", "Thôn 3\nvà thôn 4"],
    ]


def test_quotes_that_voters_used_stay() -> None:
    assert split_table('"Đường" và "cầu"\tThôn 1\n"Đường"\tThôn 2') == [
        ['"Đường" và "cầu"', "Thôn 1"],
        ['"Đường"', "Thôn 2"],
    ]


def test_a_numbered_list_is_one_statement_a_number() -> None:
    assert split_table("1. Sửa cầu\nmặt cầu hỏng\n2. Sửa đường\n\n3) Lắp đèn") == [
        ["Sửa cầu\nmặt cầu hỏng"],
        ["Sửa đường"],
        ["Lắp đèn"],
    ]


def test_signs_that_nobody_typed_are_gone() -> None:
    assert clean("\ufeffSửa\u00a0đường\x00\u200b\r\n a\x0bb \ud800") == "Sửa đường\na\nb"


# --- Columns ---


def test_columns_are_known_by_their_headings(lexicon: Lexicon) -> None:
    text = (
        "STT\tNội dung kiến nghị của cử tri\tThôn, xã\tLĨNH VỰC\tThẩm quyền giải quyết\tCơ quan giải quyết\tGhi chú\n"
        "1\tĐề nghị sửa cầu\tThôn 1\tGiao thông\tHuyện\tP. KTHT\tgấp\n"
    )
    reading = read_table(text, lexicon)
    assert [column.role for column in reading.columns] == [
        "number",
        "content",
        "voter_place",
        "field",
        "competence_level",
        "agency",
        "",
    ]
    assert reading.rows == [
        RawRow("Đề nghị sửa cầu", "Thôn 1", "Giao thông", "Huyện", "P. KTHT", pasted=True)
    ]


def test_a_title_above_and_a_row_of_column_numbers_below_the_headings_are_left_out(lexicon: Lexicon) -> None:
    text = "BIỂU TỔNG HỢP\t\t\nTT\tNội dung\tNơi cử tri\n(1)\t(2)\t(3)\n01\tSửa cầu\tThôn 1"
    assert [row.content for row in read_table(text, lexicon).rows] == ["Sửa cầu"]


def test_without_headings_columns_are_known_by_what_stands_in_them(lexicon: Lexicon) -> None:
    text = (
        "1.\tĐề nghị sửa đường liên thôn đi qua chợ\tGiao thông\tThôn Nậm Phảng\tPhòng KT&HT\tcấp huyện\n"
        "2.\tĐề nghị lắp công tơ điện cho hộ mới tách\tĐiện\tThôn 3\tUBND huyện\txã\n"
    )
    assert roles(text, lexicon) == ["number", "content", "field", "voter_place", "agency", "competence_level"]


def test_a_row_of_data_is_not_taken_for_headings(lexicon: Lexicon) -> None:
    text = "Đề nghị sửa đường thôn 3\tThôn Nậm Phảng\nĐề nghị lắp đèn\tThôn 3"
    assert len(read_table(text, lexicon).rows) == 2


def test_a_person_may_correct_the_columns(lexicon: Lexicon) -> None:
    text = "Thôn 1\tĐề nghị sửa đường liên thôn"
    reading = read_table(text, lexicon, ["content", "voter_place"])
    assert reading.rows[0].content == "Thôn 1"
    assert read_table(text, lexicon, ["content"]).rows[0].content != "Thôn 1"


# --- Matching ---


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("phòng kinh tế và hạ tầng", "Phòng Kinh tế và Hạ tầng"),
        ("P. KTHT", "Phòng Kinh tế và Hạ tầng"),
        ("Phòng KT&HT", "Phòng Kinh tế và Hạ tầng"),
        ("Kinh te - Ha tang", "Phòng Kinh tế và Hạ tầng"),
        ("TNMT", "Phòng Tài nguyên và Môi trường"),
        ("Ủy ban nhân dân huyện Bảo Thắng", "UBND huyện Bảo Thắng"),
        ("UBND huyện", "UBND huyện Bảo Thắng"),
        ("xã Gia Phú", "UBND xã Gia Phú"),
    ],
)
def test_agencies_are_known_by_short_forms(lexicon: Lexicon, typed: str, name: str) -> None:
    assert str(lexicon.agencies.match(typed).found) == name


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("Trung ương", "central"),
        ("TW", "central"),
        ("thuộc thẩm quyền cấp tỉnh", "province"),
        ("Cấp huyện", "district"),
        ("XÃ", "commune"),
        ("province", "province"),
        ("liên bang", ""),
    ],
)
def test_levels_are_known_by_their_words(lexicon: Lexicon, typed: str, level: str) -> None:
    assert lexicon.level(typed) == level


def test_the_district_level_is_no_level_after_it_ended() -> None:
    assert make_lexicon(date(2026, 1, 5)).level("huyện") == ""


COMMUNE = Council(name="xã Bảo Thắng", short_name="Bảo Thắng")
BODIES = [
    ("UBND tỉnh Lào Cai", "peoples_committee"),
    ("Công an tỉnh Lào Cai", "other"),
    ("Văn phòng HĐND và UBND xã", "department"),
    ("Phòng Kinh tế xã", "department"),
    ("Phòng Văn hóa - Xã hội xã", "department"),
    ("Trạm Y tế xã", "other"),
    ("Công an xã Bảo Thắng", "department"),
]


def commune_lexicon(*more: tuple[str, str]) -> Lexicon:
    bodies = [
        Agency(pk=pk, name=name, kind=kind) for pk, (name, kind) in enumerate([*BODIES, *more], start=1)
    ]
    return Lexicon.from_rows(date(2026, 1, 5), [], bodies, COMMUNE)


@pytest.mark.parametrize("typed", ["UBND", "Ủy ban nhân dân"])
def test_a_bare_committee_is_never_that_of_another_unit(typed: str) -> None:
    lexicon = commune_lexicon()
    assert lexicon.agencies.match(typed).found is None
    assert "UBND tỉnh Lào Cai" in problem(lexicon, agency=typed)["agency"]
    assert str(lexicon.agencies.match("UBND tỉnh").found) == "UBND tỉnh Lào Cai"
    several = problem(commune_lexicon(("UBND xã Gia Phú", "lower_committee")), agency=typed)["agency"]
    assert "UBND tỉnh Lào Cai; UBND xã Gia Phú" in several


@pytest.mark.parametrize("name", ["UBND xã", "UBND xã Bảo Thắng", "Ủy ban nhân dân xã Bảo Thắng"])
def test_a_bare_committee_is_the_councils_own(name: str) -> None:
    lexicon = commune_lexicon((name, "peoples_committee"))
    assert str(lexicon.agencies.match("UBND").found) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Trạm Y tế", "Trạm Y tế xã"),
        ("Phòng Kinh tế", "Phòng Kinh tế xã"),
        ("Phòng VHXH", "Phòng Văn hóa - Xã hội xã"),
        ("Phòng Văn hóa", "Phòng Văn hóa - Xã hội xã"),
        ("Văn phòng", "Văn phòng HĐND và UBND xã"),
        ("Công an", "Công an xã Bảo Thắng"),
        ("Công an xã", "Công an xã Bảo Thắng"),
    ],
)
def test_a_part_of_a_name_is_understood_and_says_so(typed: str, name: str) -> None:
    (line,) = check_rows([RawRow("Sửa cầu", agency=typed)], commune_lexicon())
    assert (line.raw.agency, line.problems) == (name, {})
    assert typed in line.notes["agency"]
    assert name in line.notes["agency"]
    (again,) = check_rows([line.raw], commune_lexicon())
    assert not again.notes


def test_a_part_of_two_names_is_not_understood() -> None:
    assert "Phòng Kinh tế xã; Phòng Văn hóa" in problem(commune_lexicon(), agency="Phòng")["agency"]


# --- Checking rows ---


def problem(lexicon: Lexicon, **cells: str) -> dict[str, str]:
    (line,) = check_rows([RawRow(**{"content": "Sửa cầu", **cells})], lexicon)  # type: ignore[arg-type]  # texts only
    return line.problems


def test_an_unknown_name_says_what_was_typed_and_the_nearest(lexicon: Lexicon) -> None:
    sentence = problem(lexicon, field="Giao thong van")["field"]
    assert "Giao thong van" in sentence
    assert "Giao thông" in sentence


def test_a_short_form_of_two_bodies_names_both() -> None:
    lexicon = make_lexicon()
    lexicon.agencies.add("Sở Nội vụ", Agency(pk=9, name="Sở Nội vụ"), ["noivu"])
    assert "Phòng Nội vụ; Sở Nội vụ" in problem(lexicon, agency="Nội vụ")["agency"]


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"content": ""}, "content"),
        ({"content": "x" * 5001}, "content"),
        ({"voter_place": "x" * 201}, "voter_place"),
        ({"competence_level": "liên bang"}, "competence_level"),
        ({"agency": "Sở Ngoại vụ"}, "agency"),
    ],
)
def test_a_wrong_cell_has_its_sentence(lexicon: Lexicon, cells: dict[str, str], cell: str) -> None:
    assert list(problem(lexicon, **{"voter_place": "Thôn 1", **cells})) == [cell]


def test_what_is_empty_is_classified_later(lexicon: Lexicon) -> None:
    (line,) = check_rows([RawRow("Sửa cầu")], lexicon)
    assert line.row == OpinionRow("Sửa cầu")


def test_what_was_matched_is_shown_by_its_full_name(lexicon: Lexicon) -> None:
    (line,) = check_rows([RawRow("Sửa cầu", agency="ktht", competence_level="cấp xã")], lexicon)
    assert (line.raw.agency, line.raw.competence_level) == ("Phòng Kinh tế và Hạ tầng", "commune")


def test_the_same_words_of_the_same_place_are_a_slip(lexicon: Lexicon) -> None:
    rows = [RawRow("Sửa cầu", "Thôn 1"), RawRow(), RawRow("SỬA CẦU.", "thôn 1"), RawRow("Sửa cầu", "Thôn 2")]
    lines = check_rows(rows, lexicon)
    assert [bool(line.problems) for line in lines] == [False, False, True, False]
    assert "1" in lines[2].problems["content"]


def test_what_the_meeting_already_has_wants_a_second_look_only(lexicon: Lexicon) -> None:
    (line,) = check_rows([RawRow("Sửa cầu")], lexicon, existing=["sửa  cầu!"])
    assert line.row
    assert line.warnings
    assert not line.problems


# --- Anything at all ---

SIGNS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(["\t", "\n", '"', '""', "1.", "STT", "Nội dung", "Thôn 1", "\r", "\x0b", " "]),
        max_size=60,
    ).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(SIGNS)
def test_no_pasted_text_breaks_the_reading(text: str) -> None:
    lexicon = make_lexicon()
    reading = read_table(text, lexicon)
    for line in check_rows(reading.rows, lexicon):
        assert line.row is not None or line.problems


WORDS = (
    st.text("abcđêôăâxy ,;.\"'\n", min_size=1, max_size=60)
    .map(clean)
    .filter(lambda text: any(map(str.isalpha, text)))
)
PLACES = st.sampled_from(["", "Thôn 1", "Thôn Nậm Phảng", "Tổ 3"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(WORDS, PLACES, st.sampled_from(["", *FIELDS])), min_size=1, max_size=8))
def test_rows_that_excel_writes_come_back_as_they_were(rows: list[tuple[str, str, str]]) -> None:
    sheet = StringIO()
    writer = csv.writer(sheet, "excel-tab")
    writer.writerow(["STT", "Nội dung", "Nơi cử tri", "Lĩnh vực"])
    writer.writerows([number, *row] for number, row in enumerate(rows, start=1))
    reading = read_table(sheet.getvalue(), make_lexicon())
    assert [(row.content, row.voter_place, row.field) for row in reading.rows] == rows


def test_four_hundred_rows_are_read_and_checked_within_a_second(lexicon: Lexicon) -> None:
    text = "STT\tNội dung\tNơi cử tri\tLĩnh vực\tCơ quan\n" + "".join(
        f"{n}\tĐề nghị sửa cầu số {n}, mặt cầu đã hỏng {'rất nặng ' * 30}\tThôn {n}\tLĩnh vực {n}\tSở lạ {n}\n"
        for n in range(400)
    )
    begun = time.process_time()  # its own work: what else the machine does is not asked
    lines = check_rows(read_table(text, make_lexicon()).rows, lexicon)
    assert len(lines) == 400
    assert time.process_time() - begun < 1
