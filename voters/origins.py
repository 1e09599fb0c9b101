"""Tells the kernel of follow-ups where those of kind "opinion" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


OPINION = Origin("opinion", gettext_lazy("Voters' opinion"), resolve)
