"""Figures: one typed function per indicator, each with the address of exactly the rows that it counted.

Pages, reports, the command line and tests all come through here, so that they never disagree.
"""

from __future__ import annotations

from typing import Any

from reports.figures import (
    contact,
    letters,
    opinions,
    reception,
    resolutions,
    sittings,
    supervision,
    verification,
)
from reports.figures.facts import Facts
from reports.figures.query import FigureQuery, Scope
from reports.figures.registry import Chapter, Figure, Indicator, Listing, Part, registry

__all__ = [
    "INDICATORS",
    "Chapter",
    "Facts",
    "Figure",
    "FigureQuery",
    "Indicator",
    "Listing",
    "Part",
    "Scope",
    "all_figures",
    "contact",
    "figure",
    "figures_of",
    "letters",
    "opinions",
    "reception",
    "resolutions",
    "sittings",
    "supervision",
    "verification",
]

INDICATORS = {
    code: indicator
    for chapter in Chapter
    for code, indicator in registry.indicators.items()
    if indicator.chapter is chapter
}
"""Every indicator by its code, in the order of the domain reference."""


def figures_of(facts: Facts, chapter: Chapter | None = None) -> list[Figure]:
    """The figures of one chapter, or of all."""
    return [
        indicator.figure(facts)
        for indicator in INDICATORS.values()
        if chapter is None or indicator.chapter is chapter
    ]


def all_figures(query: FigureQuery, user: Any = None) -> list[Figure]:
    """Every figure of a question, as far as a user sees its rows (None: the system itself)."""
    return figures_of(Facts(query, user))


def figure(code: str, query: FigureQuery, user: Any = None) -> Figure:
    """One figure of a question."""
    return INDICATORS[code].figure(Facts(query, user))
