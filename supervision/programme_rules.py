"""Who prepares and decides what a subject of supervision plans."""

from __future__ import annotations

from typing import Any, Final

from core.access import DECIDERS, STAFF, Access, Role
from sessions.paper_rules import works_for
from supervision.states import ProgrammeState

PROPOSERS: Final = frozenset({Role.SECRETARIAT, Role.LEADER, Role.COMMITTEE, Role.DELEGATE})
"""Who enters proposals: the secretariat everybody's, the others their own."""
OPEN: Final = frozenset({ProgrammeState.COLLECTING, ProgrammeState.DRAFTED})
"""States in which a programme is still written."""


def may_prepare(record: Any, access: Access) -> bool:
    """The secretariat for every subject, and the staff of the committee for what is the committee's."""
    roles = access.roles_in(record.council_id)
    return bool(roles & STAFF) or works_for(record.committee_id, record.council_id, access)


def may_decide(record: Any, access: Access) -> bool:
    """Who records the decision of a body of the council."""
    return bool(access.roles_in(record.council_id) & DECIDERS)


def own_proposal(proposal: Any, access: Access) -> bool:
    """Whether the user made the proposal as a delegate, or works for the committee that made it."""
    if proposal.delegate_id:
        return proposal.delegate_id in access.delegates
    return proposal.committee_id is not None and works_for(proposal.committee_id, proposal.council_id, access)
