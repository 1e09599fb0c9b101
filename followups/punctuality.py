"""Who keeps due days: for each responsible body what was sent to it in a period, and what became of it by today.

Every number has its rows: `Line.url` is the list with exactly the follow-ups that were counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from core.workdays import Calendar
from councils.calendar import Clock
from followups import owners
from followups.models import FollowUp
from followups.owners import KINDS, NamedOwner, OwnerKey
from followups.querysets import (
    ANSWERED_LATE,
    EXTENDED,
    FRUITLESS,
    KEPT,
    FollowUpQuerySet,
    missed,
    overdue,
    running,
)


@dataclass(frozen=True)
class Tally:
    """Counts of one body, or of several together. Sent = in time + late + overdue + not yet due."""

    sent: int = 0
    kept: int = 0
    """Answered on the due day or before, judged or not."""
    late: int = 0
    """Answered after the due day."""
    overdue: int = 0
    """Not answered, and the due day has passed."""
    running: int = 0
    """Not answered, and the due day is still to come."""
    extended: int = 0
    fruitless: int = 0
    """Passed on in vain three times or more."""
    days: int = 0
    """Working days late in all: until the answer, or until today where there is none."""

    @property
    def missed(self) -> int:
        """Due days that were not kept."""
        return self.late + self.overdue

    @property
    def decided(self) -> int:
        """Due days of which one knows whether they were kept."""
        return self.kept + self.missed

    @property
    def mean_days(self) -> Decimal | None:
        """Working days late on an average; None where nothing was late."""
        return Decimal(self.days) / self.missed if self.missed else None

    @property
    def share(self) -> Decimal | None:
        """Of the decided ones, those answered in time, in per cent; None where nothing is decided."""
        return Decimal(100 * self.kept) / self.decided if self.decided else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)))


@dataclass(frozen=True)
class Line:
    """A row of the table: a body (None: all together) with its counts, and what its addresses have in common."""

    owner: NamedOwner | None
    tally: Tally
    asked: Mapping[str, str]
    council: str = ""
    """The body's council, where bodies of several stand together."""

    @property
    def name(self) -> str:
        """What the line is called."""
        return self.owner.name if self.owner else _("All together")

    def url(self, **narrowed: str) -> str:
        """The list of exactly the follow-ups of one number."""
        owner = {"owner": self.owner.key} if self.owner else {}
        return f"{reverse('followups:followup_list')}?{urlencode({**self.asked, **owner, **narrowed})}"


def tallies(rows: FollowUpQuerySet[FollowUp], clock: Clock) -> dict[OwnerKey, Tally]:
    """Counts by responsible body, as things stand today; one query."""
    today = clock.today
    counts: dict[str, Q | None] = {
        "sent": None,
        "kept": KEPT,
        "late": ANSWERED_LATE,
        "overdue": overdue(today),
        "running": running(today),
        "extended": EXTENDED,
        "fruitless": Q(fruitless__gte=FRUITLESS),
    }
    late: dict[str, Any] = {"filter": missed(today), "order_by": "pk", "default": []}
    grouped = (
        rows.sent()
        .order_by()
        .values(*(f"{kind}_id" for kind in KINDS))
        .annotate(
            **{name: Count("pk", filter=condition) for name, condition in counts.items()},
            due_days=ArrayAgg("due_on", **late),
            ends=ArrayAgg(Coalesce("answered_on", today), **late),
        )
    )
    return {
        _key(row): Tally(
            **{name: row[name] for name in counts}, days=_days(clock.calendar, row["due_days"], row["ends"])
        )
        for row in grouped
    }


def _key(row: Mapping[str, Any]) -> OwnerKey:
    """Whose row it is: what was sent has one responsible body, by constraint."""
    return next((kind, row[f"{kind}_id"]) for kind in KINDS if row[f"{kind}_id"])


def _days(calendar: Calendar, due_days: Iterable[date], ends: Iterable[date]) -> int:
    """Working days from due days to answers, in all."""
    return sum(calendar.working_days_between(due, end) for due, end in zip(due_days, ends, strict=True))


def lines(
    rows: FollowUpQuerySet[FollowUp],
    asked: Mapping[str, str],
    clock: Clock,
    council_name: Callable[[int], str] = lambda _pk: "",
) -> list[Line]:
    """A line for each body that something was sent to, in Vietnamese order; two queries."""
    found = tallies(rows, clock)
    return [
        Line(owner, found[key], asked, council_name(owner.council_id))
        for key, owner in owners.named(found).items()
    ]


def total(shown: Iterable[Line], asked: Mapping[str, str]) -> Line:
    """All bodies together."""
    return Line(None, sum((line.tally for line in shown), Tally()), asked)
