"""Columns of the list of sittings."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table


class SittingTable(Table):
    """Sittings, the newest first."""

    columns: ClassVar = [
        Column(
            "number",
            _("Sitting"),
            cell=str,
            note="get_kind_display",
            sort=("council_term__starts_on", "number"),
            link=True,
            card="title",
            export=lambda sitting: sitting.number,
        ),
        Column("opens_on", _("Opens on"), sort=("opens_on",)),
        Column("closes_on", _("Closes on"), sort=("closes_on",)),
        Column("term", _("Council term"), cell="council_term.label"),
        Column("place", _("Place"), default=False),
    ]
