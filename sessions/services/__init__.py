"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.adoption import adopt, reject
from sessions.services.implementation import add_task, change_task, remove_task, send_tasks
from sessions.services.indicators import TargetRow, report_values, save_targets
from sessions.services.relations import relate, unrelate
from sessions.services.resolution_entry import enter_adopted_resolution
from sessions.services.resolution_steps import (
    attach_signed_copy,
    issue,
    publish,
    send_up,
    set_force,
    sign,
    to_gazette,
)
from sessions.services.resolution_undo import take_back
from sessions.services.resolutions import (
    adopt_at_meeting,
    change_resolution,
    defer,
    draft_resolution,
    table,
)
from sessions.services.review import carry_out, decide, open_review
from sessions.services.sittings import save_sitting

__all__ = [
    "TargetRow",
    "add_task",
    "adopt",
    "adopt_at_meeting",
    "attach_signed_copy",
    "carry_out",
    "change_resolution",
    "change_task",
    "decide",
    "defer",
    "draft_resolution",
    "enter_adopted_resolution",
    "issue",
    "open_review",
    "publish",
    "reject",
    "relate",
    "remove_task",
    "report_values",
    "save_sitting",
    "save_targets",
    "send_tasks",
    "send_up",
    "set_force",
    "sign",
    "table",
    "take_back",
    "to_gazette",
    "unrelate",
]
