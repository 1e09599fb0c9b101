"""What a final vote does to its resolution: it is adopted, or rejected, on that day; a voided vote takes it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sessions.models import Resolution
from sessions.services.moving import move
from sessions.states import RESOLUTION_TABLE, VOTE_VOIDED_TABLE, ResolutionState

_DECIDED = frozenset({ResolutionState.PASSED, ResolutionState.REJECTED})


@transaction.atomic
def adopt(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it was adopted on this day; Refused where it is past the vote already."""
    step_on = _after_voided_vote(resolution, on)
    move(
        record=resolution,
        table=RESOLUTION_TABLE,
        name="adopt",
        user=user,
        on=step_on,
        note=note,
        adopted_on=on,
    )
    return resolution


@transaction.atomic
def reject(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it did not find its majority; Refused where it is past the vote already."""
    step_on = _after_voided_vote(resolution, on)
    move(record=resolution, table=RESOLUTION_TABLE, name="reject", user=user, on=step_on, note=note)
    return resolution


@transaction.atomic
def take_back(*, resolution: Resolution, user: Any, note: str = "") -> Resolution:
    """Record, on the day of the decision, that the vote was void: the resolution waits for another one.

    Refused where it was not decided, or has been signed meanwhile.
    """
    decided = resolution.moves.order_by("-effective_on", "-pk").first()
    on = decided.effective_on if decided else resolution.adopted_on or timezone.localdate()
    move(
        record=resolution,
        table=VOTE_VOIDED_TABLE,
        name="void_vote",
        user=user,
        on=on,
        note=note,
        adopted_on=None,
    )
    return resolution


def _after_voided_vote(resolution: Resolution, on: date) -> date:
    """The day of the step: that of the vote, but not before a voided vote that had been entered on too late a day."""
    last = resolution.moves.order_by("-effective_on", "-pk").first()
    voided = last is not None and last.from_state in _DECIDED and last.to_state == ResolutionState.TABLED
    return max(on, last.effective_on) if last is not None and voided else on
