"""Half-days as they are held: that they were, and from when to when. A02 counts those that were."""

from __future__ import annotations

from datetime import time

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.display import day, plain
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from sessions.models import Minutes, PlenaryMeeting, Sitting
from sessions.states import HELD, OFF, MinutesState


def lock_half_day(meeting: PlenaryMeeting) -> PlenaryMeeting:
    """The half-day of this moment, locked, with its sitting; Refused where nothing about it can be entered any more.

    Nothing is entered about a day that has not come, a sitting that was called off, or after the minutes were approved.
    """
    rows = PlenaryMeeting.objects.select_for_update(of=("self",)).select_related("sitting__council_term")
    found = rows.get(pk=meeting.pk)
    if found.day > timezone.localdate():
        raise Refused(_("The half-day of %(day)s has not come yet.") % {"day": day(found.day)})
    check_minutes_open(found.sitting)
    return found


def check_minutes_open(sitting: Sitting) -> None:
    """Refuse to change what approved minutes tell, and anything about a sitting that was called off.

    The minutes are locked until the commit: they are not approved while what they tell changes.
    """
    if sitting.state in OFF:
        raise Refused(_("The sitting was called off: nothing can be entered about it."))
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(sitting=sitting.pk).first()
    if minutes is not None and minutes.state != MinutesState.DRAFT:
        raise Refused(_("The minutes of this sitting are approved. Undo the approval before changing this."))


def check_hour(meeting: PlenaryMeeting, at: time | None, field: str) -> dict[str, str | bool]:
    """What is wrong with a moment of a half-day: before it began, or after it ended."""
    return {
        field: _before(meeting, at) or _after(meeting, at),
    }


def _before(meeting: PlenaryMeeting, at: time | None) -> str | bool:
    begins = meeting.starts_at
    return (
        at is not None
        and begins is not None
        and at < begins
        and _("The half-day began at %(time)s.") % {"time": plain(begins)}
    )


def _after(meeting: PlenaryMeeting, at: time | None) -> str | bool:
    ends = meeting.ends_at
    return (
        at is not None
        and ends is not None
        and at > ends
        and _("The half-day ended at %(time)s.") % {"time": plain(ends)}
    )


@transaction.atomic
def hold_plenary(
    *,
    meeting: PlenaryMeeting,
    user: User | None,
    starts_at: time,
    ends_at: time | None = None,
    chair: str | None = None,
    note: str | None = None,
    version: int | None = None,
) -> PlenaryMeeting:
    """Record that a half-day was held, from when to when; the end may still be open.

    Raises Refused before the sitting was opened or outside its days, for hours out of order, and for hours that leave
    out a vote already recorded.
    """
    found = lock_half_day(meeting)
    refuse(_not_within(found) | _hours(found, starts_at, ends_at))
    found.starts_at, found.ends_at, found.is_held = starts_at, ends_at, True
    found.chair = found.chair if chair is None else chair.strip()
    found.note = found.note if note is None else note.strip()
    with entered_by(user):
        return save_edit(found, version=version)


@transaction.atomic
def unhold_plenary(*, meeting: PlenaryMeeting, user: User | None) -> PlenaryMeeting:
    """Take back that it was held; Refused where votes were recorded. Attendance and speakers stay."""
    found = lock_half_day(meeting)
    count = found.votes.filter(voided_on__isnull=True).count()
    if count:
        words = ngettext(
            "%(count)s vote was taken at this half-day: void it first.",
            "%(count)s votes were taken at this half-day: void them first.",
            count,
        )
        raise Refused(words % {"count": count})
    found.is_held = False
    with entered_by(user):
        return save_edit(found)


def _not_within(meeting: PlenaryMeeting) -> dict[str, str | bool]:
    problem = outside_sitting(meeting.sitting, meeting)
    if problem:
        raise Refused(problem)
    return {}


def outside_sitting(sitting: Sitting, meeting: PlenaryMeeting) -> str:
    """Why nothing can have been done at this half-day: the sitting was not open then; nothing where it was."""
    if sitting.state not in HELD or sitting.opened_on is None:
        return _("The sitting has not been opened. Record its opening first.")
    if meeting.day < sitting.opened_on:
        return _("The sitting was opened on %(day)s, after this half-day.") % {"day": day(sitting.opened_on)}
    if sitting.closed_on is not None and meeting.day > sitting.closed_on:
        return _("The sitting was closed on %(day)s, before this half-day.") % {"day": day(sitting.closed_on)}
    return ""


def _hours(meeting: PlenaryMeeting, starts_at: time, ends_at: time | None) -> dict[str, str | bool]:
    first, last = _first_and_last_vote(meeting)
    return {
        "ends_at": (ends_at is not None and ends_at <= starts_at and _("The meeting ends before it begins."))
        or (
            ends_at is not None
            and last is not None
            and last > ends_at
            and _("A vote was taken at %(time)s, after this end.") % {"time": plain(last)}
        ),
        "starts_at": first is not None
        and first < starts_at
        and _("A vote was taken at %(time)s, before this beginning.") % {"time": plain(first)},
    }


def _first_and_last_vote(meeting: PlenaryMeeting) -> tuple[time | None, time | None]:
    found = meeting.votes.filter(voided_on__isnull=True).aggregate(first=Min("held_at"), last=Max("held_at"))
    return found["first"], found["last"]
