"""Turns a user's memberships into the access that every floor asks for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, QuerySet, When
from django.utils import timezone

from core.access import OVERSIGHT, Access, Grant, Role
from core.compiled import compiled
from councils.models import Council, DelegateSeat, Membership
from councils.querysets import valid_on


def _groups_of(delegate_ids: set[int]) -> dict[int, set[int]]:
    """Delegate id -> ids of the groups the delegate sits or sat in: answers to old opinions stay theirs to judge."""
    groups: dict[int, set[int]] = {}
    if delegate_ids:
        rows = DelegateSeat.objects.filter(delegate_id__in=delegate_ids, group__isnull=False)
        for delegate_id, group_id in rows.values_list("delegate_id", "group_id"):
            groups.setdefault(delegate_id, set()).add(group_id)
    return groups


@compiled
def _memberships(ids: Sequence[int]) -> QuerySet[Membership, tuple[Any, ...]]:
    """The valid memberships of users; with those that oversee, the ids of the councils below."""
    lower = Council.objects.filter(parent=OuterRef("council")).order_by().values("pk")
    overseen = Case(When(role__in=OVERSIGHT, then=ArraySubquery(lower)))
    rows = Membership.objects.filter(valid_on(timezone.localdate()), user__in=ids)
    return rows.values_list("role", "council_id", "agency_id", "delegate_id", "committee_id", overseen)


def load_access(user: Any) -> Access:
    """The valid memberships of a user, with the councils below those they oversee: one query, two for delegates."""
    rows = _memberships(ids=[user.pk])
    groups = _groups_of({row[3] for row in rows if row[3]})
    grants = (
        Grant(Role(role), council, agency, delegate, committee, frozenset(groups.get(delegate or 0, ())))
        for role, council, agency, delegate, committee, _below in rows
    )
    return Access(tuple(grants), frozenset(chain.from_iterable(row[5] or () for row in rows)))
