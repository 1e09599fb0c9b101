"""Rows of sittings: sittings, half-days, agenda items, papers, turns, meetings of bodies, documents, seats."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.display import period_words
from core.tables import Column
from reports.figures import Listing
from reports.tables.rows import Rows, existing, page_of
from sessions.models import PlenaryMeeting
from sessions.tables.sittings import SittingTable

_SITTING: Final = Column("sitting", _("Sitting"), cell="sitting", note="sitting.get_kind_display")
_HALF_DAYS: Final = (
    Column("day", _("Day"), sort=("day", "part", "pk")),
    Column("part", _("Half-day"), cell="get_part_display", note="get_kind_display", link=True, card="title"),
    _SITTING,
)


def _late_by(paper: Any) -> int | None:
    return paper.lateness_days or None


def _where(turn: Any) -> str:
    """In which group, or in the hall."""
    if turn.group:
        return str(turn.group)
    return gettext("In groups") if turn.meeting.kind == PlenaryMeeting.Kind.GROUPS else gettext("In the hall")


def _held_for(seat: Any) -> str:
    return period_words(seat.valid_from, seat.valid_to)


def _marks(seat: Any) -> str:
    """What the breakdown tells apart."""
    delegate = seat.delegate
    marks = {
        gettext("Woman"): delegate.is_woman,
        gettext("Ethnic minority"): delegate.is_ethnic_minority,
        gettext("Not a Party member"): not delegate.is_party_member,
        gettext("Full-time"): seat.is_full_time,
    }
    return ", ".join(mark for mark, holds in marks.items() if holds)


LISTINGS: Final = {
    Listing.SITTINGS: Rows(
        (
            *(column for column in SittingTable.columns if column.name == "number"),
            Column("opened_on", _("Opened on"), sort=("opened_on", "pk")),
            Column("closed_on", _("Closed on")),
            Column("term", _("Council term"), cell="council_term.label"),
        ),
        ("-opened_on", "-pk"),
        lambda rows: rows.select_related("council", "council_term__council", "council_term__term"),
        lambda count: ngettext("sitting", "sittings", count),
    ),
    Listing.HALF_DAYS: Rows(
        _HALF_DAYS,
        ("-day", "-part", "-pk"),
        lambda rows: rows.select_related("sitting__council"),
        lambda count: ngettext("half-day", "half-days", count),
        council="sitting.council.name",
    ),
    Listing.ROLL_CALLS: Rows(
        _HALF_DAYS,
        ("-day", "-part", "-pk"),
        lambda rows: rows.select_related("sitting__council"),
        lambda count: ngettext("half-day", "half-days", count),
        council="sitting.council.name",
    ),
    Listing.ITEMS: Rows(
        (
            Column("title", _("Agenda item"), note="presenter", link=True, card="title"),
            Column("kind", _("Kind"), cell="get_kind_display"),
            Column("tabled_on", _("Dealt with on"), sort=("tabled_on", "pk")),
            _SITTING,
        ),
        ("-tabled_on", "-pk"),
        lambda rows: rows.select_related("sitting__council"),
        lambda count: ngettext("agenda item", "agenda items", count),
        opens=lambda item: existing(lambda: reverse("sittings:sitting_agenda", args=[item.sitting_id])),
        council="sitting.council.name",
    ),
    Listing.PAPERS: Rows(
        (
            Column("title", _("Paper"), note="symbol", link=True, card="title"),
            Column("kind", _("Kind"), cell="get_kind_display"),
            Column("owner", _("Owner"), cell="owner_name"),
            Column("sitting", _("Sitting"), cell="sitting"),
            Column("due_on", _("Due")),
            Column("received_on", _("Received on")),
            Column("lateness", _("Days late"), cell=_late_by, align="end"),
            Column("tabled_on", _("Tabled on"), default=False),
        ),
        ("-sitting__opens_on", "number", "pk"),
        lambda rows: rows.select_related("sitting__council", "owner_agency", "owner_committee"),
        lambda count: ngettext("paper", "papers", count),
        council="sitting.council.name",
    ),
    Listing.TURNS: Rows(
        (
            Column("day", _("Day"), cell="meeting.day"),
            Column(
                "delegate", _("Delegate"), cell="delegate.full_name", note=_where, link=True, card="title"
            ),
            Column("item", _("Agenda item"), cell="item.title"),
            Column("minutes", _("Minutes spoken"), cell="minutes", align="end"),
        ),
        ("-meeting__day", "-pk"),
        lambda rows: rows.select_related("meeting__sitting__council", "delegate", "group", "item"),
        lambda count: ngettext("speaking turn", "speaking turns", count),
        opens=lambda turn: page_of(turn.meeting),
        council="meeting.sitting.council.name",
    ),
    Listing.BODY_MEETINGS: Rows(
        (
            Column("held_on", _("Day"), sort=("held_on", "pk")),
            Column("title", _("Meeting of the body"), note="get_kind_display", link=True, card="title"),
            Column("body", _("Who met"), cell="body_name"),
            Column("chair", _("Chaired by")),
        ),
        ("-held_on", "-pk"),
        lambda rows: rows.select_related("council", "committee"),
        lambda count: ngettext("meeting of a body", "meetings of bodies", count),
    ),
    Listing.DOCUMENTS: Rows(
        (
            Column("symbol", _("Number and symbol"), link=True, card="title"),
            Column("issued_on", _("Issued on"), sort=("issued_on", "pk")),
            Column("abstract", _("Abstract")),
        ),
        ("-issued_on", "-pk"),
        lambda rows: rows.select_related("council"),
        lambda count: ngettext("document", "documents", count),
    ),
    Listing.SEATS: Rows(
        (
            Column(
                "delegate", _("Delegate"), cell="delegate.full_name", note=_marks, link=True, card="title"
            ),
            Column("group", _("Delegate group"), cell="group.name"),
            Column("origin", _("Origin of the seat"), cell="get_origin_display"),
            Column("held", _("In office"), cell=_held_for),
            Column("end_reason", _("Why it ended")),
        ),
        ("delegate__sort_key", "pk"),
        lambda rows: rows.select_related("delegate", "group", "council_term__council"),
        lambda count: ngettext("delegate", "delegates", count),
        opens=lambda seat: reverse("councils:delegate_detail", args=[seat.delegate_id]),
        council="council_term.council.name",
    ),
}
