"""Who writes recommendations, who sends them, who judges them."""

from __future__ import annotations

from core.access import Access
from supervision.models import Recommendation, SupervisionMission, TeamMember
from supervision.rights import decides, leads


def may_write(mission: SupervisionMission, access: Access) -> bool:
    """Recommendations are drafted by those who prepare the mission, and by the head of its team."""
    return decides(mission, access) or leads(mission, access)


def may_judge(recommendation: Recommendation, access: Access) -> bool:
    """Judged by those who decide, the staff of the mission's committee, and the heads of the teams that saw it.

    That is the team that recommended it, and those that look at it again. At most two queries.
    """
    if may_write(recommendation.mission, access):
        return True
    again = TeamMember.objects.filter(
        mission__looks_again__recommendation=recommendation,
        part=TeamMember.Part.HEAD,
        delegate__in=access.delegates,
    )
    return bool(access.delegates) and again.exists()
