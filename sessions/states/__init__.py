"""States of sittings, papers, verifications, minutes, resolutions and meetings, each in one table (domain §3.1-3.3)."""

from sessions.states.meetings import BODY_MEETING_TABLE, BodyMeetingState
from sessions.states.minutes import MINUTES_TABLE, MinutesState
from sessions.states.papers import (
    MISSING,
    PAPER_BACK_TABLE,
    PAPER_TABLE,
    TABLED,
    PaperState,
    VerificationState,
)
from sessions.states.resolutions import (
    ADOPTED,
    APPLIES,
    RESOLUTION_TABLE,
    SIGNED,
    VOTE_VOIDED_TABLE,
    Force,
    Progress,
    ResolutionState,
    ReviewStep,
    TargetStanding,
)
from sessions.states.roles import HANDERS_IN, VERIFIERS
from sessions.states.sittings import AHEAD, HELD, OFF, SITTING_TABLE, SittingState

__all__ = [
    "ADOPTED",
    "AHEAD",
    "APPLIES",
    "BODY_MEETING_TABLE",
    "HANDERS_IN",
    "HELD",
    "MINUTES_TABLE",
    "MISSING",
    "OFF",
    "PAPER_BACK_TABLE",
    "PAPER_TABLE",
    "RESOLUTION_TABLE",
    "SIGNED",
    "SITTING_TABLE",
    "TABLED",
    "VERIFIERS",
    "VOTE_VOIDED_TABLE",
    "BodyMeetingState",
    "Force",
    "MinutesState",
    "PaperState",
    "Progress",
    "ResolutionState",
    "ReviewStep",
    "SittingState",
    "TargetStanding",
    "VerificationState",
]
