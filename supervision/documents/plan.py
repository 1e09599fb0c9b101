"""Kế hoạch giám sát with the outline of the bodies' reports as its annex: forms reference, kind 12."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

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
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import hour, short_date
from supervision.documents import wording
from supervision.documents.decision import team_table
from supervision.models import MissionSection, OutlineItem, SupervisionMission, TeamMember, WorkingSession

KIND: Final = "KH"
"""Symbol of plans."""
_DAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def abstract_of(mission: SupervisionMission) -> str:
    """What the plan is about, as the register lists it."""
    verb = wording.verb_of(mission)
    return f"{verb[:1].upper()}{verb[1:]} {wording.subject_of(mission)}"


def plan_of(
    mission: SupervisionMission,
    sections: Sequence[MissionSection],
    members: Sequence[TeamMember],
    outline: Sequence[OutlineItem],
    sessions: Sequence[WorkingSession],
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
) -> AdministrativeDocument:
    """The plan with schedule, team and outline; without a number it is a draft."""
    council = mission.council
    return AdministrativeDocument(
        issuer=wording.issuer_of(mission),
        number=Number(f"{KIND}-{wording.symbol_of(mission)}", number),
        title=Title("Kế hoạch", abstract_of(mission)),
        place=house.place(council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else wording.DRAFT,
        body=tuple(_body(mission, sections, members, sessions)),
        signatures=(signature or wording.signature_of(mission),),
        recipients=wording.recipients_of(mission),
        annexes=tuple(_outline(mission, outline)),
    )


def _body(
    mission: SupervisionMission,
    sections: Sequence[MissionSection],
    members: Sequence[TeamMember],
    sessions: Sequence[WorkingSession],
) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    act = wording.cited_act(mission) if mission.decided_on else f"Chương trình {verb} năm"
    yield Paragraph(
        f"Thực hiện {act}, {team_words(mission)} xây dựng kế hoạch {verb} {wording.subject_of(mission)} như sau:"
    )
    yield from wording.sections_of(sections)
    if members:
        yield Heading(Level.SECTION, f"THÀNH PHẦN ĐOÀN {verb.upper()}, PHÂN CÔNG NHIỆM VỤ")
        yield team_table(members)
    if sessions:
        yield Heading(Level.SECTION, "LỊCH LÀM VIỆC")
        yield schedule(sessions)
    yield Paragraph(
        f"Trên đây là kế hoạch {verb} {wording.subject_of(mission)}, đề nghị các cơ quan, đơn vị, cá nhân liên quan "
        "phối hợp thực hiện."
    )


def team_words(mission: SupervisionMission) -> str:
    """The team where its subject was named before."""
    return f"Đoàn {wording.verb_of(mission)}"


_SCHEDULE: Final = (
    Column("STT", Align.CENTRE, 12),
    Column("Ngày, buổi", width=30),
    Column("Nội dung", width=42),
    Column("Cơ quan, địa điểm", width=46),
    Column("Chuẩn bị của cơ quan", width=40),
)


def schedule(sessions: Sequence[WorkingSession]) -> Table:
    """The days of a team as a table; the place stands under the body."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            place,
            "\n".join(filter(None, [_day(session), hour(session.starts_at) if session.starts_at else ""])),
            session.content or _KINDS[session.kind],
            "\n".join(filter(None, [str(session.body or ""), session.place])),
            session.preparation,
        )
        for place, session in enumerate(sessions, start=1)
    )
    return Table(_SCHEDULE, rows)


_KINDS: Final[dict[str, str]] = {
    WorkingSession.Kind.WORKING: "Làm việc trực tiếp",
    WorkingSession.Kind.VISIT: "Khảo sát thực tế",
    WorkingSession.Kind.PEOPLE: "Lấy ý kiến người dân, chuyên gia",
    WorkingSession.Kind.TEAM: "Họp Đoàn",
}


def _day(session: WorkingSession) -> str:
    return f"{_DAYS[session.held_on.weekday()]}, {short_date(session.held_on)}"


# --- The outline ---


def _outline(mission: SupervisionMission, items: Sequence[OutlineItem]) -> Iterator[Annex]:
    if not items:
        return
    words = [item for item in items if not (item.is_figure)]
    figures = [item for item in items if item.is_figure or item.kind == OutlineItem.Kind.HEADING]
    blocks = tuple(_questions(mission, words))
    yield Annex("Đề cương báo cáo", blocks or (Paragraph("Báo cáo theo các biểu số liệu kèm theo."),))
    if any(item.is_figure for item in figures):
        yield Annex("Biểu số liệu báo cáo", tuple(_tables(figures)), landscape=True)


def _questions(mission: SupervisionMission, items: Sequence[OutlineItem]) -> Iterator[Block]:
    for item in items:
        if item.kind == OutlineItem.Kind.HEADING:
            yield Heading(Level.SECTION, item.text)
            continue
        hint = f" ({item.hint.strip(' .')})" if item.hint else ""
        yield Heading(Level.ITEM, f"{item.text.strip(' .')}{hint}")
    if mission.period_to:
        yield Paragraph(f"Số liệu chốt đến hết ngày {short_date(mission.period_to)}.")


def _tables(items: Sequence[OutlineItem]) -> Iterator[Block]:
    """Figures asked for the same periods stand in one table."""
    by_periods: dict[tuple[str, ...], list[OutlineItem]] = {}
    for item in items:
        if item.is_figure:
            by_periods.setdefault(tuple(item.columns), []).append(item)
    for periods, rows in by_periods.items():
        columns = (
            Column("STT", Align.CENTRE, 12),
            Column("Chỉ tiêu", width=90),
            Column("Đơn vị tính", Align.CENTRE, 28),
            *(Column(period or "Số liệu", Align.RIGHT, 26) for period in periods),
            Column("Ghi chú", width=34),
        )
        yield Table(
            columns, tuple(_line(place, row, len(periods)) for place, row in enumerate(rows, start=1))
        )


def _line(place: int, row: OutlineItem, periods: int) -> tuple[Cell, ...]:
    """A figure to be filled in, with room for each period and a note."""
    return (place, row.text, row.unit, *([""] * (periods + 1)))
