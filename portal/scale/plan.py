"""How much happens in each council and year, drawn by dice of its own; every figure of the country is known from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from councils.models import Council, Level

WHOLE_COUNTRY: Final = 3355
"""34 provinces and 3,321 communes, wards and special zones."""

OUTCOMES: Final[Mapping[str, int]] = {
    "resolved": 30,
    "in_progress": 20,
    "scheduled": 8,
    "explained": 17,
    "unresolved": 5,
    "unanswered": 8,
    "unsent": 2,
    "on_spot": 8,
    "out_of_scope": 2,
}
"""What becomes of 100 opinions by the end of their year."""
LETTER_OUTCOMES: Final[Mapping[str, int]] = {
    "forward": 62, "guide": 14, "reply": 6, "return": 5, "file": 9, "pending": 4,
}  # fmt: skip
"""What becomes of 100 letters."""
VERDICTS: Final[Mapping[str, int]] = {"done": 55, "partly": 20, "not_done": 10, "": 15}
"""What reviewers find of 100 recommendations; nothing yet of the rest."""


SURVEY_EVERY: Final = 3
"""One mission of so many is a survey."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens in a council of one level in a year; shares are of the whole."""

    groups: int
    delegates: int
    agencies: int
    sittings: int
    meetings: int
    opinions: int
    resolutions: int
    letters: int
    missions: int


SIZES: Final[Mapping[str, Size]] = {
    Level.PROVINCE: Size(12, 60, 24, 14, 60, 700, 90, 160, 24),
    Level.COMMUNE: Size(4, 24, 12, 12, 14, 174, 47, 34, 6),
}
"""Together for 3,355 councils and five years: 3 million opinions, 200,000 sittings, 800,000 resolutions."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a year in which something can have happened."""

    first: date
    last: date

    @classmethod
    def of(cls, year: int, today: date) -> Span:
        """A whole year, or the current one until today."""
        return cls(date(year, 1, 1), min(date(year, 12, 31), today))

    def at(self, share: float) -> date:
        """The day at a share of the span, from 0 to 1."""
        return self.first + timedelta(days=round(share * (self.last - self.first).days))


@dataclass(slots=True)
class YearPlan:
    """What happens in one council in one year; lists hold one entry for each row to be made."""

    council_id: int
    year: int
    span: Span
    sittings: list[int]
    """Half-days of each sitting."""
    papers: list[int]
    """Papers of each sitting."""
    late: list[int]
    """Of these papers, how many come late."""
    resolutions: list[int]
    """Resolutions of each sitting."""
    meetings: list[int]
    """Attendances of each voter meeting."""
    opinions: list[str]
    """Outcome of each opinion."""
    letters: list[str]
    """Outcome of each letter."""
    missions: list[tuple[str, tuple[str, ...]]]
    """Kind of each mission, and what is found of each of its recommendations."""
    dice: Random = field(repr=False)

    def figures(self) -> Counter[str]:
        """What the figures of this council and year must be, as of its last day."""
        outcome = Counter(self.opinions)
        letters = Counter(self.letters)
        spot, aside = outcome["on_spot"], outcome["out_of_scope"]
        received = len(self.opinions) - spot - aside
        verdicts = Counter(verdict for _kind, found in self.missions for verdict in found)
        return Counter(
            {
                "A01": len(self.sittings),
                "A04": sum(self.papers),
                "A05": sum(self.late),
                "R01": sum(self.resolutions),
                "R02": sum(self.resolutions),
                "T01": len(self.meetings),
                "T03": 2,
                "T04": sum(self.meetings),
                "T08": spot,
                "O01": received,
                "O02": received - outcome["unsent"],
                "O05": outcome["resolved"],
                "O06": outcome["in_progress"] + outcome["scheduled"],
                "O07": outcome["explained"],
                "O08": outcome["unresolved"],
                "L01": len(self.letters),
                "L05": letters["forward"],
                "L06": letters["guide"] + letters["reply"] + letters["return"],
                "L07": letters["file"],
                "S01": sum(kind == "thematic" for kind, _found in self.missions),
                "S02": sum(kind == "survey" for kind, _found in self.missions),
                "P01": verdicts.total(),
                "P02": verdicts["done"],
                "P04": verdicts["not_done"],
            }
        )


def plan_year(council: Council, year: int, seed: int, today: date) -> YearPlan:
    """The plan of a council and year; always the same for the same seed and day."""
    dice = Random(f"{seed}:{council.slug}:{year}")  # noqa: S311 - a fixed pattern is wanted, not a secret
    size = SIZES[council.level]
    sittings = [
        4 if number in {size.sittings // 2, size.sittings - 1} else 1 for number in range(size.sittings)
    ]
    papers = [dice.randint(8, 14) if halves > 1 else dice.randint(2, 4) for halves in sittings]
    return YearPlan(
        council_id=council.pk,
        year=year,
        span=Span.of(year, today),
        sittings=sittings,
        papers=papers,
        late=[dice.randint(0, count // 3) for count in papers],
        resolutions=_spread(size.resolutions + dice.randint(-2, 2), sittings),
        meetings=[dice.randint(30, 140) for _meeting in range(size.meetings)],
        opinions=_dealt(size.opinions + dice.randint(-9, 9), OUTCOMES, dice),
        letters=_dealt(size.letters + dice.randint(-4, 4), LETTER_OUTCOMES, dice),
        missions=list(_missions(size.missions, dice)),
        dice=dice,
    )


def _spread(total: int, weights: list[int]) -> list[int]:
    """A total over places in proportion to their weights; nothing is lost by rounding."""
    found, left, rest = [], total, sum(weights)
    for weight in weights:
        share = round(left * weight / rest)
        found.append(share)
        left, rest = left - share, rest - weight
    return found


def _dealt(total: int, shares: Mapping[str, int], dice: Random) -> list[str]:
    """Outcomes by their shares, shuffled."""
    counts = _spread(total, list(shares.values()))
    found = [name for name, count in zip(shares, counts, strict=True) for _row in range(count)]
    dice.shuffle(found)
    return found


def _missions(count: int, dice: Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Two thirds are thematic, with recommendations; the others are surveys without."""
    for number in range(count):
        thematic = number % SURVEY_EVERY != 0
        found = _dealt(dice.randint(3, 7), VERDICTS, dice) if thematic else []
        yield ("thematic" if thematic else "survey", tuple(found))
