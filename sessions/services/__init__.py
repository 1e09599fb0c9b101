"""Writes of the sittings floor. Views, tasks, the admin and loaders call these and nothing else."""

from sessions.services.adoption import adopt, reject
from sessions.services.agenda import (
    add_item,
    add_papers,
    move_item,
    place_items,
    remove_item,
    reorder,
    update_item,
)
from sessions.services.assigning import assign_paper, assign_papers, plan_assignment
from sessions.services.attendance import (
    Call,
    arrive,
    everybody_present,
    leave,
    take_attendance,
    take_back_presence,
    undo_attendance,
)
from sessions.services.bundles import ask_bundle, retry_bundle
from sessions.services.conclusions import (
    Task,
    add_conclusion,
    change_conclusion,
    conclude,
    move_conclusion,
    remove_conclusion,
    reorder_conclusions,
)
from sessions.services.convening import call_of, convene, legal_day, missing_papers, open_papers, open_sitting
from sessions.services.dealing import table_item, untable_item
from sessions.services.guests import confirm_guest, remove_guest, save_guest
from sessions.services.implementation import add_task, change_task, remove_task, send_tasks
from sessions.services.indicators import TargetRow, report_values, save_targets
from sessions.services.invitations import (
    answer_day,
    end_registrations,
    invite,
    register,
    remind_unregistered,
    unregistered,
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
from sessions.services.paper_debts import ask_owners, not_askable
from sessions.services.paper_redating import recount_due_days
from sessions.services.papers import (
    ExpectedPaper,
    change_paper,
    expect_paper,
    expect_papers,
    remove_paper,
    renumber,
)
from sessions.services.plenaries import plan_half_days, remove_half_day, save_half_day
from sessions.services.plenary import hold_plenary, unhold_plenary
from sessions.services.receiving import open_version, receive_paper, return_paper
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
from sessions.services.resolutions import adopt_at_meeting, change_resolution, defer, draft_resolution, table
from sessions.services.responding import Answer, respond
from sessions.services.review import carry_out, decide, open_review
from sessions.services.rows import Outcome, RefusedRows
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
from sessions.services.tabling import conclude_paper, send_papers, table_papers
from sessions.services.verification import (
    RemarkLine,
    ReportTerms,
    SectionText,
    attach_signed,
    begin_verification,
    report_verification,
    save_remarks,
    save_sections,
    set_meeting,
)
from sessions.services.votes import record_vote, void_vote

__all__ = [
    "Answer",
    "Call",
    "ExpectedPaper",
    "Laid",
    "Outcome",
    "Piece",
    "RefusedRows",
    "RemarkLine",
    "ReportTerms",
    "SectionText",
    "TargetRow",
    "Task",
    "add_conclusion",
    "add_item",
    "add_papers",
    "add_step",
    "add_task",
    "add_turn",
    "adopt",
    "adopt_at_meeting",
    "answer_day",
    "approve_minutes",
    "arrive",
    "ask_bundle",
    "ask_owners",
    "assign_paper",
    "assign_papers",
    "attach_minutes",
    "attach_signed",
    "attach_signed_copy",
    "begin_verification",
    "call_of",
    "carry_out",
    "change_conclusion",
    "change_paper",
    "change_resolution",
    "change_step",
    "change_task",
    "change_turn",
    "conclude",
    "conclude_paper",
    "confirm_guest",
    "convene",
    "decide",
    "defer",
    "draft_minutes",
    "draft_resolution",
    "edit_minutes",
    "end_registrations",
    "enter_adopted_resolution",
    "everybody_present",
    "expect_paper",
    "expect_papers",
    "finish_step",
    "hold_plenary",
    "invite",
    "issue",
    "lay_out",
    "lay_out_steps",
    "leave",
    "leave_out_step",
    "legal_day",
    "missing_papers",
    "move_conclusion",
    "move_item",
    "move_meeting",
    "move_sitting",
    "move_turn",
    "next_number",
    "not_askable",
    "open_papers",
    "open_points",
    "open_review",
    "open_sitting",
    "open_version",
    "place_items",
    "plan_assignment",
    "plan_half_days",
    "publish",
    "receive_paper",
    "record_vote",
    "recount_due_days",
    "recount_steps",
    "register",
    "reject",
    "relate",
    "remind_unregistered",
    "remove_conclusion",
    "remove_guest",
    "remove_half_day",
    "remove_item",
    "remove_paper",
    "remove_task",
    "remove_turn",
    "renumber",
    "reopen_minutes",
    "reorder",
    "reorder_conclusions",
    "report_values",
    "report_verification",
    "respond",
    "retry_bundle",
    "return_paper",
    "save_guest",
    "save_half_day",
    "save_meeting",
    "save_remarks",
    "save_sections",
    "save_sitting",
    "save_targets",
    "send_papers",
    "send_tasks",
    "send_up",
    "set_force",
    "set_meeting",
    "sign",
    "sign_minutes",
    "table",
    "table_item",
    "table_papers",
    "take_attendance",
    "take_back",
    "take_back_presence",
    "to_gazette",
    "undo_attendance",
    "undo_step",
    "unhold_plenary",
    "unregistered",
    "unrelate",
    "untable_item",
    "update_item",
    "void_vote",
]
