"""Columns of the list of missions and surveys, and how their states look."""

from __future__ import annotations

from typing import ClassVar, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from supervision.models import SupervisionMission
from supervision.states import CONCLUDED, RUNNING, MissionState

_BADGES: Final = {
    **dict.fromkeys(RUNNING, "run"),
    **dict.fromkeys(CONCLUDED, "ok"),
    MissionState.CLOSED: "ok",
    MissionState.POSTPONED: "warn",
    MissionState.DROPPED: "late",
}


def mission_badge(mission: SupervisionMission) -> SafeString:
    """Where a mission stands."""
    return badge(_BADGES.get(MissionState(mission.state), "plain"), mission.get_state_display())


class MissionTable(Table):
    """Missions and surveys, the newest first."""

    columns: ClassVar = [
        Column("title", _("Content"), note="act_symbol", link=True, card="title"),
        Column("kind", _("Kind"), cell="get_kind_display", sort=("kind",)),
        Column("subject", _("Who supervises"), cell="supervisor", sort=("subject",)),
        Column("decided_on", _("Decided on"), sort=("decided_on",)),
        Column("bodies", _("Bodies"), cell="body_count", align="end"),
        Column(
            "state", _("State"), cell=mission_badge, card="side", export=lambda row: row.get_state_display()
        ),
    ]
