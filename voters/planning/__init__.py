"""The plan of a round: its meetings typed or pasted together, what clashes, what still lacks."""

from voters.planning.clashes import Clash, Planned, Surroundings, clashes_of, planned_of
from voters.planning.rows import MAX_MEETINGS, CheckedMeeting, PlanWords, RawMeeting, check_meetings
from voters.planning.table import PlanColumn, read_plan

__all__ = [
    "MAX_MEETINGS",
    "CheckedMeeting",
    "Clash",
    "PlanColumn",
    "PlanWords",
    "Planned",
    "RawMeeting",
    "Surroundings",
    "check_meetings",
    "clashes_of",
    "planned_of",
    "read_plan",
]
