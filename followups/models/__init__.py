"""The accountability kernel's records."""

from followups.models.answers import Assessment, Commitment, Reply, ResultEntry
from followups.models.changes import Extension, HandOver
from followups.models.follow_ups import Coordination, FollowUp, FollowUpMove
from followups.models.ladder import Climb, LadderRung, ReminderLetter, RungKind
from followups.models.notices import (
    BINDING,
    CalendarFeed,
    Notice,
    NoticePreference,
    PlanRun,
    ReminderSteps,
)

__all__ = [
    "BINDING",
    "Assessment",
    "CalendarFeed",
    "Climb",
    "Commitment",
    "Coordination",
    "Extension",
    "FollowUp",
    "FollowUpMove",
    "HandOver",
    "LadderRung",
    "Notice",
    "NoticePreference",
    "PlanRun",
    "ReminderLetter",
    "ReminderSteps",
    "Reply",
    "ResultEntry",
    "RungKind",
]
