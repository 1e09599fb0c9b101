"""Writes of the supervision floor."""

from supervision.services.missions import save_mission
from supervision.services.recommendations import (
    Wanted,
    add_recommendation,
    add_recommendations,
    change_recommendation,
    issue_recommendations,
    move_recommendation,
    remove_recommendation,
)
from supervision.services.resupervision import look_again, start_re_supervision, stop_looking
from supervision.services.verdicts import give_verdict

__all__ = [
    "Wanted",
    "add_recommendation",
    "add_recommendations",
    "change_recommendation",
    "give_verdict",
    "issue_recommendations",
    "look_again",
    "move_recommendation",
    "remove_recommendation",
    "save_mission",
    "start_re_supervision",
    "stop_looking",
]
