"""What every chapter of the facts stands on: the question, who asks, and whose records count."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from core.access import access_of
from councils.models import Council
from reports.figures.query import FigureQuery


def counted_by(rows: Any, name: str) -> Counter[str]:
    """How many of these rows have each value of one column."""
    return Counter(dict(rows.order_by().values_list(name).annotate(n=Count("pk"))))


class Asked:
    """The rows and sums of one question, as one user may see them (None: the system itself, in a command)."""

    def __init__(self, query: FigureQuery, user: Any = None) -> None:
        """Nothing is read until a figure asks."""
        self.query = query
        self.user = user

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which something could happen that counts."""
        return self.query.start, self.query.until

    def _reachable(self, rows: Any) -> Any:
        return rows.visible_to(self.user) if self.user is not None else rows

    def _within(self, prefix: str = "council") -> Q:
        """Rows of the council, and of those directly below it if asked: by their ids, so that no row is joined."""
        if not self.query.lower:
            return Q(**{prefix: self.query.council})
        return Q(**{f"{prefix}__in": self._councils})

    @cached_property
    def _councils(self) -> list[int]:
        council = self.query.council
        return [council.pk, *Council.objects.filter(parent=council).values_list("pk", flat=True)]

    def _readable(self, prefix: str) -> Q:
        """The same reach for rows that know no user of their own, such as seats."""
        return Q() if self.user is None else access_of(self.user).readable(prefix)
