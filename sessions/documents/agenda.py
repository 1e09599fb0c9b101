"""Chương trình kỳ họp: the public programme of a sitting (forms reference, kind 15c). Always Vietnamese.

One table for each half-day. Pure: built from what `sessions.programme` has read.
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
    Cell,
    Column,
    Paragraph,
    Table,
    Title,
)
from documents.language import capitalised, date_range, hour
from sessions.documents.calling import full_name, half_day
from sessions.models import Sitting
from sessions.programme import Part, Row
from sessions.states import AHEAD

COLUMNS: Final = (
    Column("Thời gian", Align.CENTRE, 30),
    Column("Nội dung", width=76),
    Column("Người thực hiện", width=32),
    Column("Số tài liệu", Align.CENTRE, 22),
)
UNPLACED: Final = "Nội dung chưa xếp buổi"
NOTHING: Final = "Nội dung cụ thể sẽ được thông báo sau"
CLOSING: Final = "Hội đồng nhân dân xem xét, quyết định việc điều chỉnh chương trình tại kỳ họp"


def programme_of(sitting: Sitting, parts: Sequence[Part], dated: date) -> AdministrativeDocument:
    """The programme; before the opening it is marked as a plan, for the council itself adopts it."""
    council = sitting.council
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        title=Title("Chương trình", full_name(sitting)),
        dated=dated,
        place=house.place(council),
        blank_day=True,
        mark="DỰ KIẾN" if sitting.state in AHEAD else "",
        body=(
            Paragraph(
                f"({capitalised(date_range(sitting.opens_on, sitting.closes_on))})",
                italic=True,
                centred=True,
            ),
            *tables(parts),
            Paragraph(CLOSING),
        ),
        signatures=(house.STANDING_CHAIR,),
        recipients=house.recipients(council, sitting.council_term),
    )


def tables(parts: Sequence[Part]) -> Iterator[Block]:
    """A table for each half-day, in the order of the agenda."""
    if not parts:
        yield Paragraph(NOTHING)
    for part in parts:
        caption = half_day(part.meeting) if part.meeting else UNPLACED
        yield Table(COLUMNS, tuple(_row(row) for row in part.rows), caption=caption)


def _row(row: Row) -> tuple[Cell, ...]:
    """The cells of a line; a section is a heading across the table."""
    if row.is_section:
        return (_content(row),)
    return (
        hour(row.begins_at) if row.begins_at else "",
        _content(row),
        row.item.presenter,
        ", ".join(f"{paper.number:02d}" for paper in row.papers),
    )


def _content(row: Row) -> str:
    if row.is_section:
        return f"{row.label}. {row.item.title.upper()}"
    if row.item.depth > 1:
        return f"- {row.item.title}"
    return f"{row.label}. {row.item.title}" if row.label else row.item.title
