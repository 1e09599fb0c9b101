"""Columns of the list of missions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from supervision.models import SupervisionMission


def supervisor(mission: SupervisionMission) -> Any:
    """Who supervises: the committee by its name, otherwise the subject."""
    return mission.committee or mission.get_subject_display()


class MissionTable(Table):
    """Missions and surveys, the newest first."""

    columns: ClassVar = [
        Column("title", _("Content"), note="act_symbol", link=True, card="title"),
        Column("kind", _("Kind"), cell="get_kind_display", sort=("kind",)),
        Column("subject", _("Who supervises"), cell=supervisor, sort=("subject",)),
        Column("decided_on", _("Decided on"), sort=("decided_on",)),
        Column("bodies", _("Bodies"), cell="body_count", align="end"),
    ]
