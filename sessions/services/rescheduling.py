"""What follows when the days or the kind of a sitting change: half-days, steps, papers that are still owed."""

from __future__ import annotations

from typing import Any

from sessions.models import Sitting
from sessions.services.paper_redating import recount_due_days
from sessions.services.plenaries import follow_days
from sessions.services.steps import lay_out_steps, recount_steps


def follow(*, sitting: Sitting, former: Sitting, user: Any) -> None:
    """Bring along what hangs on the days and kind that `former` had. Call it inside the transaction of the change."""
    shift = sitting.opens_on - former.opens_on
    if shift or sitting.closes_on != former.closes_on:
        follow_days(sitting=sitting, user=user, shift=shift)
    elif sitting.kind == former.kind:
        return
    if sitting.steps.exclude(code="").exists():
        lay_out_steps(sitting=sitting, user=user, shift=shift)
    else:
        recount_steps(sitting=sitting, user=user, shift=shift)
    if shift:
        recount_due_days(sitting=sitting, user=user, opened_on=former.opens_on)
