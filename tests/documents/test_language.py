"""Administrative Vietnamese: numbers, dates, periods, comparisons and spelling."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import roman
from documents import language
from documents.language import Qualifier, Quantity, SittingStyle

counts = st.integers(min_value=0, max_value=10**12)
days = st.dates(min_value=dt.date(1946, 1, 1), max_value=dt.date(2199, 12, 31))
AGAINST = language.same_period_of(2022)


# --- Numbers ---


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (5, "5"), (999, "999"), (1500, "1.500"), (-1234567, "-1.234.567")]
)
def test_thousands_are_parted_by_dots(value: int, text: str) -> None:
    assert language.integer(value) == text


@given(counts)
def test_a_printed_number_reads_back_as_itself(value: int) -> None:
    assert int(language.integer(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("20.30", "20,3"),
        ("20.00", "20"),
        ("0.125", "0,13"),
        ("1234.5", "1.234,5"),
        ("-0.001", "0"),
        ("-2.5", "-2,5"),
    ],
)
def test_decimals_have_a_comma_and_no_idle_zeros(value: str, text: str) -> None:
    assert language.decimal(Decimal(value)) == text


def test_more_than_two_decimals_are_refused() -> None:
    with pytest.raises(ValueError, match="at most two decimals"):
        language.decimal(Decimal("1.2345"), 3)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(30, 148, "20,3%"), (0, 7, "0%"), (7, 7, "100%"), (1, 8, "12,5%"), (1, 16, "6,3%"), (1, 2000, "0,1%"),
     (1, 5000, "0,02%"), (9999, 10000, "99,99%"), (15, 10, "150%")],
)  # fmt: skip
def test_a_percentage_is_computed_from_its_counts_half_up(part: int, whole: int, text: str) -> None:
    assert language.percent(part, whole) == text


def test_a_share_always_shows_its_counts() -> None:
    assert language.share(30, 1480, "ý kiến") == "30/1.480 ý kiến (2%)"


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="base greater than zero"):
        language.percent(1, 0)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_has_at_most_two_decimals_and_never_ends_in_a_zero_decimal(
    part: int, whole: int
) -> None:
    assert re.fullmatch(r"[\d.]+(,\d?[1-9])?%", language.percent(part, whole))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "không có cuộc"), (5, "05 cuộc"), (9, "09 cuộc"), (10, "10 cuộc"), (1500, "1.500 cuộc"),
     (Quantity(1500, Qualifier.FLOOR), "hơn 1.500 cuộc"), (Quantity(90, Qualifier.CEILING), "gần 90 cuộc"),
     (Quantity(8, Qualifier.ESTIMATE), "khoảng 08 cuộc")],
)  # fmt: skip
def test_a_count_in_prose_has_its_leading_zero_and_its_qualifier(value: int | Quantity, text: str) -> None:
    assert language.counted(value, "cuộc") == text


def test_zero_can_be_said_as_not_yet_arisen() -> None:
    assert language.counted(0, "đơn quá hạn", zero="chưa phát sinh") == "chưa phát sinh đơn quá hạn"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "không"), (1, "một"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"), (20, "hai mươi"),
     (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (100, "một trăm"), (105, "một trăm linh năm"),
     (111, "một trăm mười một"), (1000, "một nghìn"), (1005, "một nghìn không trăm linh năm"),
     (1050, "một nghìn không trăm năm mươi"), (21021, "hai mươi mốt nghìn không trăm hai mươi mốt"),
     (1_000_001, "một triệu không trăm linh một"), (2_000_000_000, "hai tỷ"),
     (1_000_000_015, "một tỷ không trăm mười lăm"), (10**12, "một nghìn tỷ"), (-4, "âm bốn")],
)  # fmt: skip
def test_numbers_in_words_follow_speech(value: int, words: str) -> None:
    assert language.in_words(value) == words


WORD_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9, "mười": 10, "linh": 0,
}  # fmt: skip
SCALES = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 1000, "trăm": 100, "mươi": 10}


def read_words(words: list[str]) -> int:
    """The value of a number in words, read as a listener does: the largest scale splits the phrase."""
    for scale, size in SCALES.items():
        if scale in words:
            last = len(words) - 1 - words[::-1].index(scale)
            return read_words(words[:last]) * size + read_words(words[last + 1 :])
    return sum(WORD_VALUES[word] for word in words)


@given(counts)
def test_a_number_in_words_says_exactly_that_number(value: int) -> None:
    assert read_words(language.in_words(value).split()) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "thứ nhất"), (2, "thứ hai"), (4, "thứ tư"), (5, "thứ năm"), (21, "thứ hai mươi mốt")],
)
def test_ordinals_have_their_own_first_and_fourth(value: int, text: str) -> None:
    assert language.ordinal(value) == text


def test_a_sitting_is_numbered_in_the_house_style_of_its_council() -> None:
    assert language.sitting_ordinal(5) == "thứ Năm"
    assert language.sitting_ordinal(34, SittingStyle.NUMERALS) == "thứ 34"
    assert language.sitting_ordinal(21) == "thứ Hai mươi mốt"


@pytest.mark.parametrize(
    ("value", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (18, "XVIII"), (2026, "MMXXVI")]
)
def test_terms_are_numbered_in_roman(value: int, numeral: str) -> None:
    assert roman(value) == numeral


@pytest.mark.parametrize("number", [roman, language.point_letter])
def test_counting_begins_at_one(number: object) -> None:
    with pytest.raises(ValueError, match=r"one|letters"):
        number(0)  # type: ignore[operator] # both take a number


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert "".join(language.point_letter(n) for n in range(1, 8)) == "abcdđeg"


# --- Qualified values ---


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        (Qualifier.EXACT, Qualifier.EXACT, Qualifier.EXACT),
        (Qualifier.EXACT, Qualifier.FLOOR, Qualifier.FLOOR),
        (Qualifier.CEILING, Qualifier.CEILING, Qualifier.CEILING),
        (Qualifier.FLOOR, Qualifier.CEILING, Qualifier.ESTIMATE),
        (Qualifier.ESTIMATE, Qualifier.EXACT, Qualifier.ESTIMATE),
    ],
)
def test_a_sum_keeps_what_is_known_about_its_parts(
    first: Qualifier, second: Qualifier, total: Qualifier
) -> None:
    assert Quantity(10, first) + Quantity(5, second) == Quantity(15, total)


quantities = st.builds(Quantity, st.integers(0, 10**6), st.sampled_from(Qualifier))


@given(quantities, quantities)
def test_the_order_of_a_sum_does_not_matter(first: Quantity, second: Quantity) -> None:
    assert first + second == second + first


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Quantity(-1)


# --- Dates and periods ---


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026", "05/02/2026"),
        (dt.date(2026, 3, 5), "ngày 05 tháng 3 năm 2026", "05/3/2026"),
        (dt.date(2026, 11, 20), "ngày 20 tháng 11 năm 2026", "20/11/2026"),
    ],
)
def test_only_days_below_ten_and_january_and_february_have_a_zero(
    day: dt.date, long: str, short: str
) -> None:
    assert (language.long_date(day), language.short_date(day)) == (long, short)


@given(days)
def test_a_printed_date_reads_back_as_itself(day: dt.date) -> None:
    assert dt.datetime.strptime(language.short_date(day), "%d/%m/%Y").date() == day  # noqa: DTZ007 - a date alone


def test_the_day_of_a_draft_stays_open() -> None:
    assert language.long_date(dt.date(2026, 3, 5), blank_day=True).split() == [
        "ngày",
        "tháng",
        "3",
        "năm",
        "2026",
    ]


def test_hours_are_plain_in_an_agenda_and_full_in_minutes() -> None:
    assert language.hour(dt.time(7, 45)) == "7 giờ 45 phút"
    assert language.hour(dt.time(8)) == "8 giờ"
    assert language.hour(dt.time(8), minutes_of_meeting=True) == "08 giờ 00 phút"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ((2023, 1, 1), (2023, 12, 31), "năm 2023"),
        ((2023, 1, 1), (2023, 9, 30), "9 tháng đầu năm 2023"),
        ((2023, 1, 1), (2023, 6, 30), "6 tháng đầu năm 2023"),
        ((2023, 7, 1), (2023, 12, 31), "6 tháng cuối năm 2023"),
        ((2026, 7, 1), (2026, 9, 30), "quý III năm 2026"),
        ((2026, 2, 1), (2026, 2, 28), "tháng 2 năm 2026"),
        ((2026, 2, 1), (2026, 4, 30), "từ ngày 01/02/2026 đến ngày 30/4/2026"),
        ((2025, 1, 1), (2026, 12, 31), "từ ngày 01/01/2025 đến ngày 31/12/2026"),
        ((2026, 3, 5), (2026, 3, 5), "ngày 05/3/2026"),
    ],
)
def test_a_period_is_called_by_its_name_if_it_has_one(
    start: tuple[int, int, int], end: tuple[int, int, int], name: str
) -> None:
    assert language.period(dt.date(*start), dt.date(*end)) == name


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        language.period(dt.date(2026, 2, 1), dt.date(2026, 1, 1))


# --- Comparisons ---


@pytest.mark.parametrize(
    ("current", "base", "text"),
    [
        (34, 29, "tăng 05 cuộc (tăng 17,2%) so với cùng kỳ năm 2022"),
        (20, 40, "giảm 20 cuộc (giảm 50%) so với cùng kỳ năm 2022"),
        (29, 29, "bằng cùng kỳ năm 2022"),
        (5, 0, "tăng 05 cuộc so với cùng kỳ năm 2022"),
        (3, 9, "giảm 06 cuộc so với cùng kỳ năm 2022"),
        (Quantity(34, Qualifier.FLOOR), 29, ""),
        (34, Quantity(29, Qualifier.ESTIMATE), ""),
    ],
)
def test_a_comparison_prints_a_percentage_only_where_it_means_something(
    current: int | Quantity, base: int | Quantity, text: str
) -> None:
    assert language.comparison(current, base, "cuộc", against=AGAINST) == text


def test_a_change_of_shares_is_in_percentage_points() -> None:
    changed = language.share_comparison((30, 100), (277, 1000), against=AGAINST)
    assert changed == "tăng 2,3 điểm phần trăm so với cùng kỳ năm 2022"
    assert language.share_comparison((1, 2), (2, 4), against=AGAINST) == "bằng cùng kỳ năm 2022"


@pytest.mark.parametrize(
    ("now", "then", "points"),
    [((30, 148), (22, 121), "2,1"), ((1, 2), (0, 2), "50"), ((5003, 10000), (1, 2), "0,03")],
)
def test_percentage_points_have_one_decimal_unless_that_hides_the_change(
    now: tuple[int, int], then: tuple[int, int], points: str
) -> None:
    assert language.share_comparison(now, then, against=AGAINST).startswith(f"tăng {points} điểm phần trăm")


def test_compounds_of_a_title_stay_together() -> None:
    held = language.held_together(
        "Nhiệm vụ trọng tâm 9 tháng đầu năm 2023 của Thường trực Hội đồng nhân dân xã"
    )
    assert held.replace("\N{NO-BREAK SPACE}", "_") == (
        "Nhiệm_vụ trọng_tâm 9_tháng đầu_năm_2023 của Thường_trực Hội_đồng nhân_dân xã"
    )


def test_a_plan_is_reached_in_percent() -> None:
    assert language.plan_result(19, 20) == "đạt 95% kế hoạch"


# --- Classifiers and spelling ---


@pytest.mark.parametrize(
    ("code", "noun"),
    [("T01", "cuộc"), ("T04", "lượt cử tri"), ("O05", "ý kiến, kiến nghị"), ("L08", "văn bản trả lời")],
)
def test_each_indicator_is_counted_with_its_noun(code: str, noun: str) -> None:
    assert language.classifier(code) == noun


def test_a_rate_has_no_noun() -> None:
    with pytest.raises(ValueError, match="O10"):
        language.classifier("O10")


@pytest.mark.parametrize(
    ("written", "house"),
    [("hoà", "hòa"), ("khoá", "khóa"), ("Uỷ ban", "Ủy ban"), ("HOÀ", "HÒA"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"),
     ("hoàn", "hoàn"), ("khoái", "khoái"), ("quý", "quý"), ("quà", "quà"), ("Quỹ", "Quỹ"), ("tuyến", "tuyến"),
     ("khuỷu", "khuỷu"), ("toàn", "toàn"), ("hòa", "hòa")],
)  # fmt: skip
def test_the_tone_stands_on_the_first_vowel_of_an_open_syllable_only(written: str, house: str) -> None:
    assert language.normalise(written) == house
    assert language.normalise(unicodedata.normalize("NFD", written)) == house


@given(st.text())
def test_normalised_text_is_nfc_without_control_characters_and_stable(text: str) -> None:
    once = language.normalise(text)
    assert unicodedata.is_normalized("NFC", once)
    assert not [c for c in once if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert language.normalise(once) == once


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert language.capitalised("ủy ban HĐND") == "Ủy ban HĐND"
    assert language.capitalised("") == ""
