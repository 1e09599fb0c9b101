"""Rows that are due by a rule counted back from an opening: what a changed rule or calendar makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from core.services import entered_by
from councils.dependents import Change, Columns, Counted
from councils.models import DeadlineRule

BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change makes of one row: its rule and its due day."""

    row: Any
    rule: DeadlineRule
    day: date


def concerned(rows: QuerySet[Any], change: Change, columns: Columns) -> QuerySet[Any]:
    """The rows that the change may concern, with their rule; `columns.council` is the path to the council."""
    counted = {f"{columns.rule}__isnull": False, f"{columns.anchor}__isnull": False}
    related = (columns.rule, columns.council)
    return rows.filter(change.touching(columns), **counted).select_related(*related)


def shifts(rows: QuerySet[Any], change: Change, council: str) -> Iterator[Shift]:
    """What becomes of each, read in a stream."""
    for row in rows.iterator(chunk_size=BATCH):
        of: Any = row
        for name in council.split("__"):
            of = getattr(of, name)
        counted = Counted(row.due_rule, row.due_anchor_on, row.due_on, of.pk, of.level)
        if found := change.recount(counted):
            yield Shift(row, found.rule, found.day)


def write(found: Iterator[Shift], user: Any, *, counts: Callable[[Any], bool] = lambda _row: True) -> int:
    """Move the due days, a batch at a time; tells how many moved of the rows that `counts` takes.

    A legal basis in words of its own stays.
    """
    moved = 0
    while batch := list(islice(found, BATCH)):
        moved += sum(shift.day != shift.row.due_on and counts(shift.row) for shift in batch)
        alike: dict[tuple[DeadlineRule, DeadlineRule, date], list[int]] = {}
        for shift in batch:
            alike.setdefault((shift.row.due_rule, shift.rule, shift.day), []).append(shift.row.pk)
        with entered_by(user):
            for (old, rule, day), ids in alike.items():
                _move(type(batch[0].row), ids, old, rule, day)
    return moved


def _move(model: Any, ids: list[int], old: DeadlineRule, rule: DeadlineRule, day: date) -> None:
    basis: F | Case = F("legal_basis")
    if old.legal_basis != rule.legal_basis:
        basis = Case(When(legal_basis=old.legal_basis, then=Value(rule.legal_basis)), default=basis)
    model.objects.filter(pk__in=ids).update(
        due_rule=rule, due_on=day, legal_basis=basis, updated_at=timezone.now()
    )
