"""Due days of this floor that hang on the councils' rules and calendar: registered at start-up."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from django.utils.translation import gettext_lazy as _

from councils.dependents import Columns
from sessions.dependents.kept import Kept
from supervision.models import SupervisionMission, WorkingSession
from supervision.states import MissionState

REPORTS: Final = Kept(
    name=_("Reports of supervision teams"),
    columns=Columns(rule="report_due_rule", anchor="ended_on", due="report_due_on"),
    open_rows=lambda: SupervisionMission.objects.filter(state=MissionState.DRAFTING).select_related(
        "committee", "group"
    ),
    title=attrgetter("title"),
    owner=lambda mission: str(mission.supervisor),
    basis="",
)
NOTICES: Final = Kept(
    name=_("Announcements of working sessions"),
    columns=Columns(
        rule="notice_due_rule", anchor="held_on", due="notice_due_on", council="mission__council"
    ),
    open_rows=lambda: WorkingSession.objects.filter(
        state=WorkingSession.State.PLANNED, notified_on__isnull=True
    ).select_related("mission__committee", "mission__group", "body__agency"),
    title=attrgetter("mission.title"),
    owner=lambda session: str(session.mission.supervisor),
    basis="",
)
DEPENDENTS: Final = tuple(kept.dependent() for kept in (REPORTS, NOTICES))
