"""Columns of the lists of this floor, by noun."""

from voters.tables.contact import (
    MeetingsOfRound,
    MeetingTable,
    OpinionsOfMeeting,
    OpinionTable,
    RoundTable,
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
    "MeetingTable",
    "MeetingsOfRound",
    "OpinionTable",
    "OpinionsOfMeeting",
    "RoundTable",
    "days",
    "due_of_row",
    "headcount_words",
    "is_late",
    "meeting_badge",
    "note_of",
    "origin_words",
    "status_of",
]
