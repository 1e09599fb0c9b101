"""Phiếu thông tin kết quả giải quyết: what voters of a place asked before, and what was answered. Always Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from councils.models import Council
from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Level,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import counted, short_date
from voters.documents.opinions import STT
from voters.documents.settlement import CLASSES_SHOWN, summary_of
from voters.models import VoterMeeting
from voters.services.answers import Answer

ANNEX: Final = "Bảng kết quả giải quyết, trả lời ý kiến, kiến nghị của cử tri"
_WAITING: Final = "Chưa có trả lời"
LONGEST_ANSWER: Final = 1500


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One coming meeting, and what was raised there before."""

    meeting: VoterMeeting
    answers: Sequence[Answer]


COLUMNS: Final = (
    "STT",
    "Nội dung kiến nghị",
    "Cử tri nơi kiến nghị, ngày tiếp xúc",
    "Nội dung trả lời",
    "Số, ngày văn bản",
    "Kết quả",
    "Thời hạn giải quyết, trả lời",
)
"""Heads of the table, in the document and in the workbook."""
_WIDTHS: Final = (9, 52, 34, 74, 26, 26, 26)


def sheet_document(council: Council, parts: Sequence[SheetPart], *, on: date) -> AdministrativeDocument:
    """The sheet for the delegates who go there: no number, it is carried along and read out."""
    answered = sum(answer.is_answered for part in parts for answer in part.answers)
    total = sum(len(part.answers) for part in parts)
    return AdministrativeDocument(
        issuer=house.standing_committee(council),
        title=Title("Phiếu thông tin", "Kết quả giải quyết, trả lời ý kiến, kiến nghị của cử tri"),
        place=house.place(council),
        dated=on,
        body=tuple(_body(total, answered)),
        signatures=(Signature(("NGƯỜI TỔNG HỢP",)),),
        annexes=(Annex(ANNEX, tuple(_places(parts)), landscape=True, note=""),),
    )


def _body(total: int, answered: int) -> Iterator[Block]:
    where = "Tại địa bàn tiếp xúc, ở các lần tiếp xúc trước"
    if not total:
        yield Paragraph(f"{where} không có kiến nghị được nêu.")
        return
    done = f"có {counted(answered, 'kiến nghị')} đã" if answered else "chưa có kiến nghị"
    yield Paragraph(f"{where} cử tri đã nêu {counted(total, 'kiến nghị')}; đến nay {done} được trả lời.")
    yield Paragraph(
        "Đại biểu thông tin đến cử tri các nội dung nêu tại bảng kèm theo trong hội nghị tiếp xúc cử tri."
    )


def _places(parts: Sequence[SheetPart]) -> Iterator[Block]:
    for part in parts:
        meeting = part.meeting
        yield Heading(Level.ITEM, f"{meeting.locality}: {meeting.venue}, ngày {short_date(meeting.held_on)}")
        if part.answers:
            yield Table(_columns(), tuple(rows_of(part.answers)), size=11)
        else:
            yield Paragraph("Không có kiến nghị nào được nêu ở các lần tiếp xúc trước.")


def _columns() -> tuple[Column, ...]:
    centred = {COLUMNS[4], COLUMNS[6]}
    pairs = zip(COLUMNS[1:], _WIDTHS[1:], strict=True)
    return (
        STT,
        *(Column(title, Align.CENTRE if title in centred else None, width) for title, width in pairs),
    )


def rows_of(answers: Sequence[Answer]) -> Iterator[tuple[Cell, ...]]:
    """The lines of one place."""
    for number, answer in enumerate(answers, start=1):
        yield (number, *_cells(answer))


def _cells(answer: Answer) -> tuple[Cell, ...]:
    opinion = answer.opinion
    document = f"{answer.number}, {short_date(answer.dated_on)}".removeprefix(", ") if answer.dated_on else ""
    return (
        " ".join(opinion.content.split()),
        f"{opinion.voter_place}, {short_date(opinion.recorded_on)}".removeprefix(", "),
        summary_of(answer.text, LONGEST_ANSWER) if answer.is_answered else _waits(answer),
        document,
        CLASSES_SHOWN.get(answer.result_class, ""),
        _until(answer),
    )


def _waits(answer: Answer) -> str:
    return f"{_WAITING} ({answer.body})" if answer.body else _WAITING


def _until(answer: Answer) -> str:
    """Until when it still runs: the day promised, or the day by which the answer is due."""
    if answer.roadmap_on:
        return short_date(answer.roadmap_on)
    return short_date(answer.due_on) if answer.due_on and not answer.is_answered else ""
