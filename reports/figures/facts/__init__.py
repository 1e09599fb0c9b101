"""The records behind the figures of one question, each read at most once however many figures ask for it.

One module for each chapter of figures: methods are querysets of rows that a figure opens, cached properties are sums of
a whole chapter, counted at once.
"""

from __future__ import annotations

from reports.figures.facts.contact import EXACTNESS, QUALIFIERS, Attendance, ContactFacts, Delegations
from reports.figures.facts.letters import LetterFacts
from reports.figures.facts.opinions import Class, OpinionFacts
from reports.figures.facts.reception import ReceptionFacts
from reports.figures.facts.resolutions import ResolutionFacts
from reports.figures.facts.seats import SeatFacts
from reports.figures.facts.sittings import SittingFacts
from reports.figures.facts.supervision import SupervisionFacts
from reports.figures.facts.verification import VerificationFacts
from reports.figures.facts.years import YearFacts

__all__ = ["EXACTNESS", "QUALIFIERS", "Attendance", "Class", "Delegations", "Facts"]


class Facts(
    SittingFacts,
    SeatFacts,
    ResolutionFacts,
    VerificationFacts,
    ContactFacts,
    OpinionFacts,
    ReceptionFacts,
    LetterFacts,
    SupervisionFacts,
    YearFacts,
):
    """The rows and sums of one question, as one user may see them (None: the system itself, in a command)."""
