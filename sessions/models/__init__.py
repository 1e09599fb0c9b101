"""Sittings of a council, what comes before and after them, and the resolutions they adopt."""

from sessions.models.agenda import AgendaItem
from sessions.models.attendance import Attendance, Convening, Guest, Invitation, Presence, SpeakingTurn
from sessions.models.meetings import BodyMeeting, Conclusion
from sessions.models.minutes import Minutes, MinutesSection
from sessions.models.papers import Paper, PaperBundle, PaperMove, PaperOpening, PaperVersion
from sessions.models.resolutions import (
    IndicatorTarget,
    IndicatorValue,
    Resolution,
    ResolutionMove,
    ResolutionRelation,
    ResolutionReview,
    ResolutionTask,
)
from sessions.models.sittings import PlenaryMeeting, Sitting, SittingMove, SittingStep
from sessions.models.verification import Verification, VerificationRemark, VerificationSection
from sessions.models.votes import Ballot, Majority, Vote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "BodyMeeting",
    "Conclusion",
    "Convening",
    "Guest",
    "IndicatorTarget",
    "IndicatorValue",
    "Invitation",
    "Majority",
    "Minutes",
    "MinutesSection",
    "Paper",
    "PaperBundle",
    "PaperMove",
    "PaperOpening",
    "PaperVersion",
    "PlenaryMeeting",
    "Presence",
    "Resolution",
    "ResolutionMove",
    "ResolutionRelation",
    "ResolutionReview",
    "ResolutionTask",
    "Sitting",
    "SittingMove",
    "SittingStep",
    "SpeakingTurn",
    "Verification",
    "VerificationRemark",
    "VerificationSection",
    "Vote",
]
