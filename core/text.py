"""Text by rule: folding for search and addresses, stored keys for alphabetical order, Roman numerals.

PostgreSQL is run without ICU, so the order that people expect (a ă â b c d đ e ê ...) cannot come from a
collation: a record stores a key next to its name, and the database compares keys byte by byte ("C" collation).
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_WORD: Final = re.compile(r"[^\W_]+")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_PARTS: Final = re.compile(r"\d+|\D+")
_COMBINING: Final = re.compile(r"[\u0300-\u036f]")

# "{" and "|" follow "z" in ASCII: "a{" comes after every word that begins with a plain "a" and before "b".
_LETTERS: Final = {
    "a\u0306": "a{",
    "a\u0302": "a|",
    "đ": "d{",
    "e\u0302": "e{",
    "o\u0302": "o{",
    "o\u031b": "o|",
    "u\u031b": "u{",
}
_LETTER: Final = re.compile("|".join(_LETTERS))
# Dictionary order of the tones: ngang (none), huyền, hỏi, ngã, sắc, nặng.
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TONE: Final = re.compile("[" + "".join(_TONES) + "]")
_NO_TONE: Final = "0"
_GAP: Final = "!"
"""Between words; below every digit and letter, so that "An" stands before "Anh"."""
_LEVEL: Final = " "
"""Between letters and tones; below the gap, so that tones decide only between equal letters."""

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(value: int) -> str:
    """A Roman numeral, for the number of a term (khóa XVIII), a quarter, a heading or an annex."""
    if value <= 0:
        raise ValueError("A Roman numeral begins at one.")
    numeral = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        numeral += letters * count
    return numeral


def fold(text: str) -> str:
    """Lower-case words without marks, one space apart: "Hoà Bình", "HÒA  BÌNH" and "hoa-binh" meet.

    For search columns and comparisons; everything that is neither letter nor digit counts as white space.
    """
    plain = _COMBINING.sub("", normalize("NFKD", normalize("NFKD", text).casefold())).replace("đ", "d")
    return " ".join(_WORD.findall(plain))


def slugify_vi(text: str) -> str:
    """An address part of a-z, 0-9 and single hyphens: "Thị trấn Phố Lu" becomes "thi-tran-pho-lu"."""
    return "-".join(_ASCII_WORD.findall(fold(text)))


def sort_key(text: str) -> str:
    """The stored key whose byte order is Vietnamese alphabetical order.

    First level: letters in the order a ă â b c d đ e ê ... y, numbers by value ("Tổ 2" before "Tổ 10").
    Second level: one tone a word, in the order none, huyền, hỏi, ngã, sắc, nặng.
    Case, punctuation and the place of the tone mark ("hoà", "hòa") do not count.
    """
    words = _words(text)
    letters = _GAP.join(_letters(word) for word in words)
    tones = "".join(_tone(word) for word in words).rstrip(_NO_TONE)
    return f"{letters}{_LEVEL}{tones}" if tones else letters


def person_sort_key(full_name: str) -> str:
    """The stored key of a person: by given name (the last word) with its tone, then by the words before it.

    A name that ends in a number ("Đại biểu Tổ 3 - 01") is a label, not a person's name, and sorts as it reads.
    """
    words = _words(full_name)
    if not words or not words[-1].isalpha():
        return sort_key(full_name)
    given, rest = sort_key(words[-1]), sort_key(" ".join(words[:-1]))
    # The given name's tone always has its place, empty or not, so that it outweighs the words before it.
    place = "" if _LEVEL in given else _LEVEL
    return f"{given}{place}{_LEVEL}{rest}"


def _words(text: str) -> list[str]:
    """Lower-case words, marks composed on their letters."""
    return _WORD.findall(normalize("NFC", normalize("NFKC", text).lower()))


def _letters(word: str) -> str:
    bare = _TONE.sub("", normalize("NFD", word))
    spelt = _LETTER.sub(lambda found: _LETTERS[found.group()], bare)
    # Marks that Vietnamese does not know (ü, ç) take no part in the order.
    parts = _PARTS.findall(_COMBINING.sub("", spelt))
    return "".join(_number(part) if part[0].isdecimal() else part for part in parts)


def _number(digits: str) -> str:
    """Digits led by how many they are, so that text order is the order of the numbers."""
    significant = digits.lstrip("0") or "0"
    return f"{len(significant):02d}{significant}"


def _tone(word: str) -> str:
    found = _TONE.search(normalize("NFD", word))
    return _TONES[found.group()] if found else _NO_TONE


def whole(text: str) -> int | None:
    """A number as ids in addresses are written; None for everything else, however digit-like."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - a bigint
