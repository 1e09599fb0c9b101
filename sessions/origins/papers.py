"""Tells the kernel of follow-ups where those of kind "paper" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.origins import Origin, OriginLink
from sessions.models import Paper
from sessions.states import MISSING


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the papers behind follow-ups, as far as the user may read them; one query."""
    rows = Paper.objects.visible_to(user).filter(follow_up__in=follow_up_ids)
    return {
        follow_up_id: OriginLink(
            _("Paper no. %(number)s of sitting no. %(sitting)s") % {"number": number, "sitting": sitting},
            reverse("sittings:paper_detail", args=[pk]),
            **(_hand_in(pk) if state in MISSING else {}),
        )
        for follow_up_id, pk, number, sitting, state in rows.values_list(
            "follow_up_id", "pk", "number", "sitting__number", "state"
        )
    }


def _hand_in(pk: int) -> dict[str, str]:
    """A paper that is owed is not answered but sent."""
    return {"act": _("Hand in the paper"), "act_url": reverse("sittings:paper_receive", args=[pk])}


URGED: Final = "gửi tài liệu trình kỳ họp Hội đồng nhân dân"
"""What letters urge about papers. Official text: always Vietnamese."""
PAPER: Final = Origin("paper", gettext_lazy("Paper of a sitting"), resolve, subject=URGED)
