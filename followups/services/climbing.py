"""The escalation ladder: climbing, letting a rung rest, proposing a topic for questioning, keeping a council's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import display
from core.errors import Refused
from councils.models import Council
from followups.ladder import OUT_OF_TURN, USUAL, Rung, Step, is_late
from followups.models import Assessment, Climb, FollowUp, LadderRung, ReminderLetter, RungKind
from followups.rules import has_ended
from followups.services.moving import check_day
from followups.states import OPEN, SETTLED, WAITING

HIGHEST: Final = 12
"""Rungs of a ladder at most."""
LONGEST_WAIT: Final = 250
"""Working days that a rung waits at most: a year."""


def rungs_of(council_id: int) -> Sequence[Rung]:
    """The ladder of a council: its own, or the usual one. One query."""
    return list(LadderRung.objects.filter(council_id=council_id).order_by("position")) or USUAL


@transaction.atomic
def climb(
    *,
    follow_up: FollowUp,
    user: User,
    position: int,
    kind: str,
    on: date,
    reason: str = "",
    letter: ReminderLetter | None = None,
) -> Climb:
    """Climb the next rung on a day; says what was done. A rung that is a reminder letter comes with its letter.

    `position` and `kind` are those the user decided on. Raises Refused when nothing is owed and overdue, for a rung
    already climbed or not the next, for a ladder changed meanwhile, and for a day that does not fit.
    """
    locked = lock_to_climb(follow_up, position=position, kind=kind, on=on)
    if kind == RungKind.REMINDER_LETTER and letter is None:
        raise Refused(_("This rung is a reminder letter: write the letter, which climbs it."))
    if kind != RungKind.REMINDER_LETTER and not reason.strip():
        raise Refused({"reason": _("Say what was done or proposed, in words that can be read again later.")})
    free = FollowUp.objects.filter(pk=locked.pk, rung=position - 1, state__in=OPEN)
    if not free.update(rung=position, updated_at=timezone.now()):
        raise Refused(_climbed_already())
    follow_up.rung = position
    return Climb.objects.create(
        follow_up=locked,
        position=position,
        kind=kind,
        decided_on=on,
        decided_by=user,
        reason=reason.strip(),
        letter=letter,
    )


@transaction.atomic
def decline_climb(
    *, follow_up: FollowUp, user: User, position: int, kind: str, reason: str, on: date | None = None
) -> Climb:
    """Decide not to climb the next rung now, and say why. It is proposed again after its days of waiting."""
    day = on or timezone.localdate()
    locked = lock_to_climb(follow_up, position=position, kind=kind, on=day)
    if not reason.strip():
        raise Refused({"reason": _("Say why the next rung is not climbed.")})
    return Climb.objects.create(
        follow_up=locked,
        position=position,
        kind=kind,
        decision=Climb.Decision.NOT_CLIMBED,
        decided_on=day,
        decided_by=user,
        reason=reason.strip(),
    )


@transaction.atomic
def propose_topic(*, follow_up: FollowUp, user: User, reason: str, on: date | None = None) -> Climb:
    """Propose a matter whose answer was not accepted as a questioning topic, late or not.

    The ladder stays where it is, unless this was its next rung anyway.
    Raises Refused when the last answer was not given back, is answered again, or is a proposed topic already.
    """
    day = on or timezone.localdate()
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    judged = last_judgement(locked)
    if locked.state not in OPEN or judged is None or judged.verdict != Assessment.Verdict.RETURNED:
        raise Refused(
            _("Only a matter whose answer was not accepted, and not given anew, is proposed out of turn.")
        )
    if locked.climbs.filter(kind=RungKind.QUESTIONING, decision=Climb.Decision.CLIMBED).exists():
        raise Refused(_("It has already been proposed as a questioning topic."))
    if not reason.strip():
        raise Refused({"reason": _("Say what the council is to ask about.")})
    _check_day(day, locked)
    if day < judged.effective_on:
        raise Refused({"on": _("The answer was not given back before %(day)s.") % _day(judged.effective_on)})
    position = _go_up_if_next(locked, RungKind.QUESTIONING, day)
    return Climb.objects.create(
        follow_up=locked,
        position=position,
        kind=RungKind.QUESTIONING,
        decided_on=day,
        decided_by=user,
        reason=reason.strip(),
    )


def _go_up_if_next(locked: FollowUp, kind: str, on: date) -> int:
    """The position of the next rung, climbed, if it is of this kind and the matter overdue; else that out of turn."""
    rungs = rungs_of(locked.council_id)
    if not is_late(locked, on) or locked.rung >= len(rungs) or rungs[locked.rung].kind != kind:
        return OUT_OF_TURN
    FollowUp.objects.filter(pk=locked.pk).update(rung=locked.rung + 1, updated_at=timezone.now())
    return locked.rung + 1


def last_judgement(follow_up: FollowUp) -> Assessment | None:
    """The latest judgement of an answer, if there was one."""
    return Assessment.objects.filter(reply__follow_up=follow_up).order_by("pk").last()


@transaction.atomic
def save_ladder(*, council: Council, rungs: Sequence[Step]) -> None:
    """Keep a council's own ladder; without rungs the council goes back to the usual one.

    What was climbed stays as it was; open matters go on with the rung of the next number.
    """
    if len(rungs) > HIGHEST:
        raise Refused(_("A ladder has at most %(count)s rungs.") % {"count": HIGHEST})
    if any(not 0 <= rung.wait_days <= LONGEST_WAIT for rung in rungs):
        raise Refused(_("A rung waits 0 to %(days)s working days.") % {"days": LONGEST_WAIT})
    Council.objects.select_for_update().get(pk=council.pk)
    own = LadderRung.objects.filter(council=council)
    own.filter(position__gt=len(rungs)).delete()
    LadderRung.objects.bulk_create(
        [
            LadderRung(council=council, position=place, kind=rung.kind, wait_days=rung.wait_days)
            for place, rung in enumerate(rungs, start=1)
        ],
        update_conflicts=True,
        unique_fields=["council", "position"],
        update_fields=["kind", "wait_days", "updated_at"],
    )


def lock_to_climb(follow_up: FollowUp, *, position: int, kind: str, on: date) -> FollowUp:
    """The follow-up, locked, if this rung is the next one and may be decided on that day."""
    locked = FollowUp.objects.select_for_update(of=("self",)).select_related("council").get(pk=follow_up.pk)
    check_owed(locked, on)
    rungs = rungs_of(locked.council_id)
    if position <= locked.rung:
        raise Refused(_climbed_already())
    if position != locked.rung + 1:
        raise Refused(_("The rungs before it come first. Reload the page to see which is the next."))
    if position > len(rungs) or rungs[position - 1].kind != kind:
        raise Refused(_("The council's ladder has changed meanwhile. Reload the page to see the next rung."))
    last = locked.climbs.filter(position__gte=1).order_by("decided_on").last()
    if last and on < last.decided_on:
        raise Refused(
            {"on": _("The last decision on this ladder was taken on %(day)s.") % _day(last.decided_on)}
        )
    return locked


def check_owed(follow_up: FollowUp, on: date) -> None:
    """Refuse unless an answer is owed to a council that exists, and was overdue, on a day not in the future."""
    if follow_up.state in SETTLED:
        raise Refused(_("The matter is settled: its ladder has stopped."))
    if follow_up.state in WAITING:
        raise Refused(_("An answer waits for a judgement: assess it before anything else."))
    _check_day(on, follow_up)
    if has_ended(follow_up, on):
        raise Refused(_("The council has ended: what it was owed is its successor's to ask for."))
    if not is_late(follow_up, timezone.localdate()):
        raise Refused(_("It is not overdue: nothing is climbed before the due day has passed."))
    if not is_late(follow_up, on):
        raise Refused({"on": _("The day must come after the due day %(day)s.") % _day(follow_up.due_on)})


def _check_day(on: date, follow_up: FollowUp) -> None:
    try:
        check_day(on, follow_up=follow_up)
    except Refused as refusal:
        raise Refused({"on": refusal.messages}) from refusal


def _day(value: date | None) -> dict[str, str]:
    return {"day": display.day(value)}


def _climbed_already() -> str:
    return _("This rung has already been climbed. Reload the page to see by whom.")
