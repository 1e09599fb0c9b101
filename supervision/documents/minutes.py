"""Biên bản làm việc của Đoàn giám sát: forms reference, kind 14 (Decree 30/2020/NĐ-CP, form 1.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Final

from documents.administrative import (
    AdministrativeDocument,
    Align,
    Block,
    Column,
    Heading,
    Level,
    ListItem,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import hour, long_date, prose_number, short_date
from supervision.documents import wording
from supervision.models import RequestedPaper, SupervisionMission, TeamMember, WorkingSession

KIND: Final = "BB"
"""Symbol of minutes."""
_CLOCK_ROOM: Final = "…… giờ …… phút"


def abstract_of(mission: SupervisionMission, session: WorkingSession) -> str:
    """What the minutes are about, as the register lists them."""
    return f"Làm việc giữa {wording.team_of(mission)} {_with(session)}"


def _with(session: WorkingSession) -> str:
    return f"với {session.body}" if session.body else f"tại {session.place.strip(' .')}"


def minutes_of(
    mission: SupervisionMission,
    session: WorkingSession,
    members: Sequence[TeamMember],
    requested: Sequence[RequestedPaper],
    *,
    number: int | None = None,
) -> AdministrativeDocument:
    """The minutes; without a number they are a draft. `members`: those of the team who took part."""
    head = next(iter(wording.members_of(members, TeamMember.Part.HEAD)), None)
    body = str(session.body) if session.body else "đơn vị làm việc"
    return AdministrativeDocument(
        issuer=wording.team_head(mission),
        number=Number(f"{KIND}-{wording.team_symbol(mission)}", number) if number else None,
        title=Title("Biên bản", abstract_of(mission, session)),
        dated=session.held_on,
        mark="" if number else wording.DRAFT,
        body=tuple(_body(mission, session, members, requested)),
        signatures=(
            Signature((f"ĐẠI DIỆN {body.upper()}",), note=wording.TO_SIGN),
            Signature(("THƯ KÝ",), note=wording.TO_SIGN),
            Signature(("TRƯỞNG ĐOÀN",), head.full_name if head else "", wording.TO_SIGN),
        ),
    )


def _body(
    mission: SupervisionMission,
    session: WorkingSession,
    members: Sequence[TeamMember],
    requested: Sequence[RequestedPaper],
) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    yield Paragraph(
        f"Hồi {_clock(session.starts_at)}, {long_date(session.held_on)}, tại {session.place.strip(' .')}, "
        f"{wording.team_of(mission)} làm việc {_with(session)} về {wording.subject_of(mission)}."
    )
    yield from _present(session, members)
    yield Heading(Level.SECTION, "NỘI DUNG")
    parts = (
        (f"Trưởng đoàn nêu mục đích, yêu cầu; {_body_word(session)} báo cáo", session.course),
        (f"Ý kiến, câu hỏi của Đoàn {verb}", session.remarks),
        (f"Giải trình của {_body_word(session)}", session.explanations),
    )
    for heading, text in parts:
        yield Heading(Level.ITEM, heading)
        yield from tuple(wording.blocks_of(text)) or (Paragraph(wording.ROOM),)
    yield from _asked(session, requested)
    yield Heading(Level.ITEM, "Kết luận của Trưởng đoàn")
    yield from tuple(wording.blocks_of(session.summing_up)) or (Paragraph(wording.ROOM),)
    yield Heading(Level.SECTION, "KẾT THÚC")
    yield Paragraph(
        f"Buổi làm việc kết thúc hồi {_clock(session.ends_at)} cùng ngày; biên bản lập thành 02 bản, mỗi bên giữ "
        "01 bản."
    )


def _body_word(session: WorkingSession) -> str:
    return str(session.body) if session.body else "đơn vị"


def _clock(value: time | None) -> str:
    return hour(value, minutes_of_meeting=True) if value else _CLOCK_ROOM


def _present(session: WorkingSession, members: Sequence[TeamMember]) -> Iterator[Block]:
    yield Heading(Level.SECTION, "THÀNH PHẦN")
    yield Paragraph("1. Đoàn:")
    for member in members:
        chairs = ", chủ trì" if member.part == TeamMember.Part.HEAD else ""
        role = wording.PART_WORDS[TeamMember.Part(member.part)]
        yield ListItem(f"{wording.person(member)} - {role}{chairs};")
    if not members:
        yield ListItem(f"{wording.ROOM};")
    yield Paragraph(f"2. {_body_word(session)}: {session.others.strip(' .;') or wording.ROOM}.")
    yield Paragraph(f"3. Thư ký (người ghi biên bản): {wording.ROOM}.")


_ASKED: Final = (
    Column("STT", Align.CENTRE, 12),
    Column("Nội dung yêu cầu bổ sung, làm rõ", width=105),
    Column("Thời hạn", Align.CENTRE, 30),
)


def _asked(session: WorkingSession, requested: Sequence[RequestedPaper]) -> Iterator[Block]:
    if not requested:
        return
    yield Heading(Level.ITEM, "Tài liệu đề nghị bổ sung")
    last = max(paper.due_on for paper in requested)
    yield Paragraph(
        f"{_body_word(session)} bổ sung {prose_number(len(requested))} tài liệu, chậm nhất ngày {short_date(last)}:"
    )
    rows = tuple(
        (place, paper.text, short_date(paper.due_on)) for place, paper in enumerate(requested, start=1)
    )
    yield Table(_ASKED, rows)
