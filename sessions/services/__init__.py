"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.conclusions import (
    Task,
    add_conclusion,
    change_conclusion,
    conclude,
    move_conclusion,
    remove_conclusion,
    reorder_conclusions,
)
from sessions.services.meetings import attach_minutes, move_meeting, next_number, save_meeting
from sessions.services.sittings import save_sitting

__all__ = [
    "Task",
    "add_conclusion",
    "attach_minutes",
    "change_conclusion",
    "conclude",
    "move_conclusion",
    "move_meeting",
    "next_number",
    "remove_conclusion",
    "reorder_conclusions",
    "save_meeting",
    "save_sitting",
]
