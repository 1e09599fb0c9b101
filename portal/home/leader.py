"""The leader's home: figures with their trend, what waits for a decision, who is late, what is coming up."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import DECIDERS
from core.reading import aside
from core.views import Action
from portal.home import figures, lists
from portal.home.desk import Desk, link
from portal.home.period import Period


def period_of(desk: Desk) -> Period:
    """The period of the address, or the running year."""
    return Period(desk.council, desk.request.GET, desk.user)


def overview(desk: Desk) -> dict[str, Any]:
    """Figures, chart and due days of a period: what everybody on the council's side may read."""
    period = period_of(desk)
    return {
        "period": period,
        **aside(partial(counted, desk, period)),
        "sittings": lists.sittings(desk),
        "actions": report_actions(desk, period),
    }


def counted(desk: Desk, period: Period) -> dict[str, Any]:
    """What is counted and not listed: it may come from a replica, while lists show the work as it stands."""
    return {
        "tiles": figures.tiles(period.facts),
        "chart": figures.opinions_by_month(period.facts),
        "agencies": figures.punctuality(desk, period.question),
    }


def report_actions(desk: Desk, period: Period) -> list[Action]:
    """All figures of the period, and the report for those who may ask for one."""
    parameters = urlencode(period.question.parameters())
    actions = [Action(_("All figures"), f"{reverse('reports:figures')}?{parameters}")]
    if desk.roles & DECIDERS:
        actions.append(
            Action(_("Make the report"), f"{reverse('reports:run_create')}?{parameters}", primary=True)
        )
    return actions


def context(desk: Desk) -> dict[str, Any]:
    """The leader's page."""
    shown = overview(desk)
    late = lists.late_today(desk, shown["period"].question.as_of)
    week = Action(_("Became overdue this week"), link("followups:followup_list", late="week"))
    return {
        **shown,
        "actions": [week, *shown["actions"]],
        "sections": [lists.waiting_for_time(desk), lists.to_assess(desk), late],
    }


def reader_context(desk: Desk) -> dict[str, Any]:
    """The page of committee staff and auditors: the same overview, what is late, what to verify, missions."""
    shown = overview(desk)
    late = lists.late_today(desk, shown["period"].question.as_of)
    own = lists.verifications(desk) if desk.access.committees else None
    return {**shown, "sections": [late], "missions": lists.missions(desk), "verifications": own}
