"""The due day of what is open moves because the day it is counted from did: the sitting was called for another day."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import DateField, OuterRef, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from councils.calendar import DueDate
from followups.models import Extension, FollowUp, FollowUpMove
from followups.states import OPEN


@transaction.atomic
def redate(*, dues: Mapping[int, DueDate], user: User | None, reason: str) -> int:
    """Give open follow-ups, by their ids, the due day that their producer has counted anew; tells how many moved.

    More time that was granted still holds. What is answered or settled stays as it was. The move that is written keeps
    the first due day as it was before, so that figures as of an earlier day still find it.
    """
    rows = FollowUp.objects.select_for_update().filter(pk__in=dues, state__in=OPEN).order_by("pk")
    moving = [row for row in rows if _differs(row, dues[row.pk])]
    alike: dict[DueDate, list[int]] = {}
    for row in moving:
        alike.setdefault(dues[row.pk], []).append(row.pk)
    for due, ids in alike.items():
        _write(ids, due)
    FollowUpMove.objects.bulk_create(
        FollowUpMove(
            follow_up=row,
            from_state=row.state,
            to_state=row.state,
            effective_on=timezone.localdate(),
            actor=user,
            note=reason,
            due_was=row.original_due_on,
            due_became=dues[row.pk].day,
        )
        for row in moving
        if row.original_due_on != dues[row.pk].day
    )
    return len(moving)


def _differs(row: FollowUp, due: DueDate) -> bool:
    rule = due.rule.pk if due.rule else None
    return (row.original_due_on, row.due_rule_id, row.due_anchor_on) != (due.day, rule, due.anchor)


def _write(ids: list[int], due: DueDate) -> None:
    granted = Extension.objects.filter(follow_up=OuterRef("pk"), decision=Extension.Decision.GRANTED)
    extended = Subquery(granted.order_by("-until").values("until")[:1])
    FollowUp.objects.filter(pk__in=ids).update(
        original_due_on=due.day,
        due_on=Greatest(Value(due.day, output_field=DateField()), extended),
        due_rule=due.rule,
        due_anchor_on=due.anchor,
        legal_basis=due.legal_basis,
        updated_at=timezone.now(),
    )
