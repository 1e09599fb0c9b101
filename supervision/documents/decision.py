"""Quyết định (nghị quyết, kế hoạch) thành lập Đoàn giám sát: forms reference, kind 11."""

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
from documents.language import capitalised, prose_number, short_date
from supervision.documents import wording
from supervision.models import SupervisedBody, SupervisionMission, TeamMember

KINDS: Final = {"resolution": "NQ", "decision": "QĐ", "plan": "KH"}
"""Symbol of the series by the kind of the act."""
LISTED_FROM: Final = 11
"""So many names stand in an annex."""
Part = TeamMember.Part
_GUESTS: Final = (Part.INVITED, Part.HELPER)


def abstract_of(mission: SupervisionMission) -> str:
    """What the act is about, as the register lists it."""
    return f"Về việc thành lập Đoàn {wording.verb_of(mission)} {wording.subject_of(mission)}"


def decision_of(
    mission: SupervisionMission,
    members: Sequence[TeamMember],
    bodies: Sequence[SupervisedBody],
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
) -> AdministrativeDocument:
    """The act that sets the team up; without a number it is a draft."""
    name, council = wording.act_name(mission), mission.council
    return AdministrativeDocument(
        issuer=wording.issuer_of(mission),
        number=Number(f"{KINDS[mission.act]}-{wording.symbol_of(mission)}", number),
        title=Title(name, abstract_of(mission)),
        place=house.place(council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else wording.DRAFT,
        bases=(
            *house.bases(("TC", "GS", "QC"), dated),
            f"Căn cứ Chương trình {wording.verb_of(mission)} năm {dated.year} của {wording.supervisor_of(mission)}",
        ),
        body=tuple(_body(mission, members, bodies)),
        signatures=(signature or wording.signature_of(mission),),
        recipients=("Như Điều 4", *house.recipients(council, None)),
        annexes=tuple(_annexes(mission, members)),
    )


def _body(
    mission: SupervisionMission, members: Sequence[TeamMember], bodies: Sequence[SupervisedBody]
) -> Iterator[Block]:
    verb, name = wording.verb_of(mission), wording.act_name(mission)
    yield Paragraph(f"{wording.supervisor_of(mission).upper()}", bold=True, centred=True)
    yield Paragraph(f"{name.upper()}:", bold=True, centred=True)
    yield from _team(mission, members)
    yield Heading(Level.ARTICLE, f"Nội dung, phạm vi, đối tượng {verb}")
    yield from _content(mission, bodies)
    yield Heading(Level.ARTICLE, f"Nhiệm vụ, quyền hạn của Đoàn {verb}")
    yield Paragraph(
        f"Đoàn {verb} xây dựng kế hoạch, đề cương báo cáo; tổ chức {verb}, làm việc với các cơ quan, đơn vị nêu tại "
        f"Điều 2; báo cáo kết quả với {wording.supervisor_of(mission, short=True)} theo quy định. Kinh phí hoạt động "
        f"của Đoàn bảo đảm từ nguồn kinh phí hoạt động của HĐND {mission.council.unit_word}. Đoàn tự kết thúc nhiệm "
        "vụ khi hoàn thành."
    )
    yield Heading(Level.ARTICLE, "Hiệu lực và trách nhiệm thi hành")
    yield Paragraph(f"{name} này có hiệu lực kể từ ngày ký.")
    yield Paragraph(
        f"Chánh {wording.office_of(mission.council)}, các cơ quan, đơn vị chịu sự {verb} và các ông, bà có tên tại "
        f"Điều 1 chịu trách nhiệm thi hành {name} này."
    )


def _team(mission: SupervisionMission, members: Sequence[TeamMember]) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    core = wording.members_of(members, Part.HEAD, Part.DEPUTY, Part.MEMBER)
    yield Heading(Level.ARTICLE, f"Thành lập Đoàn {verb} {wording.subject_of(mission)}")
    if len(members) >= LISTED_FROM:
        head = next(iter(wording.members_of(members, Part.HEAD)), None)
        led = f", do {_in_words(head)} làm Trưởng đoàn" if head else ""
        yield Paragraph(f"Đoàn {verb} gồm {prose_number(len(core))} thành viên{led} (danh sách kèm theo).")
        return
    yield Paragraph(f"Đoàn {verb} gồm các ông, bà:")
    for place, member in enumerate(core, start=1):
        role = wording.PART_WORDS[Part(member.part)]
        yield Paragraph(f"{place}. {wording.person(member)} - {role}{_task(member)};")
    for part, words in ((Part.INVITED, "Mời tham gia Đoàn"), (Part.HELPER, "Tổ giúp việc")):
        if found := wording.members_of(members, part):
            yield Paragraph(f"{words}: {'; '.join(wording.person(member) for member in found)}.")


def _in_words(member: TeamMember) -> str:
    said = wording.person(member)
    return said[:1].lower() + said[1:]


def _task(member: TeamMember) -> str:
    return f" ({member.task.strip(' .;')})" if member.task.strip() else ""


def _content(mission: SupervisionMission, bodies: Sequence[SupervisedBody]) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    yield Paragraph(f"1. Nội dung: {verb} {wording.subject_of(mission)}.")
    scope = mission.scope.strip().rstrip(".") or f"trên địa bàn {mission.council.name}"
    period = wording.period_words(mission)
    yield Paragraph(f"2. Phạm vi: {scope}{f', {period}' if period else ''}.")
    yield Paragraph(f"3. Cơ quan, đơn vị chịu sự {verb}:")
    for body in bodies:
        yield ListItem(f"{body};")
    if mission.starts_on:
        until = f" đến ngày {short_date(mission.ends_on)}" if mission.ends_on else ""
        yield Paragraph(f"4. Thời gian tiến hành: từ ngày {short_date(mission.starts_on)}{until}.")
    if mission.joint_with.strip():
        yield Paragraph(f"{capitalised(verb)} phối hợp với {mission.joint_with.strip(' .')}.")


_LIST: Final = (
    Column("STT", Align.CENTRE, 12),
    Column("Họ và tên", width=45),
    Column("Chức vụ, cơ quan công tác", width=60),
    Column("Nhiệm vụ trong Đoàn", width=50),
)


def _annexes(mission: SupervisionMission, members: Sequence[TeamMember]) -> Iterator[Annex]:
    if len(members) < LISTED_FROM:
        return
    yield Annex(f"Danh sách Đoàn {wording.verb_of(mission)}", (team_table(members),))


def team_table(members: Sequence[TeamMember]) -> Table:
    """The team as a list with tasks."""
    rows = tuple(
        (
            place,
            member.full_name,
            member.post,
            "; ".join(filter(None, [wording.PART_WORDS[Part(member.part)], member.task.strip(" .")])),
        )
        for place, member in enumerate(members, start=1)
    )
    return Table(_LIST, rows)
