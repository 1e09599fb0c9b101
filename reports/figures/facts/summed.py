"""Sums of a scope, remembered council by council until something behind them changes.

A sum over a province and its communes is the sum over its councils, and of these hardly one has changed since it was
last asked. So each sum is counted by council in one statement, and kept in the cache with the mark of change that each
council had before (`reports.models.ChangeMark`): the next question counts only the councils whose mark has moved. What
is kept is never older than the mark it is kept with, so a figure always agrees with the rows that it opens.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar, overload

import structlog
from django.core.cache import cache
from django.db import connections, router
from django.db.models import Count
from redis.exceptions import RedisError

from reports.models import ChangeMark

SECONDS: Final = 36 * 60 * 60
"""How long a sum is kept unasked: a day's question is another one on the next day."""

R = TypeVar("R")

log = structlog.get_logger(__name__)


class Cell(NamedTuple):
    """How many (or how much) of one key a council has.

    A matter `taken_from` another council is counted there where the question is about both.
    """

    council: int
    key: Any
    number: Any
    taken_from: int | None = None


Cells = Iterable[Cell]
Kept = Counter[tuple[Any, int | None]]
"""The cells of one council: numbers by key and by the council that the matter was taken from."""


class _Memory(NamedTuple):
    """What is kept of one sum: the councils' marks, the sum, and the cells by council, pickled: seldom needed."""

    marks: dict[int, int]
    total: Counter[Any]
    cells: bytes


class summed:  # noqa: N801 - a decorator, used like cached_property
    """A property of facts: the sum of the cells that the decorated method counts, by their keys.

    The method counts for every council that `_within` names and nothing else, from tables that leave marks of change.
    """

    def __init__(self, count: Callable[[Any], Cells]) -> None:
        self.count = count
        self.name = count.__name__
        self.__doc__ = count.__doc__

    @overload
    def __get__(self, facts: None, owner: type) -> summed: ...
    @overload
    def __get__(self, facts: Any, owner: type) -> Counter[Any]: ...
    def __get__(self, facts: Any, owner: type) -> summed | Counter[Any]:
        """Counted or recalled at the first reading, and kept on the facts."""
        if facts is None:
            return self
        found: Counter[Any] = facts.summed_up(self.name, self.count)
        vars(facts)[self.name] = found
        return found


def cells_by(rows: Any, council: str, *names: str) -> Iterator[Cell]:
    """Rows by one column, or by several as a tuple; `council` is the way from a row to its council."""
    counted = rows.order_by().values(council, *names).annotate(n=Count("pk"))
    for of_council, *key, n in counted.values_list(council, *names, "n"):
        yield Cell(of_council, tuple(key) if len(names) > 1 else key[0], n)


def columns(sums: Iterable[Any], names: Collection[str]) -> Iterator[Cell]:
    """Grouped rows (council, key..., one number for each name), each number under (key..., name), or its name alone."""
    for council, *row in sums:
        key, numbers = row[: -len(names)], row[-len(names) :]
        for name, number in zip(names, numbers, strict=True):
            yield Cell(council, (*key, name) if key else name, number)


def rows_of(found: Counter[Any], row: Callable[..., R], names: Collection[str]) -> list[R]:
    """The rows again that `columns` took apart, summed over the councils."""
    keys = dict.fromkeys(key[:-1] for key in found)
    return [row(*key, *(found[*key, name] for name in names)) for key in keys]


def keyed(found: Counter[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that `cells_by` counted by several columns, summed over the councils: key..., number."""
    return ((*key, number) for key, number in found.items())


def by_council(cells: Cells, councils: Iterable[int]) -> dict[int, Kept]:
    """The cells of each of these councils."""
    found: dict[int, Kept] = {council: Counter() for council in councils}
    for council, key, number, taken_from in cells:
        found[council][key, taken_from] += number
    return found


def total(cells: Iterable[Kept], councils: frozenset[int]) -> Counter[Any]:
    """All of them together; what one of these councils took from another of them counts there."""
    found: Counter[Any] = Counter()
    for of_one in cells:
        for (key, taken_from), number in of_one.items():
            if taken_from not in councils:
                found[key] += number
    return found


def may_remember() -> bool:
    """Not in a transaction, which sees what may never be committed."""
    return not connections[router.db_for_read(ChangeMark)].in_atomic_block


class Marks(NamedTuple):
    """Marks of change: that of the whole database, which every upgrade moves, and those of some councils."""

    everywhere: int
    councils: dict[int, int]


def marks_of(councils: Iterable[int]) -> Marks:
    """The marks as they are now."""
    found = ChangeMark.objects.sums([ChangeMark.EVERYWHERE, *councils])
    everywhere = found.get(ChangeMark.EVERYWHERE, 0)
    return Marks(everywhere, {council: found.get(council, 0) for council in councils})


def recalled(name: str, marks: Marks, count: Callable[[list[int]], dict[int, Kept]]) -> Counter[Any]:
    """The sum over the councils of these marks; `count` is asked only for those whose mark has moved."""
    key = f"figures:{marks.everywhere}:{name}"
    memory = _read(key)
    if memory is not None and memory.marks == marks.councils:
        return memory.total
    cells = dict(_unmoved(memory, marks.councils))
    cells |= count([council for council in marks.councils if council not in cells])
    found = total(cells.values(), frozenset(marks.councils))
    _keep(key, _Memory(marks.councils, found, pickle.dumps(cells)))
    return found


def _unmoved(memory: _Memory | None, marks: Mapping[int, int]) -> Iterator[tuple[int, Kept]]:
    if memory is not None:
        for council, cells in pickle.loads(memory.cells).items():  # noqa: S301 - from our own cache, as all of it
            if marks.get(council) == memory.marks[council]:
                yield council, cells


def _read(key: str) -> _Memory | None:
    """Nothing where the cache is away: then everything is counted."""
    try:
        found: _Memory | None = cache.get(key)
    except RedisError as error:
        log.warning("figures_not_recalled", error=type(error).__name__)
        return None
    return found


def _keep(key: str, memory: _Memory) -> None:
    try:
        cache.set(key, memory, SECONDS)
    except RedisError as error:
        log.warning("figures_not_kept", error=type(error).__name__)
