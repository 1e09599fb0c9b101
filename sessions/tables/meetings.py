"""Columns of the list of meetings, and how their states look."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from sessions.models import BodyMeeting
from sessions.states import BodyMeetingState

_BADGES = {
    BodyMeetingState.HELD: "warn",
    BodyMeetingState.CONCLUDED: "ok",
    BodyMeetingState.CANCELLED: "late",
}


def meeting_badge(meeting: BodyMeeting) -> SafeString:
    """Where a meeting stands."""
    return badge(_BADGES.get(BodyMeetingState(meeting.state), "plain"), meeting.get_state_display())


def kind_and_number(meeting: BodyMeeting) -> str:
    """What kind, and the which one in the term."""
    kind = str(meeting.get_kind_display())
    if meeting.sitting is not None and not meeting.number:
        return f"{kind}, {meeting.sitting}"
    return (
        gettext("%(kind)s no. %(number)s") % {"kind": kind, "number": meeting.number}
        if meeting.number
        else kind
    )


def _body_and_kind(meeting: Any) -> str:
    return f"{meeting.body_name} · {kind_and_number(meeting)}"


def _notice(meeting: Any) -> SafeString | None:
    """Number and symbol on one line."""
    return format_html('<span class="nowrap">{}</span>', meeting.document) if meeting.document else None


class BodyMeetingTable(Table):
    """Meetings, the newest first."""

    columns: ClassVar = [
        Column("held_on", _("Day"), sort=("held_on", "pk")),
        Column(
            "title", pgettext_lazy("council body", "Meeting"), note=_body_and_kind, link=True, card="title"
        ),
        Column("body", _("Whose meeting"), cell="body_name", default=False),
        Column("kind", _("Kind"), cell="get_kind_display", default=False),
        Column("number", _("Number in the term"), align="end", default=False),
        Column("place", _("Place"), default=False),
        Column("chair", _("Chaired by"), default=False),
        Column("conclusions", _("Conclusions"), cell="conclusion_count", align="end"),
        Column("tasks", _("Tasks still owed"), cell="open_count", align="end"),
        Column("notice", _("Notice"), cell=_notice),
        Column("state", _("State"), cell=meeting_badge, card="side"),
    ]
