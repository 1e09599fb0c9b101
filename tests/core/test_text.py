"""Folding and alphabetical order of Vietnamese text."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, person_sort_key, slugify_vi, sort_key

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
words = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=6)
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hoà Bình", "hoa binh"),
        ("  HÒA\tBÌNH ", "hoa binh"),
        ("Đầm Hà", "dam ha"),
        ("53/QCPH-HĐND-UBND-UBMTTQ", "53 qcph hdnd ubnd ubmttq"),
        ("Tổ 3 – 01", "to 3 01"),
        ("xã Ea M'Droh", "xa ea m droh"),
        ("", ""),
        (" – ", ""),
    ],
)
def test_folding_leaves_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(phrases)
def test_composed_and_decomposed_typing_fold_and_sort_alike(text: str) -> None:
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text))
    assert sort_key(normalize("NFD", text)) == sort_key(normalize("NFC", text))


@given(phrases)
def test_folded_vietnamese_is_lower_case_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper()) == fold(text).lower()


@given(st.text())
def test_a_slug_is_fit_for_an_address(text: str) -> None:
    slug = slugify_vi(text)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")
    assert "--" not in slug


def test_a_slug_reads_as_the_folded_name() -> None:
    assert slugify_vi("Thị trấn Phố Lu") == "thi-tran-pho-lu"
    assert slugify_vi("Bà Rịa - Vũng Tàu") == "ba-ria-vung-tau"


@given(st.permutations(ALPHABET))
def test_single_letters_sort_as_the_vietnamese_alphabet(letters: list[str]) -> None:
    assert sorted(letters, key=sort_key) == list(ALPHABET)


@given(st.permutations(VIETNAMESE))
def test_tones_sort_in_dictionary_order_within_a_letter(letters: list[str]) -> None:
    assert sorted(letters, key=sort_key) == list(VIETNAMESE)


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=5), min_size=2, max_size=8))
def test_words_without_tones_sort_letter_by_letter(unsorted: list[str]) -> None:
    by_letters = sorted(unsorted, key=lambda word: [ALPHABET.index(letter) for letter in word])
    assert sorted(unsorted, key=sort_key) == by_letters


@given(phrases)
def test_the_database_compares_keys_byte_by_byte_as_python_does(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text) == sort_key(text.upper())


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Án", "An Bình", "Anh", "Ăn", "Ân", "Ba"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Da", "Dương", "Đa", "Đường", "Em"],
        ["Phường 1", "Phường 2", "Phường 10", "Phường Ba Đình"],
        ["Tổ 3 – 01", "Tổ 3 – 02", "Tổ 3 – 10", "Tổ 10 – 01"],
    ],
)
def test_names_stand_in_dictionary_order(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_key) == ordered


def test_the_place_of_the_tone_mark_does_not_matter() -> None:
    assert sort_key("Hoà") == sort_key("Hòa")
    assert sort_key("Uỷ ban") == sort_key("Ủy ban")


@pytest.mark.parametrize(
    "ordered",
    [
        ["Trần Văn An", "Đỗ Thị Ánh", "Lê Bình", "Nguyễn Văn Bình", "Bùi Đức"],
        ["Bùi Hà", "Vũ Hà", "Bùi Hạ", "An Hai"],
        ["Hà", "Bùi Hà"],
        ["Đại biểu Tổ 2 – 01", "Đại biểu Tổ 3 – 01", "Đại biểu Tổ 3 – 02", "Đại biểu Tổ 10 – 01"],
    ],
)
def test_people_stand_by_given_name_and_numbered_labels_as_they_read(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=person_sort_key) == ordered


def test_a_name_typed_with_loose_marks_sorts_as_the_composed_one() -> None:
    assert person_sort_key(normalize("NFD", "Bùi Thị Hạ")) == person_sort_key("Bùi Thị Hạ")
    assert person_sort_key("") == ""
