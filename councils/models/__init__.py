"""Councils, their people, agencies, rules and memberships."""

from councils.models.agencies import Agency, Field
from councils.models.calendar import CalendarException, CalendarYear, DeadlineRule
from councils.models.councils import Council, CouncilSuccession, CouncilTerm, Level, Term, UnitType
from councils.models.members import Membership
from councils.models.people import (
    Committee,
    Constituency,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Post,
    PostKind,
    SeatOrigin,
)
from councils.models.words import COMPETENCES, CouncilWord

__all__ = [
    "COMPETENCES",
    "Agency",
    "CalendarException",
    "CalendarYear",
    "Committee",
    "Constituency",
    "Council",
    "CouncilSuccession",
    "CouncilTerm",
    "CouncilWord",
    "DeadlineRule",
    "Delegate",
    "DelegateGroup",
    "DelegateSeat",
    "Field",
    "Level",
    "Membership",
    "Post",
    "PostKind",
    "SeatOrigin",
    "Term",
    "UnitType",
]
