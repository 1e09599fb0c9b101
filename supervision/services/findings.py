"""Nhận định, phát hiện: what the team found, each with its evidence."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from supervision.models import Finding, SupervisionMission
from supervision.services.terms import lock_mission
from supervision.states import HANDED_IN, UNDECIDED


def _open(mission: SupervisionMission) -> SupervisionMission:
    """Findings belong to the report: they stand once it has been handed in."""
    locked = lock_mission(mission)
    if locked.state in {*HANDED_IN, *UNDECIDED}:
        words = _("Findings cannot be changed: the state of the mission is “%(state)s”.")
        raise Refused(words % {"state": locked.get_state_display()})
    return locked


@transaction.atomic
def save_finding(*, finding: Finding, user: User | None, version: int | None = None) -> Finding:
    """Write a finding, or change one that was opened on `version`. Refused without evidence, beside the fields."""
    mission = _open(finding.mission)
    session, body = finding.session, finding.body
    refuse(
        {
            "text": not finding.text.strip() and _("Write what was found."),
            "evidence": not finding.evidence.strip() and _("A finding needs its evidence."),
            "body": body is not None
            and body.mission_id != mission.pk
            and _("This body is supervised in another mission."),
            "session": session is not None
            and session.mission_id != mission.pk
            and _("This session is of another mission."),
        }
    )
    if finding.pk is None:
        last: int | None = mission.findings.aggregate(Max("position"))["position__max"]
        finding.position = (last or 0) + 1
    if session is not None and body is None:
        finding.body = session.body
    with entered_by(user):
        return save_edit(finding, version=version)


@transaction.atomic
def remove_finding(*, finding: Finding, user: User | None) -> None:
    """Take a finding away; refused where a recommendation follows from it."""
    mission = _open(finding.mission)
    if finding.recommendations.exists():
        raise Refused(_("A recommendation follows from this finding."))
    with entered_by(user):
        Finding.objects.filter(pk=finding.pk).delete()
        mission.findings.filter(position__gt=finding.position).update(position=F("position") - 1)


@transaction.atomic
def move_finding(*, finding: Finding, user: User | None, places: int) -> None:
    """Move a finding up (negative) or down; past the ends it stays at the end."""
    mission = _open(finding.mission)
    order = list(mission.findings.all())
    here = [row.pk for row in order].index(finding.pk)
    order.insert(min(max(here + places, 0), len(order) - 1), order.pop(here))
    for place, row in enumerate(order, start=1):
        row.position = place
    with entered_by(user):
        Finding.objects.bulk_update(order, ["position"])
