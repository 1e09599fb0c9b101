"""Rows that several home pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.access import DECIDERS, access_of
from core.compiled import compiled
from followups.models import Extension, FollowUp
from followups.querysets import FollowUpQuerySet
from portal.home.desk import Desk, Section, follow_ups, link
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


@compiled
def _ahead(user: Any, council: int) -> QuerySet[Sitting]:
    rows = Sitting.objects.visible_to(user).of(council)
    ahead = rows.filter(state__in=sorted(COMING), closes_on__gte=timezone.localdate())
    return with_progress(ahead.select_related("council")).order_by("opens_on", "pk")[:3]


@compiled
def _steps(ids: Sequence[int]) -> QuerySet[SittingStep]:
    return SittingStep.objects.filter(sitting__in=ids).select_related("due_rule")


def sittings(desk: Desk) -> list[UpcomingSitting]:
    """The next sittings and how ready they are; those called off are not ahead. Two queries, and one for due days."""
    found = desk.read(_ahead)
    steps: dict[int, list[SittingStep]] = {sitting.pk: [] for sitting in found}
    for step in _steps(ids=[*steps]):
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


@compiled
def _missions(user: Any, council: int) -> QuerySet[SupervisionMission]:
    rows: Any = SupervisionMission.objects.visible_to(user).of(council).select_related("committee")
    if own := access_of(user).committees:
        rows = rows.filter(committee__in=own)
    found: QuerySet[SupervisionMission] = rows.order_by("-decided_on", "-pk")[:FEW]
    return found


def missions(desk: Desk) -> list[SupervisionMission]:
    """The latest missions and surveys; of the user's own committees where they work for one."""
    return desk.read(_missions)


@compiled
def _latest_meetings(user: Any, council: int) -> QuerySet[VoterMeeting]:
    rows = VoterMeeting.objects.visible_to(user).of(council).select_related("round")
    return rows.with_counts().order_by("-held_on", "-pk")[:FEW]


def latest_meetings(desk: Desk) -> list[VoterMeeting]:
    """The voter meetings entered last, with how many opinions they brought."""
    return desk.read(_latest_meetings)


@compiled
def _latest_opinions(user: Any, council: int) -> QuerySet[VoterOpinion]:
    rows = VoterOpinion.objects.visible_to(user).of(council).select_related("meeting", "follow_up")
    return rows.with_status().order_by("-recorded_on", "-pk")[:FEW]


def latest_opinions(desk: Desk) -> list[VoterOpinion]:
    """The opinions entered last, with their status."""
    return desk.read(_latest_opinions)


def section(desk: Desk, title: Any, rows: Iterable[FollowUp], url: str = "", kind: str = "") -> Section:
    """These few follow-ups under a heading."""
    return Section(title, desk.rows(rows), url, kind)


@compiled
def _waiting_for_time(user: Any, council: int) -> QuerySet[FollowUp]:
    return asking(follow_ups(user, council).open())[:FEW]


def waiting_for_time(desk: Desk) -> Section:
    """Requests for more time that somebody must decide."""
    url = link("followups:followup_list", state="more_time")
    return section(desk, _("Requests for more time"), desk.read(_waiting_for_time), url, "time")


def requests() -> QuerySet[Extension]:
    """The request for more time that waits, of a follow-up of the outer query."""
    return Extension.objects.filter(follow_up=OuterRef("pk"), decision=Extension.Decision.ASKED)


def asking(rows: FollowUpQuerySet[FollowUp]) -> FollowUpQuerySet[Any]:
    """Those of which a request for more time waits, the oldest request first, with `asked_until` and `asked_why`."""
    waiting = FilteredRelation("extensions", condition=Q(extensions__decision=Extension.Decision.ASKED))
    found = rows.annotate(asked=waiting, asked_until=F("asked__until"), asked_why=F("asked__reason"))
    return found.filter(asked__isnull=False).order_by("asked__asked_on", "pk")


@compiled
def _to_assess(user: Any, council: int) -> QuerySet[FollowUp]:
    rows = follow_ups(user, council).to_assess().not_owned_by(user)
    return rows.order_by("answered_on", "pk")[:FEW]


def to_assess(desk: Desk) -> Section:
    """Answers that wait for a judgement; the oldest first."""
    rows = desk.read(_to_assess)
    url = link("followups:followup_list", state="waiting")
    return section(desk, _("Answers to assess"), rows, url, "assess")


@compiled
def _late(user: Any, council: int) -> QuerySet[FollowUp]:
    return follow_ups(user, council).overdue(timezone.localdate()).order_by("due_on", "pk")[:FEW]


def late(desk: Desk) -> Section:
    """What is overdue; the longest first."""
    rows = desk.read(_late)
    return section(desk, _("Late"), rows, link("followups:followup_list", late="on"), "late")


def late_today(desk: Desk, as_of: date) -> Section:
    """What is overdue, beside figures as of a day: says so where that day is another one."""
    return replace(late(desk), note="" if as_of == desk.today else _("as it stands today"))


@compiled
def _due_between(user: Any, council: int, *, first: date, last: date) -> QuerySet[FollowUp]:
    return follow_ups(user, council).due_between(first, last).order_by("due_on", "pk")[:FEW]


def due_this_week(desk: Desk) -> Section:
    """What falls due from today to Sunday."""
    rows = desk.read(_due_between, first=desk.today, last=desk.sunday)
    days = {"due_from": desk.today.isoformat(), "due_until": desk.sunday.isoformat()}
    return section(desk, _("Due this week"), rows, link("followups:followup_list", state="open", **days))
