"""Tells the kernel of follow-ups where those of kind "conclusion" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import Origin, OriginLink
from sessions.models import Conclusion
from sessions.services.conclusions import ORIGIN

URGED: Final = "thực hiện kết luận của Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân"
"""What letters urge about conclusions. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the meetings whose conclusions became follow-ups, as far as the user may read them; one query."""
    rows = Conclusion.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    return {
        follow_up_id: OriginLink(
            _("Conclusion %(position)s, %(meeting)s") % {"position": position, "meeting": title},
            reverse("sittings:body_meeting_detail", args=[meeting_id]),
        )
        for follow_up_id, position, meeting_id, title in rows.values_list(
            "follow_up_id", "position", "meeting_id", "meeting__title"
        )
    }


def concerning(user: Any) -> QuerySet[Any]:
    """Ids of the follow-ups of meetings at which the user was present as a delegate."""
    present = Conclusion.objects.filter(
        meeting__delegates__in=access_of(user).delegates, follow_up__isnull=False
    )
    return present.values("follow_up")


CONCLUSION = Origin(ORIGIN, gettext_lazy("Conclusion of a meeting"), resolve, concerning, URGED)
