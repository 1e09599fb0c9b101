"""Danh sách điểm danh: the attendance sheet of one half-day, to be signed or as recorded."""

from __future__ import annotations

from typing import Final

from documents.administrative import AdministrativeDocument, Align, Column, Paragraph, Table, Title
from documents.language import hour, prose_number
from sessions.documents.wording import half_day_words, signatures, sitting_head
from sessions.models import Attendance, PlenaryMeeting
from sessions.roll import Roll, RollLine

Status = Attendance.Status
_WORDS: Final = {
    Status.PRESENT: "Có mặt",
    Status.EXCUSED: "Vắng có lý do",
    Status.ABSENT: "Vắng không có lý do",
}
_COLUMNS: Final = (
    Column("STT", Align.CENTRE, 11),
    Column("Họ và tên", width=46),
    Column("Tổ", Align.CENTRE, 10),
    Column("Có mặt/Vắng", Align.CENTRE, 39),
    Column("Lý do", width=32),
    Column("Ký tên", width=22),
)


def attendance_sheet(meeting: PlenaryMeeting, roll: Roll) -> AdministrativeDocument:
    """The sheet of a half-day; before the roll is called its last columns are empty, for pen and ink.

    The head says at which sitting. Once called, the list of a usual commune (27 delegates) stands on one page.
    It gives the reasons of absence that `roll` was opened for: each reader is handed the sheet they may read.
    """
    sitting = meeting.sitting
    rows = tuple(_row(place, line) for place, line in enumerate(roll.lines, start=1))
    return AdministrativeDocument(
        issuer=sitting_head(sitting),
        title=Title("Danh sách", f"Điểm danh đại biểu tại {half_day_words(meeting)}"),
        dated=meeting.day,
        body=(Table(_COLUMNS, rows, size=11, tight=roll.is_taken), Paragraph(counts_sentence(roll))),
        signatures=signatures(sitting),
    )


def _row(place: int, line: RollLine) -> tuple[str | int | None, ...]:
    group = str(line.group.number) if line.group else ""
    came = _WORDS[Status(line.status)] if line.status else ""
    return place, line.delegate.full_name, group, came, _note(line), None


def _note(line: RollLine) -> str:
    """The reason of an absence as far as it is open, or when somebody came and left."""
    return line.reason or "; ".join(
        f"{hour(one.arrived_at)} - {hour(one.left_at)}" if one.left_at else f"từ {hour(one.arrived_at)}"
        for one in line.stretches
    )


def counts_sentence(roll: Roll) -> str:
    """The pattern of kind 16: "… có 27/30 đại biểu dự, vắng 03 đại biểu (có lý do 02)"."""
    if not roll.is_taken:
        return f"Tổng số {roll.all_delegates} đại biểu; có mặt …… đại biểu, vắng …… đại biểu."
    return f"Có {roll.present}/{roll.all_delegates} đại biểu dự{away_words(roll)}."


def away_words(roll: Roll) -> str:
    """How many are missing, and of how many the reason is known; nothing where nobody is."""
    away = roll.excused + roll.absent
    if not away:
        return ""
    known = f" (có lý do {prose_number(roll.excused)})" if roll.excused else " (không có lý do)"
    return f", vắng {prose_number(away)} đại biểu{known}"
