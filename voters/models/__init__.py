"""Voter contact, citizen reception and letters, by noun."""

from voters.models.contact import Qualifier, VoterContactRound, VoterMeeting
from voters.models.identity import (
    Handler,
    IdentityErasure,
    IdentityView,
    MatterKind,
    ProtectedRecord,
    RetentionTerm,
)
from voters.models.letters import (
    Letter,
    LetterAction,
    LetterMove,
    LetterScan,
    LetterScreening,
    LetterTransfer,
)
from voters.models.meetings import JointConsent, JointConsentMove, MeetingMinutes, MeetingMove, MeetingPhoto
from voters.models.opinions import CompetenceLevel, VoterOpinion
from voters.models.reception import (
    CitizenReception,
    ReceptionMove,
    ReceptionRecord,
    ReceptionTask,
)
from voters.models.regrouping import (
    AnswerTold,
    OpinionForward,
    OpinionLikeness,
    OpinionLink,
    Regrouping,
)
from voters.models.rounds import ContactStep, GroupReport
from voters.models.synthesis import OpinionReport, OpinionReportSection, TransferLetter

__all__ = [
    "AnswerTold",
    "CitizenReception",
    "CompetenceLevel",
    "ContactStep",
    "GroupReport",
    "Handler",
    "IdentityErasure",
    "IdentityView",
    "JointConsent",
    "JointConsentMove",
    "Letter",
    "LetterAction",
    "LetterMove",
    "LetterScan",
    "LetterScreening",
    "LetterTransfer",
    "MatterKind",
    "MeetingMinutes",
    "MeetingMove",
    "MeetingPhoto",
    "OpinionForward",
    "OpinionLikeness",
    "OpinionLink",
    "OpinionReport",
    "OpinionReportSection",
    "ProtectedRecord",
    "Qualifier",
    "ReceptionMove",
    "ReceptionRecord",
    "ReceptionTask",
    "Regrouping",
    "RetentionTerm",
    "TransferLetter",
    "VoterContactRound",
    "VoterMeeting",
    "VoterOpinion",
]
