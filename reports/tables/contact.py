"""Rows of voter contact and opinions, in the lists people know."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.tables import Column
from reports.figures import Listing
from reports.tables.rows import Rows
from voters.tables import MeetingTable, OpinionTable, RoundTable, status_of

_OPINION_COLUMNS: Final = (
    *(column for column in OpinionTable.columns if column.name in {"number", "content", "field", "agency"}),
    Column("competence_level", _("Competence"), cell="get_competence_level_display", default=False),
    Column("status", _("State today"), cell=status_of, default=False),
)
_ROUND_COLUMNS: Final = tuple(column for column in RoundTable.columns if column.name in {"name", "days"})
_DELEGATE_COLUMNS: Final = (Column("full_name", _("Delegate"), card="title"),)

LISTINGS: Final = {
    Listing.MEETINGS: Rows(
        MeetingTable.columns,
        ("-held_on", "-pk"),
        lambda rows: rows.select_related("round", "council").with_counts(),
        lambda count: ngettext("meeting", "meetings", count),
    ),
    Listing.ROUNDS: Rows(
        _ROUND_COLUMNS,
        ("-starts_on", "-pk"),
        lambda rows: rows.select_related("council"),
        lambda count: ngettext("round", "rounds", count),
    ),
    Listing.DELEGATES: Rows(
        _DELEGATE_COLUMNS,
        ("sort_key", "pk"),
        lambda rows: rows.select_related("council"),
        lambda count: ngettext("delegate", "delegates", count),
    ),
    Listing.OPINIONS: Rows(
        _OPINION_COLUMNS,
        ("-recorded_on", "-pk"),
        lambda rows: rows.with_status().select_related("field", "agency", "meeting", "follow_up", "council"),
        lambda count: ngettext("opinion", "opinions", count),
    ),
}
