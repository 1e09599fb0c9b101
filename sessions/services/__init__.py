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
from sessions.services.laying_out import Laid, lay_out
from sessions.services.meetings import attach_minutes, move_meeting, next_number, save_meeting
from sessions.services.plenaries import plan_half_days, remove_half_day, save_half_day
from sessions.services.sittings import move_sitting, save_sitting
from sessions.services.steps import (
    add_step,
    change_step,
    finish_step,
    lay_out_steps,
    leave_out_step,
    recount_steps,
    undo_step,
)

__all__ = [
    "Laid",
    "Task",
    "add_conclusion",
    "add_step",
    "attach_minutes",
    "change_conclusion",
    "change_step",
    "conclude",
    "finish_step",
    "lay_out",
    "lay_out_steps",
    "leave_out_step",
    "move_conclusion",
    "move_meeting",
    "move_sitting",
    "next_number",
    "plan_half_days",
    "recount_steps",
    "remove_conclusion",
    "remove_half_day",
    "reorder_conclusions",
    "save_half_day",
    "save_meeting",
    "save_sitting",
    "undo_step",
]
