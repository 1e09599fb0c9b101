"""Announcements: what has just happened to a follow-up, told to the people concerned."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from followups.models import FollowUp, Notice
from followups.notices.preferences import Delivery, wishes_of
from followups.notices.recipients import Owner, owner_of, secretariat_of, users_of_owners

Kind = Notice.Kind
TO_COUNCIL = frozenset({Kind.ANSWERED, Kind.EXTENSION_ASKED})
"""What the council's side must know; everything else is for the responsible body."""
TO_PARTS = frozenset({Kind.ISSUED, Kind.REOPENED, Kind.WITHDRAWN})
"""What the co-ordinating agencies must know as well."""

KEY = ("recipient", "follow_up", "kind", "for_day")
_AS_NEW = (
    *("planned_at", "read_at", "delivery", "claim", "claimed_at", "handed_at"),
    *("attempts", "sent_at", "error"),
)


def announce(*, follow_up: FollowUp, kind: str, actor: User | None, to: Iterable[int] | None = None) -> None:
    """Tell the people concerned (or the users `to`), except the one who did it. Part of the caller's transaction."""
    told = _concerned(follow_up, kind) if to is None else to
    announce_many(kind=kind, pairs=((follow_up.pk, user) for user in told), actor=actor)


def announce_many(*, kind: str, pairs: Iterable[tuple[int, int]], actor: User | None) -> None:
    """Tell users about follow-ups, as pairs (follow-up, user) of ids: e-mail goes as each chose. Two queries for all.

    A second event of the same kind on the same day (answered, returned, answered again) makes the day's notice new
    again instead of being lost under its key.
    """
    day = timezone.localdate()
    told = sorted({(follow_up, user) for follow_up, user in pairs if actor is None or user != actor.pk})
    if not told:
        return
    wishes = wishes_of(user for _follow_up, user in told)
    made = [
        Notice(
            follow_up_id=follow_up,
            recipient_id=user,
            kind=kind,
            for_day=day,
            delivery=wishes[user].delivery(kind),
        )
        for follow_up, user in told
    ]
    Notice.objects.bulk_create(made, 1000, update_conflicts=True, unique_fields=KEY, update_fields=_AS_NEW)
    if any(notice.delivery == Delivery.PLANNED for notice in made):
        deliver_soon()


def _concerned(follow_up: FollowUp, kind: str) -> set[int]:
    """Ids of the users to tell. A group is told of the answer given in its name as well."""
    day = timezone.localdate()
    told = secretariat_of(follow_up.council_id, day) if kind in TO_COUNCIL else set()
    wants = kind not in TO_COUNCIL or (kind == Kind.ANSWERED and follow_up.group_id)
    owner = owner_of(follow_up)
    bodies = [owner] if owner and wants else []
    if kind in TO_PARTS:
        parts = follow_up.coordinations.values_list("agency_id", flat=True)
        bodies += [Owner("agency", agency) for agency in parts]
    return told.union(*users_of_owners(bodies, day).values()) if bodies else told


def deliver_soon() -> None:
    """Wake the deliverer once when this transaction commits; if the broker is away, the next minute's run does it."""
    if not any(_wake in waiting for waiting in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from followups.tasks import deliver_notices  # noqa: PLC0415 - the task calls this package

    deliver_notices.delay()
