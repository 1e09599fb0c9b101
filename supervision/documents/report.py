"""Báo cáo kết quả giám sát, and what its first draft says out of the records: forms reference, kind 13a."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from documents import house
from documents.administrative import (
    AdministrativeDocument,
    Annex,
    Block,
    Heading,
    Level,
    Number,
    Paragraph,
    Signature,
    Title,
)
from documents.language import counted
from supervision.documents import wording
from supervision.models import Finding, MissionSection, SupervisionMission, TeamMember

KIND: Final = "BC"
"""Symbol of reports."""
Kind = Finding.Kind
GENERAL: Final = "Khái quát"
ACHIEVED: Final = "Kết quả đạt được"
LIMITS: Final = "Tồn tại, hạn chế"
CAUSES: Final = "Nguyên nhân"
RESPONSIBLE: Final = "Trách nhiệm của các cơ quan"
RECOMMENDED: Final = "Kiến nghị"
PARTS: Final = (GENERAL, ACHIEVED, LIMITS, CAUSES, RESPONSIBLE, RECOMMENDED)
"""The parts that the report of a team must have."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the team did, counted from the records: bodies visited (S04), sessions held (S05), visits, reports."""

    bodies: int
    sessions: int
    visits: int
    reports: int
    late: int = 0


def abstract_of(mission: SupervisionMission) -> str:
    """What the report is about, as the register lists it."""
    return f"Kết quả {wording.verb_of(mission)} {wording.subject_of(mission)}"


def report_of(
    mission: SupervisionMission,
    sections: Sequence[MissionSection],
    members: Sequence[TeamMember],
    annexes: Sequence[Annex] = (),
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
) -> AdministrativeDocument:
    """The report of the team; without a number it is a draft. `annexes`: the merged tables of answers."""
    return AdministrativeDocument(
        issuer=wording.team_head(mission),
        number=Number(f"{KIND}-{wording.team_symbol(mission)}", number),
        title=Title("Báo cáo", abstract_of(mission)),
        place=house.place(mission.council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else wording.DRAFT,
        addressees=(_addressee(mission),),
        body=tuple(_body(mission, sections)),
        signatures=(signature or wording.team_signature(mission, members),),
        recipients=wording.recipients_of(mission, "Như trên"),
        annexes=tuple(annexes),
    )


def _addressee(mission: SupervisionMission) -> str:
    """A council's or a group's team reports through the Standing Committee."""
    if mission.subject == "group":
        return f"Thường trực Hội đồng nhân dân {mission.council.name}"
    return wording.supervisor_of(mission)


def _body(mission: SupervisionMission, sections: Sequence[MissionSection]) -> Iterator[Block]:
    verb = wording.verb_of(mission)
    yield Paragraph(
        f"Thực hiện {wording.cited_act(mission)}, Đoàn {verb} báo cáo kết quả {verb} {wording.subject_of(mission)} "
        "như sau:"
    )
    for section in sections:
        yield Heading(Level.SECTION, section.heading.upper())
        yield from tuple(wording.blocks_of(section.text)) or (Paragraph(wording.ROOM),)
    yield Paragraph(
        f"Trên đây là báo cáo kết quả {verb} {wording.subject_of(mission)}, Đoàn {verb} trân trọng báo cáo "
        f"{_addressee(mission)} xem xét, kết luận."
    )


# --- What the first draft says ---


def draft_parts(mission: SupervisionMission, counts: Counts, findings: Sequence[Finding]) -> dict[str, str]:
    """The words of each part as the records give them; a part without records stays empty."""
    of_kind = {kind: [row for row in findings if row.kind == kind] for kind in Kind}
    short = (*of_kind[Kind.SHORTCOMING], *of_kind[Kind.DIFFICULTY])
    return {
        GENERAL: general(mission, counts),
        ACHIEVED: "\n".join(_found(row) for row in of_kind[Kind.ACHIEVEMENT]),
        LIMITS: "\n".join(_found(row) for row in short),
        CAUSES: "\n".join(dict.fromkeys(f"- {_plain(row.cause)}." for row in short if row.cause.strip())),
        RESPONSIBLE: "\n".join(
            dict.fromkeys(f"- {_plain(row.responsible)}." for row in short if row.responsible.strip())
        ),
        RECOMMENDED: "",
    }


def general(mission: SupervisionMission, counts: Counts) -> str:
    """What was done: sessions, bodies, visits and written reports, each with its count."""
    verb = wording.verb_of(mission)
    done = [
        f"tổ chức {counted(counts.sessions, 'cuộc')} làm việc tại {counted(counts.bodies, 'cơ quan, đơn vị')}"
        if counts.sessions
        else "",
        f"khảo sát thực tế {counted(counts.visits, 'điểm')}" if counts.visits else "",
        f"xem xét {counted(counts.reports, 'báo cáo')} bằng văn bản" if counts.reports else "",
    ]
    said = [words for words in done if words]
    if not said:
        return ""
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} và {said[-1]}"
    late = f"\nTrong đó có {counted(counts.late, 'báo cáo')} gửi chậm so với thời hạn." if counts.late else ""
    return f"Đoàn {verb} đã {listed}.{late}"


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;")


def _found(finding: Finding) -> str:
    """A finding with the body it concerns and its evidence."""
    body = f"{finding.body}: " if finding.body else ""
    return f"- {body}{_plain(finding.text)} ({_plain(finding.evidence)})."
