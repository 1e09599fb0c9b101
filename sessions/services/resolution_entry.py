"""Entering a resolution that was adopted and signed before it came into the portal: one call, few queries."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day as shown
from core.errors import Refused
from core.services import apply_changes, entered_by, refuse
from core.workdays import Calendar
from councils.models import Council, CouncilTerm
from sessions.models import BodyMeeting, Resolution, ResolutionMove, Sitting
from sessions.services.resolution_steps import number_for, send_up_due
from sessions.services.resolutions import term_of
from sessions.services.sitting_days import within_sitting
from sessions.states import ResolutionState

_AFTER_SIGNATURE: Final = ("sent_up_on", "gazette_on", "published_on")
State = ResolutionState


@transaction.atomic
def enter_adopted_resolution(
    *,
    council: Council,
    title: str,
    adopted_on: date,
    signed_on: date,
    council_term: CouncilTerm | None = None,
    sitting: Sitting | None = None,
    meeting: BodyMeeting | None = None,
    issuer: str = Resolution.Issuer.COUNCIL,
    is_normative: bool = False,
    number: int | None = None,
    user: Any = None,
    calendar: Calendar | None = None,
    **values: Any,
) -> Resolution:
    """Register a resolution of the past with its number, the days it went through, and a dated move for each.

    `number` is the one it bears; without it the next one of that year's series is taken. `values` are further columns:
    signer, field, proposer, committee, bases, text, sent_up_on, gazette_on, published_on, published_at, in_force_on,
    expires_on. An individual text without another day is in force from its signature. `calendar` saves a query when
    many are entered. It sends no tasks and tells nobody. Raises Refused beside the fields.
    """
    resolution = Resolution(
        council=council,
        sitting=sitting,
        meeting=meeting,
        issuer=issuer,
        is_normative=is_normative,
        title=" ".join(title.split()),
        adopted_on=adopted_on,
        signed_on=signed_on,
    )
    apply_changes(resolution, values)
    _check(resolution)
    resolution.council_term = council_term or term_of(resolution)
    resolution.state = State.PUBLISHED if resolution.published_on else State.ISSUED
    if not is_normative and resolution.in_force_on is None:
        resolution.in_force_on = signed_on
    with entered_by(user):
        return _entered(resolution, number, user, calendar)


def _entered(resolution: Resolution, number: int | None, user: Any, calendar: Calendar | None) -> Resolution:
    signed_on = resolution.signed_on or timezone.localdate()
    due = send_up_due(resolution.council, signed_on, calendar=calendar)
    resolution.send_up_due_on = due.day if due else None
    resolution.send_up_rule = due.rule if due else None
    resolution.document = number_for(resolution, signed_on, number)
    resolution.save(force_insert=True)  # every constraint has been checked in words
    ResolutionMove.objects.bulk_create(_moves(resolution, user))
    return resolution


def _moves(resolution: Resolution, user: Any) -> list[ResolutionMove]:
    """Its way through the states, each on its day; it was issued on the day of its signature."""
    days: list[tuple[str, date | None]] = [
        (State.PASSED, resolution.adopted_on),
        (State.SIGNED, resolution.signed_on),
        (State.ISSUED, resolution.signed_on),
        (State.PUBLISHED, resolution.published_on),
    ]
    states = [State.TABLED, *(state for state, _day in days)]
    return [
        ResolutionMove(resolution=resolution, from_state=before, to_state=state, effective_on=on, actor=user)
        for before, (state, on) in zip(states, days, strict=False)
        if on is not None
    ]


def _check(resolution: Resolution) -> None:
    """Everything in the order of the law, nothing in the future, all of one council."""
    adopted, signed = resolution.adopted_on, resolution.signed_on
    if adopted is None or signed is None:
        raise Refused(_("Say when it was adopted and when it was signed."))
    refuse(
        {
            "title": not resolution.title and _("Say what the resolution is about."),
            "adopted_on": _future(adopted),
            "signed_on": _future(signed)
            or (signed < adopted and _("A resolution is signed once it has been adopted, not before.")),
            "sitting": _strange(resolution),
            "in_force_on": _force_before(resolution, adopted),
            "expires_on": _ends_early(resolution),
            "published_at": bool(resolution.published_on)
            and not resolution.published_at
            and _("Say where: the number of the gazette, or an address."),
            **{name: _before_signature(resolution, name, signed) for name in _AFTER_SIGNATURE},
        }
    )
    within_sitting(resolution.sitting, adopted, "adopted_on")


def _future(day: date) -> str:
    return (
        _("The day %(day)s lies in the future.") % {"day": shown(day)} if day > timezone.localdate() else ""
    )


def _strange(resolution: Resolution) -> str:
    """Why its sitting or meeting cannot be where it was adopted."""
    by_council = resolution.issuer == Resolution.Issuer.COUNCIL
    place = resolution.sitting if by_council else resolution.meeting
    if (resolution.meeting_id if by_council else resolution.sitting_id) is not None:
        return _(
            "A resolution of the council belongs to a sitting, one of the Standing Committee to a meeting."
        )
    if place is not None and place.council_id != resolution.council_id:
        return _("This sitting or meeting belongs to another council.")
    return ""


def _force_before(resolution: Resolution, adopted: date) -> str:
    early = resolution.in_force_on is not None and resolution.in_force_on < adopted
    words = _("It was adopted on %(day)s and cannot be in force before.")
    return words % {"day": shown(adopted)} if early else ""


def _ends_early(resolution: Resolution) -> str:
    begins, ends = resolution.in_force_on or resolution.signed_on, resolution.expires_on
    return _("The text would end before it is in force.") if ends and begins and ends <= begins else ""


def _before_signature(resolution: Resolution, name: str, signed: date) -> str:
    day: date | None = getattr(resolution, name)
    if day is None:
        return ""
    words = _("It was signed on %(day)s: this comes after the signature.")
    return words % {"day": shown(signed)} if day < signed else _future(day)
