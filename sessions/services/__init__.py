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
from sessions.services.minutes import (
    Piece,
    approve_minutes,
    draft_minutes,
    edit_minutes,
    open_points,
    reopen_minutes,
    sign_minutes,
)
from sessions.services.plenary import hold_plenary, unhold_plenary
from sessions.services.sittings import save_sitting
from sessions.services.speaking import add_turn, change_turn, move_turn, remove_turn
from sessions.services.votes import record_vote, void_vote

__all__ = [
    "Call",
    "Piece",
    "add_turn",
    "approve_minutes",
    "arrive",
    "change_turn",
    "draft_minutes",
    "edit_minutes",
    "everybody_present",
    "hold_plenary",
    "leave",
    "move_turn",
    "open_points",
    "record_vote",
    "remove_turn",
    "reopen_minutes",
    "save_sitting",
    "sign_minutes",
    "take_attendance",
    "take_back_presence",
    "undo_attendance",
    "unhold_plenary",
    "void_vote",
]
