"""Half-days of a sitting: planned from its days, added, changed, removed while nothing hangs on them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from sessions.models import Attendance, PlenaryMeeting, Sitting, SpeakingTurn, Vote
from sessions.services.plenary import check_minutes_open

HOURS: Final = (
    (PlenaryMeeting.Part.MORNING, time(7, 30), time(11, 30)),
    (PlenaryMeeting.Part.AFTERNOON, time(13, 30), time(17, 0)),
)
"""The usual half-days and their hours."""


@transaction.atomic
def plan_half_days(*, sitting: Sitting, user: Any) -> list[PlenaryMeeting]:
    """A morning and an afternoon for each day of the sitting that has none yet. Safe to call again."""
    Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    have = set(sitting.plenary_meetings.values_list("day", "part"))
    made = [
        PlenaryMeeting(sitting=sitting, day=on, part=part, starts_at=begins, ends_at=ends)
        for on in days_of(sitting)
        for part, begins, ends in HOURS
        if (on, part) not in have
    ]
    with entered_by(user):
        return PlenaryMeeting.objects.bulk_create(made)


@transaction.atomic
def save_half_day(*, meeting: PlenaryMeeting, user: Any, version: int | None = None) -> PlenaryMeeting:
    """Enter a half-day, or change one opened on `version`.

    Raises Refused beside the fields: a day outside the sitting, an end before the beginning, a half-day entered
    already, another day for one at which somebody was present, spoke or voted; one that was held, once the minutes are
    approved.
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=meeting.sitting_id)
    if meeting.pk and meeting.is_held:
        check_minutes_open(sitting)
    refuse(
        {
            "day": _outside(sitting, meeting.day) or _recorded(meeting),
            "part": _twice(meeting),
            "ends_at": bool(meeting.starts_at and meeting.ends_at)
            and meeting.ends_at <= meeting.starts_at  # type: ignore[operator]  # both are there
            and _("The meeting ends before it begins."),
        }
    )
    with entered_by(user):
        return save_edit(meeting, version=version)


@transaction.atomic
def remove_half_day(*, meeting: PlenaryMeeting, user: Any) -> None:
    """Take a planned half-day away; Refused once attendance, votes, speaking turns or agenda items hang on it."""
    locked = PlenaryMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if words := _hanging(locked):
        raise Refused(
            _("%(meeting)s cannot be removed: %(what)s of it have been entered.")
            % {"meeting": locked, "what": words}
        )
    with entered_by(user):
        locked.delete()


def follow_days(*, sitting: Sitting, user: Any, shift: timedelta) -> None:
    """After the sitting's days have moved: planned half-days move along, empty ones that fall outside are dropped.

    What has been recorded never moves; Refused beside the day where it would then lie outside the sitting.
    """
    with entered_by(user):
        if shift and not _used(sitting.plenary_meetings.all()).exists():
            _move(sitting, shift)
        inside = (sitting.opens_on, sitting.closes_on)
        outside = list(sitting.plenary_meetings.exclude(day__range=inside).order_by("day", "part"))
        for meeting in outside:  # a sitting has a handful of half-days, and hardly ever one outside
            if words := _hanging(meeting):
                raise Refused({"opens_on": _left_out(meeting, words)})
        PlenaryMeeting.objects.filter(pk__in=[meeting.pk for meeting in outside]).delete()


def days_of(sitting: Sitting) -> list[date]:
    """Every day of the sitting."""
    length = (sitting.closes_on - sitting.opens_on).days + 1
    return [sitting.opens_on + timedelta(days=number) for number in range(length)]


# --- Checks ---


def _outside(sitting: Sitting, on: date) -> str | bool:
    if sitting.opens_on <= on <= sitting.closes_on:
        return False
    return _("The sitting runs from %(first)s to %(last)s: %(day)s lies outside.") % {
        "first": day(sitting.opens_on),
        "last": day(sitting.closes_on),
        "day": day(on),
    }


def _recorded(meeting: PlenaryMeeting) -> str | bool:
    """Whether the half-day would move although something was recorded at it."""
    if meeting.pk is None:
        return False
    before = PlenaryMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    moves = (before.day, before.part) != (meeting.day, meeting.part)
    return (
        moves
        and bool(_recorded_words(before))
        and _(
            "Attendance, votes or speaking turns of this half-day have been entered: it can no longer be moved."
        )
    )


def _twice(meeting: PlenaryMeeting) -> str | bool:
    same = {name: getattr(meeting, name) for name in ("sitting_id", "day", "part", "kind")}
    others = PlenaryMeeting.objects.filter(**same).exclude(pk=meeting.pk)
    return others.exists() and _("This half-day has already been entered.")


def _recorded_words(meeting: PlenaryMeeting) -> list[str]:
    kinds: tuple[tuple[Any, str], ...] = (
        (meeting.attendances, _("attendance")),
        (meeting.votes, _("votes")),
        (meeting.turns, _("speaking turns")),
    )
    return [words for rows, words in kinds if rows.exists()]


def _hanging(meeting: PlenaryMeeting) -> str:
    """What hangs on a half-day, in words."""
    words = _recorded_words(meeting)
    if meeting.agenda_items.exists():
        words.append(_("agenda items"))
    return ", ".join(words)


def _left_out(meeting: PlenaryMeeting, words: str) -> str:
    return _("%(meeting)s would lie outside the sitting, but %(what)s of it have been entered.") % {
        "meeting": meeting,
        "what": words,
    }


def _used(meetings: QuerySet[PlenaryMeeting]) -> QuerySet[PlenaryMeeting]:
    """Those at which something was recorded."""
    rows = [model.objects.filter(meeting=OuterRef("pk")) for model in (Attendance, Vote, SpeakingTurn)]
    attended, voted, spoken = (Exists(found) for found in rows)
    return meetings.filter(attended | voted | spoken)


def _move(sitting: Sitting, shift: timedelta) -> None:
    """All at once would meet the uniqueness of half-days on the way: the far end moves first."""
    ahead = shift > timedelta(0)
    meetings = list(sitting.plenary_meetings.order_by("-day" if ahead else "day"))
    for meeting in meetings:
        meeting.day += shift
        meeting.updated_at = timezone.now()
        meeting.save(update_fields=["day", "updated_at"])
