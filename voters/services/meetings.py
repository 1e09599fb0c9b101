"""Voter meetings: planned, held, entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day
from core.editing import save_edit
from core.errors import Refused
from core.services import apply_changes, entered_by, names, refuse
from councils.models import Agency, Council, Delegate, DelegateGroup, DelegateSeat
from sessions.services.moving import move
from voters.models import VoterContactRound, VoterMeeting
from voters.services.contact_steps import lay_steps
from voters.services.joint import propose
from voters.states import MEETING_TABLE, NOT_HELD, REASONED, TOOK_PLACE


@transaction.atomic
def create_meeting(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    user: User | None,
    held_on: date,
    venue: str,
    locality: str,
    form: str = VoterMeeting.Form.CONSTITUENCY,
    subject: str = "",
    is_online: bool = False,
    requested_on: date | None = None,
    starts_at: time | None = None,
    ends_at: time | None = None,
    chair: str = "",
    secretary: str = "",
    groups: Iterable[DelegateGroup] = (),
    delegates: Iterable[Delegate] = (),
    agencies: Iterable[Agency] = (),
    joint_councils: Iterable[Council] = (),
    invited: int | None = None,
    headcount: int | None = None,
    headcount_qualifier: str = "",
    speakers: int | None = None,
    note: str = "",
) -> VoterMeeting:
    """Plan a meeting of a round. It counts in figures once `move_meeting` records it as held.

    Councils of other levels are asked whether they hold it jointly; it counts for them once they accept. Raises
    Refused for a day outside the round, delegates without a seat on that day, more speakers than voters.
    """
    meeting = VoterMeeting(
        round=round,
        council=round.council,
        form=form,
        subject=subject.strip(),
        is_online=is_online,
        requested_on=requested_on,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue.strip(),
        locality=locality.strip(),
        chair=chair.strip(),
        secretary=secretary.strip(),
        invited=invited,
        headcount=headcount,
        headcount_qualifier=headcount_qualifier,
        speakers=speakers,
        note=note.strip(),
    )
    many: dict[str, list[Any]] = {
        "groups": list(groups),
        "delegates": list(delegates),
        "agencies": list(agencies),
    }
    joint = list(joint_councils)
    _check(meeting, many["delegates"], joint)
    with entered_by(user):
        save_edit(meeting, many=many)
        propose(meeting=meeting, councils=joint)
        lay_steps(round=round)
    return meeting


@transaction.atomic
def update_meeting(
    *, meeting: VoterMeeting, user: User | None, version: int | None, **changes: Any
) -> VoterMeeting:
    """Change a meeting. When its day moves, its opinions move with it, unless one was already sent by then.

    Another council that has accepted to hold it jointly cannot be left out by this side any more.
    """
    former = VoterMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk).held_on
    many = apply_changes(meeting, changes)
    delegates = many.get("delegates")
    joint = many.pop("joint_councils", None)
    _check(
        meeting,
        list(meeting.delegates.all()) if delegates is None else delegates,
        list(meeting.joint_councils.all()) if joint is None else joint,
    )
    with entered_by(user):
        if meeting.held_on != former:
            _move_opinions(meeting, former)
        save_edit(meeting, version=version, many=many)
        if joint is not None:
            propose(meeting=meeting, councils=joint)
        lay_steps(round=meeting.round)
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting: VoterMeeting, name: str, user: User | None, on: date | None = None, note: str = ""
) -> VoterMeeting:
    """Take one step of MEETING_TABLE, on its day: "hold" on the day of the meeting, others on `on` or today.

    "hold" needs the headcount and a day that is not in the future; what is put off, called off or taken back needs a
    reason, and "correct" a meeting of which nothing was entered. Raises Refused.
    """
    locked = VoterMeeting.objects.select_for_update(of=("self",)).select_related("round").get(pk=meeting.pk)
    if refusal := MEETING_TABLE.refusal(name, locked.state):
        raise Refused(refusal)
    if name == "hold":
        refuse(_not_held(locked))
    refuse(
        {
            "note": name in REASONED and not note.strip() and _("Say why."),
            "on": on is not None and _announced_late(locked, name, on),
            "__all__": name == "correct"
            and locked.opinions.exists()
            and _("Opinions of this meeting have been entered: it was held."),
        }
    )
    day_of_move = _day_held(locked) if name == "hold" else on or timezone.localdate()
    move(record=locked, table=MEETING_TABLE, name=name, user=user, on=day_of_move, note=note.strip())
    if name in {"postpone", "replan", "cancel"}:
        lay_steps(round=locked.round)
    meeting.refresh_from_db()
    return meeting


def _day_held(meeting: VoterMeeting) -> date:
    """The day of the meeting; of one whose announcement was recorded later, the day of that record."""
    last = meeting.moves.order_by("-effective_on").values_list("effective_on", flat=True).first()
    return max(meeting.held_on, last or meeting.held_on)


def _announced_late(meeting: VoterMeeting, name: str, on: date) -> str | bool:
    return (
        name == "announce"
        and on > meeting.held_on
        and _("A meeting is announced before it is held, on %(day)s.") % {"day": day(meeting.held_on)}
    )


def _check(meeting: VoterMeeting, delegates: list[Delegate], joint: list[Council]) -> None:
    refuse(
        {
            "venue": not meeting.venue and _("Say where the meeting takes place."),
            "locality": not meeting.locality
            and _("Say in which commune, ward or area the meeting takes place."),
            "held_on": _outside_round(meeting),
            "ends_at": _ends_early(meeting),
            "delegates": _without_seat(meeting, delegates),
            "requested_on": _requested(meeting),
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
    return meeting.state not in NOT_HELD and outside_round(meeting.round, meeting.held_on)


def outside_round(contact: VoterContactRound, on: date) -> str | bool:
    """That a day does not lie in a round, in words."""
    first, last = contact.starts_on, contact.ends_on
    if first <= on <= last:
        return False
    return _("The day %(day)s lies outside the round, which runs from %(first)s to %(last)s.") % {
        "day": day(on),
        "first": day(first),
        "last": day(last),
    }


def _ends_early(meeting: VoterMeeting) -> str | bool:
    begins, ends = meeting.starts_at, meeting.ends_at
    return (
        begins is not None and ends is not None and ends <= begins and _("The meeting ends before it begins.")
    )


def _requested(meeting: VoterMeeting) -> str | bool:
    """Only a meeting outside the constituency is requested, and not after it was held."""
    asked = meeting.requested_on
    if asked is None:
        return False
    if meeting.form != VoterMeeting.Form.OUT_OF_CONSTITUENCY:
        return _("Only a meeting outside the constituency is requested: empty this box, or choose that form.")
    if asked > timezone.localdate():
        return _("The day %(day)s lies in the future.") % {"day": day(asked)}
    return asked > meeting.held_on and _("The request came after the day of the meeting. Check both days.")


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
    seats = seats_of(delegates)
    return no_seat(meeting.held_on, delegates, seats)


Seats = Mapping[int, list[tuple[date | None, date | None]]]
"""Delegate id -> first and last day of each seat."""


def seats_of(delegates: Iterable[Delegate]) -> Seats:
    """When these delegates hold seats; a seat ends with its council's term. One query."""
    found: dict[int, list[tuple[date | None, date | None]]] = {}
    rows = DelegateSeat.objects.filter(delegate__in=list(delegates))
    for pk, first, last, term in rows.values_list(
        "delegate_id", "valid_from", "valid_to", "council_term__ends_on"
    ):
        ends = [end for end in (last, term) if end]
        found.setdefault(pk, []).append((first, min(ends) if ends else None))
    return found


def no_seat(on: date, delegates: Iterable[Delegate], seats: Seats) -> str | bool:
    """Who of these has no seat on a day, in words; False where all have."""
    missing = [
        delegate
        for delegate in delegates
        if not any(
            (first is None or first <= on) and (last is None or on <= last)
            for first, last in seats.get(delegate.pk, [])
        )
    ]
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
