"""Thông báo kết luận giám sát: forms reference, kind 13b; what Law 87/2015 Art. 16.4 asks of it stands in its parts."""

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
    Heading,
    Level,
    Number,
    Paragraph,
    Signature,
    Table,
    Title,
)
from documents.language import prose_number, short_date
from sessions.documents.conclusions import occasion_of
from supervision.documents import wording
from supervision.models import Consideration, MissionSection, Recommendation, SupervisionMission

KIND: Final = "TB"
"""Symbol of notices."""
ASSESSMENT: Final = "Đánh giá"
CARRYING_OUT: Final = "Tổ chức thực hiện, chế độ báo cáo"
PARTS: Final = (ASSESSMENT, CARRYING_OUT)
"""Parts of the notice; what is asked of whom stands between them, out of the recommendations."""


def concluder_of(mission: SupervisionMission, *, short: bool = False) -> str:
    """Whose conclusion it is: a group's mission is concluded by the Standing Committee."""
    if mission.subject != "group":
        return wording.supervisor_of(mission, short=short)
    council = mission.council
    return f"Thường trực {f'HĐND {council.unit_word}' if short else f'Hội đồng nhân dân {council.name}'}"


def abstract_of(mission: SupervisionMission) -> str:
    """What the notice is about, as the register lists it."""
    verb = wording.verb_of(mission)
    return f"Kết luận của {concluder_of(mission)} về kết quả {verb} {wording.subject_of(mission)}"


def symbol_of(mission: SupervisionMission) -> str:
    """The issuer in the number of the notice."""
    return mission.council.standing_symbol if mission.subject == "group" else wording.symbol_of(mission)


def signature_of(mission: SupervisionMission, *, deputy: bool = False) -> Signature:
    """Who signs the notice."""
    if mission.subject == "group":
        return house.STANDING_VICE if deputy else house.STANDING_CHAIR
    return wording.signature_of(mission, deputy=deputy)


def conclusion_of(
    mission: SupervisionMission,
    sections: Sequence[MissionSection],
    recommendations: Sequence[Recommendation],
    consideration: Consideration | None,
    *,
    dated: date,
    number: int | None = None,
    signature: Signature | None = None,
) -> AdministrativeDocument:
    """The notice of conclusion; without a number it is a draft."""
    group = mission.subject == "group"
    return AdministrativeDocument(
        issuer=house.standing_committee(mission.council) if group else wording.issuer_of(mission),
        number=Number(f"{KIND}-{symbol_of(mission)}", number),
        title=Title("Thông báo", abstract_of(mission)),
        place=house.place(mission.council),
        dated=dated,
        blank_day=number is None,
        mark="" if number else wording.DRAFT,
        body=tuple(_body(mission, sections, recommendations, consideration)),
        signatures=(signature or signature_of(mission),),
        recipients=wording.recipients_of(mission),
    )


def _body(
    mission: SupervisionMission,
    sections: Sequence[MissionSection],
    recommendations: Sequence[Recommendation],
    consideration: Consideration | None,
) -> Iterator[Block]:
    verb, short = wording.verb_of(mission), concluder_of(mission, short=True)
    yield Paragraph(_opening(mission, consideration))
    before = [section for section in sections if section.heading != CARRYING_OUT]
    after = [section for section in sections if section.heading == CARRYING_OUT]
    yield from _parts(before)
    if recommendations:
        yield Heading(Level.ITEM, "Yêu cầu, kiến nghị")
        yield Paragraph(
            f"{short} yêu cầu các cơ quan, đơn vị, cá nhân thực hiện {prose_number(len(recommendations))} nội dung sau:"
        )
        yield table_of(recommendations)
    yield from _parts(after)
    yield Paragraph(
        f"Trên đây là kết luận của {short} về kết quả {verb} {wording.subject_of(mission)}, thông báo để các cơ quan, "
        "đơn vị, cá nhân liên quan biết, thực hiện."
    )


def _parts(sections: Sequence[MissionSection]) -> Iterator[Block]:
    for section in sections:
        yield Heading(Level.ITEM, section.heading)
        yield from tuple(wording.blocks_of(section.text)) or (Paragraph(wording.ROOM),)


def _opening(mission: SupervisionMission, consideration: Consideration | None) -> str:
    verb, report = wording.verb_of(mission), mission.report
    read = f"Báo cáo số {report.symbol} ngày {short_date(report.issued_on)}" if report else "báo cáo kết quả"
    if consideration is None:
        when = ""
    elif consideration.meeting:
        day = f" (ngày {short_date(consideration.considered_on)})" if consideration.meeting.number else ""
        when = f"tại {occasion_of(consideration.meeting)}{day}, "
    else:
        when = f"ngày {short_date(consideration.considered_on)}, "
    return (
        f"Sau khi xem xét {read} của Đoàn {verb}, ý kiến giải trình của các cơ quan chịu sự {verb} và thảo luận, "
        f"{when}{concluder_of(mission)} kết luận như sau:"
    )


_TABLE: Final = (
    Column("STT", Align.CENTRE, 11),
    Column("Nội dung yêu cầu, kiến nghị", width=48),
    Column("Cơ quan thực hiện", width=32),
    Column("Sản phẩm", width=30),
    Column("Thời hạn", Align.CENTRE, 20),
    Column("Căn cứ", width=26),
)


def table_of(recommendations: Sequence[Recommendation]) -> Table:
    """The demands with the five clears: what, who and who answers for it, with what result, by when, on what ground."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (place, *_cells(row)) for place, row in enumerate(recommendations, start=1)
    )
    return Table(_TABLE, rows, size=11)


def _cells(row: Recommendation) -> tuple[str, ...]:
    task = row.follow_up
    accountable = f"(chịu trách nhiệm: {task.accountable})" if task.accountable else ""
    return (
        row.text,
        "\n".join(filter(None, [str(task.owner or ""), accountable])),
        task.evidence,
        short_date(task.due_on) if task.due_on else "",
        row.legal_ground,
    )
