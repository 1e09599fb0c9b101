"""Writes of the supervision floor."""

from supervision.services.items import (
    drop_item,
    finish_item,
    mission_from_item,
    postpone_item,
    resume_item,
)
from supervision.services.missions import save_mission
from supervision.services.ongoing import end_ongoing, refusals_to_take_up, save_ongoing, take_up
from supervision.services.programmes import (
    Terms,
    decide_programme,
    move_item,
    overlaps_of,
    remove_item,
    report_programme,
    save_item,
    save_programme,
    step_programme,
)
from supervision.services.proposals import (
    proposer_of,
    refuse_proposals,
    reopen_proposal,
    save_proposal,
    select_proposals,
)
from supervision.services.texts import Request, record_finding, request_review, save_text_review

__all__ = [
    "Request",
    "Terms",
    "decide_programme",
    "drop_item",
    "end_ongoing",
    "finish_item",
    "mission_from_item",
    "move_item",
    "overlaps_of",
    "postpone_item",
    "proposer_of",
    "record_finding",
    "refusals_to_take_up",
    "refuse_proposals",
    "remove_item",
    "reopen_proposal",
    "report_programme",
    "request_review",
    "resume_item",
    "save_item",
    "save_mission",
    "save_ongoing",
    "save_programme",
    "save_proposal",
    "save_text_review",
    "select_proposals",
    "step_programme",
    "take_up",
]
