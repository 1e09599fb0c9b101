"""Missions and surveys: entered and changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.editing import save_edit
from core.errors import Refused
from councils.models import Agency
from supervision.models import Subject, SupervisionMission
from supervision.states import MissionState


@transaction.atomic
def save_mission(
    *, mission: SupervisionMission, bodies: Iterable[Agency], version: int | None = None
) -> SupervisionMission:
    """Enter a mission or survey, or change one that was opened on `version`, with its supervised bodies.

    Raises Refused beside the fields: a committee missing or of another council, bodies of another council, a decision
    dated in the future. A committee is kept only where a committee supervises.
    """
    if mission.subject != Subject.COMMITTEE:
        mission.committee = None
    if mission.pk is None and mission.decided_on:
        mission.state = MissionState.DECIDED
    chosen = list(bodies)
    wrong = _committee(mission) | _bodies(mission, chosen) | _day(mission)
    if wrong:
        raise Refused(wrong)
    return save_edit(mission, version=version, many={"bodies": chosen})


def _committee(mission: SupervisionMission) -> dict[str, str]:
    if mission.subject == Subject.COMMITTEE and mission.committee is None:
        return {"committee": _("Name the committee that supervises.")}
    if mission.committee is not None and mission.committee.council_id != mission.council_id:
        return {"committee": _("This committee belongs to another council.")}
    return {}


def _bodies(mission: SupervisionMission, bodies: list[Agency]) -> dict[str, str]:
    strange = [body.name for body in bodies if body.council_id != mission.council_id]
    if not strange:
        return {}
    return {"bodies": _("Not in this council's list of agencies: %(names)s.") % {"names": ", ".join(strange)}}


def _day(mission: SupervisionMission) -> dict[str, str]:
    if mission.decided_on is None or mission.decided_on <= timezone.localdate():
        return {}
    return {
        "decided_on": _("The day %(day)s lies in the future.") % {"day": f"{mission.decided_on:%d/%m/%Y}"}
    }
