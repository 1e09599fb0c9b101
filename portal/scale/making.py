"""What the makers of one council's year share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.db import models

from portal.scale.people import House
from portal.scale.plan import Span, YearPlan
from portal.scale.sheets import Book


@dataclass(frozen=True, slots=True)
class Year:
    """One council's year while it is being made: where rows go, who is there, what is planned, which fields exist."""

    book: Book
    house: House
    plan: YearPlan
    fields: Sequence[int]

    @property
    def dice(self) -> Random:
        """The plan's dice."""
        return self.plan.dice

    @property
    def span(self) -> Span:
        """The days in which things happen."""
        return self.plan.span

    def add(self, model: type[models.Model] | Any, **values: Any) -> int:
        """A row; its key."""
        return self.book[model].add(**values)

    def entered(self, day: date) -> None:
        """What follows was entered on this day."""
        self.book.entered(day)

    def agency(self) -> int:
        """Some body of the council."""
        return self.dice.choice(self.house.agencies)

    def field(self) -> int:
        """Some field."""
        return self.dice.choice(self.fields)
