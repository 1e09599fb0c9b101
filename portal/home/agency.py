"""The agency's home: what must be answered, by when, and what waits for the council."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext_lazy as _

from core.compiled import compiled
from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home import lists
from portal.home.desk import Desk, Section, follow_ups, link


def owed(user: Any, council: int) -> FollowUpQuerySet[FollowUp]:
    """What was sent to the user's own body by this council."""
    return follow_ups(user, council).owned_by(user)


@compiled
def _left(user: Any, council: int, *, first: date, last: date) -> QuerySet[FollowUp]:
    """What must be answered from a day to a day, and no more time is asked for."""
    left = owed(user, council).open().filter(~Exists(lists.requests()), due_on__range=(first, last))
    return left.order_by("due_on", "pk")[: lists.FEW]


@compiled
def _asked(user: Any, council: int) -> QuerySet[FollowUp]:
    return lists.asking(owed(user, council).open())[: lists.FEW]


@compiled
def _judged(user: Any, council: int) -> QuerySet[FollowUp]:
    return owed(user, council).to_assess().order_by("-answered_on", "pk")[: lists.FEW]


def sections(desk: Desk) -> list[Section]:
    """Late, this week, later; then what the council must decide or judge."""
    one_day = timedelta(days=1)
    late = desk.read(_left, first=date.min, last=desk.today - one_day)
    week = desk.read(_left, first=desk.today, last=desk.sunday)
    later = desk.read(_left, first=desk.sunday + one_day, last=date.max)
    days = {"due_from": desk.today.isoformat(), "due_until": desk.sunday.isoformat()}
    page = "followups:followup_list"
    return [
        lists.section(desk, _("Late"), late, link(page, late="on"), "late"),
        lists.section(desk, _("Due this week"), week, link(page, state="open", **days)),
        lists.section(desk, _("Later"), later, link(page, state="open")),
        lists.section(
            desk,
            _("More time asked for, to be decided"),
            desk.read(_asked),
            link(page, state="more_time"),
            "time",
        ),
        lists.section(
            desk, _("Answered, to be judged"), desk.read(_judged), link(page, state="waiting"), "assess"
        ),
    ]


def context(desk: Desk) -> dict[str, Any]:
    """The agency's page."""
    shown = sections(desk)
    return {"sections": shown, "any_rows": any(section.rows for section in shown)}
