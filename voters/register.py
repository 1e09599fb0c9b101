"""The arithmetic of the register of letters: received + carried over = forwarded + answered + filed + pending.

A letter counts by the first action that handled it (forwarded, guided, replied, returned, filed); one taken under
supervision stays pending until one of these. L01, L02, L05-L07 of the indicators are these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from voters.models import Letter
from voters.querysets import LetterQuerySet


@dataclass(frozen=True, slots=True)
class Balance:
    """One period's account."""

    start: date
    end: date
    received: int
    carried_over: int
    forwarded: int
    guided: int
    replied: int
    returned: int
    filed: int
    pending: int

    @property
    def answered(self) -> int:
        """L06: guided, replied or returned."""
        return self.guided + self.replied + self.returned

    @property
    def to_handle(self) -> int:
        """The left side."""
        return self.received + self.carried_over

    @property
    def accounted(self) -> int:
        """The right side: equal to the left on every day of every history."""
        return self.forwarded + self.answered + self.filed + self.pending


def balance(rows: LetterQuerySet[Letter], start: date, end: date) -> Balance:
    """The account of a period over these letters, as of its last day; two queries."""
    carried = rows.filter(received_on__lt=start).as_of(start - timedelta(days=1)).filter(handled="")  # type: ignore[misc]  # annotated by as_of
    inside = Q(handled_on__gte=start)
    found = (
        rows.filter(received_on__lte=end)
        .as_of(end)
        .order_by()
        .aggregate(
            received=Count("pk", filter=Q(received_on__gte=start)),
            forwarded=Count("pk", filter=inside & Q(handled="forward")),
            guided=Count("pk", filter=inside & Q(handled="guide")),
            replied=Count("pk", filter=inside & Q(handled="reply")),
            returned=Count("pk", filter=inside & Q(handled="return")),
            filed=Count("pk", filter=inside & Q(handled="file")),
            pending=Count("pk", filter=Q(handled="")),
        )
    )
    return Balance(start, end, carried_over=carried.count(), **found)
