"""Tells the kernel of follow-ups where those of kind "group_report" come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import access_of
from followups.origins import AnswerPage, Origin, OriginLink
from voters.models import GroupReport
from voters.services.group_reports import KIND

URGED: Final = "gửi báo cáo tổng hợp ý kiến, kiến nghị của cử tri"
"""What letters urge about reports of groups. Official text: always Vietnamese."""


def resolve(follow_up_ids: Iterable[int], user: Any) -> dict[int, OriginLink]:
    """Links to the rounds whose reports are owed, as far as the user may read them; one query. Groups answer there."""
    groups = access_of(user).groups
    rows = GroupReport.objects.visible_to(user).filter(follow_up__in=follow_up_ids).select_related("round")
    return {
        report.follow_up_id: OriginLink(
            _("Report on “%(round)s”") % {"round": report.round.name},
            report.get_absolute_url(),
            _handing_in(report) if report.group_id in groups else None,
        )
        for report in rows
        if report.follow_up_id
    }


def _handing_in(report: GroupReport) -> AnswerPage:
    url = reverse("voters:group_report_receive", args=[report.round_id, report.group_id])
    return AnswerPage(_("Hand in the report"), url)


GROUP_REPORT = Origin(KIND, gettext_lazy("Report of a delegate group"), resolve, subject=URGED)
