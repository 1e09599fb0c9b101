"""Columns of the list of missions and surveys."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table


class MissionTable(Table):
    """Missions and surveys, the newest first."""

    columns: ClassVar = [
        Column("title", _("Content"), note="act_symbol", link=True, card="title"),
        Column("kind", _("Kind"), cell="get_kind_display", sort=("kind",)),
        Column("subject", _("Who supervises"), cell="supervisor", sort=("subject",)),
        Column("decided_on", _("Decided on"), sort=("decided_on",)),
        Column("bodies", _("Bodies"), cell="body_count", align="end"),
    ]
