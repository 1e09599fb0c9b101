"""Announcements: what has just happened to a follow-up, told to the people concerned."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from followups.models import FollowUp, Notice
from followups.notices.recipients import owner_of, secretariat_of, users_of_owners

TO_COUNCIL = frozenset({Notice.Kind.ANSWERED, Notice.Kind.EXTENSION_ASKED})
"""What the council's side must know; everything else is for the responsible body."""

KEY = ("recipient", "follow_up", "kind", "for_day")
_AS_NEW = ("planned_at", "read_at", "delivery", "claim", "claimed_at", "attempts", "sent_at", "error")


def announce(*, follow_up: FollowUp, kind: str, actor: User | None) -> None:
    """Tell the people concerned, except the one who did it. Part of the caller's transaction.

    A second event of the same kind on the same day (answered, returned, answered again) makes the day's notice new
    again instead of being lost under its key.
    """
    day = timezone.localdate()
    told = _concerned(follow_up, kind) - ({actor.pk} if actor else set())
    if not told:
        return
    Notice.objects.bulk_create(
        [Notice(recipient_id=user, follow_up=follow_up, kind=kind, for_day=day) for user in sorted(told)],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=_AS_NEW,
    )
    _deliver_soon()


def _concerned(follow_up: FollowUp, kind: str) -> set[int]:
    """Ids of the users to tell. A group is told of the answer given in its name as well."""
    day = timezone.localdate()
    owner = owner_of(follow_up)
    told = secretariat_of(follow_up.council_id, day) if kind in TO_COUNCIL else set()
    wants = kind not in TO_COUNCIL or (kind == Notice.Kind.ANSWERED and follow_up.group_id)
    if owner and wants:
        told |= users_of_owners([owner], day)[owner]
    return told


def _deliver_soon() -> None:
    """Wake the deliverer once when this transaction commits; if the broker is away, the next minute's run does it."""
    if not any(_wake in waiting for waiting in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from followups.tasks import deliver_notices  # noqa: PLC0415 - the task calls this package

    deliver_notices.delay()
