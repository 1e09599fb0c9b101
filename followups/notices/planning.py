"""Reminders: every working morning, who must be reminded of what. Planned twice, they exist once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from django.db.models import Q, QuerySet

from core.workdays import Calendar
from councils.calendar import national_calendar
from followups.models import FollowUp, Notice
from followups.notices.recipients import OWNER_KINDS, owner_of, users_of_owners

BEFORE_DUE_STEPS: Final = (5, 2)
"""Working days before the due day on which the responsible body is reminded."""
OVERDUE_EVERY: Final = 5
"""Working days between two reminders of an overdue matter; the first comes on the first working day after."""

REMINDERS: Final = (Notice.Kind.BEFORE_DUE, Notice.Kind.DUE, Notice.Kind.OVERDUE)
_BATCH: Final = 1000


def reminder_on(day: date, due: date, calendar: Calendar) -> Notice.Kind | None:
    """Which reminder a due day calls for on a working day, if any.

    A due day on which nobody works is announced on the last working day before it.
    """
    if due >= day:
        left = calendar.working_days_between(day, due)
        if left == 0:
            return Notice.Kind.DUE
        return Notice.Kind.BEFORE_DUE if left in BEFORE_DUE_STEPS else None
    late = calendar.working_days_between(due, day)
    return Notice.Kind.OVERDUE if late % OVERDUE_EVERY == 1 else None


def plan(day: date) -> int:
    """Plan the day's reminders; returns how many are new. On a day off nobody is reminded.

    A council that has ended reminds nobody: what was owed to it is its successor's to ask for.
    A request for more time does not stop the clock: until somebody grants it, the present due date stands.
    """
    calendar = national_calendar()
    if not calendar.is_working(day):
        return 0
    planned = Notice.objects.filter(for_day=day, kind__in=REMINDERS)
    before = planned.count()
    for batch in _batches(day, _kinds_by_due_day(day, calendar)):
        Notice.objects.bulk_create(batch, batch_size=_BATCH, ignore_conflicts=True)
    return planned.count() - before


def _owed(day: date) -> QuerySet[FollowUp]:
    """Open follow-ups of councils that stand on this day."""
    rows: QuerySet[FollowUp] = FollowUp.objects.open().filter(
        Q(council__valid_to__isnull=True) | Q(council__valid_to__gte=day)
    )
    return rows


def _kinds_by_due_day(day: date, calendar: Calendar) -> dict[date, Notice.Kind]:
    """The due days of open follow-ups that call for a reminder on this day."""
    end = calendar.next_working_day(calendar.add_working_days(day, max(BEFORE_DUE_STEPS)))
    rows = _owed(day).filter(due_on__lt=end).order_by()
    due_days = [due for due in rows.values_list("due_on", flat=True).distinct() if due]
    kinds = {due: reminder_on(day, due, calendar) for due in due_days}
    return {due: kind for due, kind in kinds.items() if kind}


def _batches(day: date, kinds: Mapping[date, Notice.Kind]) -> Iterator[list[Notice]]:
    """The day's notices, a thousand follow-ups at a time: the country's open matters never stand in memory at once."""
    columns = ("due_on", *(f"{kind}_id" for kind in OWNER_KINDS))
    rows = _owed(day).filter(due_on__in=kinds).order_by("pk").only(*columns).iterator(_BATCH)
    while batch := list(islice(rows, _BATCH)):
        yield list(_notices(batch, day, kinds))


def _notices(batch: Sequence[FollowUp], day: date, kinds: Mapping[date, Notice.Kind]) -> Iterator[Notice]:
    """One notice a user of the responsible body; an open follow-up has a body and a due day by constraint."""
    owners = [owner_of(follow_up) for follow_up in batch]
    users = users_of_owners((owner for owner in owners if owner), day)
    for follow_up, owner in zip(batch, owners, strict=True):
        if owner and follow_up.due_on:
            for user in sorted(users.get(owner, ())):
                yield Notice(
                    recipient_id=user, follow_up=follow_up, kind=kinds[follow_up.due_on], for_day=day
                )
