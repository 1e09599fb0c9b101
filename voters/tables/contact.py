"""Columns of the lists of rounds, meetings and opinions."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from followups.states import OPEN
from voters.models import JointConsent, VoterContactRound, VoterMeeting
from voters.services.sending import missing_parts
from voters.states import ConsentState, MeetingState, OpinionStatus, status_badge, status_words

_MEETING_BADGES = {
    MeetingState.PLANNED: "plain",
    MeetingState.ANNOUNCED: "run",
    MeetingState.HELD: "warn",
    MeetingState.MINUTES_FILED: "ok",
    MeetingState.POSTPONED: "warn",
}


def meeting_badge(meeting: VoterMeeting) -> SafeString:
    """Where a meeting stands."""
    return badge(_MEETING_BADGES.get(MeetingState(meeting.state), "plain"), meeting.get_state_display())


def headcount_words(meeting: VoterMeeting) -> str:
    """The headcount as it was published: "hơn 1.500"."""
    if meeting.headcount is None:
        return ""
    number = display.number(meeting.headcount)
    return f"{meeting.get_headcount_qualifier_display()} {number}" if meeting.headcount_qualifier else number


def status_of(opinion: Any) -> SafeString:
    """The badge of an opinion read `with_status`; an answer that is owed past its day comes before all else."""
    if is_late(opinion):
        return badge("late", gettext("Answer overdue"))
    return badge(status_badge(opinion.status), status_words(opinion.status))


def is_late(opinion: Any, on: date | None = None) -> bool:
    """Whether an answer is owed and its day has passed."""
    owed = opinion.follow_up
    return bool(owed and owed.state in OPEN and owed.due_on and owed.due_on < (on or timezone.localdate()))


def note_of(opinion: Any) -> str:
    """What is still missing; later the class of result, once there is one."""
    if opinion.status == OpinionStatus.RECORDED:
        return gettext("missing: %(parts)s") % {"parts": missing_parts(opinion)}
    result = str(opinion.follow_up.get_result_class_display()) if opinion.follow_up else ""
    repeat = gettext("raised again") if opinion.is_repeat else ""
    return " · ".join(filter(None, [repeat, result]))


def due_of_row(opinion: Any) -> SafeString | None:
    """The due date in words; the page puts `standing` on its rows (it needs one calendar for all of them)."""
    return due(opinion.standing) if opinion.standing else None


def origin_words(opinion: Any) -> str:
    """Where and when it was said."""
    place = opinion.voter_place or (opinion.meeting.locality if opinion.meeting else "")
    return " · ".join(filter(None, [place, display.day(opinion.recorded_on)]))


def days(contact: VoterContactRound) -> str:
    """From when to when."""
    return f"{display.day(contact.starts_on)} – {display.day(contact.ends_on)}"


class RoundTable(Table):
    """Rounds, the newest first."""

    columns: ClassVar = [
        Column("name", _("Round"), note="get_kind_display", link=True, card="title"),
        Column("days", _("Days"), cell=days, sort=("starts_on", "pk")),
        Column("cut_off_on", _("Cut-off day"), default=False),
        Column("meetings", _("Meetings"), cell="meeting_count", align="end"),
        Column("opinions", _("Opinions"), cell="opinion_count", align="end"),
    ]


def _form(meeting: Any) -> str:
    online = gettext("online") if meeting.is_online else ""
    return " · ".join(filter(None, [meeting.get_form_display(), online]))


def _venue_and_form(meeting: Any) -> str:
    return f"{meeting.venue} · {_form(meeting)}"


def _venue_and_round(meeting: Any) -> str:
    return f"{meeting.venue} · {meeting.round.name}"


class MeetingTable(Table):
    """Voter meetings, the newest first."""

    columns: ClassVar = [
        Column("held_on", _("Day"), sort=("held_on", "pk")),
        Column("locality", _("Meeting"), note=_venue_and_round, link=True, card="title"),
        Column("form", _("Form"), cell=_form, default=False),
        Column("headcount", _("Voters"), cell=headcount_words, align="end", export=attrgetter("headcount")),
        Column("speakers", _("Spoke"), align="end", default=False),
        Column("opinions", _("Opinions"), cell="opinion_count", align="end"),
        Column("state", _("State"), cell=meeting_badge, card="side"),
    ]


class MeetingsOfRound(MeetingTable):
    """The meetings on their round's page, which need not name it."""

    columns: ClassVar = [
        Column("locality", _("Meeting"), note=_venue_and_form, link=True, card="title")
        if column.name == "locality"
        else column
        for column in MeetingTable.columns
    ]


def _hours(meeting: Any) -> str:
    return " – ".join(f"{hour:%H:%M}" for hour in (meeting.starts_at, meeting.ends_at) if hour)


def _all(name: str) -> Any:
    """The prefetched rows of a relation, in one line."""
    return lambda row: ", ".join(str(one) for one in getattr(row, name).all())


class PlanTable(Table):
    """The meetings of a plan, by day."""

    columns: ClassVar = [
        Column("held_on", _("Day"), note=_hours),
        Column("locality", _("Meeting"), note=_venue_and_form, link=True, card="title"),
        Column("groups", _("Groups"), cell=_all("groups")),
        Column("delegates", _("Delegates"), cell=_all("delegates")),
        Column("joint", _("Jointly with"), cell=_all("joint_councils")),
        Column("state", _("State"), cell=meeting_badge, card="side"),
    ]


_CONSENT_BADGES = {ConsentState.PROPOSED: "warn", ConsentState.ACCEPTED: "ok"}


def consent_badge(consent: JointConsent) -> SafeString:
    """How a council answered."""
    return badge(_CONSENT_BADGES.get(ConsentState(consent.state), "plain"), consent.get_state_display())


def _reason(consent: Any) -> str:
    """Why the council declined: its last answer."""
    answers = list(consent.moves.all())
    return answers[-1].note if answers else ""


class ConsentTable(Table):
    """Joint meetings that other councils propose to this one."""

    columns: ClassVar = [
        Column(
            "meeting", _("Meeting"), cell="meeting.locality", note="meeting.venue", link=True, card="title"
        ),
        Column("held_on", _("Day"), cell="meeting.held_on"),
        Column("owner", _("Council that proposes"), cell="meeting.council.name"),
        Column("proposed_on", _("Asked on"), sort=("proposed_on", "pk")),
        Column("state", _("State"), cell=consent_badge, note=_reason, card="side"),
        Column("answer", _("Answer"), cell="voters/consent_actions.html"),
    ]


def _due_day(opinion: Any) -> date | None:
    return opinion.follow_up.due_on if opinion.follow_up else None


class OpinionTable(Table):
    """Voters' opinions, the newest first."""

    bulk = True
    columns: ClassVar = [
        Column(
            "number",
            _("No."),
            cell=str,
            sort=("year", "number"),
            align="end",
            export=attrgetter("number"),
        ),
        Column("content", _("Content"), note=origin_words, link=True, card="title"),
        Column("field", _("Field"), cell="field.name"),
        Column("competence_level", _("Competence"), cell="get_competence_level_display", default=False),
        Column("agency", _("Responsible agency"), cell="agency.name"),
        Column("due", _("Due"), cell=due_of_row, sort=("due_sort", "pk"), export=_due_day),
        Column("status", _("Status"), cell=status_of, note=note_of, card="side"),
    ]

    def row_label(self, row: Any) -> str:
        """Short: the whole statement would be read out at every box."""
        return gettext("Select opinion no. %(number)s") % {"number": row}


class OpinionsOfMeeting(OpinionTable):
    """The opinions on their meeting's page."""

    bulk = False
    columns: ClassVar = [
        column
        if column.name != "content"
        else Column("content", _("Content"), note="voter_place", link=True, card="title")
        for column in OpinionTable.columns
    ]
