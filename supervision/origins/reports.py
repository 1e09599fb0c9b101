"""Tells the kernel of follow-ups where those of kind "supervised_report" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import AnswerPage, Origin, OriginLink
from supervision.models import SupervisedBody
from supervision.services.carrying_out import ORIGIN

URGED: Final = "gửi báo cáo phục vụ hoạt động giám sát của Hội đồng nhân dân"
"""What letters urge about these reports. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the bodies' pages, as far as the user may read them; one query. The body itself answers there."""
    agencies = access_of(user).agencies
    rows = (
        SupervisedBody.objects.visible_to(user).filter(follow_up__in=follow_up_ids).select_related("mission")
    )
    return {
        body.follow_up_id: OriginLink(
            _("Report for “%(mission)s”") % {"mission": body.mission.title},
            body.get_absolute_url(),
            _filling_in(body) if body.agency_id in agencies else None,
        )
        for body in rows
        if body.follow_up_id
    }


def _filling_in(body: SupervisedBody) -> AnswerPage:
    return AnswerPage(_("Fill in the questionnaire"), reverse("supervision:body_detail", args=[body.pk]))


REPORT: Final = Origin(ORIGIN, gettext_lazy("Report for a supervision"), resolve, subject=URGED)
