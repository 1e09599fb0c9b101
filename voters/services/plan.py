"""The plan of a round: many meetings entered at once, or taken over from an earlier round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by
from core.text import fold
from councils.models import Council, Delegate, DelegateGroup
from voters.models import JointConsent, VoterContactRound, VoterMeeting
from voters.services.contact_steps import lay_steps
from voters.services.meetings import Seats, no_seat, outside_round, seats_of

_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeeting:
    """One meeting as it is to be planned."""

    held_on: date
    venue: str
    locality: str
    starts_at: time | None = None
    ends_at: time | None = None
    form: str = VoterMeeting.Form.CONSTITUENCY
    groups: tuple[DelegateGroup, ...] = ()
    delegates: tuple[Delegate, ...] = ()
    joint_councils: tuple[Council, ...] = ()


@transaction.atomic
def plan_meetings(
    *,
    round: VoterContactRound,  # noqa: A002 - the noun of the domain
    rows: Sequence[PlannedMeeting],
    user: User | None,
) -> list[VoterMeeting]:
    """Plan many meetings of a round at once, in order; other councils named are asked for their consent.

    Raises Refused when a row contradicts the round, itself or the seats of its delegates: nothing is planned then.
    """
    contact = VoterContactRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    seats = seats_of({delegate for row in rows for delegate in row.delegates})
    for number, row in enumerate(rows, start=1):
        if fault := next(filter(None, _faults(row, contact, seats)), None):
            raise Refused(_("Row %(number)s: %(sentence)s") % {"number": number, "sentence": fault})
    with entered_by(user):
        made = VoterMeeting.objects.bulk_create([_meeting(contact, row) for row in rows], batch_size=_BATCH)
        _tie(made, rows)
        lay_steps(round=contact)
    return made


def _faults(row: PlannedMeeting, contact: VoterContactRound, seats: Seats) -> Iterable[str | bool]:
    yield not row.venue.strip() and _("Say where the meeting takes place.")
    yield not row.locality.strip() and _("Say in which commune, ward or area the meeting takes place.")
    yield outside_round(contact, row.held_on)
    yield bool(row.starts_at and row.ends_at and row.ends_at <= row.starts_at) and _(
        "The meeting ends before it begins."
    )
    yield no_seat(row.held_on, row.delegates, seats)
    yield any(council.pk == contact.council_id for council in row.joint_councils) and _(
        "A meeting is held jointly with other councils, not with this one."
    )


def _meeting(contact: VoterContactRound, row: PlannedMeeting) -> VoterMeeting:
    """A new meeting with the column that `save` would have filled (bulk_create does not call it)."""
    venue, locality = row.venue.strip(), row.locality.strip()
    return VoterMeeting(
        round=contact,
        council_id=contact.council_id,
        form=row.form,
        held_on=row.held_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        venue=venue,
        locality=locality,
        search=fold(f"{venue} {locality}"),
    )


def _tie(made: Sequence[VoterMeeting], rows: Sequence[PlannedMeeting]) -> None:
    """Who takes part, and who is asked to: one insert for each kind."""
    pairs = list(zip(made, rows, strict=True))
    groups, delegates = VoterMeeting.groups.through, VoterMeeting.delegates.through
    groups._default_manager.bulk_create(
        groups(votermeeting=meeting, delegategroup=group) for meeting, row in pairs for group in row.groups
    )
    delegates._default_manager.bulk_create(
        delegates(votermeeting=meeting, delegate=one) for meeting, row in pairs for one in row.delegates
    )
    JointConsent.objects.bulk_create(
        JointConsent(meeting=meeting, council=council)
        for meeting, row in pairs
        for council in row.joint_councils
    )


def shifted(former: VoterContactRound, to: VoterContactRound) -> list[dict[str, Any]]:
    """The meetings of an earlier round as lines for another one, as many days after its first day.

    Delegates who hold no seat in the new round's term are left out. Four queries.
    """
    by = (to.starts_on - former.starts_on).days
    rows = former.meetings.takes_place().prefetch_related("groups", "delegates__seats", "joint_councils")
    return [
        {
            "held_on": min(meeting.held_on + timedelta(days=by), to.ends_on),
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            "locality": meeting.locality,
            "venue": meeting.venue,
            "form": meeting.form,
            "groups": [group.name for group in meeting.groups.all()],
            "delegates": [
                delegate.full_name
                for delegate in meeting.delegates.all()
                if any(_sits(seat, to) for seat in delegate.seats.all())
            ],
            "joint": [council.name for council in meeting.joint_councils.all()],
        }
        for meeting in rows.order_by("held_on", "starts_at", "pk")
    ]


def _sits(seat: Any, contact: VoterContactRound) -> bool:
    ends = seat.valid_to
    return seat.council_term_id == contact.council_term_id and (ends is None or ends >= contact.ends_on)
