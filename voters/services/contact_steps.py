"""The legal steps of voter contact: laid out by the rules, dated anew with their days, recorded as done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from core.services import entered_by, refuse
from councils.calendar import DueDate, due_date, national_calendar
from sessions.services.moving import check_day
from voters.models import ContactStep, VoterContactRound, VoterMeeting

Code = ContactStep.Code
RULES: Final = {Code.MEDIA: "TX-MEDIA", Code.OUT_DECIDE: "TX-OUT-DECIDE", Code.OUT_NOTIFY: "TX-OUT-NOTIFY"}
"""Codes of the deadline rules."""


class _Wanted(NamedTuple):
    """A step that the days of the round ask for, and the day it counts from."""

    code: Code
    meeting_id: int | None
    anchor: date


@transaction.atomic
def lay_steps(*, round: VoterContactRound) -> None:  # noqa: A002 - the noun of the domain
    """Make the steps of a round agree with its meetings: new ones come, open ones are dated anew or go.

    What was done stays as it is.
    """
    kept = {(step.code, step.meeting_id): step for step in round.steps.select_for_update(of=("self",))}
    dues: dict[tuple[Code, date], DueDate | None] = {}
    for wanted in _wanted(round):
        found = kept.pop((wanted.code, wanted.meeting_id), None)
        step = found or ContactStep(round=round, meeting_id=wanted.meeting_id, code=wanted.code)
        if step.done_on is None and (found is None or step.due_anchor_on != wanted.anchor):
            _date(step, wanted.anchor, dues)
    for step in kept.values():
        if step.done_on is None:
            step.delete()


def _wanted(contact: VoterContactRound) -> Iterator[_Wanted]:
    meetings = list(
        contact.meetings.takes_place()
        .order_by("held_on")
        .values_list("pk", "form", "held_on", "requested_on")
    )
    first = meetings[0][2] if meetings else contact.starts_on
    yield _Wanted(Code.MEDIA, None, first)
    for pk, form, held_on, requested_on in meetings:
        if form == VoterMeeting.Form.OUT_OF_CONSTITUENCY:
            if requested_on:
                yield _Wanted(Code.OUT_DECIDE, pk, requested_on)
            yield _Wanted(Code.OUT_NOTIFY, pk, held_on)


def _date(step: ContactStep, anchor: date, dues: dict[tuple[Code, date], DueDate | None]) -> None:
    """The due day by the rule of that day; without one the step stays undated, and its page says so."""
    code = Code(step.code)
    if (code, anchor) not in dues:
        dues[code, anchor] = _due(code, step.round, anchor)
    due = dues[code, anchor]
    step.due_anchor_on = anchor
    step.due_on, step.due_rule = (due.day, due.rule) if due else (None, None)
    step.legal_basis = due.legal_basis if due else ""
    step.save()


def _due(code: Code, contact: VoterContactRound, anchor: date) -> DueDate | None:
    try:
        return due_date(
            code=RULES[code], council=contact.council, anchor=anchor, calendar=national_calendar()
        )
    except Refused:
        return None


@transaction.atomic
def finish_step(*, step: ContactStep, user: User | None, on: date, note: str = "") -> ContactStep:
    """Record that a step was done on a day. Raises Refused beside the fields."""
    locked = _locked(step)
    refuse({"__all__": locked.done_on is not None and _("This step has been recorded already.")})
    check_day(on)
    before = _too_early(locked, on)
    refuse({"on": before})
    return _settled(locked, user, done_on=on, done_by=user, note=note.strip())


def _too_early(step: ContactStep, on: date) -> str | bool:
    asked = step.meeting.requested_on if step.meeting and step.code == Code.OUT_DECIDE else None
    return asked is not None and on < asked and _("It was requested only later. Check both days.")


@transaction.atomic
def undo_step(*, step: ContactStep, user: User | None) -> ContactStep:
    """Take back that a step was done."""
    locked = _locked(step)
    refuse({"__all__": locked.done_on is None and _("This step is not recorded as done.")})
    undone = _settled(locked, user, done_on=None, done_by=None, note="")
    lay_steps(round=undone.round)
    return undone


def _locked(step: ContactStep) -> ContactStep:
    rows = ContactStep.objects.select_for_update(of=("self",)).select_related("meeting", "round__council")
    return rows.get(pk=step.pk)


def _settled(step: ContactStep, user: Any, **changes: Any) -> ContactStep:
    for name, value in changes.items():
        setattr(step, name, value)
    with entered_by(user):
        step.save()
    return step


def plan_was_sent(*, round: VoterContactRound, user: User | None, on: date, symbol: str) -> None:  # noqa: A002 - the noun of the domain
    """A public notice tells the media: that step is done with it, unless it was before."""
    step = round.steps.filter(code=Code.MEDIA, meeting__isnull=True, done_on__isnull=True).first()
    if step is not None:
        finish_step(step=step, user=user, on=on, note=symbol)
