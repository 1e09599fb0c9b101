"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.laying_out import Laid, lay_out
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
    "add_step",
    "change_step",
    "finish_step",
    "lay_out",
    "lay_out_steps",
    "leave_out_step",
    "move_sitting",
    "plan_half_days",
    "recount_steps",
    "remove_half_day",
    "save_half_day",
    "save_sitting",
    "undo_step",
]
