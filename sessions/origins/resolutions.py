"""Where follow-ups of kind "resolution_task" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.origins import Origin, OriginLink
from sessions.models import Resolution, ResolutionTask
from sessions.services.implementation import ORIGIN


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the resolutions behind follow-ups, as far as the user may read them; one query."""
    rows = ResolutionTask.objects.filter(
        follow_up__in=follow_up_ids, resolution__in=Resolution.objects.visible_to(user)
    ).values_list("follow_up_id", "resolution_id", "resolution__document__symbol")
    return {
        follow_up: OriginLink(
            _("Resolution %(number)s") % {"number": symbol} if symbol else _("Draft resolution"),
            reverse("sittings:resolution_detail", args=[resolution]),
        )
        for follow_up, resolution, symbol in rows
    }


URGED: Final = "thực hiện nhiệm vụ được giao tại nghị quyết của Hội đồng nhân dân"
"""What letters urge about tasks of resolutions. Official text: always Vietnamese."""
RESOLUTION_TASK: Final = Origin(ORIGIN, gettext_lazy("Task of a resolution"), resolve, subject=URGED)
