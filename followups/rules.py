"""Who may do what with a follow-up now, and how its due day stands."""

from __future__ import annotations

from typing import Final

from core.access import DECIDERS, STAFF, Access, Role
from core.workdays import Due
from councils.calendar import Clock
from followups.models import FollowUp
from followups.states import OPEN, OWNER, TABLE, WAITING, State

OWNER_MOVES: Final = frozenset({"acknowledge", "start", "answer"})
"""What only the responsible body does (and for "answer" the secretariat in its name)."""
JUDGEMENTS: Final = frozenset({"accept", "return"})
"""What nobody does to their own answer."""


def owns(follow_up: FollowUp, access: Access) -> bool:
    """Whether the user belongs to the responsible body."""
    return (
        follow_up.agency_id in access.agencies
        or follow_up.delegate_id in access.delegates
        or follow_up.group_id in access.groups
        or follow_up.committee_id in access.committees
    )


def may(follow_up: FollowUp, name: str, access: Access) -> bool:
    """Whether the user's roles allow a move, whatever the state."""
    roles = access.roles_in(follow_up.council_id)
    allowed = TABLE.moves[name].roles & roles
    if name in OWNER_MOVES:
        return bool(allowed & STAFF) or (bool(allowed & OWNER) and owns(follow_up, access))
    if name in JUDGEMENTS and owns(follow_up, access):
        return bool(allowed & DECIDERS)
    return bool(allowed)


def possible(follow_up: FollowUp, access: Access) -> frozenset[str]:
    """Names of the moves that the user may make in the present state."""
    return frozenset(
        move.name
        for move in TABLE.moves.values()
        if follow_up.state in move.sources and may(follow_up, move.name, access)
    )


def may_ask_time(follow_up: FollowUp, access: Access) -> bool:
    """More time is asked for by the responsible body, or by the secretariat on its letter."""
    roles = access.roles_in(follow_up.council_id)
    return bool(roles & STAFF) or (bool(roles & OWNER) and owns(follow_up, access))


def may_decide_time(follow_up: FollowUp, access: Access) -> bool:
    """More time is granted by those who decide for the council."""
    return bool(access.roles_in(follow_up.council_id) & DECIDERS)


def may_record_result(follow_up: FollowUp, access: Access) -> bool:
    """A later class of result is entered by the secretariat."""
    return bool(access.roles_in(follow_up.council_id) & STAFF)


def is_outsider(follow_up: FollowUp, access: Access) -> bool:
    """Whether the user sees the matter only because their agency must answer it: remarks of the council stay inside."""
    return access.roles_in(follow_up.council_id) <= {Role.AGENCY} and owns(follow_up, access)


def standing(follow_up: FollowUp, clock: Clock) -> Due | None:
    """How the due day stands: open until answered, done on the day of the answer once that was accepted.

    Nothing for what was withdrawn.
    """
    if follow_up.state == State.WITHDRAWN:
        return None
    done_on = None if follow_up.state in OPEN else follow_up.answered_on or follow_up.settled_on
    return clock.due(follow_up.due_on, done_on, answered=follow_up.state in WAITING)
