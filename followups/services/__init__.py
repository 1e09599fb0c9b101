"""Writes of the accountability kernel. Views, tasks, the admin and importers call these and nothing else."""

from followups.services.answering import (
    assess,
    check_result,
    decide_extension,
    record_result,
    reply_to,
    request_extension,
)
from followups.services.moving import acknowledge, check_day, close, reopen, start, withdraw
from followups.services.sending import FiveClears, issue

__all__ = [
    "FiveClears",
    "acknowledge",
    "assess",
    "check_day",
    "check_result",
    "close",
    "decide_extension",
    "issue",
    "record_result",
    "reopen",
    "reply_to",
    "request_extension",
    "start",
    "withdraw",
]
