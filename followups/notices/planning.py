"""Reminders with manners: every working morning, who must be reminded of what. Planned five times, they exist once.

Nobody is reminded who has just acted on the matter, of what is not yet due within a granted extension, on a day off,
or by a council that has ended. Copies for leaders are made only once a rung of the ladder has been climbed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from django.db import models, transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from core.access import Role
from core.workdays import Calendar
from councils.calendar import national_calendar
from councils.models import Council
from followups.models import Coordination, Extension, FollowUp, FollowUpMove, HandOver, Notice, PlanRun
from followups.notices.announcing import deliver_soon
from followups.notices.preferences import release, wishes_of
from followups.notices.recipients import OWNER_KINDS, Owner, owner_of, users_in_role, users_of_owners
from followups.notices.steps import USUAL, Steps, kinds_by_due_day, own_steps
from followups.querysets import FollowUpQuerySet
from followups.states import OPEN

REMINDERS: Final = (Notice.Kind.BEFORE_DUE, Notice.Kind.DUE, Notice.Kind.OVERDUE)
_PLANNED: Final = (*REMINDERS, Notice.Kind.ESCALATED)
_BATCH: Final = 4000

T = TypeVar("T")
Key = tuple[int, int, str]
"""(follow-up, recipient, kind): what makes a notice of a day the same notice."""


class Owed(NamedTuple):
    """A body that owes a follow-up, or a part of it, and the reminder that its due day calls for."""

    follow_up: int
    council: int
    body: Owner
    kind: Notice.Kind
    escalates: bool = False


class Tally(NamedTuple):
    """How many notices a day calls for, and how many of them were not there yet."""

    due: int
    new: int


def plan(day: date, *, council: Council | None = None) -> int:
    """Plan the day's reminders; returns how many are new. On a day off nobody is reminded.

    The first planning of a day that comes to its end lets go everything that waits for the morning, so that each person
    gets one digest. A planning that died is finished by the next one; after that, planning again does nothing.
    With `council` only its reminders are made, and nothing is let go: the country's planning is still to come.
    """
    if council is None and PlanRun.objects.filter(day=day, finished_at__isnull=False).exists():
        return 0
    calendar = national_calendar()
    if not calendar.is_working(day):
        return 0
    if council is not None:
        return _remind(day, calendar, council).new
    run, _made = PlanRun.objects.get_or_create(day=day)
    tally = _remind(day, calendar, None)
    _finish(run, tally.due)
    return tally.new


@transaction.atomic
def _finish(run: PlanRun, planned: int) -> None:
    """Of several plannings of a day the first to finish releases the morning's e-mail, in the same transaction."""
    unfinished = PlanRun.objects.filter(pk=run.pk, finished_at__isnull=True)
    if unfinished.update(finished_at=timezone.now(), planned=planned) and release():
        deliver_soon()


def _remind(day: date, calendar: Calendar, council: Council | None) -> Tally:
    """Make the notices that are missing, four thousand follow-ups at a time: they never stand in memory all at once."""
    since = timezone.make_aware(datetime.combine(calendar.add_working_days(day, -1), datetime.min.time()))
    due = new = 0
    for owed in _owed(day, calendar, council):
        wanted = _wanted(owed, day, since)
        missing = sorted(wanted - _existing(wanted, day))
        wishes = wishes_of(user for _follow_up, user, _kind in missing) if missing else {}
        notices = [
            Notice(
                follow_up_id=follow_up,
                recipient_id=user,
                kind=kind,
                for_day=day,
                delivery=wishes[user].delivery(kind, reminder=True),
            )
            for follow_up, user, kind in missing
        ]
        Notice.objects.bulk_create(notices, batch_size=_BATCH, ignore_conflicts=True)
        due, new = due + len(wanted), new + len(missing)
    return Tally(due, new)


# --- What is owed ---


def _owed(day: date, calendar: Calendar, council: Council | None) -> Iterator[list[Owed]]:
    """What calls for a reminder, in batches; councils with equal steps are read together."""
    standing = Q(council__valid_to__isnull=True) | Q(council__valid_to__gte=day)
    rows: FollowUpQuerySet[FollowUp] = FollowUp.objects.open()
    rows = rows if council is None else rows.of(council)
    earliest = _earliest(council)
    for steps, which in _by_steps(council):
        kinds = kinds_by_due_day(day, earliest, calendar, steps)
        mine = rows.filter(which, standing)
        yield from _whole(mine, kinds)
        yield from _parts(mine, kinds)


def _by_steps(council: Council | None) -> Iterator[tuple[Steps, Q]]:
    """Steps, and which councils' follow-ups go by them; those of the usual steps come last."""
    own = own_steps(council)
    for steps, councils in own.items():
        yield steps, Q(council_id__in=councils)
    others = frozenset().union(*own.values())
    if council is None or not own:
        yield USUAL, ~Q(council_id__in=others) if others else Q()


def _earliest(council: Council | None) -> date | None:
    """The earliest due day among open follow-ups: of one council among its few rows, of the country from an index."""
    if council is not None:
        found: date | None = FollowUp.objects.open().of(council).aggregate(earliest=Min("due_on"))["earliest"]
        return found
    firsts = [
        FollowUp.objects.filter(state=state).order_by("due_on").values_list("due_on", flat=True)[:1]
        for state in sorted(OPEN)
    ]
    return min((due for due in firsts[0].union(*firsts[1:], all=True) if due), default=None)


def _whole(rows: QuerySet[FollowUp], kinds: Mapping[date, Notice.Kind]) -> Iterator[list[Owed]]:
    """Follow-ups by their own due day: the responsible body, and parts that have no day of their own."""
    columns = ("council_id", "due_on", "original_due_on", "rung", *(f"{kind}_id" for kind in OWNER_KINDS))
    due = rows.filter(due_on__in=list(kinds)).only(*columns).order_by()
    for batch in _batched(due):
        found = {one.pk: one for one in batch if not _extended(one, kinds)}
        owed = [_of_owner(one, owner, kinds) for one in found.values() if (owner := owner_of(one))]
        parts = Coordination.objects.filter(
            follow_up_id__in=found, contributed_on__isnull=True, due_on__isnull=True
        )
        for follow_up, agency in parts.values_list("follow_up_id", "agency_id"):
            one = found[follow_up]
            owed.append(Owed(one.pk, one.council_id, Owner("agency", agency), _kind(one, kinds)))
        yield owed


def _kind(follow_up: FollowUp, kinds: Mapping[date, Notice.Kind]) -> Notice.Kind:
    assert follow_up.due_on  # noqa: S101 - read by its due day
    return kinds[follow_up.due_on]


def _extended(follow_up: FollowUp, kinds: Mapping[date, Notice.Kind]) -> bool:
    """Within more time that was granted, the first word comes on its last day."""
    due, first = follow_up.due_on, follow_up.original_due_on
    longer = due is not None and first is not None and due > first
    return longer and _kind(follow_up, kinds) == Notice.Kind.BEFORE_DUE


def _of_owner(follow_up: FollowUp, owner: Owner, kinds: Mapping[date, Notice.Kind]) -> Owed:
    kind = _kind(follow_up, kinds)
    escalates = kind == Notice.Kind.OVERDUE and follow_up.rung > 0
    return Owed(follow_up.pk, follow_up.council_id, owner, kind, escalates)


def _parts(rows: QuerySet[FollowUp], kinds: Mapping[date, Notice.Kind]) -> Iterator[list[Owed]]:
    """Parts of co-ordinating agencies that have a due day of their own and are still owed."""
    parts = Coordination.objects.filter(
        follow_up__in=rows, contributed_on__isnull=True, due_on__in=list(kinds)
    ).order_by()
    columns = ("follow_up_id", "follow_up__council_id", "agency_id", "due_on")
    for batch in _batched(parts.values_list(*columns)):
        yield [
            Owed(follow_up, council, Owner("agency", agency), kinds[due])
            for follow_up, council, agency, due in batch
        ]


def _batched(rows: QuerySet[Any, T]) -> Iterator[list[T]]:
    stream = rows.iterator(_BATCH)
    while batch := list(islice(stream, _BATCH)):
        yield batch


# --- Who is told ---


def _wanted(owed: Sequence[Owed], day: date, since: datetime) -> set[Key]:
    """The notices that a batch calls for. Five queries, whatever its size."""
    users = users_of_owners({one.body for one in owed}, day)
    acted = _acted({one.follow_up for one in owed}, since, day)
    found = {
        (one.follow_up, user, one.kind)
        for one in owed
        for user in users.get(one.body, ())
        if (one.follow_up, user) not in acted
    }
    return found | _copies([one for one in owed if one.escalates], day)


def _copies(owed: Sequence[Owed], day: date) -> set[Key]:
    """Copies of reminders for the council's leaders; of follow-ups on the ladder only."""
    if not owed:
        return set()
    leaders = users_in_role({one.council for one in owed}, Role.LEADER, day)
    return {
        (one.follow_up, leader, Notice.Kind.ESCALATED)
        for one in owed
        for leader in leaders.get(one.council, ())
    }


def _acted(follow_ups: set[int], since: datetime, day: date) -> set[tuple[int, int]]:
    """(follow-up, user) of who has done something about it since the working day before. One query."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    sources: Iterable[tuple[type[models.Model], str]] = (
        (FollowUpMove, "actor_id"),
        (Extension, "asked_by_id"),
        (HandOver, "asked_by_id"),
    )
    acts: list[QuerySet[Any, Any]] = [
        model._default_manager.filter(
            follow_up_id__in=follow_ups,
            entered_at__gte=since,
            entered_at__lt=end,
            **{f"{who}__isnull": False},
        )
        .order_by()
        .values_list("follow_up_id", F(who))
        for model, who in sources
    ]
    return set(acts[0].union(*acts[1:]))


def _existing(wanted: set[Key], day: date) -> set[Key]:
    """Those of the day's notices that are already there. One query."""
    if not wanted:
        return set()
    ids = {follow_up for follow_up, _user, _kind in wanted}
    rows = Notice.objects.filter(follow_up_id__in=ids, for_day=day, kind__in=_PLANNED)
    return set(rows.values_list("follow_up_id", "recipient_id", "kind"))
