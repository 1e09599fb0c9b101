"""Everything an activity report tells, read once: figures of the period, of the year before and of the term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet

from councils.models import Agency, CouncilSuccession, CouncilTerm
from councils.models import Field as Subject
from reports.figures import Facts, Figure, FigureQuery, figures_of
from reports.figures.facts import Class
from sessions.models import Resolution, Sitting
from sessions.states import OFF
from supervision.models import SupervisionMission
from voters.models import VoterContactRound

_AHEAD: Final = timedelta(days=366)
"""How far ahead planned sittings and rounds are looked for."""
_TOLD: Final = {"ARV": ("A01", "R01"), "TO": ("T01", "O01"), "CL": ("C01", "L01"), "SP": ("S01", "S02")}
"""A year before in which neither happened was not recorded here: no base of a comparison in these chapters."""

Figures = dict[str, Figure]


def by_code(facts: Facts) -> Figures:
    """Every figure by its code."""
    return {figure.code: figure for figure in figures_of(facts)}


@dataclass
class Material:
    """The records and figures behind one activity report."""

    question: FigureQuery
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet."""
        self.facts = Facts(self.question)

    @cached_property
    def now(self) -> Figures:
        """Figures of the period."""
        return by_code(self.facts)

    @cached_property
    def before(self) -> Figures:
        """Figures of the same span a year earlier, without the chapters in which they are no fair base."""
        earlier = self.question.year_before()
        if not self._comparable(earlier):
            return {}
        found = by_code(Facts(earlier))
        told = [letters for letters, codes in _TOLD.items() if any(found[code].value for code in codes)]
        return {code: figure for code, figure in found.items() if any(code[0] in one for one in told)}

    def _comparable(self, earlier: FigureQuery) -> bool:
        """The same council, in the same borders, throughout both periods (language rules 3.4)."""
        council = self.question.council
        if council.valid_from and earlier.start < council.valid_from:
            return False
        taken_over = CouncilSuccession.objects.filter(
            successor=council, effective_on__gt=earlier.start, effective_on__lte=self.question.end
        )
        return not taken_over.exists()

    @cached_property
    def term(self) -> CouncilTerm | None:
        """The council's term in which the period ends."""
        terms = CouncilTerm.objects.filter(council=self.question.council, starts_on__lte=self.question.until)
        return terms.order_by("-starts_on").first()

    @cached_property
    def running(self) -> Figures:
        """Figures since the beginning of the term."""
        return by_code(Facts(self.question.since(self.term.starts_on))) if self.term else self.now

    # --- Records told one by one ---

    @cached_property
    def sittings(self) -> list[Sitting]:
        """Sittings opened in the period."""
        return list(self.facts.sittings().select_related("council").order_by("opened_on", "pk"))

    @cached_property
    def resolutions(self) -> list[Resolution]:
        """Resolutions that the council adopted in the period."""
        return self._listed(self.facts.adopted())

    @cached_property
    def standing_resolutions(self) -> list[Resolution]:
        """Those of its Standing Committee."""
        return self._listed(self.facts.of_standing())

    def _listed(self, rows: QuerySet[Resolution]) -> list[Resolution]:
        told = rows.select_related(
            "council", "document", "committee", "paper__owner_agency", "paper__owner_committee"
        )
        return list(told.order_by("adopted_on", "document__number", "pk"))

    @cached_property
    def missions(self) -> list[SupervisionMission]:
        """Missions and surveys decided in the period, with their papers."""
        rows = self.facts.decided_missions().select_related(
            "council",
            "committee",
            "group",
            "report",
            "conclusion__document",
            "conclusion__resolution__document",
        )
        return list(rows.prefetch_related("bodies").order_by("decided_on", "pk"))

    @cached_property
    def recommended(self) -> dict[int, Counter[str]]:
        """How the recommendations of each of these missions stand on the day."""
        found: dict[int, Counter[str]] = {}
        for mission, standing, n in self.facts.standings_of(mission.pk for mission in self.missions):
            found.setdefault(mission, Counter())[standing] += n
        return found

    @cached_property
    def coming_sittings(self) -> list[Sitting]:
        """Sittings of the council that open after the as-of day."""
        days = (self._tomorrow(), self.question.as_of + _AHEAD)
        rows = Sitting.objects.filter(council=self.question.council, opens_on__range=days)
        return list(rows.exclude(state__in=OFF).order_by("opens_on", "pk")[:3])

    @cached_property
    def coming_rounds(self) -> list[VoterContactRound]:
        """Rounds of voter contact that begin after the as-of day."""
        days = (self._tomorrow(), self.question.as_of + _AHEAD)
        rows = VoterContactRound.objects.filter(council=self.question.council, starts_on__range=days)
        return list(rows.order_by("starts_on", "pk")[:3])

    def _tomorrow(self) -> date:
        return self.question.as_of + timedelta(days=1)

    @property
    def annexes(self) -> list[str]:
        """Names of the appendices, in the order of the form; only those that have something to list."""
        found = {
            "summary": True,
            "resolutions": self.resolutions or self.standing_resolutions,
            "missions": self.missions,
            "opinions": self.facts.classes,
        }
        return [name for name, rows in found.items() if rows]

    # --- The cohort cut three ways ---

    @cached_property
    def subjects(self) -> dict[int, str]:
        """Names of the fields that occur, in the order of the list of fields."""
        ids = {cell.field for cell in self.facts.classes if cell.field}
        return dict(Subject.objects.filter(pk__in=ids).values_list("pk", "name"))

    @cached_property
    def agencies(self) -> dict[int, str]:
        """Names of the bodies that occur, in alphabetical order."""
        ids = filter(None, self.facts.results_by_agency)
        return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))

    def results_by(self, name: str) -> dict[Any, Counter[str]]:
        """How the opinions of each field or level stand: property of `Class` -> result -> count."""
        found: dict[Any, Counter[str]] = {}
        cells: Iterable[tuple[Class, int]] = self.facts.classes.items()
        for cell, n in cells:
            found.setdefault(getattr(cell, name), Counter())[cell.result] += n
        return found
