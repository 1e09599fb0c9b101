"""Where follow-ups of kind "resolution_task" come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.compiled import compiled
from followups.origins import Origin, OriginLink
from sessions.models import Resolution, ResolutionTask
from sessions.services.implementation import ORIGIN


@compiled
def _tasks(user: Any, ids: Sequence[int]) -> QuerySet[ResolutionTask, tuple[Any, ...]]:
    rows = ResolutionTask.objects.filter(
        follow_up__in=ids, resolution__in=Resolution.objects.visible_to(user)
    )
    return rows.values_list("follow_up_id", "resolution_id", "resolution__document__symbol")


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the resolutions behind follow-ups, as far as the user may read them; one query."""
    rows = _tasks(user=user, ids=[*follow_up_ids])
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
