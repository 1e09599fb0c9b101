"""Plan, report and conclusion as texts in parts: written over days, with the parts that each must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by
from sessions.services import SectionText
from sessions.services.rows import RefusedRows
from supervision.models import MissionSection, SupervisionMission
from supervision.parts import PARTS, Paper
from supervision.services.terms import lock_mission
from supervision.states import CONCLUDED, HANDED_IN, MissionState

_CLOSED: Final[Mapping[str, frozenset[str]]] = {
    Paper.PLAN: frozenset({*HANDED_IN, MissionState.DROPPED}),
    Paper.REPORT: frozenset({*HANDED_IN, MissionState.DROPPED}),
    Paper.CONCLUSION: frozenset({*CONCLUDED, MissionState.CLOSED, MissionState.DROPPED}),
}


def refusal_to_write(mission: SupervisionMission, paper: str) -> str:
    """Why a text of the mission can no longer be changed; nothing while it can."""
    issued = mission.plan if paper == Paper.PLAN else None
    if issued is not None:
        return _("It was issued as %(symbol)s already.") % {"symbol": issued.symbol}
    if mission.state in _CLOSED[paper]:
        words = _("This text can no longer be changed: the state is “%(state)s”.")
        return words % {"state": mission.get_state_display()}
    return ""


@transaction.atomic
def save_text(
    *,
    mission: SupervisionMission,
    paper: str,
    rows: Sequence[SectionText],
    user: User | None,
    version: int | None = None,
) -> SupervisionMission:
    """Write the parts of a text in this order; the parts that it must have stay, with or without words.

    Raises RefusedRows for words without a heading, Refused once the text was issued, Stale when a colleague saved.
    """
    locked = lock_mission(mission)
    if refusal := refusal_to_write(locked, paper):
        raise Refused(refusal)
    filled = [(at, row) for at, row in enumerate(rows) if row.heading.strip() or row.text.strip()]
    bare = {at: {"heading": _("Give this part a heading.")} for at, row in filled if not row.heading.strip()}
    if bare:
        raise RefusedRows(bare)
    kept = [SectionText(row.heading.strip(), row.text.strip()) for _at, row in filled]
    written = {row.heading for row in kept}
    kept += [SectionText(heading, "") for heading in PARTS[paper] if heading not in written]
    with entered_by(user):
        save_edit(locked, version=version)
        write_sections(locked, paper, kept)
    mission.refresh_from_db()
    return mission


def write_sections(mission: SupervisionMission, paper: str, rows: Sequence[SectionText]) -> None:
    """The parts change in place, so that their history is one."""
    standing = list(mission.sections.filter(paper=paper))
    for place, (section, row) in enumerate(zip(standing, rows, strict=False), start=1):
        section.position, section.heading, section.text = place, row.heading, row.text
    MissionSection.objects.bulk_update(standing[: len(rows)], ["position", "heading", "text"])
    MissionSection.objects.filter(pk__in=[section.pk for section in standing[len(rows) :]]).delete()
    MissionSection.objects.bulk_create(
        MissionSection(mission=mission, paper=paper, position=place, heading=row.heading, text=row.text)
        for place, row in enumerate(rows[len(standing) :], start=len(standing) + 1)
    )


def need_words(mission: SupervisionMission, paper: str) -> list[MissionSection]:
    """The parts of a text; Refused where one that it must have is missing or has no words yet."""
    sections = list(mission.sections.filter(paper=paper))
    worded = {section.heading for section in sections if section.text.strip()}
    empty = [f"“{heading}”" for heading in PARTS[paper] if heading not in worded]
    empty += [f"“{row.heading}”" for row in sections if row.heading not in {*worded, *PARTS[paper]}]
    if empty:
        raise Refused(_("These parts have no words yet: %(parts)s.") % {"parts": ", ".join(empty)})
    return sections
