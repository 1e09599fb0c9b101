"""Writes of the voters floor. Views, importers, loaders and the admin call these and nothing else."""

from voters.services.acting import Terms, act, circle, forward_letters, step, take_back
from voters.services.answers import Answer, answers_for, answers_to, answers_to_tell, tell, untell
from voters.services.contact_steps import finish_step, lay_steps, undo_step
from voters.services.forwarding import accept_forward, forward, return_forward, take_back_forward
from voters.services.group_reports import ask_group_reports, receive_report
from voters.services.identity import (
    assign_handler,
    correct_identity,
    end_handler,
    erase_identity,
    lift_protection,
    reseal_all,
    set_retention,
    view_identity,
)
from voters.services.joint import answer_consent, propose
from voters.services.letters import (
    Passed,
    add_scans,
    classify_letters,
    mark_duplicate,
    register_letter,
    screen_letter,
    update_letter,
)
from voters.services.meetings import create_meeting, move_meeting, update_meeting
from voters.services.minutes import (
    add_photos,
    attach_signed_minutes,
    describe_photo,
    remove_photo,
    write_minutes,
)
from voters.services.opinion_reports import (
    attach_signed_report,
    begin_report,
    discard_report,
    issue_report,
    save_report,
)
from voters.services.opinions import OpinionRow, add_opinions, classify, screen, update_opinion
from voters.services.plan import PlannedMeeting, plan_meetings
from voters.services.reception_records import (
    forward_matter,
    guide_visitor,
    record_visit,
    refuse_visitor,
    update_record,
)
from voters.services.receptions import (
    DayRule,
    Hours,
    Task,
    conclude,
    generate_schedule,
    move_reception,
    publish_schedule,
    save_reception,
)
from voters.services.regrouping import merge, split, undo_regrouping
from voters.services.repeats import mark_different, mark_repeat, undo_likeness
from voters.services.round_papers import issue_paper, record_synthesis
from voters.services.rounds import create_round, update_round
from voters.services.sending import SendOutcome, SendPlan, plan_sending, send
from voters.services.transfers import TransferTerms, plan_transfers, write_transfers
from voters.services.wording import note_unknown, remember_corrections

__all__ = [
    "Answer",
    "DayRule",
    "Hours",
    "OpinionRow",
    "Passed",
    "PlannedMeeting",
    "SendOutcome",
    "SendPlan",
    "Task",
    "Terms",
    "TransferTerms",
    "accept_forward",
    "act",
    "add_opinions",
    "add_photos",
    "add_scans",
    "answer_consent",
    "answers_for",
    "answers_to",
    "answers_to_tell",
    "ask_group_reports",
    "assign_handler",
    "attach_signed_minutes",
    "attach_signed_report",
    "begin_report",
    "circle",
    "classify",
    "classify_letters",
    "conclude",
    "correct_identity",
    "create_meeting",
    "create_round",
    "describe_photo",
    "discard_report",
    "end_handler",
    "erase_identity",
    "finish_step",
    "forward",
    "forward_letters",
    "forward_matter",
    "generate_schedule",
    "guide_visitor",
    "issue_paper",
    "issue_report",
    "lay_steps",
    "lift_protection",
    "mark_different",
    "mark_duplicate",
    "mark_repeat",
    "merge",
    "move_meeting",
    "move_reception",
    "note_unknown",
    "plan_meetings",
    "plan_sending",
    "plan_transfers",
    "propose",
    "publish_schedule",
    "receive_report",
    "record_synthesis",
    "record_visit",
    "refuse_visitor",
    "register_letter",
    "remember_corrections",
    "remove_photo",
    "reseal_all",
    "return_forward",
    "save_reception",
    "save_report",
    "screen",
    "screen_letter",
    "send",
    "set_retention",
    "split",
    "step",
    "take_back",
    "take_back_forward",
    "tell",
    "undo_likeness",
    "undo_regrouping",
    "undo_step",
    "untell",
    "update_letter",
    "update_meeting",
    "update_opinion",
    "update_record",
    "update_round",
    "view_identity",
    "write_minutes",
    "write_transfers",
]
