"""Tells the kernel of follow-ups where those of kind "opinion" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from councils.models import DelegateSeat
from followups.origins import Origin, OriginLink
from voters.models import VoterOpinion


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the opinions behind follow-ups, as far as the user may read them; one query."""
    rows = VoterOpinion.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    return {
        follow_up_id: OriginLink(
            _("Opinion no. %(number)s") % {"number": f"{number}/{year}"},
            reverse("voters:opinion_detail", args=[pk]),
        )
        for follow_up_id, pk, number, year in rows.values_list("follow_up_id", "pk", "number", "year")
    }


def met_by(user: Any, prefix: str = "") -> Q:
    """Meetings that the user's group held, or in which the user or somebody of the group took part."""
    access = access_of(user)
    colleagues = DelegateSeat.objects.filter(group__in=access.groups).values("delegate")
    return (
        Q(**{f"{prefix}groups__in": access.groups})
        | Q(**{f"{prefix}delegates__in": access.delegates})
        | Q(**{f"{prefix}delegates__in": colleagues})
    )


def concerning(user: Any) -> QuerySet[Any]:
    """Ids of the follow-ups of opinions voiced at those meetings."""
    voiced = VoterOpinion.objects.filter(met_by(user, "meeting__"), follow_up__isnull=False)
    return voiced.values("follow_up")


URGED = "giải quyết, trả lời ý kiến, kiến nghị của cử tri"
"""What letters urge about opinions. Official text: always Vietnamese."""
OPINION = Origin("opinion", gettext_lazy("Voters' opinion"), resolve, concerning, URGED)
