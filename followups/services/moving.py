"""The one way to move a follow-up's state, and the moves that need nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from followups.models import FollowUp, FollowUpMove, Notice
from followups.notices import announce
from followups.states import TABLE


def check_day(day: date, *, follow_up: FollowUp) -> None:
    """A move takes effect between the day it was sent and today."""
    if day > timezone.localdate():
        raise Refused(_("The day %(day)s lies in the future.") % {"day": f"{day:%d/%m/%Y}"})
    if follow_up.issued_on and day < follow_up.issued_on:
        raise Refused(
            _("The day %(day)s lies before the follow-up was sent on %(sent)s.")
            % {"day": f"{day:%d/%m/%Y}", "sent": f"{follow_up.issued_on:%d/%m/%Y}"}
        )


@transaction.atomic
def move(
    *, follow_up: FollowUp, name: str, user: User | None, on: date, note: str = "", **changes: Any
) -> FollowUp:
    """Take one step of the table: locks the row, moves it conditionally, and writes the dated move."""
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    check_day(on, follow_up=locked)
    TABLE.apply(FollowUp.objects.all(), locked.pk, name, updated_at=timezone.now(), **changes)
    FollowUpMove.objects.create(
        follow_up=locked,
        from_state=locked.state,
        to_state=TABLE.moves[name].target,
        effective_on=on,
        actor=user,
        note=note,
    )
    follow_up.refresh_from_db()
    return follow_up


def acknowledge(*, follow_up: FollowUp, user: User, on: date | None = None) -> FollowUp:
    """The responsible body says that it has received the matter."""
    return move(follow_up=follow_up, name="acknowledge", user=user, on=on or timezone.localdate())


def start(*, follow_up: FollowUp, user: User, on: date | None = None) -> FollowUp:
    """The responsible body says that it is handling the matter."""
    return move(follow_up=follow_up, name="start", user=user, on=on or timezone.localdate())


def close(*, follow_up: FollowUp, user: User, on: date | None = None, note: str = "") -> FollowUp:
    """An accepted answer is filed away."""
    return move(follow_up=follow_up, name="close", user=user, on=on or timezone.localdate(), note=note)


@transaction.atomic
def reopen(*, follow_up: FollowUp, user: User, reason: str, on: date | None = None) -> FollowUp:
    """Take a closed matter up again; says why. The responsible body owes an answer again and is told."""
    day = on or timezone.localdate()
    move(
        follow_up=follow_up,
        name="reopen",
        user=user,
        on=day,
        note=_reason(reason),
        settled_on=None,
        answered_on=None,
    )
    announce(follow_up=follow_up, kind=Notice.Kind.REOPENED, actor=user)
    return follow_up


@transaction.atomic
def withdraw(*, follow_up: FollowUp, user: User, reason: str, on: date | None = None) -> FollowUp:
    """Take a follow-up back; says why. It stays readable and is never deleted; who had received it is told."""
    day = on or timezone.localdate()
    move(follow_up=follow_up, name="withdraw", user=user, on=day, note=_reason(reason), settled_on=day)
    if follow_up.issued_on:
        announce(follow_up=follow_up, kind=Notice.Kind.WITHDRAWN, actor=user)
    return follow_up


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused({"reason": _("Say why.")})
    return reason.strip()
