"""Reads of the accountability kernel."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from core.access import access_of
from core.querysets import ScopedQuerySet
from followups.states import OPEN, WAITING, State

M = TypeVar("M", bound=models.Model)


def reach(user: Any, prefix: str = "") -> Q:
    """Which follow-ups a user may see: the council's side all of its council's, an owner only what was sent to them."""
    return access_of(user).readable(f"{prefix}council") | (
        owned(user, prefix) & ~Q(**{f"{prefix}state": State.DRAFT})
    )


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


KEPT = Q(answered_on__lte=F("due_on"))
"""The due day was kept."""


def missed(on: date) -> Q:
    """The due day was not kept, as seen on a day."""
    return Q(answered_on__gt=F("due_on")) | Q(state__in=OPEN, due_on__lt=on)


class FollowUpQuerySet(ScopedQuerySet[M]):
    """Follow-ups."""

    def visible_to(self, user: Any) -> Self:
        """Those of the councils the user reads, and those sent to the user's own body."""
        return self.filter(reach(user))

    def owned_by(self, user: Any) -> Self:
        """Those the user's own body must answer."""
        return self.filter(owned(user)).exclude(state=State.DRAFT)

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

    def missed(self, on: date) -> Self:
        """Those answered after their due day, or still owed when it had passed."""
        return self.filter(missed(on))

    def sent(self) -> Self:
        """Those that were sent and not taken back."""
        return self.exclude(state__in=[State.DRAFT, State.WITHDRAWN])

    def due_between(self, first: date, last: date) -> Self:
        """Open ones due from a day to a day, both included."""
        return self.open().filter(due_on__range=(first, last))

    def with_owner(self) -> Self:
        """With the names that rows show, in one query."""
        return self.select_related("council", "agency", "delegate", "group", "committee", "field")

    def with_urgency(self, on: date) -> Self:
        """Annotates `urgency` for order in lists: 0 late, 1 due or to assess, 2 the rest owed, 3 settled."""
        return self.annotate(
            urgency=Case(
                When(state__in=OPEN, due_on__lt=on, then=Value(0)),
                When(state__in=WAITING, then=Value(1)),
                When(state__in=OPEN, then=Value(2)),
                default=Value(3),
                output_field=models.SmallIntegerField(),
            )
        )

    def with_due_sort(self) -> Self:
        """Annotates `due_sort`, never null: what has no due day comes last."""
        return self.annotate(due_sort=Coalesce("due_on", Value(date.max), output_field=models.DateField()))


class ThroughFollowUpQuerySet(models.QuerySet[M]):
    """Rows that belong to a follow-up and share its reach."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the follow-ups the user sees."""
        names = {field.name for field in self.model._meta.get_fields()}
        prefix = "follow_up__" if "follow_up" in names else "reply__follow_up__"
        return self.filter(reach(user, prefix))


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
        return self.annotate(
            is_read=Case(
                When(read_at__isnull=True, then=Value(0)),
                default=Value(1),
                output_field=models.IntegerField(),
            )
        )
