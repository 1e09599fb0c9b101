"""What a final vote does to its resolution and the draft among the papers; a voided vote takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.states import StateTable
from sessions.models import Paper, PaperMove, Resolution
from sessions.services import answer_debts
from sessions.services.moving import move
from sessions.states import (
    PAPER_BACK_TABLE,
    PAPER_TABLE,
    RESOLUTION_TABLE,
    VOTE_VOIDED_TABLE,
    ResolutionState,
)

_DECIDED = frozenset({ResolutionState.PASSED, ResolutionState.REJECTED})


@transaction.atomic
def adopt(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it was adopted on this day, and its draft among the papers with it.

    Refused where it is past the vote already.
    """
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
    _move_paper(resolution, PAPER_TABLE, ("table", "adopt"), on=on, user=user, note=note)
    return resolution


@transaction.atomic
def reject(*, resolution: Resolution, on: date, user: Any, note: str = "") -> Resolution:
    """Record that it did not find its majority; its draft was tabled all the same.

    Refused where it is past the vote already.
    """
    step_on = _after_voided_vote(resolution, on)
    move(record=resolution, table=RESOLUTION_TABLE, name="reject", user=user, on=step_on, note=note)
    _move_paper(resolution, PAPER_TABLE, ("table",), on=on, user=user, note=note)
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
    paper_waits(resolution, user=user, note=note)
    return resolution


def paper_waits(resolution: Resolution, *, user: Any, note: str) -> None:
    """The draft among the papers is tabled again, no longer adopted; nothing where it stands elsewhere."""
    _move_paper(resolution, PAPER_BACK_TABLE, ("unadopt",), user=user, note=note)


def _move_paper(
    resolution: Resolution,
    table: StateTable,
    steps: Sequence[str],
    *,
    user: Any,
    note: str,
    on: date = date.min,
) -> None:
    """Take those of these steps that its draft among the papers can take: what is missing or put off stays as it is.

    They take effect on the day of the vote, or with the paper's last step where that was entered for a later one.
    """
    paper = Paper.objects.select_for_update(of=("self",)).filter(resolution=resolution).first()
    for name in steps:
        if paper is not None and not table.refusal(name, paper.state):
            last = PaperMove.objects.filter(paper=paper).aggregate(Max("effective_on"))["effective_on__max"]
            tabled = {"tabled_on": on} if name == "table" else {}
            day = max(on, last or on)
            move(record=paper, table=table, name=name, user=user, on=day, note=note, **tabled)
            if name == "adopt":
                answer_debts.release(papers=[paper], user=user, reason=answer_debts.DECIDED, on=day)


def _after_voided_vote(resolution: Resolution, on: date) -> date:
    """The day of the step: that of the vote, but not before a voided vote that had been entered on too late a day."""
    last = resolution.moves.order_by("-effective_on", "-pk").first()
    voided = last is not None and last.from_state in _DECIDED and last.to_state == ResolutionState.TABLED
    return max(on, last.effective_on) if last is not None and voided else on
