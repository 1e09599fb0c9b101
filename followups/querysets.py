"""Reads of the accountability kernel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from core.access import CONFIDANTS, Access, access_of
from core.querysets import ScopedQuerySet, any_of
from followups import origins
from followups.states import OPEN, WAITING, State

M = TypeVar("M", bound=models.Model)


def reach(user: Any, prefix: str = "") -> Q:
    """Which follow-ups a user may see.

    The council's side all that its council asks for or once raised, but of private kinds only the secretariat and the
    leaders; an owner, and who has a part in it, only what was sent to them.
    """
    access = access_of(user)
    inside = access.readable(f"{prefix}council")
    if access.readable_councils:
        inside |= access.readable(f"{prefix}raised_by")
    outside = owned(user, prefix) | taking_part(user, prefix)
    return (inside & told(user, prefix)) | (outside & sent(prefix))


def told(user: Any, prefix: str = "") -> Q:
    """What is not private, or said in confidence to those of the user's own council whom it is told."""
    trusted = access_of(user).councils(CONFIDANTS)
    private = Q(**{f"{prefix}kind__in": origins.private_kinds()})
    return Q(**{f"{prefix}council__in": trusted}) | ~private if trusted else ~private


def sent(prefix: str = "") -> Q:
    """What has left the council: neither a draft nor one that was withdrawn before it was sent."""
    return Q(**{f"{prefix}issued_on__isnull": False}) & ~Q(**{f"{prefix}state": State.DRAFT})


def taking_part(user: Any, prefix: str = "") -> Q:
    """Which follow-ups the user's agency has a part in, without answering for the whole."""
    agencies = access_of(user).agencies
    if not agencies:
        return Q(pk__in=())
    parts = apps.get_model("followups", "Coordination").objects.filter(agency_id__in=agencies)
    return any_of(f"{prefix}pk", parts.values("follow_up_id"))


def owned(user: Any, prefix: str = "") -> Q:
    """Which follow-ups the user's own body must answer. Only bodies that the user has: no empty alternatives."""
    access = access_of(user)
    bodies = {
        "agency": access.agencies,
        "delegate": access.delegates,
        "group": access.groups,
        "committee": access.committees,
    }
    found = Q(pk__in=())
    for kind, ids in bodies.items():
        if ids:
            found |= Q(**{f"{prefix}{kind}_id__in": ids})
    return found


STAGE = Case(
    When(state__in=sorted(state.value for state in OPEN), then=Value(0)),
    When(state__in=sorted(state.value for state in WAITING), then=Value(1)),
    default=Value(2),
    output_field=models.SmallIntegerField(),
)
"""Order of lists: 0 what is owed, 1 what waits for a judgement, 2 the rest. The same expression in every index."""
DUE_SORT = Coalesce("due_on", Value(date.max), output_field=models.DateField())
"""The due day, never null: what has none comes last."""

KEPT = Q(answered_on__lte=F("due_on"))
"""The due day was kept: answered by then, whether or not somebody has judged the answer."""
ANSWERED_LATE = Q(answered_on__gt=F("due_on"))
"""An answer came, after the due day."""
EXTENDED = Q(due_on__gt=F("original_due_on"))
"""The due day was put off."""
FRUITLESS = 3
"""Transfers in vain from which a matter is taken up otherwise (domain reference 3.5: the third transfer)."""


def overdue(on: date) -> Q:
    """An answer is owed, and its day had passed on this day."""
    return Q(state__in=OPEN, due_on__lt=on)


def running(on: date) -> Q:
    """An answer is owed, and its day is this one or later."""
    return Q(state__in=OPEN, due_on__gte=on)


def missed(on: date) -> Q:
    """The due day was not kept, as seen on a day."""
    return ANSWERED_LATE | overdue(on)


def _moves(on: date) -> HandOverQuerySet[Any]:
    rows: HandOverQuerySet[Any] = apps.get_model("followups", "HandOver").objects.to_successors(on)
    return rows


IS_READ = Case(
    When(read_at__isnull=True, then=Value(0)), default=Value(1), output_field=models.IntegerField()
)
"""Order of the inbox: 0 unread, 1 read. The same expression as in its index."""


class FollowUpQuerySet(ScopedQuerySet[M]):
    """Follow-ups."""

    def visible_to(self, user: Any) -> Self:
        """Those of the councils the user reads, and those sent to the user's own body."""
        return self.filter(reach(user))

    def visible_in(self, user: Any, councils: Iterable[int]) -> Self:
        """Those of some councils that the user may see.

        Where the user reads all of these councils that is one plain condition, which an index over councils serves.
        """
        ids = list(councils)
        rows = self.filter(council__in=ids)
        access = access_of(user)
        if not access.readable_councils.issuperset(ids):
            return rows.visible_to(user)
        return (
            rows
            if access.councils(CONFIDANTS).issuperset(ids)
            else rows.filter(told(user) | (owned(user) & sent()))
        )

    def owned_by(self, user: Any) -> Self:
        """Those the user's own body must answer."""
        return self.filter(owned(user), sent())

    def not_owned_by(self, user: Any) -> Self:
        """The others: nobody judges the answer of their own body."""
        return self.exclude(owned(user))

    def unsettled(self) -> Self:
        """Those in which somebody still owes something: an answer, or a judgement of one."""
        return self.filter(state__in=OPEN | WAITING)

    def open(self) -> Self:
        """Those in which the responsible body owes something."""
        return self.filter(state__in=OPEN)

    def to_assess(self) -> Self:
        """Those whose answer waits for a judgement."""
        return self.filter(state__in=WAITING)

    def overdue(self, on: date) -> Self:
        """Open ones whose due date has passed on this day."""
        return self.open().filter(due_on__lt=on)

    def kept(self) -> Self:
        """Those answered by their due day."""
        return self.filter(KEPT)

    def answered_late(self) -> Self:
        """Those answered after their due day."""
        return self.filter(ANSWERED_LATE)

    def running(self, on: date) -> Self:
        """Open ones whose due day has not passed on this day."""
        return self.filter(running(on))

    def decided(self, on: date) -> Self:
        """Those of which one knows whether the due day was kept: answered, or overdue."""
        return self.filter(KEPT | missed(on))

    def extended(self) -> Self:
        """Those whose due day was put off."""
        return self.filter(EXTENDED)

    def missed(self, on: date) -> Self:
        """Those answered after their due day, or still owed when it had passed."""
        return self.filter(missed(on))

    def sent(self) -> Self:
        """Those that were sent and not taken back."""
        return self.exclude(state__in=[State.DRAFT, State.WITHDRAWN])

    def for_questioning(self) -> Self:
        """Unsettled ones that were proposed as a questioning topic, by the ladder or after an answer not accepted."""
        climbs = apps.get_model("followups", "Climb").objects
        topics = climbs.filter(kind="questioning", decision="climbed")
        return self.unsettled().filter(pk__in=topics.values("follow_up_id"))

    def due_between(self, first: date, last: date) -> Self:
        """Open ones due from a day to a day, both included."""
        return self.open().filter(due_on__range=(first, last))

    def moved_from(self, council: Any, on: date) -> Self:
        """Those that an ended council was owed, and that had moved to a successor by a day: still counted here."""
        return self.filter(pk__in=_moves(on).filter(from_council=council).values("follow_up_id"))

    def taken_over_by(self, council: Any, on: date) -> Self:
        """Those that a council had taken over by a day as the successor of another."""
        return self.filter(pk__in=_moves(on).filter(to_council=council).values("follow_up_id"))

    def with_ladder(self) -> Self:
        """Annotates the council's own rungs (`own_kinds`, `own_waits`) and whether anything was decided on them."""
        rungs = apps.get_model("followups", "LadderRung").objects.filter(council=OuterRef("council"))
        climbs = apps.get_model("followups", "Climb").objects.filter(follow_up=OuterRef("pk"))
        return self.annotate(
            own_kinds=ArraySubquery(rungs.order_by("position").values("kind")),
            own_waits=ArraySubquery(rungs.order_by("position").values("wait_days")),
            has_climbs=Exists(climbs),
        )

    def with_owner(self) -> Self:
        """With the names that rows show, in one query."""
        return self.select_related("council", "agency", "delegate", "group", "committee", "field")

    def with_order(self) -> Self:
        """Annotates `stage` and `due_sort`, the order of lists: what is owed by its due day, so the late ones first."""
        return self.annotate(stage=STAGE, due_sort=DUE_SORT)


class ThroughFollowUpQuerySet(models.QuerySet[M]):
    """Rows that belong to a follow-up and share its reach."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the follow-ups the user sees."""
        names = {field.name for field in self.model._meta.get_fields()}
        prefix = "follow_up__" if "follow_up" in names else "reply__follow_up__"
        return self.filter(reach(user, prefix))


class HandOverQuerySet(models.QuerySet[M]):
    """Hand-overs: read by the councils on both sides, and by the agencies that hand on or are to take over."""

    def visible_to(self, user: Any) -> Self:
        """Those of councils that the user reads, on either side; those from and to the user's own agency.

        An agency goes on reading that it handed a matter on, though the matter itself is out of its reach then.
        """
        access = access_of(user)
        reach = (access.readable("from_council") | access.readable("to_council")) & self._told(access)
        if access.agencies:
            own = apps.get_model("councils", "Agency").objects.filter(pk__in=access.agencies)
            gave = own.filter(
                council=OuterRef("from_council"),
                name=OuterRef("from_owner"),
                created_at__lte=OuterRef("entered_at"),  # a later agency of the same name had nothing to give
            )
            reach |= Q(to_agency_id__in=access.agencies) | Q(Exists(gave))
        return self.filter(reach)

    @staticmethod
    def _told(access: Access) -> Q:
        """Private matters only on the sides on which the user is told them."""
        trusted = access.councils(CONFIDANTS)
        sides = Q(from_council__in=trusted) | Q(to_council__in=trusted)
        return sides | ~Q(follow_up__kind__in=origins.private_kinds())

    def of(self, council: Any) -> Self:
        """Those on one of whose sides a council stands."""
        return self.filter(Q(from_council=council) | Q(to_council=council))

    def pending(self) -> Self:
        """Those that wait to be accepted or refused."""
        return self.filter(decision="asked")

    def to_successors(self, on: date) -> Self:
        """Moves from ended councils to their successors by a day."""
        return self.filter(kind="successor", decision="accepted", decided_on__lte=on)


class LetterQuerySet(ScopedQuerySet[M]):
    """Reminder letters: read by the council's side, and by the agency they were sent to."""

    def visible_to(self, user: Any) -> Self:
        """Those of councils that the user reads, and those sent to the user's agency."""
        access = access_of(user)
        return self.filter(access.readable() | Q(agency_id__in=access.agencies))


class NoticeQuerySet(models.QuerySet[M]):
    """Notices."""

    def visible_to(self, user: Any) -> Self:
        """Everybody reads their own inbox only."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        """Not yet read."""
        return self.filter(read_at__isnull=True)

    def with_is_read(self) -> Self:
        """Annotates `is_read` as 0 or 1, for an order that pages."""
        return self.annotate(is_read=IS_READ)
