"""One spelling of Vietnamese for every document: NFC, and the tone on "hòa, khóa, Ủy" as the offices place it."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below

# Words of official titles that a line must not end in the middle of; the pieces of a longer name are enough.
_COMPOUNDS = re.compile(
    r"\b(?:(?:đầu |cuối )?năm \d{4}|quý [IV]+|tháng \d+|\d+ tháng|"
    r"Báo cáo|chuyên đề|công tác|cử tri|đại biểu|giải quyết|giám sát|hoạt động|Hội đồng|kết quả|"
    r"kiến nghị|kỳ họp|nhân dân|nhiệm vụ|Thường trực|tiếp xúc|trọng tâm|Ủy ban|ý kiến)\b",
    re.IGNORECASE,
)


def _toned(vowel: str) -> str:
    """The vowel with each of the five tones, small and capital: "a" -> "àáãảạÀÁÃẢẠ"."""
    return "".join(unicodedata.normalize("NFC", v + tone) for v in (vowel, vowel.upper()) for tone in _TONES)


# The tone moves to the first vowel only in an open syllable: "hoà" but "hoàn", "thuỷ" but "khuỷu";
# "qu" is a consonant, so "quý" and "quà" stay.
_MISPLACED = re.compile(
    rf"(?:([oO])([{_toned('a')}{_toned('e')}])|(?<![qQ])([uU])([{_toned('y')}]))(?![^\W\d_])"
)
# XML and typst refuse these, or they turn the reading direction; a pasted opinion may bring them along.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """NFC text without control characters and one kind of line break."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", unified))


def normalise(text: str) -> str:
    """Clean text in the house spelling: "hoà", "khoá", "Uỷ" become "hòa", "khóa", "Ủy"."""
    return _MISPLACED.sub(_move_tone, clean(text))


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[1] or match[3], unicodedata.normalize("NFD", match[2] or match[4])
    return unicodedata.normalize("NFC", first + second[1:]) + second[0]


def held_together(text: str) -> str:
    """A title whose compounds ("nhiệm vụ", "Thường trực", "9 tháng", "năm 2023") no line break parts."""
    return _COMPOUNDS.sub(lambda match: match[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def capitalised(text: str) -> str:
    """The text with its first letter as a capital and the rest untouched, for the start of a sentence."""
    return text[:1].upper() + text[1:]
