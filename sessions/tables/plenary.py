"""Columns of the half-days of a sitting."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.display import plain
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from sessions.majorities import quorum
from sessions.models import PlenaryMeeting


def held_badge(meeting: PlenaryMeeting) -> SafeString:
    """Whether the half-day was held."""
    return badge("ok", _("Held")) if meeting.is_held else badge("plain", _("Not yet held"))


def hours(meeting: PlenaryMeeting) -> str:
    """From when to when, as far as it is known."""
    known = [plain(at) for at in (meeting.starts_at, meeting.ends_at) if at]
    return "–".join(known)


def _hours(meeting: PlenaryMeeting) -> SafeString | None:
    """On one line."""
    known = hours(meeting)
    return format_html('<span class="nowrap">{}</span>', known) if known else None


def _all(meeting: Any) -> int:
    return int(max(meeting.all_delegates, meeting.in_office))


def _attendance(meeting: Any) -> str:
    """Present of all; nothing before the roll was called."""
    called = meeting.present + meeting.excused + meeting.absent
    return f"{meeting.present}/{_all(meeting)}" if called else ""


def _quorum(meeting: Any) -> str:
    """Whether enough came, in words; nothing before the roll was called."""
    if not _attendance(meeting):
        return ""
    return _("quorum reached") if meeting.present >= quorum(_all(meeting)) else _("no quorum")


def _away(meeting: Any) -> int | None:
    return meeting.excused + meeting.absent if _attendance(meeting) else None


def _with_reason(meeting: Any) -> str:
    """Of how many absent the reason is known."""
    if not meeting.excused:
        return ""
    return ngettext("%(count)s with reason", "%(count)s with reason", meeting.excused) % {
        "count": meeting.excused
    }


class PlenaryTable(Table):
    """Half-days in the order of the sitting."""

    columns: ClassVar = [
        Column(
            "half_day", gettext_lazy("Half-day"), cell=str, note="get_kind_display", link=True, card="title"
        ),
        Column("hours", gettext_lazy("Hours"), cell=_hours),
        Column("held", gettext_lazy("State"), cell=held_badge, card="side"),
        Column("present", gettext_lazy("Present"), cell=_attendance, note=_quorum, align="end"),
        Column("away", gettext_lazy("Absent"), cell=_away, note=_with_reason, align="end"),
        Column("turns", gettext_lazy("Speaking turns"), cell="turn_count", align="end"),
        Column("votes", gettext_lazy("Votes"), cell="vote_count", align="end"),
    ]
