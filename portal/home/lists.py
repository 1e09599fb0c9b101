"""Rows that several home pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.access import DECIDERS
from followups.models import Extension, FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home.desk import Desk, Section, link
from sessions.models import Invitation, Sitting, SittingStep, Verification
from sessions.progress import with_progress
from sessions.roadmap import Milestone, roadmap_of
from sessions.services.invitations import REGISTERING
from sessions.states import AHEAD, SittingState
from sessions.tables.sittings import state_badge
from supervision.models import SupervisionMission
from voters.models import VoterMeeting, VoterOpinion

FEW = 6
"""How many rows a panel shows before it sends the reader to the whole list."""
COMING = AHEAD | {SittingState.IN_SESSION}
"""States of sittings that lie ahead or are under way."""
READ: Final = frozenset({SittingState.PAPERS_OPEN, SittingState.IN_SESSION})
"""States in which delegates read the papers."""


class UpcomingSitting(NamedTuple):
    """A sitting, how long until it opens, and how ready it is: the next open step, the papers still owed."""

    sitting: Any
    when: str
    badge: SafeString
    next: Milestone | None
    reading_url: str
    """Where its papers are read, once they are open to the delegates."""
    register_url: str = ""
    """Where a delegate who is called and has not answered registers."""
    next_url: str = ""
    """Where the next step is taken or recorded."""


def days_until(day: date, today: date) -> str:
    """How far away a day is, in calendar days."""
    left = (day - today).days
    if left == 0:
        return str(_("today"))
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left} if left > 0 else ""


def to_register(desk: Desk, found: list[Sitting]) -> frozenset[int]:
    """The sittings that wait for the answer of the delegate whom the user is; no query for anybody else."""
    calling = [sitting.pk for sitting in found if sitting.state in REGISTERING]
    if not (desk.access.delegates and calling):
        return frozenset()
    own = Invitation.objects.filter(delegate__in=desk.access.delegates, sitting__in=calling, answer="")
    return frozenset(own.values_list("sitting_id", flat=True))


def _next_url(desk: Desk, sitting: Sitting, step: Milestone | None) -> str:
    """The page that takes the step for who may take it, else the steps of the sitting."""
    if step is None:
        return ""
    if step.step.code == "convene" and desk.roles & DECIDERS:
        return reverse("sittings:sitting_convene", args=[sitting.pk])
    return f"{sitting.get_absolute_url()}#steps"


def sittings(desk: Desk) -> list[UpcomingSitting]:
    """The next sittings and how ready they are; those called off are not ahead. Two queries, and one for due days."""
    ahead = desk.own(Sitting.objects.filter(state__in=COMING, closes_on__gte=desk.today))
    rows = with_progress(ahead.select_related("council")).order_by("opens_on", "pk")
    found = list(rows[:3])
    steps: dict[int, list[SittingStep]] = {sitting.pk: [] for sitting in found}
    for step in SittingStep.objects.filter(sitting__in=steps).select_related("due_rule"):
        steps[step.sitting_id].append(step)
    called = to_register(desk, found)
    return [_upcoming(desk, sitting, steps[sitting.pk], register=sitting.pk in called) for sitting in found]


def _upcoming(desk: Desk, sitting: Any, steps: list[SittingStep], *, register: bool) -> UpcomingSitting:
    next_step = roadmap_of(sitting, steps, desk.clock).next
    return UpcomingSitting(
        sitting,
        days_until(sitting.opens_on, desk.today),
        state_badge(sitting),
        next_step,
        reverse("sittings:sitting_reading", args=[sitting.pk]) if sitting.state in READ else "",
        reverse("sittings:registration_edit", args=[sitting.pk]) if register else "",
        _next_url(desk, sitting, next_step),
    )


def verifications(desk: Desk) -> list[tuple[Verification, Any]]:
    """What the user's own committees still have to verify, the first due first, with how the due day stands."""
    rows = Verification.objects.visible_to(desk.user).open().filter(committee__in=desk.access.committees)
    found = rows.select_related("paper__sitting").order_by("due_on", "pk")[:FEW]
    return [(row, desk.clock.due(row.due_on)) for row in found]


def missions(desk: Desk) -> QuerySet[SupervisionMission]:
    """The latest missions and surveys; of the user's own committees where they work for one."""
    rows: QuerySet[SupervisionMission] = desk.own(SupervisionMission.objects.select_related("committee"))
    if desk.access.committees:
        rows = rows.filter(committee__in=desk.access.committees)
    return rows.order_by("-decided_on", "-pk")[:FEW]


def latest_meetings(desk: Desk) -> QuerySet[VoterMeeting]:
    """The voter meetings entered last, with how many opinions they brought."""
    rows: QuerySet[VoterMeeting] = desk.own(VoterMeeting.objects.select_related("round")).with_counts()
    return rows.order_by("-held_on", "-pk")[:FEW]


def latest_opinions(desk: Desk) -> QuerySet[VoterOpinion]:
    """The opinions entered last, with their status."""
    rows: QuerySet[Any] = desk.own(VoterOpinion.objects.select_related("meeting", "follow_up")).with_status()
    return rows.order_by("-recorded_on", "-pk")[:FEW]


def section(
    desk: Desk, title: Any, rows: FollowUpQuerySet[FollowUp], url: str = "", kind: str = ""
) -> Section:
    """A few of these follow-ups under a heading."""
    return Section(title, desk.rows(rows[:FEW]), url, kind)


def waiting_for_time(desk: Desk) -> Section:
    """Requests for more time that somebody must decide."""
    url = link("followups:followup_list", state="more_time")
    return section(desk, _("Requests for more time"), asking(desk.follow_ups().open()), url, "time")


def requests() -> QuerySet[Extension]:
    """The request for more time that waits, of a follow-up of the outer query."""
    return Extension.objects.filter(follow_up=OuterRef("pk"), decision=Extension.Decision.ASKED)


def asking(rows: FollowUpQuerySet[FollowUp]) -> FollowUpQuerySet[Any]:
    """Those of which a request for more time waits, the oldest request first, with `asked_until` and `asked_why`."""
    waiting = FilteredRelation("extensions", condition=Q(extensions__decision=Extension.Decision.ASKED))
    found = rows.annotate(asked=waiting, asked_until=F("asked__until"), asked_why=F("asked__reason"))
    return found.filter(asked__isnull=False).order_by("asked__asked_on", "pk")


def to_assess(desk: Desk) -> Section:
    """Answers that wait for a judgement; the oldest first."""
    rows = desk.follow_ups().to_assess().not_owned_by(desk.user)
    url = link("followups:followup_list", state="waiting")
    return section(desk, _("Answers to assess"), rows.order_by("answered_on", "pk"), url, "assess")


def late(desk: Desk) -> Section:
    """What is overdue; the longest first."""
    rows = desk.follow_ups().overdue(desk.today).order_by("due_on", "pk")
    return section(desk, _("Late"), rows, link("followups:followup_list", late="on"), "late")


def late_today(desk: Desk, as_of: date) -> Section:
    """What is overdue, beside figures as of a day: says so where that day is another one."""
    return replace(late(desk), note="" if as_of == desk.today else _("as it stands today"))


def due_this_week(desk: Desk) -> Section:
    """What falls due from today to Sunday."""
    rows = desk.follow_ups().due_between(desk.today, desk.sunday).order_by("due_on", "pk")
    days = {"due_from": desk.today.isoformat(), "due_until": desk.sunday.isoformat()}
    return section(desk, _("Due this week"), rows, link("followups:followup_list", state="open", **days))
