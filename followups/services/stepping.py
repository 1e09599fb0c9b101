"""The moves that need nothing else: received, begun, filed away, taken up again, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from followups.models import FollowUp, Notice
from followups.notices import announce
from followups.services import promising
from followups.services.moving import move
from followups.states import State


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
def reopen(*, follow_up: FollowUp, user: User | None, reason: str, on: date | None = None) -> FollowUp:
    """Take a closed matter up again; says why. The responsible body owes an answer again and is told.

    A draft that was withdrawn had never been sent: nobody can owe anything by it.
    """
    day = on or timezone.localdate()
    if follow_up.issued_on is None:
        raise Refused(_("It was withdrawn before it was sent. Give a similar task instead."))
    move(
        follow_up=follow_up,
        name="reopen",
        user=user,
        on=day,
        note=_reason(reason),
        settled_on=None,
        answered_on=None,
    )
    promising.owed_again(promise=follow_up, user=user, on=day)
    announce(follow_up=follow_up, kind=Notice.Kind.REOPENED, actor=user)
    return follow_up


@transaction.atomic
def withdraw(
    *, follow_up: FollowUp, user: User | None, reason: str, on: date | None = None, quiet: bool = False
) -> FollowUp:
    """Take a follow-up back; says why. It stays readable and is never deleted; who had received it is told.

    `quiet` tells nobody: what it asked for has become pointless by itself.
    """
    day = on or timezone.localdate()
    state = FollowUp.objects.select_for_update().values_list("state", flat=True).get(pk=follow_up.pk)
    unsent: dict[str, Any] = {"issued_on": None} if state == State.DRAFT else {}
    move(
        follow_up=follow_up,
        name="withdraw",
        user=user,
        on=day,
        note=_reason(reason),
        settled_on=day,
        **unsent,
    )
    promising.follow_up_withdrawn(follow_up=follow_up, user=user, on=day)
    if follow_up.issued_on and not quiet:
        announce(follow_up=follow_up, kind=Notice.Kind.WITHDRAWN, actor=user)
    return follow_up


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused({"reason": _("Say why.")})
    return reason.strip()
