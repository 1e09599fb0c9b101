"""The agency's home: what must be answered, by when, and what waits for the council."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home import lists
from portal.home.desk import Desk, Section, link


def owed(desk: Desk) -> FollowUpQuerySet[FollowUp]:
    """What was sent to the user's own body by this council."""
    return desk.follow_ups().owned_by(desk.user)


def sections(desk: Desk) -> list[Section]:
    """Late, this week, later; then what the council must decide or judge."""
    mine = owed(desk)
    asked = lists.asking(mine.open())
    left = mine.open().filter(~Exists(lists.requests())).order_by("due_on", "pk")
    days = {"due_from": desk.today.isoformat(), "due_until": desk.sunday.isoformat()}
    week = left.filter(due_on__range=(desk.today, desk.sunday))
    judged = mine.to_assess().order_by("-answered_on", "pk")
    page = "followups:followup_list"
    return [
        lists.section(desk, _("Late"), left.filter(due_on__lt=desk.today), link(page, late="on"), "late"),
        lists.section(desk, _("Due this week"), week, link(page, state="open", **days)),
        lists.section(desk, _("Later"), left.filter(due_on__gt=desk.sunday), link(page, state="open")),
        lists.section(
            desk, _("More time asked for, to be decided"), asked, link(page, state="more_time"), "time"
        ),
        lists.section(desk, _("Answered, to be judged"), judged, link(page, state="waiting"), "assess"),
    ]


def context(desk: Desk) -> dict[str, Any]:
    """The agency's page."""
    shown = sections(desk)
    return {"sections": shown, "any_rows": any(section.rows for section in shown)}
