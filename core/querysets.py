"""The one promise that every reachable queryset makes: it can be cut to what a user may see."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from core.access import access_of

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to a council; `council_path` says how to reach it from the row."""

    council_path = "council"

    def visible_to(self, user: Any) -> Self:
        """Rows of the councils this user reads, and for oversight roles of those directly below."""
        return self.filter(access_of(user).readable(self.council_path))

    def of(self, council: Any) -> Self:
        """Rows of one council."""
        return self.filter(**{self.council_path: council})
