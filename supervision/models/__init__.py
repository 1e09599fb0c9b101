"""The records of the supervision floor."""

from supervision.models.missions import MissionMove, MissionSection, SupervisionMission, TeamMember
from supervision.models.ongoing import OngoingItem, TextReview
from supervision.models.outlines import Answer, OutlineItem, SupervisedBody
from supervision.models.programmes import Programme, ProgrammeItem, ProgrammeMove, Proposal
from supervision.models.recommendations import Recommendation, ReSupervision, Verdict
from supervision.models.results import Consideration, Finding, Publication, SupervisionConclusion
from supervision.models.sessions import RequestedPaper, SessionFile, WorkingSession
from supervision.models.subjects import Subject

__all__ = [
    "Answer",
    "Consideration",
    "Finding",
    "MissionMove",
    "MissionSection",
    "OngoingItem",
    "OutlineItem",
    "Programme",
    "ProgrammeItem",
    "ProgrammeMove",
    "Proposal",
    "Publication",
    "ReSupervision",
    "Recommendation",
    "RequestedPaper",
    "SessionFile",
    "Subject",
    "SupervisedBody",
    "SupervisionConclusion",
    "SupervisionMission",
    "TeamMember",
    "TextReview",
    "Verdict",
    "WorkingSession",
]
