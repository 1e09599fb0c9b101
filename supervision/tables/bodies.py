"""How the report of a supervised body stands, and a body's own list of missions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.display import day
from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due
from supervision.models import SupervisedBody


def body_badge(body: SupervisedBody) -> SafeString:
    """Whether the report has come."""
    if not body.reports:
        return badge("plain", gettext("no report asked"))
    if body.submitted_on:
        return badge("ok", gettext("report of %(day)s") % {"day": day(body.submitted_on)})
    return badge("run" if body.follow_up_id else "plain", gettext("report not sent yet"))


def _due(body: Any) -> SafeString | None:
    return due(body.standing) if body.standing else None


class OwnBodyTable(Table):
    """Missions in which the reader's agency is supervised."""

    columns: ClassVar = [
        Column("mission", _("Content"), cell="mission.title", link=True, card="title"),
        Column("supervisor", _("Who supervises"), cell="mission.supervisor"),
        Column("due", _("Report due"), cell=_due, export=lambda row: row.mission.reports_due_on),
        Column("report", _("Report"), cell=body_badge, card="side", export=lambda row: row.submitted_on),
    ]
