"""Tells the kernel of follow-ups where those of kind "recommendation" come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from core.compiled import compiled
from followups.origins import Origin, OriginLink
from supervision.models import Recommendation, TeamMember
from supervision.services.recommendations import ORIGIN

URGED: Final = "thực hiện kiến nghị sau giám sát"
"""What letters urge about recommendations. Official text: always Vietnamese."""


@compiled
def _recommendations(user: Any, ids: Sequence[int]) -> QuerySet[Recommendation, tuple[Any, ...]]:
    rows = Recommendation.objects.visible_to(user).filter(follow_up__in=ids)
    return rows.values_list("follow_up_id", "pk", "position", "mission__title")


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the recommendations behind follow-ups, as far as the user may read them; one query."""
    return {
        follow_up: OriginLink(
            _("Recommendation %(position)s: %(mission)s") % {"position": position, "mission": title},
            reverse("supervision:recommendation_detail", args=[pk]),
        )
        for follow_up, pk, position, title in _recommendations(user=user, ids=[*follow_up_ids])
    }


def concerning(user: Any) -> QuerySet[Any]:
    """Ids of the follow-ups of missions on whose team the user serves as a delegate."""
    served = TeamMember.objects.filter(delegate__in=access_of(user).delegates)
    rows = Recommendation.objects.filter(mission__in=served.values("mission"), issued_on__isnull=False)
    return rows.values("follow_up")


RECOMMENDATION: Final = Origin(
    ORIGIN, gettext_lazy("Recommendation after supervision"), resolve, concerning, URGED
)
