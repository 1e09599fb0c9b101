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
from followups.views.assigning import FollowUpCreate, FollowUpEdit, FollowUpIssue
from followups.views.detail import FileDownload, FollowUpDetail
from followups.views.feeds import Feed, FeedEdit
from followups.views.handing import HandOverCreate, HandOverDecide, HandOverList, HandOverTakeBack
from followups.views.ladder import ClimbCreate, ClimbDecline, ClimbTopic, LadderEdit
from followups.views.letters import LetterCreate, LetterDetail, LetterFile, LetterList
from followups.views.lists import FollowUpList
from followups.views.mine import FollowUpMine
from followups.views.notices import NoticeList, NoticeRead, NoticeReadAll
from followups.views.parts import PartContribute, PartCreate, PartRemove
from followups.views.punctuality import Punctuality
from followups.views.reminding import FollowUpRemind
from followups.views.settings import PreferenceEdit, ReminderStepsEdit
from followups.views.succession import SuccessionList, SuccessionMove

__all__ = [
    "Acknowledge",
    "Assess",
    "ClimbCreate",
    "ClimbDecline",
    "ClimbTopic",
    "Close",
    "ExtensionAsk",
    "ExtensionDecide",
    "Feed",
    "FeedEdit",
    "FileDownload",
    "FollowUpCreate",
    "FollowUpDetail",
    "FollowUpEdit",
    "FollowUpIssue",
    "FollowUpList",
    "FollowUpMine",
    "FollowUpRemind",
    "HandOverCreate",
    "HandOverDecide",
    "HandOverList",
    "HandOverTakeBack",
    "LadderEdit",
    "LetterCreate",
    "LetterDetail",
    "LetterFile",
    "LetterList",
    "NoticeList",
    "NoticeRead",
    "NoticeReadAll",
    "PartContribute",
    "PartCreate",
    "PartRemove",
    "PreferenceEdit",
    "Punctuality",
    "ReminderStepsEdit",
    "Reopen",
    "ReplyCreate",
    "ResultRecord",
    "Start",
    "SuccessionList",
    "SuccessionMove",
    "Withdraw",
]
