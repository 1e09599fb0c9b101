"""Compares wanted rows with stored ones and writes only what is missing or, if asked, what differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from core.models import Record

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Tally:
    """What a comparison came to. Kept rows differ from the shipped ones because somebody edited them here."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )

    def __str__(self) -> str:
        return f"created {self.created}, changed {self.changed}, unchanged {self.unchanged}, kept {self.kept}"


def sync(
    wanted: Sequence[M],
    stored: QuerySet[M],
    *,
    key: Callable[[M], Hashable],
    columns: Sequence[str],
    overwrite: bool,
) -> tuple[dict[Hashable, M], Tally]:
    """Bring the stored rows up to the wanted (unsaved) ones: (rows by key, what was done).

    A row found under its key counts as equal when all `columns` agree. One that differs is left alone, as edited
    by people, unless `overwrite`. Rows that are not wanted are never touched.
    """
    found: dict[Hashable, M] = {key(row): row for row in stored}
    missing = [row for row in wanted if key(row) not in found]
    paired = [(row, found[key(row)]) for row in wanted if key(row) in found]
    differing = [(row, old) for row, old in paired if _values(row, columns) != _values(old, columns)]
    manager = stored.model._default_manager
    found.update((key(row), row) for row in manager.bulk_create(missing, batch_size=1000))
    tally = Tally(created=len(missing), unchanged=len(paired) - len(differing))
    if not overwrite:
        tally.kept = len(differing)
        return found, tally
    manager.bulk_update(
        [_take_over(row, old, columns) for row, old in differing], _written(stored, columns), 1000
    )
    tally.changed = len(differing)
    return found, tally


def _values(row: Model, columns: Sequence[str]) -> list[object]:
    return [getattr(row, column) for column in columns]


def _take_over(wanted: M, old: M, columns: Sequence[str]) -> M:
    for column in columns:
        setattr(old, column, getattr(wanted, column))
    if isinstance(old, Record):
        old.version += 1
        old.updated_at = timezone.now()
    return old


def _written(stored: QuerySet[M], columns: Sequence[str]) -> list[str]:
    return [*columns, "version", "updated_at"] if issubclass(stored.model, Record) else list(columns)
