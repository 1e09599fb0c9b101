"""Pages of the accountability kernel."""

from followups.views.actions import (
    Acknowledge,
    Close,
    ExtensionAsk,
    ExtensionDecide,
    Reopen,
    ResultRecord,
    Start,
    Withdraw,
)
from followups.views.answers import Assess, ReplyCreate
from followups.views.detail import FileDownload, FollowUpDetail
from followups.views.lists import FollowUpList, FollowUpMine
from followups.views.notices import NoticeList, NoticeRead, NoticeReadAll

__all__ = [
    "Acknowledge",
    "Assess",
    "Close",
    "ExtensionAsk",
    "ExtensionDecide",
    "FileDownload",
    "FollowUpDetail",
    "FollowUpList",
    "FollowUpMine",
    "NoticeList",
    "NoticeRead",
    "NoticeReadAll",
    "Reopen",
    "ReplyCreate",
    "ResultRecord",
    "Start",
    "Withdraw",
]
