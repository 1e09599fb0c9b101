"""Who may do what with a follow-up now, and how its due day stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from core.access import ASSESSORS, DECIDERS, STAFF, Access
from core.workdays import Due
from councils.calendar import Clock
from followups.models import FollowUp, HandOver
from followups.states import OPEN, OWNER, TABLE, WAITING, State

OWNER_MOVES: Final = frozenset({"acknowledge", "start", "answer", "hand_on"})
"""What only the responsible body does (answering and handing on also the secretariat in its name)."""
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
    if name == "withdraw" and follow_up.state == State.DRAFT:
        return bool(roles & DECIDERS)  # who may write a draft may drop it
    if name == "reopen" and follow_up.issued_on is None:
        return False  # a draft that was dropped has never been owed
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


def may_remind(follow_up: FollowUp, access: Access) -> bool:
    """By hand, those who decide for the council remind."""
    return bool(access.roles_in(follow_up.council_id) & DECIDERS)


def may_climb(follow_up: FollowUp, access: Access) -> bool:
    """The ladder is climbed, or deliberately not, by those who decide for the council."""
    return bool(access.roles_in(follow_up.council_id) & DECIDERS)


def may_propose_topic(follow_up: FollowUp, access: Access) -> bool:
    """Who may judge an answer may also propose the matter for questioning; not those who owe it."""
    proposers = DECIDERS if owns(follow_up, access) else ASSESSORS
    return bool(access.roles_in(follow_up.council_id) & proposers)


def may_record_result(follow_up: FollowUp, access: Access) -> bool:
    """A later class of result is entered by the secretariat."""
    return bool(access.roles_in(follow_up.council_id) & STAFF)


def may_decide_hand_over(hand_over: HandOver, access: Access, user_id: int) -> bool:
    """The receiving side: the agency's users, or its secretariat on its letter; for a council those who decide there.

    Nobody accepts what they themselves asked another body to take, except the secretariat that enters letters.
    """
    roles = access.roles_in(hand_over.to_council_id)
    if hand_over.kind == HandOver.Kind.AGENCY:
        taking = hand_over.to_agency_id in access.agencies
    else:
        taking = bool(roles & DECIDERS)
    return bool(roles & STAFF) or (taking and hand_over.asked_by_id != user_id)


def may_take_back(hand_over: HandOver, access: Access) -> bool:
    """The body that still owes it, or the secretariat that it comes from."""
    return may(hand_over.follow_up, "hand_on", access)


def may_coordinate(follow_up: FollowUp, access: Access) -> bool:
    """Those who give tasks give and take away the parts of co-ordinating agencies."""
    return bool(access.roles_in(follow_up.council_id) & DECIDERS)


def may_contribute(follow_up: FollowUp, agency_id: int, access: Access) -> bool:
    """The users of the co-ordinating agency, or the secretariat on its letter."""
    return agency_id in access.agencies or bool(access.roles_in(follow_up.council_id) & STAFF)


def is_outsider(follow_up: FollowUp, access: Access) -> bool:
    """Whether the user sees the matter only because their agency must answer it or has a part in it.

    Such a user reads nothing that the council remarked for itself.
    """
    return not {follow_up.council_id, follow_up.raised_by_id} & access.readable_councils


def has_ended(follow_up: FollowUp, on: date) -> bool:
    """Whether the council it is owed to has ended by that day: asking for the answer is its successor's."""
    last = follow_up.council.valid_to
    return last is not None and last < on


def late_since(clock: Clock) -> date:
    """The first due day of what became overdue this week.

    That is the last working day before Monday: what was due on Friday is found overdue on Monday.
    """
    monday = clock.today - timedelta(days=clock.today.weekday())
    return clock.calendar.add_working_days(monday, -1)


def standing(follow_up: FollowUp, clock: Clock) -> Due | None:
    """How the due day stands: open until answered, done on the day of the answer once that was accepted.

    Nothing for what was withdrawn.
    """
    if follow_up.state == State.WITHDRAWN:
        return None
    done_on = None if follow_up.state in OPEN else follow_up.answered_on or follow_up.settled_on
    return clock.due(follow_up.due_on, done_on, answered=follow_up.state in WAITING)
