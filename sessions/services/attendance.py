"""Điểm danh: the roll of a half-day, arrivals and departures. Who has no seat on the day is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day, plain
from core.errors import Refused
from core.services import entered_by, refuse
from councils.models import Delegate
from sessions.excuses import KEPT
from sessions.models import Attendance, Ballot, Invitation, PlenaryMeeting, Presence
from sessions.roll import Roll, RollLine, roll_of
from sessions.services.plenary import check_hour, lock_half_day

Status = Attendance.Status
_LONGEST: Final = 300


class Call(NamedTuple):
    """What the roll says of one delegate."""

    status: str
    reason: str = ""


@transaction.atomic
def take_attendance(*, meeting: PlenaryMeeting, user: User | None, rows: Mapping[int, Call]) -> int:
    """Enter present or absent for some delegates, by id; what the rows do not name stays. Returns how many changed.

    Who was in the hall and is now called absent loses the arrivals. Raises Refused, keyed by delegate id as text, for
    a delegate without a seat on the day, an excused absence without a reason, and an absence of who cast a ballot.
    """
    found = lock_half_day(meeting)
    roll = roll_of(found, KEPT)
    changed = {pk: call for pk, call in _clean(rows).items() if _differs(roll.line_of(pk), call)}
    refuse(
        {str(pk): _problem(found, roll, pk, call) for pk, call in changed.items()} | _voted(found, changed)
    )
    with entered_by(user):
        return _write(found, changed)


@transaction.atomic
def everybody_present(*, meeting: PlenaryMeeting, user: User | None, group: int | None = None) -> int:
    """Call present whomever nobody has called yet, of one group if asked. Returns how many."""
    found = lock_half_day(meeting)
    rows = {
        line.delegate.pk: Call(Status.PRESENT)
        for line in roll_of(found).lines
        if not line.status and (group is None or (line.group is not None and line.group.pk == group))
    }
    with entered_by(user):
        return _write(found, rows)


@transaction.atomic
def undo_attendance(*, meeting: PlenaryMeeting, user: User | None) -> int:
    """Take the whole roll of a half-day back; Refused once a vote counted who was present. Returns how many."""
    found = lock_half_day(meeting)
    if found.votes.filter(voided_on__isnull=True).exists():
        raise Refused(_("Votes of this half-day rest on its attendance: correct single delegates instead."))
    rows = Attendance.objects.filter(meeting=found)
    count = rows.count()
    with entered_by(user):
        rows.delete()
    return count


def registered(meeting: PlenaryMeeting) -> dict[int, Call]:
    """What delegates registered in advance, by id: the roll begins with it. One query."""
    rows = Invitation.objects.filter(sitting=meeting.sitting_id).exclude(answer="")
    return {
        delegate: Call(Status.EXCUSED if answer == Invitation.Answer.EXCUSED else Status.PRESENT, reason)
        for delegate, answer, reason in rows.values_list("delegate", "answer", "reason")
    }


def _clean(rows: Mapping[int, Call]) -> dict[int, Call]:
    """Only an absence has a reason."""
    return {
        pk: Call(call.status, "" if call.status == Status.PRESENT else call.reason.strip())
        for pk, call in rows.items()
    }


def _differs(line: RollLine | None, call: Call) -> bool:
    return line is None or (line.status, line.reason) != call


def _problem(meeting: PlenaryMeeting, roll: Roll, pk: int, call: Call) -> str | bool:
    if roll.line_of(pk) is None:
        return _without_seat(meeting, pk)
    if call.status not in Status.values:
        return _("Say whether the delegate is present or absent.")
    if len(call.reason) > _LONGEST:
        return _("The reason is too long: %(most)s characters at most.") % {"most": _LONGEST}
    return call.status == Status.EXCUSED and not call.reason and _("Say why the delegate is absent.")


def _without_seat(meeting: PlenaryMeeting, pk: int) -> str:
    who = Delegate.objects.filter(pk=pk).first()
    return _("%(who)s holds no seat on %(day)s: the seat had ended or not begun.") % {
        "who": who or _("This delegate"),
        "day": day(meeting.day),
    }


def _voted(meeting: PlenaryMeeting, rows: Mapping[int, Call]) -> dict[str, str | bool]:
    """Who is called absent although a roll call has their answer."""
    away = [pk for pk, call in rows.items() if call.status != Status.PRESENT]
    cast = Ballot.objects.filter(
        vote__meeting=meeting, vote__voided_on__isnull=True, delegate__in=away
    ).values_list("delegate_id", "vote__number")
    return {
        str(pk): _("The delegate answered the roll call of vote no. %(number)s.") % {"number": number}
        for pk, number in cast
    }


def _write(meeting: PlenaryMeeting, rows: Mapping[int, Call]) -> int:
    """Three statements however many rows."""
    now = timezone.now()
    made = [
        Attendance(meeting=meeting, delegate_id=pk, status=call.status, reason=call.reason, updated_at=now)
        for pk, call in rows.items()
    ]
    away = [pk for pk, call in rows.items() if call.status != Status.PRESENT]
    Presence.objects.filter(attendance__meeting=meeting, attendance__delegate__in=away).delete()
    Attendance.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["meeting", "delegate"],
        update_fields=["status", "reason", "updated_at"],
    )
    return len(made)


# --- Arrivals and departures ---


@transaction.atomic
def arrive(*, meeting: PlenaryMeeting, delegate: Delegate, at: time, user: User | None) -> Presence:
    """Somebody comes late, or comes back. Who was called absent is present from then on.

    Raises Refused without a seat on the day, outside the hours, and for who is in the hall already.
    """
    found = lock_half_day(meeting)
    line = _line(found, delegate)
    last = line.stretches[-1] if line.stretches else None
    here = last is not None and last.left_at is None
    left = last.left_at if last is not None else None
    refuse(
        check_hour(found, at, "at")
        | {
            "delegate": here
            and _("%(who)s has been in the hall since %(time)s.")
            % {"who": delegate, "time": plain(last and last.arrived_at)},
        }
        | (
            {
                "at": _("%(who)s left at %(time)s and cannot have come back before.")
                % {"who": delegate, "time": plain(left)}
            }
            if left is not None and at < left
            else {}
        )
    )
    with entered_by(user):
        _write(found, {delegate.pk: Call(Status.PRESENT)})
        return Presence.objects.create(
            attendance=Attendance.objects.get(meeting=found, delegate=delegate), arrived_at=at
        )


@transaction.atomic
def leave(*, meeting: PlenaryMeeting, delegate: Delegate, at: time, user: User | None) -> Presence:
    """Somebody leaves before the end. Who was present from the beginning was so since the half-day began.

    Raises Refused for who is not in the hall, and for a moment before the arrival or outside the hours.
    """
    found = lock_half_day(meeting)
    line = _line(found, delegate)
    stretch = _open_stretch(found, line)
    refuse(
        check_hour(found, at, "at")
        | (
            {
                "at": _("%(who)s came at %(time)s and cannot have left before.")
                % {"who": delegate, "time": plain(stretch.arrived_at)}
            }
            if at <= stretch.arrived_at
            else {}
        )
    )
    stretch.left_at = at
    with entered_by(user):
        stretch.save()
    return stretch


@transaction.atomic
def take_back_presence(*, presence: Presence, user: User | None) -> None:
    """Undo the last thing entered about a stretch: the departure if there is one, else the arrival."""
    lock_half_day(presence.attendance.meeting)
    row = Presence.objects.select_for_update(of=("self",)).get(pk=presence.pk)
    with entered_by(user):
        if row.left_at is None:
            row.delete()
            return
        if Presence.objects.filter(attendance=row.attendance_id, arrived_at__gt=row.arrived_at).exists():
            raise Refused(_("The delegate came back afterwards: take the later arrival back first."))
        row.left_at = None
        row.save()


def _line(meeting: PlenaryMeeting, delegate: Delegate) -> RollLine:
    line = roll_of(meeting).line_of(delegate.pk)
    if line is None:
        raise Refused({"delegate": _without_seat(meeting, delegate.pk)})
    return line


def _open_stretch(meeting: PlenaryMeeting, line: RollLine) -> Presence:
    """The stretch in which a delegate is in the hall; not yet saved for who was there from the beginning."""
    if line.attendance is None or line.status != Status.PRESENT:
        raise Refused({"delegate": _("%(who)s is not recorded as present.") % {"who": line.delegate}})
    if not line.stretches:
        return Presence(attendance=line.attendance, arrived_at=meeting.starts_at or time.min)
    last = line.stretches[-1]
    if last.left_at is not None:
        raise Refused(
            {
                "delegate": _("%(who)s left already at %(time)s.")
                % {"who": line.delegate, "time": plain(last.left_at)}
            }
        )
    return last
