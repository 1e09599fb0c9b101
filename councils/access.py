"""Turns a user's memberships into the access that every floor asks for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.access import Access, Grant, Role
from councils.models import DelegateSeat, Membership
from councils.querysets import valid_on


def _groups_of(delegate_ids: set[int]) -> dict[int, set[int]]:
    """Delegate id -> ids of the groups the delegate sits or sat in: answers to old opinions stay theirs to judge."""
    groups: dict[int, set[int]] = {}
    if delegate_ids:
        rows = DelegateSeat.objects.filter(delegate_id__in=delegate_ids, group__isnull=False)
        for delegate_id, group_id in rows.values_list("delegate_id", "group_id"):
            groups.setdefault(delegate_id, set()).add(group_id)
    return groups


def load_access(user: Any) -> Access:
    """The valid memberships of a user: one query, a second one for delegates."""
    rows = list(
        Membership.objects.filter(valid_on(timezone.localdate()), user=user).values_list(
            "role", "council_id", "agency_id", "delegate_id", "committee_id"
        )
    )
    groups = _groups_of({delegate for _role, _council, _agency, delegate, _committee in rows if delegate})
    return Access(
        tuple(
            Grant(Role(role), council, agency, delegate, committee, frozenset(groups.get(delegate or 0, ())))
            for role, council, agency, delegate, committee in rows
        )
    )
