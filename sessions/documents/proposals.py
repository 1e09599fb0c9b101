"""Tờ trình of the Standing Committee: a draft to go on from, built from the paper on the sitting's list.

Form of an individual matter (căn cứ, lý do, nội dung đề nghị, kiến nghị). Always Vietnamese. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Block,
    Column,
    Heading,
    Level,
    Number,
    Paragraph,
    Table,
    Title,
)
from documents.language import capitalised, short_date
from sessions.documents.verification import DRAFT, sitting_of
from sessions.models import Paper

_NOUN: Final = "tờ trình"
_PARTS: Final = ("Sự cần thiết", "Nội dung đề nghị", "Kiến nghị")
_OPEN: Final = "…"


def is_own_proposal(paper: Paper) -> bool:
    """Whether the Standing Committee itself makes this proposal."""
    return paper.kind == Paper.Kind.PROPOSAL and paper.owner is None


def proposal_of(paper: Paper, companions: Sequence[Paper], *, dated: date) -> AdministrativeDocument:
    """The draft, with room for number and day; `companions` are the papers that go with it."""
    council = paper.sitting.council
    on = paper.dated_on or dated
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        number=Number(f"TTr-{council.standing_symbol}"),
        title=Title("Tờ trình", _abstract(paper)),
        place=house.place(council),
        dated=on,
        blank_day=True,
        mark=DRAFT,
        bases=house.bases(("TC", "QC"), on),
        addressees=(council.full_name,),
        body=tuple(_body(paper, companions)),
        signatures=(house.STANDING_CHAIR,),
        recipients=_recipients(paper),
    )


def _abstract(paper: Paper) -> str:
    """The title without the noun that stands above it."""
    title = paper.title.strip().rstrip(" .")
    return capitalised(title[len(_NOUN) :].strip()) if title.lower().startswith(f"{_NOUN} ") else title


def _body(paper: Paper, companions: Sequence[Paper]) -> Iterator[Block]:
    council = paper.sitting.council
    about = _abstract(paper)
    matter = about[:1].lower() + about[1:] if about.lower().startswith("về ") else f"về {about}"
    yield Paragraph(
        f"Thường trực Hội đồng nhân dân (HĐND) {council.name} kính trình {sitting_of(paper.sitting)} {matter} như sau:"
    )
    for heading in _PARTS:
        yield Heading(Level.SECTION, heading)
        yield Paragraph(_OPEN)
    if companions:
        yield Paragraph("Hồ sơ gửi kèm gồm:")
        yield _enclosed(companions)
    yield Paragraph(f"Kính trình {council.full_name} xem xét, quyết định.")


def _enclosed(companions: Sequence[Paper]) -> Table:
    columns = (
        Column("STT", Align.CENTRE, 12),
        Column("Tên tài liệu", width=103),
        Column("Số, ngày", width=50),
    )
    rows = ((place, paper.title, _cited(paper)) for place, paper in enumerate(companions, start=1))
    return Table(columns, tuple(rows))


def _cited(paper: Paper) -> str:
    day = f"ngày {short_date(paper.dated_on)}" if paper.dated_on else ""
    return " ".join(filter(None, [paper.symbol, day]))


def _recipients(paper: Paper) -> tuple[str, ...]:
    unit = paper.sitting.council.unit_word
    verified = (str(paper.committee),) if paper.committee else ()
    return ("Như trên", *verified, f"Đại biểu HĐND {unit}")
