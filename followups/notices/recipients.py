"""Who is told: the users behind a responsible body, and the secretariat behind a council."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import User
from core.access import Role, access_of
from core.workdays import Due
from councils.calendar import Clock
from councils.models import DelegateSeat, Membership
from councils.querysets import valid_on
from followups.models import Coordination, FollowUp
from followups.rules import owns, standing
from followups.states import State


class Owner(NamedTuple):
    """A responsible body: its kind (a field of the follow-up) and id."""

    kind: str
    pk: int


OWNER_KINDS: Final = ("agency", "delegate", "group", "committee")
_ROLES: Final = {"agency": Role.AGENCY, "delegate": Role.DELEGATE, "committee": Role.COMMITTEE}


def owner_of(follow_up: FollowUp) -> Owner | None:
    """The responsible body without reading it; None for a draft that has none yet."""
    found = ((kind, getattr(follow_up, f"{kind}_id")) for kind in OWNER_KINDS)
    return next((Owner(kind, pk) for kind, pk in found if pk is not None), None)


def users_of_owners(owners: Iterable[Owner], day: date) -> Mapping[Owner, set[int]]:
    """Ids of the active users with a valid membership of each body; a group's are its delegates of that day.

    One query for all of them, one more where groups are among them.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for owner in owners:
        wanted[owner.kind].add(owner.pk)
    groups_of = _groups_by_delegate(wanted.pop("group", set()), day)
    wanted["delegate"] |= set(groups_of)
    found: dict[Owner, set[int]] = defaultdict(set)
    for role, user, *bodies in _memberships(wanted, day):
        kind = next(kind for kind, of_kind in _ROLES.items() if of_kind == role)
        body = bodies[tuple(_ROLES).index(kind)]
        found[Owner(kind, body)].add(user)
        for group in groups_of.get(body, ()) if kind == "delegate" else ():
            found[Owner("group", group)].add(user)
    return found


def secretariat_of(council_id: int, day: date) -> set[int]:
    """Ids of the council's active secretariat users."""
    return users_in_role([council_id], Role.SECRETARIAT, day)[council_id]


def users_in_role(councils: Iterable[int], role: Role, day: date) -> Mapping[int, set[int]]:
    """Council id -> ids of its active users in this role. One query for all of them."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = _valid(day).filter(council_id__in=set(councils), role=role)
    for council, user in rows.values_list("council_id", "user_id"):
        found[council].add(user)
    return found


def own_parts(user: User, follow_ups: Iterable[FollowUp]) -> Mapping[int, Coordination]:
    """By follow-up: the part that the user's agency has in what another body answers for.

    One query for who answers for an agency, none for everybody else.
    """
    access = access_of(user)
    others = [one.pk for one in follow_ups if not owns(one, access)] if access.agencies else []
    rows = Coordination.objects.filter(follow_up_id__in=others, agency_id__in=access.agencies)
    return {part.follow_up_id: part for part in rows} if others else {}


def own_due(follow_up: FollowUp, part: Coordination | None, clock: Clock) -> Due | None:
    """How the due day stands for this reader: that of their own part where it has one, else that of the whole."""
    if part is None or follow_up.state == State.WITHDRAWN:
        return standing(follow_up, clock)
    return clock.due(part.due_on or follow_up.due_on, part.contributed_on)


def _memberships(
    wanted: Mapping[str, set[int]], day: date
) -> QuerySet[Membership, tuple[str, int, int, int, int]]:
    """(role, user, agency, delegate, committee) of the memberships that name one of these bodies."""
    condition = Q(pk__in=())
    for kind, ids in wanted.items():
        if ids:
            condition |= Q(**{"role": _ROLES[kind], f"{kind}_id__in": ids})
    return (
        _valid(day)
        .filter(condition)
        .values_list("role", "user_id", "agency_id", "delegate_id", "committee_id")
    )


def _valid(day: date) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.valid(day).filter(user__is_active=True)
    return rows


def _groups_by_delegate(groups: set[int], day: date) -> Mapping[int, set[int]]:
    """Delegate id -> ids of those of the groups in which the delegate has a seat on this day."""
    found: dict[int, set[int]] = defaultdict(set)
    if groups:
        seats = DelegateSeat.objects.filter(valid_on(day), group_id__in=groups)
        for delegate, group in seats.values_list("delegate_id", "group_id"):
            found[delegate].add(group)
    return found
