"""PDF of an administrative document after Decree 30/2020/NĐ-CP, Annex I, drawn by typst.

The result is tagged PDF/A-2a that also meets PDF/UA-1: archivable and readable by a screen reader. Texts reach
typst as data (`sys.inputs`), never as markup, so no opinion of a voter can change the layout or run code.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import typst

from documents.administrative import AdministrativeDocument
from documents.composition import Composition, compose
from documents.fonts import EMBEDDED, typeface

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_PAGE = re.compile(rb"/Type\s*/Page\b")


def to_pdf(document: AdministrativeDocument) -> bytes:
    """The document as PDF; equal documents give equal bytes on the same fonts."""
    composition = compose(document)
    try:
        return _compile(composition, _STANDARDS)
    except typst.TypstError:
        # A sign that no font has (an emoji in an opinion) forbids PDF/A, but must not forbid the document.
        return _compile(composition, [])


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of `to_pdf` has: minutes say so in their last sentence."""
    return len(_PAGE.findall(pdf))


def _compile(composition: Composition, standards: list[typst.PDFStandard]) -> bytes:
    midnight = dt.datetime.combine(composition.day, dt.time(), tzinfo=dt.UTC)
    return typst.compile(
        _template(),
        font_paths=typeface().fonts,
        sys_inputs={"composition": _data(composition)},
        pdf_standards=standards,
        timestamp=midnight,
    )


@cache
def _template() -> bytes:
    return Path(__file__).with_name("administrative.typ").read_bytes()


def _data(composition: Composition) -> str:
    """The composition as JSON, with what only typst needs: the fonts and the day as three numbers."""
    day = composition.day
    data = dataclasses.asdict(composition)
    data |= {"families": (typeface().family, EMBEDDED), "day": (day.year, day.month, day.day)}
    return json.dumps(data, ensure_ascii=False)
