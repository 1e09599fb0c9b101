"""Columns of the lists of papers, and of who is late with them."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from sessions.models import Paper
from sessions.paper_lateness import Line
from sessions.states import PaperState

_BADGES: Final = {
    PaperState.EXPECTED: "plain",
    PaperState.RETURNED: "late",
    PaperState.WITHDRAWN: "plain",
    PaperState.DEFERRED: "warn",
    PaperState.ADOPTED: "ok",
    PaperState.NOTED: "ok",
    PaperState.TABLED: "ok",
    PaperState.SENT: "ok",
}


def paper_badge(paper: Paper) -> SafeString:
    """The state of a paper in colour, shape and words; what is under way is between the ends."""
    return badge(_BADGES.get(PaperState(paper.state), "run"), paper.get_state_display())


def kind_and_symbol(paper: Paper) -> str:
    """What it is and what number it bears, in one quiet line."""
    return " · ".join(filter(None, [paper.get_kind_display(), paper.symbol]))


def _due(paper: Any) -> SafeString | None:
    """In words; the page puts `standing` on its rows."""
    return due(paper.standing) if paper.standing else None


def _days_late(paper: Any) -> int | None:
    return paper.days_late or None


def _asked(paper: Any) -> Any:
    return paper.follow_up.issued_on if paper.follow_up else None


def _to_answer(paper: Any) -> SafeString | None:
    """How many remarks of a verification wait for the owner's answer, and the way to answer them."""
    if not paper.open_remarks:
        return None
    words = ngettext("%(count)s remark to answer", "%(count)s remarks to answer", paper.open_remarks)
    address = reverse("sittings:verification_respond", args=[paper.to_answer])
    return format_html('<a href="{}">{}</a>', address, words % {"count": paper.open_remarks})


NUMBER: Final = Column(
    "number",
    _("No."),
    cell=lambda paper: f"{paper.number:02d}",
    sort=("number",),
    align="end",
    card="hide",
    export=lambda paper: paper.number,
)
DUE: Final = Column("due", _("Due"), cell=_due, sort=("due_on", "number"), export=lambda paper: paper.due_on)
STATE: Final = Column("state", _("State"), cell=paper_badge, sort=("stage", "number"), card="side")


class PaperTable(Table):
    """The papers of a sitting, in the order of the list."""

    bulk = True
    columns: ClassVar = [
        NUMBER,
        Column("title", _("Paper"), note=kind_and_symbol, link=True, card="title"),
        Column("owner", _("Owner"), cell="owner_name", sort=("owner_order", "number")),
        Column("committee", _("Verified by"), cell="committee.name", sort=("committee_order", "number")),
        DUE,
        STATE,
        Column("received_on", _("Received on"), default=False),
        Column(
            "days_late",
            _("Days late"),
            cell=_days_late,
            sort=("days_late", "number"),
            align="end",
            default=False,
        ),
        Column("asked", _("Asked for on"), cell=_asked, default=False),
        Column("versions", _("Versions"), cell="version_count", align="end", default=False),
        Column("legal_basis", _("Legal basis"), default=False),
    ]

    def row_label(self, row: Any) -> str:
        """Short: the whole title would be read out at every box."""
        return gettext("Select paper no. %(number)s") % {"number": row.number}


class OwnPaperTable(Table):
    """What an agency or a committee owes, over sittings."""

    columns: ClassVar = [
        Column("title", _("Paper"), note=kind_and_symbol, link=True, card="title"),
        Column(
            "sitting",
            _("Sitting"),
            cell="sitting",
            note="sitting.opens_on",
            sort=("sitting__opens_on", "number"),
        ),
        DUE,
        STATE,
        Column("remarks", _("Remarks to answer"), cell=_to_answer, export=lambda paper: paper.open_remarks),
        Column("received_on", _("Received on")),
    ]


# --- Who is late ---


def _counted(name: str, label: Any, group: str) -> Column:
    """A number that opens its rows; nothing to open is no link."""

    def cell(line: Line) -> SafeString | int:
        value: int = getattr(line, name)
        return format_html('<a href="{}">{}</a>', line.url(group), display.number(value)) if value else 0

    return Column(name, label, cell=cell, sort=(name,), align="end", export=lambda line: getattr(line, name))


def _mean(line: Line) -> SafeString | None:
    if line.mean_days is None:
        return None
    return format_html('<a href="{}">{}</a>', line.url("late"), display.number(line.mean_days, 1))


def _longest(line: Line) -> SafeString | None:
    if not line.longest_days:
        return None
    return format_html('<a href="{}">{}</a>', line.url("late"), display.number(line.longest_days))


class LatenessTable(Table):
    """Who hands in late, over `Line`s; the last line is all together."""

    columns: ClassVar = [
        Column("name", _("Owner"), cell="shown_name", sort=("name",), card="title"),
        _counted("papers", _("Papers"), "counted"),
        _counted("received", _("Received"), "received"),
        _counted("late", _("Late or overdue"), "late"),
        _counted("missing", _("Missing"), "missing"),
        Column(
            "mean_days",
            _("Mean delay"),
            cell=_mean,
            sort=("mean_days",),
            align="end",
            export=lambda line: line.mean_days,
        ),
        Column(
            "longest_days",
            _("Longest delay"),
            cell=_longest,
            sort=("longest_days",),
            align="end",
            export=lambda line: line.longest_days,
        ),
    ]
