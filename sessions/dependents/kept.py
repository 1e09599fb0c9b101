"""One mechanism for whatever keeps a due day with the rule that gave it: what a changed rule or calendar makes of it.

Every kind of record is described once (`Kept`) and gets preview and apply from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from operator import methodcaller
from typing import Any, Final

from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from core.services import entered_by
from councils.dependents import Change, Columns, Counted, Dependent, Line
from councils.models import Council, DeadlineRule

BATCH: Final = 500

Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change makes of one row: its rule and its due day, and the ones that stand."""

    row: Any
    old_rule: DeadlineRule
    old: date
    rule: DeadlineRule
    due: date


@dataclass(frozen=True)
class Kept:
    """A kind of record that keeps a due day, its rule and the day it counts from, in `columns`.

    `open_rows` gives those whose due day may still move, with all that `title`, `owner` and `url` name in the preview.
    `keep` drops rows of a batch that the records prove done. A row that is not `told` moves too, but another line of
    the preview speaks and counts for it. `basis` is the column of the legal basis, where the kind has one.
    """

    name: str | Promise
    columns: Columns
    open_rows: Callable[[], QuerySet[Any]]
    title: Callable[[Any], str]
    owner: Callable[[Any], str]
    url: Callable[[Any], str] = methodcaller("get_absolute_url")
    basis: str = "legal_basis"
    keep: Callable[[Rows], Rows] = list
    told: Callable[[Any], bool] = lambda _row: True

    def dependent(self) -> Dependent:
        """As the councils floor wants it."""
        return Dependent(self.name, self.preview, self.apply)

    def preview(self, change: Change) -> Iterator[Line]:
        """What the change concerns, by council and due day; read in a stream."""
        order = (f"{self.columns.council}__sort_key", self.columns.due, "pk")
        for shift in self._shifts(change, self._rows(change).order_by(*order)):
            if self.told(shift.row):
                yield Line(
                    council=str(self._council(shift.row)),
                    title=self.title(shift.row),
                    owner=self.owner(shift.row),
                    url=self.url(shift.row),
                    old=shift.old,
                    new=shift.due,
                    estimated=change.calendar.is_estimated(shift.due),
                )

    def apply(self, change: Change, user: User | None) -> int:
        """Move the due days, a batch at a time; tells how many moved of those that the preview tells of."""
        rows = self._rows(change).select_for_update(of=("self",)).order_by(self.columns.anchor, "pk")
        moved = 0
        with entered_by(user):
            for shifts in _batches(self._shifts(change, rows)):
                moved += sum(shift.due != shift.old and self.told(shift.row) for shift in shifts)
                self._write(rows.model, shifts)
        return moved

    def _rows(self, change: Change) -> QuerySet[Any]:
        rule, anchor, due, council = self.columns
        counted = {f"{name}__isnull": False for name in (rule, anchor, due)}
        return self.open_rows().filter(change.touching(self.columns), **counted).select_related(rule, council)

    def _council(self, row: Any) -> Council:
        found: Council = reduce(getattr, self.columns.council.split("__"), row)
        return found

    def _shifts(self, change: Change, rows: QuerySet[Any]) -> Iterator[Shift]:
        for batch in _batches(rows.iterator(chunk_size=BATCH)):
            for row in self.keep(batch):
                council = self._council(row)
                rule, anchor, due = (getattr(row, name) for name in self.columns[:3])
                if found := change.recount(Counted(rule, anchor, due, council.pk, council.level)):
                    yield Shift(row, rule, due, found.rule, found.day)

    def _write(self, model: Any, shifts: Iterable[Shift]) -> None:
        """What is counted from one day by one rule moves to one day: one UPDATE each."""
        alike: dict[tuple[DeadlineRule, DeadlineRule, date], list[int]] = {}
        for shift in shifts:
            alike.setdefault((shift.old_rule, shift.rule, shift.due), []).append(shift.row.pk)
        for (old, rule, due), ids in alike.items():
            days = {self.columns.rule: rule, self.columns.due: due}
            model.objects.filter(pk__in=ids).update(
                **days, **self._new_basis(old, rule), updated_at=timezone.now()
            )

    def _new_basis(self, old: DeadlineRule, rule: DeadlineRule) -> dict[str, Case]:
        """The words of the new rule where those of the old one stood; a basis in words of its own stays."""
        if not self.basis or old.legal_basis == rule.legal_basis:
            return {}
        stood = When(**{self.basis: old.legal_basis}, then=Value(rule.legal_basis))
        return {self.basis: Case(stood, default=F(self.basis))}


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, so many at a time."""
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield batch
