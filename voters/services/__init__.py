"""Writes of the voters floor. Views, importers, loaders and the admin call these and nothing else."""

from voters.services.meetings import create_meeting, move_meeting, update_meeting
from voters.services.opinions import OpinionRow, add_opinions, classify, screen, update_opinion
from voters.services.rounds import create_round, update_round
from voters.services.sending import SendOutcome, SendPlan, plan_sending, send

__all__ = [
    "OpinionRow",
    "SendOutcome",
    "SendPlan",
    "add_opinions",
    "classify",
    "create_meeting",
    "create_round",
    "move_meeting",
    "plan_sending",
    "screen",
    "send",
    "update_meeting",
    "update_opinion",
    "update_round",
]
