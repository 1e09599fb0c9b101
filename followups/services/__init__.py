"""Writes of the accountability kernel. Views, tasks, the admin and importers call these and nothing else."""

from followups.services.answering import (
    assess,
    check_result,
    decide_extension,
    record_result,
    reply_to,
    request_extension,
)
from followups.services.climbing import climb, decline_climb, propose_topic, save_ladder
from followups.services.coordinating import Part, add_part, check_part, contribute, remove_part
from followups.services.handing import (
    accept_hand_over,
    hand_on,
    head_of,
    loop_warning,
    refusal_to_hand_on,
    refuse_hand_over,
    take_back_hand_over,
)
from followups.services.letters import write_letter
from followups.services.moving import check_day
from followups.services.redating import redate
from followups.services.reminding import (
    Reminding,
    check_steps,
    plan_reminding,
    remind,
    reset_reminder_steps,
    save_preference,
    save_reminder_steps,
)
from followups.services.sending import (
    ASSIGNMENT,
    Body,
    FiveClears,
    count_due,
    issue,
    issue_draft,
    save_draft,
    set_owner,
)
from followups.services.stepping import acknowledge, close, reopen, start, withdraw
from followups.services.succession import (
    Standing,
    localities_like,
    localities_of,
    move_to_successor,
    standing_of,
    successions,
)

__all__ = [
    "ASSIGNMENT",
    "Body",
    "FiveClears",
    "Part",
    "Reminding",
    "Standing",
    "accept_hand_over",
    "acknowledge",
    "add_part",
    "assess",
    "check_day",
    "check_part",
    "check_result",
    "check_steps",
    "climb",
    "close",
    "contribute",
    "count_due",
    "decide_extension",
    "decline_climb",
    "hand_on",
    "head_of",
    "issue",
    "issue_draft",
    "localities_like",
    "localities_of",
    "loop_warning",
    "move_to_successor",
    "plan_reminding",
    "propose_topic",
    "record_result",
    "redate",
    "refusal_to_hand_on",
    "refuse_hand_over",
    "remind",
    "remove_part",
    "reopen",
    "reply_to",
    "request_extension",
    "reset_reminder_steps",
    "save_draft",
    "save_ladder",
    "save_preference",
    "save_reminder_steps",
    "set_owner",
    "standing_of",
    "start",
    "successions",
    "take_back_hand_over",
    "withdraw",
    "write_letter",
]
