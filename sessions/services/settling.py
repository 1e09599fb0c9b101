"""A follow-up that is answered on another page than its own: the answer there is the acceptance as well."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from followups import services as followups
from followups.models import Assessment, FollowUp
from followups.states import OPEN, WAITING, ResultClass


def settle(
    *,
    follow_up: FollowUp,
    user: User | None,
    text: str,
    on: date,
    by_owner: bool,
    number: str = "",
) -> None:
    """Answer it with these words and accept the answer; the council's side is told what the owner did by itself.

    Where somebody answered or settled it by hand before, only what is still open is done.
    """
    if follow_up.state in OPEN:
        followups.reply_to(
            follow_up=follow_up,
            user=user,
            text=text,
            result_class=ResultClass.RESOLVED,
            dated_on=on,
            number=number,
            quiet=not by_owner,
        )
    if follow_up.state in WAITING:
        judge = None if by_owner else user
        accepted = Assessment.Verdict.ACCEPTED
        followups.assess(follow_up=follow_up, user=judge, verdict=accepted, on=on, quiet=True)
