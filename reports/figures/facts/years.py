"""Years that have something to tell."""

from __future__ import annotations

from typing import Any

from reports.figures.facts.base import Asked
from reports.figures.facts.summed import Cell, Cells, summed
from sessions.models import Sitting
from voters.models import VoterOpinion


class YearFacts(Asked):
    """What is there of whole years, whatever the period."""

    @summed
    def years(self) -> Cells:
        """Years with opinions or sittings, by how many councils have some."""
        opinions: Any = self._reachable(VoterOpinion.objects.all())
        sittings: Any = self._reachable(Sitting.objects.all())
        said = opinions.filter(self._within()).order_by().values_list("council", "year")
        sat = sittings.filter(self._within(), opened_on__isnull=False).order_by()
        for council, year in said.union(sat.values_list("council", "opened_on__year")):
            yield Cell(council, int(year), 1)
