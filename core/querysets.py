"""The one promise that every reachable queryset makes: it can be cut to what a user may see."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Q

from core.access import access_of

M = TypeVar("M", bound=models.Model)


class _AnyOf(Func):
    """One of the ids of an array."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()


def any_of(path: str, ids: models.QuerySet[Any]) -> Q:
    """Rows whose `path` is one of the ids that another question gives, as one alternative beside others.

    The ids are read first, and the rows by index. Beside an alternative a joined subquery (`path__in`) is not: it asks
    of every row of the country whether it is among them.
    """
    return Q(_AnyOf(F(path), ArraySubquery(ids)))


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to a council; `council_path` says how to reach it from the row."""

    council_path = "council"

    def visible_to(self, user: Any) -> Self:
        """Rows of the councils this user reads, and for oversight roles of those directly below."""
        return self.filter(access_of(user).readable(self.council_path))

    def of(self, council: Any) -> Self:
        """Rows of one council."""
        return self.filter(**{self.council_path: council})
