"""The delegate's home, made for a telephone: what is late, answers to judge, my meetings."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import access_of
from core.compiled import compiled
from followups import origins
from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home import lists
from portal.home.desk import Desk, Section, follow_ups, link
from supervision.models import SupervisionMission
from supervision.states import CONCLUDED, RUNNING
from voters.models import VoterMeeting
from voters.origins import met_by
from voters.querysets import MeetingQuerySet
from voters.states import MeetingState


def my_follow_ups(user: Any, council: int) -> FollowUpQuerySet[FollowUp]:
    """What came of the meetings I took part in, and what I or my group must do itself."""
    owned = FollowUp.objects.owned_by(user).values("pk")
    return follow_ups(user, council).filter(origins.concerning(user) | Q(pk__in=owned))


def my_meetings(desk: Desk) -> dict[str, list[VoterMeeting]]:
    """The meetings to come, and the last ones; each once."""
    return {"coming": desk.read(_coming), "past": desk.read(_past)}


def _met(user: Any, council: int) -> MeetingQuerySet[VoterMeeting]:
    rows: MeetingQuerySet[VoterMeeting] = VoterMeeting.objects.visible_to(user).of(council)
    return rows.filter(pk__in=met_by(user)).exclude(state=MeetingState.CANCELLED).with_counts()


@compiled
def _coming(user: Any, council: int) -> QuerySet[VoterMeeting]:
    rows = _met(user, council).filter(held_on__gte=timezone.localdate())
    return rows.order_by("held_on", "pk")[: lists.FEW]


@compiled
def _past(user: Any, council: int) -> QuerySet[VoterMeeting]:
    return _met(user, council).filter(held_on__lt=timezone.localdate()).order_by("-held_on", "-pk")[:3]


@compiled
def _my_missions(user: Any, council: int) -> QuerySet[SupervisionMission]:
    served = SupervisionMission.objects.served_by(access_of(user)).values("pk")
    rows = SupervisionMission.objects.visible_to(user).of(council).filter(pk__in=served)
    running = rows.filter(state__in=[*sorted(RUNNING), *sorted(CONCLUDED)])
    return running.select_related("committee", "group").order_by("-decided_on", "-pk")[: lists.FEW]


def my_missions(desk: Desk) -> list[SupervisionMission]:
    """Missions and surveys on whose team I serve, while they are under way."""
    return desk.read(_my_missions)


@compiled
def _overdue(user: Any, council: int) -> QuerySet[FollowUp]:
    return my_follow_ups(user, council).overdue(timezone.localdate()).order_by("due_on", "pk")[: lists.FEW]


@compiled
def _waiting(user: Any, council: int) -> QuerySet[FollowUp]:
    rows = my_follow_ups(user, council).to_assess().not_owned_by(user)
    return rows.order_by("answered_on", "pk")[: lists.FEW]


@compiled
def _running(user: Any, council: int) -> QuerySet[FollowUp]:
    rows = my_follow_ups(user, council).open().filter(due_on__gte=timezone.localdate())
    return rows.order_by("due_on", "pk")[: lists.FEW]


def sections(desk: Desk) -> list[Section]:
    """Late, to judge, and the rest in the order of their due days."""
    overdue, waiting, running = map(desk.read, (_overdue, _waiting, _running))
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
