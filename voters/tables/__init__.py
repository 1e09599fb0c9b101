"""Columns of the lists of this floor, by noun."""

from voters.tables.contact import (
    ConsentTable,
    MeetingsOfRound,
    MeetingTable,
    OpinionsOfMeeting,
    OpinionTable,
    PlanTable,
    RoundTable,
    consent_badge,
    days,
    due_of_row,
    headcount_words,
    is_late,
    meeting_badge,
    note_of,
    origin_words,
    status_of,
)

__all__ = [
    "ConsentTable",
    "MeetingTable",
    "MeetingsOfRound",
    "OpinionTable",
    "OpinionsOfMeeting",
    "PlanTable",
    "RoundTable",
    "consent_badge",
    "days",
    "due_of_row",
    "headcount_words",
    "is_late",
    "meeting_badge",
    "note_of",
    "origin_words",
    "status_of",
]
