"""Where follow-ups of kind "text_review" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.origins import Origin, OriginLink
from supervision.models import TextReview
from supervision.services.texts import ORIGIN

URGED: Final = "xem xét, xử lý văn bản quy phạm pháp luật theo kiến nghị giám sát"
"""What letters urge about requests. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the reviews behind follow-ups, as far as the user may read them; one query."""
    rows = TextReview.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    return {
        follow_up_id: OriginLink(
            _("Review of %(symbol)s") % {"symbol": symbol},
            reverse("supervision:text_review_detail", args=[pk]),
        )
        for follow_up_id, symbol, pk in rows.values_list("follow_up_id", "symbol", "pk")
    }


TEXT_REVIEW: Final = Origin(ORIGIN, gettext_lazy("Review of a legal text"), resolve, subject=URGED)
