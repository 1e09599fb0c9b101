"""Seats of delegates: filled on the day, vacated and filled again in the period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from councils.models import DelegateSeat
from councils.models.people import SeatOrigin
from councils.querysets import valid_on
from reports.figures.facts.base import Asked
from reports.figures.facts.summed import Cells, columns, summed

SEAT_PARTS: Final = {
    "filled": Q(filled=True),
    "vacated": Q(vacated=True),
    "by_election": Q(by_election=True),
    "women": Q(filled=True, delegate__is_woman=True),
    "ethnic": Q(filled=True, delegate__is_ethnic_minority=True),
    "non_party": Q(filled=True, delegate__is_party_member=False),
    "full_time": Q(filled=True, is_full_time=True),
}
"""What is told of the seats; only the first three need not be filled on the day."""


def seat_filled_on(day: date) -> Q:
    """Seats filled on a day: none outlives its council term."""
    begun = Q(council_term__starts_on__lte=day)
    lasting = Q(council_term__ends_on__isnull=True) | Q(council_term__ends_on__gte=day)
    return valid_on(day) & begun & lasting


class SeatFacts(Asked):
    """Who sits in the council."""

    def seats(self) -> QuerySet[DelegateSeat]:
        """Seats filled on the last day that counts, or vacated or won in a by-election in the period.

        A seat is vacated on the day after its last one; that all seats end with the term vacates none.
        """
        start, until = self.query.start, self.query.until
        eve = timedelta(days=1)
        early = Q(council_term__ends_on__isnull=True) | Q(valid_to__lt=F("council_term__ends_on"))
        rows = DelegateSeat.objects.filter(
            self._within("council_term__council"), self._readable("council_term__council")
        ).annotate(
            filled=seat_filled_on(until),
            vacated=Q(valid_to__range=(start - eve, until - eve)) & early,
            by_election=Q(origin=SeatOrigin.BY_ELECTION, valid_from__range=(start, until)),
        )
        return rows.filter(Q(filled=True) | Q(vacated=True) | Q(by_election=True))

    @summed
    def seat_counts(self) -> Cells:
        """How many seats each part of `SEAT_PARTS` has."""
        counts = {f"n_{name}": Count("pk", filter=condition) for name, condition in SEAT_PARTS.items()}
        sums = self.seats().order_by().values_list("council_term__council").annotate(**counts)
        return columns(sums, SEAT_PARTS)
