"""Columns of the schedule and of the register of receptions (form 03/TCD)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from voters.models import CitizenReception, ReceptionRecord
from voters.states import ReceptionState

_BADGES = {
    ReceptionState.SCHEDULED: "plain",
    ReceptionState.PUBLISHED: "run",
    ReceptionState.HELD: "warn",
    ReceptionState.CANCELLED: "late",
}


def reception_badge(reception: CitizenReception) -> SafeString:
    """Where a reception stands."""
    return badge(_BADGES.get(ReceptionState(reception.state), "ok"), reception.get_state_display())


def hours(reception: CitizenReception) -> str:
    """The part of the day and the hours."""
    times = " – ".join(f"{one:%H:%M}" for one in (reception.starts_at, reception.ends_at) if one)
    return " · ".join(filter(None, [str(reception.get_part_display()), times]))


class ReceptionTable(Table):
    """Receptions, the newest first."""

    columns: ClassVar = [
        Column("day", _("Day"), note=hours, sort=("day", "pk")),
        Column("receiver", _("Received by"), note="post", link=True, card="title"),
        Column("place", _("Place")),
        Column("kind", _("Kind"), cell="get_kind_display", default=False),
        Column("records", _("Turns"), cell="record_count", align="end"),
        Column("persons", _("Persons"), cell="person_count", align="end"),
        Column("state", _("State"), cell=reception_badge, card="side"),
    ]


def _number(record: ReceptionRecord) -> str:
    return f"{record.number}/{record.year}"


def guided(record: ReceptionRecord) -> str:
    """Column 10: the body and the number of the slip."""
    return ", ".join(filter(None, [record.guided_to, record.guidance.symbol if record.guidance else ""]))


def accepted(record: ReceptionRecord) -> str:
    """Column 11: the body and the number of the forwarding document."""
    number = record.forwarding.symbol if record.forwarding else ""
    return ", ".join(filter(None, [str(record.accepted_by or ""), number]))


def result_of(record: ReceptionRecord) -> str:
    """Column 12: what came of it."""
    if record.result:
        return record.result
    if record.refused_on:
        return gettext("Refused on %(day)s") % {"day": display.day(record.refused_on)}
    return str(record.follow_up.get_state_display()) if record.follow_up else ""


class RecordTable(Table):
    """Sổ tiếp công dân: the thirteen columns of form 03/TCD, of which a screen begins with eight.

    The printed book has them all. The page puts `sender` and `papers_of` on its rows.
    """

    columns: ClassVar = [
        Column("number", _("No."), cell=_number, sort=("year", "number"), align="end", export=_number),
        Column("day", _("Day"), cell="reception.day"),
        Column("sender", _("Name, address")),
        Column("id_number", _("ID, passport"), default=False),
        Column("content", _("Content"), link=True, card="title"),
        Column("kind", pgettext_lazy("letter", "Kind"), cell="get_kind_display"),
        Column("persons", _("Persons"), align="end"),
        Column("settled_before", _("Body that already settled it"), default=False),
        Column(
            "within",
            _("Within competence"),
            cell=lambda row: "x" if row.within_competence else "",
            default=False,
        ),
        Column("guided", _("Guided to"), cell=guided, default=False),
        Column("accepted", _("Accepting body"), cell=accepted),
        Column("result", _("Result"), cell=result_of),
        Column("note", _("Note"), default=False),
    ]


class RecordsOfReception(Table):
    """The matters on the reception's page."""

    columns: ClassVar = [
        Column("number", _("No."), cell=_number, align="end"),
        Column("content", _("Content"), note="sender", link=True, card="title"),
        Column("kind", pgettext_lazy("letter", "Kind"), cell="get_kind_display"),
        Column("persons", _("Persons"), align="end"),
        Column("result", _("Result"), cell=result_of, note=accepted),
    ]

    def row_label(self, row: Any) -> str:
        """By its number."""
        return _number(row)
