"""The merged annex as a document of its own: a short cover with the tables behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from documents import house
from documents.administrative import AdministrativeDocument, Annex, Number, Paragraph, Title
from supervision.documents import wording
from supervision.models import SupervisionMission, TeamMember


def annex_document(
    mission: SupervisionMission, annexes: Sequence[Annex], members: Sequence[TeamMember], *, dated: date
) -> AdministrativeDocument:
    """A draft of the team, with the tables of what the bodies reported."""
    verb = wording.verb_of(mission)
    return AdministrativeDocument(
        issuer=wording.team_head(mission),
        number=Number(f"BC-{wording.team_symbol(mission)}"),
        title=Title(
            "Báo cáo", f"Tổng hợp số liệu, nội dung báo cáo phục vụ {verb} {wording.subject_of(mission)}"
        ),
        place=house.place(mission.council),
        dated=dated,
        blank_day=True,
        mark=wording.DRAFT,
        body=(
            Paragraph(
                f"Thực hiện {wording.cited_act(mission)}, Đoàn {verb} tổng hợp số liệu, nội dung báo cáo của các cơ "
                f"quan, đơn vị chịu sự {verb} tại các phụ lục kèm theo."
            ),
        ),
        signatures=(wording.team_signature(mission, members),),
        recipients=(f"Thành viên Đoàn {verb}",),
        annexes=tuple(annexes),
    )
