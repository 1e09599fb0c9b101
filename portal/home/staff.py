"""The secretariat's home: due today, this week and late; what to classify, send, assess and decide; what was begun."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Draft
from core.views import Action
from followups.rules import late_since
from followups.states import OPEN, WAITING
from portal.home import lists
from portal.home.desk import Desk, Tile, link, tile
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion
from voters.services.joint import waiting_for
from voters.states import MeetingState


def tiles(desk: Desk) -> list[Tile]:
    """What waits, each number with its rows; two queries."""
    today, sunday = desk.today, desk.sunday
    tomorrow = today + timedelta(days=1)
    owed = Q(state__in=OPEN)
    counts = (
        desk.follow_ups()
        .filter(state__in=OPEN | WAITING)
        .order_by()
        .aggregate(
            late=Count("pk", filter=owed & Q(due_on__lt=today)),
            became_late=Count("pk", filter=owed & Q(due_on__gte=late_since(desk.clock), due_on__lt=today)),
            today=Count("pk", filter=owed & Q(due_on=today)),
            week=Count("pk", filter=owed & Q(due_on__range=(tomorrow, sunday))),
            assess=Count("pk", filter=Q(state__in=WAITING)),
        )
    )
    to_classify, to_send = desk.own(VoterOpinion.objects.all()).to_do()
    owing = "followups:followup_list"
    until = {"due_from": tomorrow.isoformat(), "due_until": sunday.isoformat()}
    day = today.isoformat()
    return [
        tile(_("Late"), counts["late"], link(owing, late="on"), late=True),
        tile(_("Became overdue this week"), counts["became_late"], link(owing, late="week"), late=True),
        tile(_("Due today"), counts["today"], link(owing, state="open", due_from=day, due_until=day)),
        tile(_("Later this week"), counts["week"], link(owing, state="open", **until)),
        tile(_("Answers to assess"), counts["assess"], link(owing, state="waiting")),
        tile(_("To classify"), to_classify, link("voters:opinion_list", status="unclassified")),
        tile(_("To send"), to_send, link("voters:opinion_list", status="ready")),
    ]


def unfinished(desk: Desk) -> QuerySet[VoterMeeting]:
    """Meetings that were held and whose opinions are still being entered."""
    rows: QuerySet[VoterMeeting] = desk.own(
        VoterMeeting.objects.filter(state=MeetingState.HELD)
    ).with_counts()
    return rows.order_by("held_on", "pk")[: lists.FEW]


def drafts(desk: Desk) -> dict[int, Draft]:
    """Meeting id -> the opinions half-typed for it by this user."""
    rows = Draft.objects.filter(user=desk.user, key__startswith="opinions-").order_by("-updated_at")[
        : lists.FEW
    ]
    return {
        int(draft.key.rpartition("-")[2]): draft for draft in rows if draft.key.rpartition("-")[2].isdigit()
    }


def begun(desk: Desk) -> list[dict[str, Any]]:
    """Drafts and unfinished meetings in one list, the drafts first; three queries at most."""
    kept = drafts(desk)
    drafted = desk.own(VoterMeeting.objects.filter(pk__in=kept)).with_counts() if kept else []
    found = {meeting.pk: meeting for meeting in [*drafted, *unfinished(desk)]}
    return [{"meeting": meeting, "draft": kept.get(pk)} for pk, meeting in found.items()][: lists.FEW]


def quick_add(desk: Desk) -> list[Action]:
    """The shortest way to the entry of a meeting: into the newest round, if there is one."""
    newest = desk.own(VoterContactRound.objects.order_by("-starts_on", "-pk")).first()
    rounds = Action(_("Enter a round"), reverse("voters:round_create"), primary=newest is None)
    if newest is None:
        return [rounds]
    meeting = reverse("voters:meeting_create", args=[newest.pk])
    return [rounds, Action(_("Enter a voter meeting"), meeting, primary=True)]


def context(desk: Desk) -> dict[str, Any]:
    """The secretariat's page."""
    return {
        "tiles": tiles(desk),
        "sections": [
            lists.late(desk),
            lists.due_this_week(desk),
            lists.waiting_for_time(desk),
            lists.to_assess(desk),
        ],
        "sittings": lists.sittings(desk),
        "begun": begun(desk),
        "meetings": lists.latest_meetings(desk),
        "opinions": lists.latest_opinions(desk),
        "actions": quick_add(desk),
        "joint_waiting": waiting_for(desk.council),
    }
