"""Writes of the voters floor. Views, importers, loaders and the admin call these and nothing else."""

from voters.services.acting import Terms, act, circle, forward_letters, step, take_back
from voters.services.contact_steps import finish_step, lay_steps, undo_step
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
from voters.services.round_papers import issue_paper, record_synthesis
from voters.services.rounds import create_round, update_round
from voters.services.sending import SendOutcome, SendPlan, plan_sending, send

__all__ = [
    "DayRule",
    "Hours",
    "OpinionRow",
    "Passed",
    "PlannedMeeting",
    "SendOutcome",
    "SendPlan",
    "Task",
    "Terms",
    "act",
    "add_opinions",
    "add_photos",
    "add_scans",
    "answer_consent",
    "ask_group_reports",
    "assign_handler",
    "attach_signed_minutes",
    "circle",
    "classify",
    "classify_letters",
    "conclude",
    "correct_identity",
    "create_meeting",
    "create_round",
    "describe_photo",
    "end_handler",
    "erase_identity",
    "finish_step",
    "forward_letters",
    "forward_matter",
    "generate_schedule",
    "guide_visitor",
    "issue_paper",
    "lay_steps",
    "lift_protection",
    "mark_duplicate",
    "move_meeting",
    "move_reception",
    "plan_meetings",
    "plan_sending",
    "propose",
    "publish_schedule",
    "receive_report",
    "record_synthesis",
    "record_visit",
    "refuse_visitor",
    "register_letter",
    "remove_photo",
    "reseal_all",
    "save_reception",
    "screen",
    "screen_letter",
    "send",
    "set_retention",
    "step",
    "take_back",
    "undo_step",
    "update_letter",
    "update_meeting",
    "update_opinion",
    "update_record",
    "update_round",
    "view_identity",
    "write_minutes",
]
