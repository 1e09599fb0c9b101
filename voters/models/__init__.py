"""Voter contact, citizen reception and letters, by noun."""

from voters.models.contact import (
    CompetenceLevel,
    Qualifier,
    VoterContactRound,
    VoterMeeting,
    VoterOpinion,
)
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
from voters.models.reception import (
    CitizenReception,
    ReceptionMove,
    ReceptionRecord,
    ReceptionTask,
)

__all__ = [
    "CitizenReception",
    "CompetenceLevel",
    "Handler",
    "IdentityErasure",
    "IdentityView",
    "Letter",
    "LetterAction",
    "LetterMove",
    "LetterScan",
    "LetterScreening",
    "LetterTransfer",
    "MatterKind",
    "ProtectedRecord",
    "Qualifier",
    "ReceptionMove",
    "ReceptionRecord",
    "ReceptionTask",
    "RetentionTerm",
    "VoterContactRound",
    "VoterMeeting",
    "VoterOpinion",
]
