"""Fonts of official documents: Times New Roman (Decree 30/2020), or a twin with the same widths.

A DOCX file only names the font. A PDF must embed it, and Times New Roman may not be installed where the portal
runs; then a metric twin draws the same lines, and as the last resort Libertinus Serif, which typst carries.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

TIMES = "Times New Roman"
METRIC_TWINS = ("Liberation Serif", "Tinos", "TeX Gyre Termes", "FreeSerif")
EMBEDDED = "Libertinus Serif"

# Advance widths of Times in thousandths of the size, for U+0020 to U+007E.
_REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
    611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
    500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
    500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778,
    667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500,
    556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
    500, 500, 444, 394, 220, 394, 520,
)  # fmt: skip
_UNKNOWN = 500
POINTS_PER_MM = 72 / 25.4
_NARROWEST_MM = 40
_PLAIN = str.maketrans("đĐ\N{NO-BREAK SPACE}", "dD ")


# Each form that a document uses, tried on every letter of Vietnamese.
_PROBE = b"""
#set text(font: sys.inputs.family, fallback: false)
#let letters = sys.inputs.letters
#letters #strong(letters) #emph(letters) #strong(emph(letters))
"""
_LETTERS = "aăâeêioôơuưyđ" + "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in "\u0300\u0301\u0303\u0309\u0323"
)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family and the font files to take it from, ready for typst."""

    family: str
    fonts: typst.Fonts


@cache
def typeface() -> Typeface:
    """The best typeface of this system; found once per process, since the search costs a fifth of a second.

    A system may hold the same family twice, once without Vietnamese letters; typst would mix in another face
    letter by letter. So only the folder that passes the probe is handed over.
    """
    installed = sorted(
        (info.family, str(Path(info.path).parent)) for info in typst.Fonts().fonts() if info.path
    )
    for family in (TIMES, *METRIC_TWINS):
        for folder in dict.fromkeys(folder for name, folder in installed if name == family):
            fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
            if _writes_vietnamese(family, fonts):
                return Typeface(family, fonts)
    return Typeface(EMBEDDED, typst.Fonts(include_system_fonts=False))


def _writes_vietnamese(family: str, fonts: typst.Fonts) -> bool:
    """Whether the family has all letters: PDF/A refuses a text in which one is missing."""
    letters = _LETTERS + _LETTERS.upper()
    try:
        typst.compile(
            _PROBE,
            font_paths=fonts,
            sys_inputs={"family": family, "letters": letters},
            pdf_standards=["a-2b"],
        )
    except typst.TypstError:
        return False
    return True


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in Times, in points; Vietnamese marks add nothing to the width of a letter."""
    table = _BOLD if bold else _REGULAR
    letters = (
        c for c in unicodedata.normalize("NFD", text.translate(_PLAIN)) if not unicodedata.combining(c)
    )
    return sum(_advance(table, letter) for letter in letters) * size / 1000


def _advance(table: tuple[int, ...], letter: str) -> int:
    index = ord(letter) - ord(" ")
    return table[index] if 0 <= index < len(table) else _UNKNOWN


def balanced_width(text: str, size: float, limit_mm: float) -> float:
    """The narrowest width, in millimetres, that breaks a bold title into no more lines than the limit does.

    A title set to this width has lines of about equal length instead of a lone last word.
    """
    widths = [text_width(f"{word} ", size, bold=True) / POINTS_PER_MM for word in text.split(" ")]
    lines = _line_count(widths, limit_mm)
    width = limit_mm
    while width > _NARROWEST_MM and _line_count(widths, width - 3) == lines:
        width -= 1
    return width


def _line_count(widths: list[float], limit: float) -> int:
    lines, used = 1, 0.0
    for width in widths:
        if used and used + width > limit:
            lines, used = lines + 1, 0.0
        used += width
    return lines
