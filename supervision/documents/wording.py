"""The words that documents of one mission share: who supervises, the team's head, names, symbols, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from councils.models import Council, Level
from documents import house
from documents.administrative import Block, Heading, Issuer, ListItem, Paragraph, Signature
from documents.administrative import Level as Depth
from documents.language import long_date, short_date
from supervision.models import MissionSection, Subject, SupervisionMission, TeamMember

Part = TeamMember.Part
DRAFT: Final = "DỰ THẢO"
"""The mark of a document that bears no number yet."""
ROOM: Final = "……………………"
"""Room for what is written in by hand."""
TO_SIGN: Final = "(ký tên, ghi rõ họ tên)"
PART_WORDS: Final = {
    Part.HEAD: "Trưởng đoàn",
    Part.DEPUTY: "Phó Trưởng đoàn",
    Part.MEMBER: "Thành viên",
    Part.INVITED: "Khách mời",
    Part.HELPER: "Giúp việc",
}


def verb_of(mission: SupervisionMission) -> str:
    """What is done: "giám sát" or "khảo sát"."""
    return "khảo sát" if mission.kind == SupervisionMission.Kind.SURVEY else "giám sát"


def subject_of(mission: SupervisionMission) -> str:
    """What is looked at, inside a sentence: "việc thực hiện chính sách giảm nghèo"."""
    title = mission.title.strip().rstrip(" .")
    first = title.split(" ", 1)[0]
    small = title if first.isupper() else title[:1].lower() + title[1:]
    return small if small.startswith("việc ") else f"việc {small}" if _is_verb(small) else small


def _is_verb(words: str) -> bool:
    """Titles that name what is done need "việc" before them."""
    return words.startswith(("thực hiện", "chấp hành", "quản lý", "giải quyết", "triển khai", "sử dụng"))


def supervisor_of(mission: SupervisionMission, *, short: bool = False) -> str:
    """Who supervises, in a sentence: "Thường trực Hội đồng nhân dân xã Bảo Thắng", in short "Thường trực HĐND xã"."""
    council = mission.council
    body = f"HĐND {council.unit_word}" if short else f"Hội đồng nhân dân {council.name}"
    match Subject(mission.subject):
        case Subject.COUNCIL:
            return body
        case Subject.STANDING_COMMITTEE:
            return f"Thường trực {body}"
        case _:
            return f"{mission.committee or mission.group} {body}"


def team_of(mission: SupervisionMission) -> str:
    """The team by its subject: "Đoàn giám sát của Thường trực Hội đồng nhân dân xã Bảo Thắng"."""
    return f"Đoàn {verb_of(mission)} của {supervisor_of(mission)}"


def issuer_of(mission: SupervisionMission) -> Issuer:
    """The head of the supervising subject's own documents."""
    council = mission.council
    match Subject(mission.subject):
        case Subject.COUNCIL:
            return Issuer.council(council.name)
        case Subject.STANDING_COMMITTEE:
            return house.standing_committee(council)
        case Subject.COMMITTEE:
            assert mission.committee is not None  # noqa: S101 - a constraint of the model
            return house.committee(mission.committee)
        case Subject.GROUP:
            assert mission.group is not None  # noqa: S101 - see above
            return Issuer.group(council.name, mission.group.number)


def symbol_of(mission: SupervisionMission) -> str:
    """The issuer in the numbers of the subject's documents."""
    if mission.committee is not None:
        return house.committee_symbol(mission.committee)
    return mission.council.standing_symbol if mission.subject == Subject.STANDING_COMMITTEE else "HĐND"


TEAM_SYMBOL: Final = {"giám sát": "ĐGS", "khảo sát": "ĐKS"}
"""The issuer in the numbers of a team's documents: 05/BC-ĐGS."""


def team_symbol(mission: SupervisionMission) -> str:
    """The issuer in the numbers of the team's own documents."""
    return TEAM_SYMBOL[verb_of(mission)]


def signature_of(mission: SupervisionMission, *, deputy: bool = False) -> Signature:
    """Who signs for the supervising subject."""
    match Subject(mission.subject):
        case Subject.COUNCIL:
            return Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")) if deputy else house.CHAIR
        case Subject.STANDING_COMMITTEE:
            return house.STANDING_VICE if deputy else house.STANDING_CHAIR
        case Subject.COMMITTEE:
            assert mission.committee is not None  # noqa: S101 - a constraint of the model
            return house.committee_signature(mission.committee, deputy=deputy)
        case Subject.GROUP:
            last = ("KT. TỔ TRƯỞNG", "TỔ PHÓ") if deputy else ("TỔ TRƯỞNG",)
            return Signature(("TM. TỔ ĐẠI BIỂU", *last))


# --- The team ---


def team_head(mission: SupervisionMission) -> Issuer:
    """Head H3: the team under its council, named after the act that set it up."""
    act = f"\ntheo {act_short(mission)} số {mission.act_symbol}" if mission.act_symbol else ""
    head = Issuer.under_council(mission.council.name, f"Đoàn {verb_of(mission)}{act}")
    return Issuer(team_of(mission), head.lines)


_ACT_WORDS: Final = {
    SupervisionMission.Act.RESOLUTION: ("Nghị quyết", "NQ"),
    SupervisionMission.Act.DECISION: ("Quyết định", "QĐ"),
    SupervisionMission.Act.PLAN: ("Kế hoạch", "KH"),
}


def act_name(mission: SupervisionMission) -> str:
    """The kind of the act: "Quyết định"."""
    return _ACT_WORDS[SupervisionMission.Act(mission.act)][0]


def act_short(mission: SupervisionMission) -> str:
    """The kind of the act as heads write it: "QĐ"."""
    return _ACT_WORDS[SupervisionMission.Act(mission.act)][1]


def cited_act(mission: SupervisionMission) -> str:
    """The act as other documents cite it: "Quyết định số 12/QĐ-HĐND ngày 04 tháng 5 năm 2026 của …"."""
    number = f" số {mission.act_symbol}" if mission.act_symbol else ""
    day = f" {long_date(mission.decided_on)}" if mission.decided_on else ""
    return f"{act_name(mission)}{number}{day} của {supervisor_of(mission)}"


def team_signature(mission: SupervisionMission, members: Sequence[TeamMember]) -> Signature:
    """S-ĐOÀN: the head of the team with the post."""
    head = next((member for member in members if member.part == Part.HEAD), None)
    post = (head.post.upper(),) if head and head.post else ()
    lines = (f"TM. ĐOÀN {verb_of(mission).upper()}", "TRƯỞNG ĐOÀN", *post)
    return Signature(lines, head.full_name if head else "")


def person(member: TeamMember) -> str:
    """A member in a list: "Bà Nguyễn Thị A, Phó Chủ tịch HĐND xã"; of others nobody knows how to address them."""
    delegate = member.delegate
    address = "Ông (bà)" if delegate is None else "Bà" if delegate.is_woman else "Ông"
    return f"{address} {member.full_name}{f', {member.post}' if member.post else ''}"


def members_of(members: Iterable[TeamMember], *parts: str) -> list[TeamMember]:
    """Those of the team with one of these parts."""
    return [member for member in members if member.part in parts]


# --- Longer texts ---


def office_of(council: Council) -> str:
    """The office that serves the council."""
    unit = council.unit_word
    if council.level == Level.PROVINCE:
        return f"Văn phòng Đoàn đại biểu Quốc hội và HĐND {unit}"
    return f"Văn phòng HĐND và UBND {unit}"


def blocks_of(text: str) -> Iterator[Block]:
    """What somebody typed, line by line: a line that begins with "-" or "+" is an item of a list."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        mark, rest = line[:1], line[1:].strip()
        if mark in {"-", "+"} and rest:
            yield ListItem(rest, sub=mark == "+")
        else:
            yield Paragraph(line)


def sections_of(sections: Iterable[MissionSection]) -> Iterator[Block]:
    """The parts of a text under their headings; an empty one leaves room."""
    for section in sections:
        yield Heading(Depth.SECTION, section.heading)
        yield from tuple(blocks_of(section.text)) or (Paragraph(ROOM),)


def period_words(mission: SupervisionMission) -> str:
    """The period of the figures: "từ ngày 01/01/2023 đến ngày 31/12/2025"; nothing where none was set."""
    parts = []
    if mission.period_from:
        parts.append(f"từ ngày {short_date(mission.period_from)}")
    if mission.period_to:
        parts.append(f"đến ngày {short_date(mission.period_to)}")
    return " ".join(parts)


def recipients_of(mission: SupervisionMission, *first: str) -> tuple[str, ...]:
    """Nơi nhận of a mission's documents."""
    unit = mission.council.unit_word
    return (
        *first,
        f"Thường trực HĐND {unit}",
        "Thành viên " + f"Đoàn {verb_of(mission)}",
        f"Cơ quan chịu sự {verb_of(mission)}",
        f"Các Ban của HĐND {unit}",
    )
