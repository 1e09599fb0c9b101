"""Voter meetings: planned, held, entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, names, refuse
from councils.models import Agency, Council, Delegate, DelegateGroup, DelegateSeat
from councils.querysets import valid_on
from voters.models import VoterContactRound, VoterMeeting
from voters.states import MEETING_TABLE, TOOK_PLACE


@transaction.atomic
def create_meeting(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    user: User | None,
    held_on: date,
    venue: str,
    locality: str,
    form: str = VoterMeeting.Form.CONSTITUENCY,
    is_online: bool = False,
    starts_at: time | None = None,
    ends_at: time | None = None,
    chair: str = "",
    groups: Iterable[DelegateGroup] = (),
    delegates: Iterable[Delegate] = (),
    agencies: Iterable[Agency] = (),
    joint_councils: Iterable[Council] = (),
    headcount: int | None = None,
    headcount_qualifier: str = "",
    speakers: int | None = None,
    note: str = "",
) -> VoterMeeting:
    """Plan a meeting of a round. It counts in figures once `move_meeting` records it as held.

    Raises Refused for a day outside the round, delegates without a seat on that day, more speakers than voters.
    """
    meeting = VoterMeeting(
        round=round,
        council=round.council,
        form=form,
        is_online=is_online,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue.strip(),
        locality=locality.strip(),
        chair=chair.strip(),
        headcount=headcount,
        headcount_qualifier=headcount_qualifier,
        speakers=speakers,
        note=note.strip(),
    )
    many: dict[str, list[Any]] = {
        "groups": list(groups),
        "delegates": list(delegates),
        "agencies": list(agencies),
        "joint_councils": list(joint_councils),
    }
    _check(meeting, many["delegates"], many["joint_councils"])
    with entered_by(user):
        return save_edit(meeting, many=many)


@transaction.atomic
def update_meeting(
    *, meeting: VoterMeeting, user: User | None, version: int | None, **changes: Any
) -> VoterMeeting:
    """Change a meeting. When its day moves, its opinions move with it, unless one was already sent by then."""
    former = VoterMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk).held_on
    many = apply_changes(meeting, changes)
    delegates = many.get("delegates")
    joint = many.get("joint_councils")
    _check(
        meeting,
        list(meeting.delegates.all()) if delegates is None else delegates,
        list(meeting.joint_councils.all()) if joint is None else joint,
    )
    with entered_by(user):
        if meeting.held_on != former:
            _move_opinions(meeting, former)
        return save_edit(meeting, version=version, many=many)


@transaction.atomic
def move_meeting(*, meeting: VoterMeeting, name: str, user: User | None) -> VoterMeeting:
    """Take one step of MEETING_TABLE. "hold" needs the headcount and a day that is not in the future."""
    locked = VoterMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if name == "hold":
        refuse(_not_held(locked))
    with entered_by(user):
        MEETING_TABLE.apply(VoterMeeting.objects.all(), locked.pk, name, updated_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def _check(meeting: VoterMeeting, delegates: list[Delegate], joint: list[Council]) -> None:
    refuse(
        {
            "venue": not meeting.venue and _("Say where the meeting takes place."),
            "locality": not meeting.locality
            and _("Say in which commune, ward or area the meeting takes place."),
            "held_on": _outside_round(meeting),
            "ends_at": _ends_early(meeting),
            "delegates": _without_seat(meeting, delegates),
            "joint_councils": meeting.council in joint
            and _("A meeting is held jointly with other councils, not with this one."),
            "speakers": _too_many_speakers(meeting),
        }
    )
    if meeting.state in TOOK_PLACE:
        refuse(_not_held(meeting))


def _not_held(meeting: VoterMeeting) -> dict[str, str | bool]:
    return {
        "held_on": meeting.held_on > timezone.localdate()
        and _("The meeting on %(day)s lies in the future: it cannot have been held yet.")
        % {"day": day(meeting.held_on)},
        "headcount": meeting.headcount is None
        and _("Enter how many voters came; without it the meeting cannot be counted as held."),
    }


def _outside_round(meeting: VoterMeeting) -> str | bool:
    first, last = meeting.round.starts_on, meeting.round.ends_on
    if first <= meeting.held_on <= last:
        return False
    return _("The day %(day)s lies outside the round, which runs from %(first)s to %(last)s.") % {
        "day": day(meeting.held_on),
        "first": day(first),
        "last": day(last),
    }


def _ends_early(meeting: VoterMeeting) -> str | bool:
    begins, ends = meeting.starts_at, meeting.ends_at
    return (
        begins is not None and ends is not None and ends <= begins and _("The meeting ends before it begins.")
    )


def _too_many_speakers(meeting: VoterMeeting) -> str | bool:
    came, spoke = meeting.headcount, meeting.speakers
    if came is None or spoke is None or spoke <= came:
        return False
    return _("More voters spoke (%(speakers)s) than came (%(headcount)s). Check both numbers.") % {
        "speakers": spoke,
        "headcount": came,
    }


def _without_seat(meeting: VoterMeeting, delegates: list[Delegate]) -> str | bool:
    """Who is named as present although their seat had not begun or had ended on the day."""
    on = meeting.held_on
    seated = set(
        DelegateSeat.objects.filter(
            valid_on(on),
            Q(council_term__ends_on__isnull=True) | Q(council_term__ends_on__gte=on),
            delegate__in=delegates,
        ).values_list("delegate_id", flat=True)
    )
    missing = [delegate for delegate in delegates if delegate.pk not in seated]
    return bool(missing) and _(
        "No seat on %(day)s: %(names)s. The seat had ended or not begun; untick them or correct the day."
    ) % {"day": day(on), "names": names(missing)}


def _move_opinions(meeting: VoterMeeting, former: date) -> None:
    """Opinions bear the day of their meeting and a number of its year."""
    opinions = meeting.opinions.all()
    if not opinions.exists():
        return
    if meeting.held_on.year != former.year:
        raise Refused(
            {
                "held_on": _(
                    "The opinions of this meeting are numbered in %(year)s. Keep a day of that year."
                )
                % {"year": former.year}
            }
        )
    if opinions.filter(follow_up__issued_on__lt=meeting.held_on).exists():
        raise Refused(
            {"held_on": _("Opinions of this meeting were sent before this day. Keep an earlier day.")}
        )
    opinions.update(recorded_on=meeting.held_on, updated_at=timezone.now())
