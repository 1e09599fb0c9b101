"""Who may do what with a paper and its verification now, and how their due days stand."""

from __future__ import annotations

from typing import Final

from core.access import DECIDERS, STAFF, Access, Role
from core.workdays import Due
from councils.calendar import Clock
from councils.models import Committee
from sessions.models import Paper, Verification
from sessions.querysets import AFTER_DECISION, PUT_OFF
from sessions.states import MISSING, PAPER_TABLE, TABLED, PaperState, VerificationState

HANDED_IN_AGAIN: Final = frozenset(
    {
        PaperState.RECEIVED,
        PaperState.ASSIGNED,
        PaperState.UNDER_VERIFICATION,
        PaperState.REVISED,
        PaperState.SENT,
    }
)
"""States in which another version may come without moving the paper."""
BY_OWNER: Final = MISSING | {
    PaperState.RECEIVED,
    PaperState.VERIFIED,
    PaperState.REVISED,
    PaperState.SENT,
}
"""States in which the owner itself may hand in: until it is tabled, not while a committee has it on its table."""
IN_DELEGATES_HANDS: Final = TABLED | {PaperState.SENT}
"""States of papers that were sent to the delegates, or laid before the council."""
BEFORE_REPORT: Final = frozenset({PaperState.RECEIVED, PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION})
"""States of papers that have come and that no committee has reported on."""
DECIDED: Final = AFTER_DECISION
"""States after which nothing more happens to a paper at this sitting."""


def step_of_receipt(state: str) -> str:
    """The move that a version takes the paper through; "" where another version moves nothing.

    For a state in which no version can come it is the move that the table refuses.
    """
    if state == PaperState.VERIFIED:
        return "revise"
    return "" if state in HANDED_IN_AGAIN else "receive"


def may_enter(paper: Paper, access: Access) -> bool:
    """The secretariat of the paper's council enters everything about it."""
    return bool(access.roles_in(paper.sitting.council_id) & STAFF)


def works_for(committee_id: int | None, council_id: int, access: Access) -> bool:
    """Whether the user is on the staff of this committee."""
    return any(
        grant.role == Role.COMMITTEE and grant.council_id == council_id and grant.committee_id == committee_id
        for grant in access.grants
        if committee_id is not None
    )


def owns(paper: Paper, access: Access) -> bool:
    """Whether the user belongs to the agency, or works for the committee, that owes the paper."""
    council_id = paper.sitting.council_id
    return paper.owner_agency_id in access.agencies or works_for(paper.owner_committee_id, council_id, access)


def may_hand_in(paper: Paper, access: Access) -> bool:
    """Whether the user's roles allow a receipt, whatever the state: the secretariat, or the owner itself."""
    return may_enter(paper, access) or owns(paper, access)


def can_hand_in(paper: Paper, access: Access) -> bool:
    """Whether a version can come from this user in the present state."""
    if may_enter(paper, access):
        state = paper.state
        return state in HANDED_IN_AGAIN or not PAPER_TABLE.refusal(step_of_receipt(state), state)
    return owns(paper, access) and paper.state in BY_OWNER


def may_verify(verification: Verification, access: Access) -> bool:
    """The staff of the committee that verifies, and the secretariat; other committees' staff only read."""
    council_id = verification.paper.sitting.council_id
    return bool(access.roles_in(council_id) & STAFF) or works_for(
        verification.committee_id, council_id, access
    )


def reads_report(verification: Verification, access: Access) -> bool:
    """Whether the user reads its parts and remarks: all in reach once reported; before, only those who work on it.

    These are the staff of the committee, the secretariat and the leaders: a draft is no opinion of the committee yet.
    """
    council_id = verification.paper.sitting.council_id
    works = access.roles_in(council_id) & DECIDERS or works_for(verification.committee_id, council_id, access)
    return verification.reported_on is not None or bool(works)


def reads_versions(paper: Paper, access: Access) -> bool:
    """Whether the user opens the paper's files: a delegate once it was sent to the delegates, others in reach always.

    What was sent stays readable when the paper is withdrawn or deferred afterwards.
    """
    council_id = paper.sitting.council_id
    only_delegate = access.roles_in(council_id) == {Role.DELEGATE}
    if (
        not only_delegate
        or council_id in access.below
        or owns(paper, access)
        or paper.state in IN_DELEGATES_HANDS
    ):
        return True
    return paper.moves.filter(to_state=PaperState.SENT).exists()


def awaits_report(paper: Paper) -> bool:
    """Whether a committee is to verify the paper and its report has not come.

    A draft resolution is verified with the proposal it goes with: the report on the proposal speaks of both.
    """
    return paper.committee_id is not None and paper.state in BEFORE_REPORT and not _reported_with(paper)


def _reported_with(paper: Paper) -> bool:
    """Whether a committee has reported on the proposal that a draft goes with; pages of many fetch both beforehand."""
    proposal = paper.goes_with
    if paper.kind != Paper.Kind.DRAFT_RESOLUTION or proposal is None:
        return False
    return any(verification.reported_on for verification in proposal.verifications.all())


def may_return(paper: Paper, committees: list[Committee], access: Access) -> bool:
    """The secretariat, and the staff of a committee that verifies the paper."""
    council_id = paper.sitting.council_id
    return may_enter(paper, access) or any(
        works_for(committee.pk, council_id, access) for committee in committees
    )


def may_respond(verification: Verification, access: Access) -> bool:
    """The owner of the paper answers the remarks, or the secretariat for it."""
    return may_hand_in(verification.paper, access)


def can_respond(verification: Verification) -> bool:
    """Whether remarks can be answered in the present state: once reported, until the paper was decided on."""
    reported = verification.state in {VerificationState.REPORTED, VerificationState.RESPONDED}
    return reported and verification.paper.state not in DECIDED


def is_outsider(paper: Paper, access: Access) -> bool:
    """Whether the user sees the paper only because their agency owes it: reads nothing the council keeps to itself."""
    return paper.sitting.council_id not in access.readable_councils


def standing(paper: Paper, clock: Clock) -> Due | None:
    """How the due day of a paper stands; nothing for what nobody owes any more."""
    if paper.received_on is None and paper.state in PUT_OFF:
        return None
    return clock.due(paper.due_on, paper.received_on)


def standing_of_report(verification: Verification, clock: Clock) -> Due | None:
    """How the due day of a verification report stands; nothing where the paper was withdrawn before it."""
    if verification.reported_on is None and verification.paper.state in PUT_OFF:
        return None
    return clock.due(verification.due_on, verification.reported_on)
