"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.attendance import (
    Call,
    arrive,
    everybody_present,
    leave,
    take_attendance,
    take_back_presence,
    undo_attendance,
)
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
from sessions.services.minutes import (
    Piece,
    approve_minutes,
    draft_minutes,
    edit_minutes,
    open_points,
    reopen_minutes,
    sign_minutes,
)
from sessions.services.plenaries import plan_half_days, remove_half_day, save_half_day
from sessions.services.plenary import hold_plenary, unhold_plenary
from sessions.services.sittings import move_sitting, save_sitting
from sessions.services.speaking import add_turn, change_turn, move_turn, remove_turn
from sessions.services.steps import (
    add_step,
    change_step,
    finish_step,
    lay_out_steps,
    leave_out_step,
    recount_steps,
    undo_step,
)
from sessions.services.votes import record_vote, void_vote

__all__ = [
    "Call",
    "Laid",
    "Piece",
    "Task",
    "add_conclusion",
    "add_step",
    "add_turn",
    "approve_minutes",
    "arrive",
    "attach_minutes",
    "change_conclusion",
    "change_step",
    "change_turn",
    "conclude",
    "draft_minutes",
    "edit_minutes",
    "everybody_present",
    "finish_step",
    "hold_plenary",
    "lay_out",
    "lay_out_steps",
    "leave",
    "leave_out_step",
    "move_conclusion",
    "move_meeting",
    "move_sitting",
    "move_turn",
    "next_number",
    "open_points",
    "plan_half_days",
    "record_vote",
    "recount_steps",
    "remove_conclusion",
    "remove_half_day",
    "remove_turn",
    "reopen_minutes",
    "reorder_conclusions",
    "save_half_day",
    "save_meeting",
    "save_sitting",
    "sign_minutes",
    "take_attendance",
    "take_back_presence",
    "undo_attendance",
    "undo_step",
    "unhold_plenary",
    "void_vote",
]
