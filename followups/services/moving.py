"""The one way to move a follow-up's state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.errors import Refused
from followups.contradictions import before_sending, is_old, keep
from followups.models import FollowUp, FollowUpMove
from followups.states import TABLE


def check_day(day: date, *, follow_up: FollowUp, kept_because: str = "", field: str = "") -> str:
    """A move takes effect between the day it was sent and today; refused beside `field` if the caller names one.

    A day before the sending may stand in an old record, with a reason: returns the reason to store, or nothing.
    """
    if day > timezone.localdate():
        future = _("The day %(day)s lies in the future.") % {"day": shown(day)}
        raise Refused({field: future} if field else future)
    sent = follow_up.issued_on
    problems = {field: before_sending(day, sent)} if sent and day < sent else {}
    return keep(problems, old=is_old(follow_up), because=kept_because)


def in_effect(day: date, *, follow_up: FollowUp) -> date:
    """The day from which what an old paper dates before the sending can count: nothing is done before it is asked."""
    return max(day, follow_up.issued_on or day)


@transaction.atomic
def move(
    *,
    follow_up: FollowUp,
    name: str,
    user: User | None,
    on: date,
    note: str = "",
    kept_because: str = "",
    **changes: Any,
) -> FollowUp:
    """Take one step of the table: locks the row, moves it conditionally, and writes the dated move.

    `kept_because` lets an old record keep a day before its sending; the reason joins the note.
    """
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    kept = check_day(on, follow_up=locked, kept_because=kept_because)
    TABLE.apply(FollowUp.objects.all(), locked.pk, name, updated_at=timezone.now(), **changes)
    FollowUpMove.objects.create(
        follow_up=locked,
        from_state=locked.state,
        to_state=TABLE.moves[name].target,
        effective_on=in_effect(on, follow_up=locked),
        actor=user,
        note="\n".join(words for words in (note, kept) if words),
    )
    follow_up.refresh_from_db()
    return follow_up
