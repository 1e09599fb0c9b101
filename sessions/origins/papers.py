"""Tells the kernel of follow-ups where those of kind "paper" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import AnswerPage, Origin, OriginLink
from sessions.models import Paper


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the papers behind follow-ups, as far as the user may read them; one query. Owners hand in there."""
    access = access_of(user)
    rows = Paper.objects.visible_to(user).filter(follow_up__in=follow_up_ids).select_related("sitting")
    return {
        paper.follow_up_id: OriginLink(
            _("Paper no. %(number)s of sitting no. %(sitting)s")
            % {"number": paper.number, "sitting": paper.sitting.number},
            reverse("sittings:paper_detail", args=[paper.pk]),
            _handing_in(paper)
            if paper.owner_agency_id in access.agencies or paper.owner_committee_id in access.committees
            else None,
        )
        for paper in rows
        if paper.follow_up_id
    }


def _handing_in(paper: Paper) -> AnswerPage:
    return AnswerPage(_("Hand in the paper"), reverse("sittings:paper_receive", args=[paper.pk]))


URGED: Final = "gửi tài liệu trình kỳ họp Hội đồng nhân dân"
"""What letters urge about papers. Official text: always Vietnamese."""
PAPER: Final = Origin("paper", gettext_lazy("Paper of a sitting"), resolve, subject=URGED)
