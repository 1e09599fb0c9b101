"""The delegate's home, made for a telephone: what is late, answers to judge, my meetings."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import access_of
from followups import origins
from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home import lists
from portal.home.desk import Desk, Section, link
from supervision.models import SupervisionMission
from supervision.states import CONCLUDED, RUNNING
from voters.models import VoterMeeting
from voters.origins import met_by
from voters.states import MeetingState


def my_follow_ups(desk: Desk) -> FollowUpQuerySet[FollowUp]:
    """What came of the meetings I took part in, and what I or my group must do itself."""
    owned = FollowUp.objects.owned_by(desk.user).values("pk")
    return desk.follow_ups().filter(origins.concerning(desk.user) | Q(pk__in=owned))


def my_meetings(desk: Desk) -> dict[str, QuerySet[VoterMeeting]]:
    """The meetings to come, and the last ones; each once."""
    rows: QuerySet[VoterMeeting] = (
        desk.own(VoterMeeting.objects.filter(pk__in=met_by(desk.user)))
        .exclude(state=MeetingState.CANCELLED)
        .with_counts()
    )
    return {
        "coming": rows.filter(held_on__gte=desk.today).order_by("held_on", "pk")[: lists.FEW],
        "past": rows.filter(held_on__lt=desk.today).order_by("-held_on", "-pk")[:3],
    }


def my_missions(desk: Desk) -> QuerySet[SupervisionMission]:
    """Missions and surveys on whose team I serve, while they are under way."""
    served = SupervisionMission.objects.served_by(access_of(desk.user)).values("pk")
    rows: QuerySet[SupervisionMission] = desk.own(SupervisionMission.objects.filter(pk__in=served))
    running = rows.filter(state__in=[*RUNNING, *CONCLUDED])
    return running.select_related("committee", "group").order_by("-decided_on", "-pk")[: lists.FEW]


def sections(desk: Desk) -> list[Section]:
    """Late, to judge, and the rest in the order of their due days."""
    mine = my_follow_ups(desk)
    overdue = mine.overdue(desk.today).order_by("due_on", "pk")
    waiting = mine.to_assess().not_owned_by(desk.user).order_by("answered_on", "pk")
    running = mine.open().filter(due_on__gte=desk.today).order_by("due_on", "pk")
    page = "followups:followup_list"
    return [
        lists.section(desk, _("Late"), overdue, link(page, late="on"), "late"),
        lists.section(desk, _("Answers to assess"), waiting, link(page, state="waiting"), "assess"),
        lists.section(desk, _("In hand"), running, link(page, state="open")),
    ]


def context(desk: Desk) -> dict[str, Any]:
    """The delegate's page."""
    shown = sections(desk)
    return {
        "sections": shown,
        "any_rows": any(section.rows for section in shown),
        "sittings": lists.sittings(desk),
        "my_meetings": my_meetings(desk),
        "my_missions": my_missions(desk),
    }
