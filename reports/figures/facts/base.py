"""What every chapter of the facts stands on: the question, who asks, and whose records count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import Count, Q

from core.access import access_of
from councils.models import Council
from reports.figures.facts.summed import (
    Cells,
    Kept,
    Marks,
    by_council,
    marks_of,
    may_remember,
    recalled,
    total,
)
from reports.figures.query import FigureQuery


def counted_by(rows: Any, name: str) -> Counter[str]:
    """How many of these rows have each value of one column."""
    return Counter(dict(rows.order_by().values_list(name).annotate(n=Count("pk"))))


class Councils:
    """The councils whose records count, and their marks; each is read once."""

    def __init__(self, query: FigureQuery, ids: list[int] | None = None) -> None:
        """Those of a question, or only these of them."""
        self._query = query
        self._ids = ids

    @cached_property
    def ids(self) -> list[int]:
        """The council, and those directly below it if asked."""
        council = self._query.council
        if self._ids is not None:
            return self._ids
        if not self._query.lower:
            return [council.pk]
        return [council.pk, *Council.objects.filter(parent=council).order_by().values_list("pk", flat=True)]

    @cached_property
    def marks(self) -> Marks:
        """Read before anything is counted: what is counted may be newer than its mark, never older."""
        return marks_of(self.ids)


class Asked:
    """The rows and sums of one question, as one user may see them (None: the system itself, in a command)."""

    def __init__(self, query: FigureQuery, user: Any = None) -> None:
        """Nothing is read until a figure asks."""
        self.query = query
        self.user = user
        self._of = Councils(query)

    def at(self, query: FigureQuery) -> Self:
        """The facts of another period of the same councils."""
        return self._like(query, self._of)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which something could happen that counts."""
        return self.query.start, self.query.until

    def _like(self, query: FigureQuery, councils: Councils) -> Self:
        other = type(self)(query, self.user)
        other._of = councils  # noqa: SLF001 - one of ours
        return other

    def _reachable(self, rows: Any) -> Any:
        return rows.visible_to(self.user) if self.user is not None else rows

    def _within(self, prefix: str = "council") -> Q:
        """Rows of the council, and of those directly below it if asked: by their ids, so that no row is joined."""
        councils = self._of.ids
        return Q(**{prefix: councils[0]}) if len(councils) == 1 else Q(**{f"{prefix}__in": councils})

    def _readable(self, prefix: str) -> Q:
        """The same reach for rows that know no user of their own, such as seats."""
        return Q() if self.user is None else access_of(self.user).readable(prefix)

    # --- Sums ---

    def summed_up(self, name: str, count: Callable[[Any], Cells]) -> Counter[Any]:
        """The sum `name`: recalled where the user reads all of its councils, counted otherwise."""
        if not (self._reads_all and may_remember()):
            return total(by_council(count(self), self._of.ids).values(), self._read_councils)

        def counted(councils: list[int]) -> dict[int, Kept]:
            return by_council(count(self._like(self.query, Councils(self.query, councils))), councils)

        return recalled(self._key(name), self._of.marks, counted)

    def _key(self, name: str) -> str:
        asked = self.query
        span = f"{asked.start:%Y%m%d}-{asked.end:%Y%m%d}-{asked.as_of:%Y%m%d}"
        return f"{name}:{asked.council.pk}:{asked.scope}:{span}"

    @property
    def _read_councils(self) -> frozenset[int]:
        councils = frozenset(self._of.ids)
        return councils if self.user is None else councils & access_of(self.user).readable_councils

    @property
    def _reads_all(self) -> bool:
        return len(self._read_councils) == len(self._of.ids)
