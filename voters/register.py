"""The arithmetic of the register of letters: received + carried over = forwarded + answered + filed + pending.

A letter counts by the first action that handled it (forwarded, guided, replied, returned, filed); one taken under
supervision stays pending until one of these. L01, L02, L05-L07 of the indicators are these numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

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


LINES: Final = ("received", "carried_over", "forwarded", "guided", "replied", "returned", "filed", "pending")
"""The counts of an account, in their order."""
_HANDLED: Final = {
    "forward": "forwarded",
    "guide": "guided",
    "reply": "replied",
    "return": "returned",
    "file": "filed",
}


def lines(rows: LetterQuerySet[Letter], start: date, end: date) -> Iterator[tuple[int, str, int]]:
    """The account of a period over these letters, as of its last day: council, line, how many; two queries."""
    before: Any = rows.filter(received_on__lt=start).as_of(start - timedelta(days=1))
    carried = before.filter(handled="").order_by().values_list("council")
    yield from ((council, "carried_over", n) for council, n in carried.annotate(n=Count("pk")))
    keys = ("council", "handled", "inside", "fresh")
    until: Any = rows.filter(received_on__lte=end).as_of(end).order_by()
    told = until.annotate(inside=Q(handled_on__gte=start), fresh=Q(received_on__gte=start))
    counted = told.values(*keys).annotate(n=Count("pk")).values_list(*keys, "n")
    for council, handled, inside, fresh, n in counted:
        if fresh:
            yield council, "received", n
        if inside:
            yield council, _HANDLED[handled], n
        if not handled:
            yield council, "pending", n


def balance(rows: LetterQuerySet[Letter], start: date, end: date) -> Balance:
    """The account of a period over these letters, as of its last day; two queries."""
    found: Counter[str] = Counter()
    for _council, line, n in lines(rows, start, end):
        found[line] += n
    return Balance(start, end, *(found[line] for line in LINES))
