"""Due days of open follow-ups after a deadline rule or the calendar has changed.

What is answered, settled or withdrawn stays as it was. Nobody is told: the digest of the next working morning works
with the new days. The move that is written keeps the first due day as it was before, so that figures as of an earlier
day still find it (`asof.due_on`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Case, DateField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import User
from councils.dependents import Change, Counted, Line
from councils.models import DeadlineRule
from followups.models import Extension, FollowUp, FollowUpMove
from followups.states import OPEN, State

CONCERNED: Final = OPEN | {State.DRAFT}
"""States in which a due day may still move."""
BATCH: Final = 1000
_READ: Final = (
    "council__name",
    "council__level",
    "title",
    "state",
    "due_on",
    "original_due_on",
    "due_anchor_on",
    "legal_basis",
    "due_rule__offset",
    "due_rule__unit",
    "due_rule__direction",
    "due_rule__legal_basis",
)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change makes of one follow-up: its rule, its first due day, and the due day, extensions included."""

    follow_up: FollowUp
    rule: DeadlineRule
    first: date
    due: date
    reason: str

    @property
    def moves(self) -> bool:
        """Whether the due day itself moves: not where only the edition is another one, or an extension holds it."""
        return self.due != self.follow_up.due_on


def preview(change: Change) -> Iterator[Line]:
    """What the change concerns, by council and due day; read in a stream."""
    rows = _rows(change).annotate(
        owner_name=Coalesce("agency__name", "delegate__full_name", "group__name", "committee__name")
    )
    for shift in _shifts(change, rows.order_by("council__sort_key", "due_on", "pk")):
        follow_up: Any = shift.follow_up
        yield Line(
            council=str(follow_up.council),
            title=follow_up.title,
            owner=follow_up.owner_name or "",
            url=follow_up.get_absolute_url(),
            old=follow_up.due_on,
            new=shift.due,
            estimated=change.calendar.is_estimated(shift.due),
        )


def apply(change: Change, user: User | None) -> int:
    """Move the due days, a batch at a time; tells how many moved."""
    rows = _rows(change).select_for_update(of=("self",))
    shifts = _shifts(change, rows.order_by("due_anchor_on", "pk"))
    moved = 0
    while batch := list(islice(shifts, BATCH)):
        moved += sum(shift.moves for shift in batch)
        _write(batch, user)
    return moved


def _rows(change: Change) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(change.touching(), state__in=CONCERNED, due_rule__isnull=False)
    return (
        rows.filter(due_on__isnull=False, original_due_on__isnull=False, due_anchor_on__isnull=False)
        .annotate(extended_until=_extended_until())
        .select_related("council", "due_rule")
        .only(*_READ)
    )


def _extended_until() -> Subquery:
    granted = Extension.objects.filter(follow_up=OuterRef("pk"), decision=Extension.Decision.GRANTED)
    return Subquery(granted.order_by("-until").values("until")[:1])


def _shifts(change: Change, rows: QuerySet[FollowUp]) -> Iterator[Shift]:
    row: Any
    for row in rows.iterator(chunk_size=BATCH):
        counted = Counted(
            row.due_rule, row.due_anchor_on, row.original_due_on, row.council_id, row.council.level
        )
        if found := change.recount(counted):
            due = max(found.day, row.extended_until or found.day)
            yield Shift(row, found.rule, found.day, due, found.reason)


def _write(batch: Iterable[Shift], user: User | None) -> None:
    """The new days and, where the first due day moved, a line in the record's own history.

    What is counted from one day by one rule moves to one day: one UPDATE each, and rows come in that order.
    """
    alike: dict[tuple[DeadlineRule | None, DeadlineRule, date], list[int]] = {}
    for shift in batch:
        key = (shift.follow_up.due_rule, shift.rule, shift.first)
        alike.setdefault(key, []).append(shift.follow_up.pk)
    for (old, rule, first), ids in alike.items():
        _move_to(ids, old, rule, first)
    today = timezone.localdate()
    FollowUpMove.objects.bulk_create(
        _move(shift, user, today) for shift in batch if shift.first != shift.follow_up.original_due_on
    )


def _move_to(ids: list[int], old: DeadlineRule | None, rule: DeadlineRule, first: date) -> None:
    """A legal basis in words of its own stays, and an extension that was granted still holds."""
    basis: F | Case = F("legal_basis")
    if old is not None and old.legal_basis != rule.legal_basis:
        basis = Case(When(legal_basis=old.legal_basis, then=Value(rule.legal_basis)), default=basis)
    FollowUp.objects.filter(pk__in=ids).update(
        due_rule=rule,
        original_due_on=first,
        due_on=Greatest(Value(first, output_field=DateField()), _extended_until()),
        legal_basis=basis,
        updated_at=timezone.now(),
    )


def _move(shift: Shift, user: User | None, today: date) -> FollowUpMove:
    follow_up = shift.follow_up
    return FollowUpMove(
        follow_up=follow_up,
        from_state=follow_up.state,
        to_state=follow_up.state,
        effective_on=today,
        actor=user,
        note=shift.reason,
        due_was=follow_up.original_due_on,
        due_became=shift.first,
    )
