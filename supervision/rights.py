"""Who may do what with a mission: one place that pages, forms and tests ask.

The secretariat prepares every mission, the staff of a committee those of their own committee. Leaders decide. The head
of the team writes findings, sums up sessions and hands in the report. Whoever serves on the team reads its papers;
other delegates and committees read them once the report has been handed in.
"""

from __future__ import annotations

from typing import Final

from core.access import DECIDERS, READERS, STAFF, Access, Role
from supervision.models import SupervisedBody, SupervisionMission, TeamMember
from supervision.querysets import INSIDERS
from supervision.states import HANDED_IN

SEEN_BY: Final = READERS | {Role.AGENCY}
"""Who may open what a supervised body also sees."""


def organises(mission: SupervisionMission, access: Access) -> bool:
    """Whether the user prepares this mission: the secretariat, or staff of the committee that carries it out."""
    if access.roles_in(mission.council_id) & STAFF:
        return True
    return mission.committee_id is not None and any(
        grant.role == Role.COMMITTEE and grant.committee_id == mission.committee_id for grant in access.grants
    )


def decides(mission: SupervisionMission, access: Access) -> bool:
    """Whether the user records decisions, considerations and conclusions."""
    return bool(access.roles_in(mission.council_id) & DECIDERS)


def serves(mission: SupervisionMission, access: Access) -> bool:
    """Whether the user is on the team."""
    return bool(access.delegates) and mission.members.filter(delegate__in=access.delegates).exists()


def leads(mission: SupervisionMission, access: Access) -> bool:
    """Whether the user works on findings, minutes and report: organisers, and the head of the team."""
    if organises(mission, access):
        return True
    head = TeamMember.Part.HEAD
    return (
        bool(access.delegates) and mission.members.filter(part=head, delegate__in=access.delegates).exists()
    )


def reads_papers(mission: SupervisionMission, access: Access) -> bool:
    """Whether the user reads findings, answers and drafts."""
    roles = access.roles_in(mission.council_id)
    if roles & INSIDERS or organises(mission, access):
        return True
    council_side = mission.council_id in access.readable_councils
    return council_side and (mission.state in HANDED_IN or serves(mission, access))


def answers_for(body: SupervisedBody, access: Access) -> bool:
    """Whether the user fills the questionnaire in: the agency itself, or the secretariat in its name."""
    return body.agency_id in access.agencies or organises(body.mission, access)
