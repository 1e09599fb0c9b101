"""Figures: one typed function per indicator, each with the address of exactly the rows that it counted.

Pages, reports, the command line and tests all come through here, so that they never disagree.
"""

from __future__ import annotations

from typing import Any

from reports.figures import contact, opinions
from reports.figures.facts import Facts
from reports.figures.query import FigureQuery, Scope
from reports.figures.registry import Figure, Indicator, Listing, Part, registry

__all__ = [
    "INDICATORS",
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
    "opinions",
]

INDICATORS = registry.indicators
"""Every indicator by its code."""


def all_figures(query: FigureQuery, user: Any = None) -> list[Figure]:
    """Every figure of a question, as far as a user sees its rows (None: the system itself)."""
    facts = Facts(query, user)
    return [indicator.figure(facts) for indicator in INDICATORS.values()]


def figure(code: str, query: FigureQuery, user: Any = None) -> Figure:
    """One figure of a question."""
    return INDICATORS[code].figure(Facts(query, user))
