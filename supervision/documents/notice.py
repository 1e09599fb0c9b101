"""Thông báo lịch làm việc: to a supervised body, with the team, at least ten days before the working day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from documents import house
from documents.administrative import AdministrativeDocument, Block, ListItem, Number, Paragraph, Title
from documents.language import hour, long_date
from supervision.documents import wording
from supervision.models import SupervisionMission, TeamMember, WorkingSession

_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def notice_of(
    mission: SupervisionMission, session: WorkingSession, members: Sequence[TeamMember], *, dated: date
) -> AdministrativeDocument:
    """The notice, with room for number and day."""
    verb = wording.verb_of(mission)
    who = f"với {session.body}" if session.body else f"tại {session.place}"
    return AdministrativeDocument(
        issuer=wording.team_head(mission),
        number=Number(f"TB-{wording.team_symbol(mission)}"),
        title=Title("Thông báo", f"Lịch làm việc của Đoàn {verb} {who}"),
        place=house.place(mission.council),
        dated=dated,
        blank_day=True,
        addressees=(str(session.body),) if session.body else (),
        body=tuple(_body(mission, session, members)),
        signatures=(wording.team_signature(mission, members),),
        recipients=("Như trên" if session.body else "Thành phần dự", f"Thành viên Đoàn {verb}"),
    )


def _body(
    mission: SupervisionMission, session: WorkingSession, members: Sequence[TeamMember]
) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    yield Paragraph(
        f"Thực hiện {wording.cited_act(mission)} {wording.verb_of(mission)} {wording.subject_of(mission)}, "
        f"Đoàn {verb} thông báo lịch làm việc như sau:"
    )
    starts = f"{hour(session.starts_at)}, " if session.starts_at else ""
    yield Paragraph(
        f"1. Thời gian: {starts}{_DAYS[session.held_on.weekday()]}, {long_date(session.held_on)}."
    )
    yield Paragraph(f"2. Địa điểm: {session.place.strip(' .')}.")
    yield Paragraph(f"3. Nội dung: {(session.content or wording.subject_of(mission)).strip(' .')}.")
    yield Paragraph(f"4. Thành phần Đoàn {verb}:")
    for member in members:
        yield ListItem(f"{wording.person(member)} - {wording.PART_WORDS[TeamMember.Part(member.part)]};")
    if session.others.strip():
        yield Paragraph(f"Mời dự: {session.others.strip(' .')}.")
    if session.preparation.strip():
        yield Paragraph(f"5. Nội dung chuẩn bị: {session.preparation.strip(' .')}.")
    yield Paragraph(
        f"Đoàn {verb} thông báo và đề nghị cơ quan, đơn vị bố trí thành phần, chuẩn bị nội dung để buổi làm việc đạt "
        "kết quả."
    )
