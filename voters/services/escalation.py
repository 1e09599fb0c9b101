"""How often a matter was passed on in vain, over all its repeats: what a secretariat weighs before the next step."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils import timezone

from followups.querysets import FRUITLESS
from followups.states import OPEN, SETTLED
from voters.lineage import repeated_by
from voters.models import VoterOpinion

INSPECTION_AFTER: Final = FRUITLESS
"""Transfers without an accepted answer after which an official-duty inspection is proposed.

Practice of Đà Nẵng since 2025 (domain reference 3.5): after the third.
"""


def transfers_in_vain(opinion: Any, on: date | None = None) -> int:
    """How often this matter was sent to a body without an accepted answer, earlier opinions it repeats included.

    An answer that was not accepted, a hand-over, an answer overdue now, and an earlier opinion that had to be raised
    again count once each. 0 for what is settled or was never sent. The opinion is read `with_status`; only for a repeat
    are there queries: one for each earlier opinion, and one.
    """
    task = opinion.follow_up
    if task is None or task.state in SETTLED:
        return 0
    late = task.state in OPEN and task.due_on is not None and task.due_on < (on or timezone.localdate())
    return int(task.fruitless + late) + (_before(opinion.pk) if opinion.is_repeat else 0)


def _before(pk: int) -> int:
    """What the earlier opinions add: each was sent, had to be raised again, and may have been passed on in vain."""
    ids = {step.target_id for found in repeated_by(pk).values() for step in found}
    earlier = VoterOpinion.objects.filter(pk__in=ids, follow_up__isnull=False)
    return sum(1 + fruitless for fruitless in earlier.values_list("follow_up__fruitless", flat=True))
