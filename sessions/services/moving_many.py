"""The same step for many records at once, in a constant number of queries; each still gets its own dated move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day as shown
from core.services import entered_by
from core.states import StateTable
from sessions.services.moving import check_day
from sessions.services.rows import Outcome


def move_many(
    *,
    records: Sequence[Any],
    table: StateTable,
    name: str,
    user: Any,
    on: date,
    note: str = "",
    **changes: Any,
) -> Outcome:
    """Take one step of those of these records that can take it; the others say why not.

    The caller has locked the rows and read them since. Raises Refused, as `moving.move` does, for a day in the future.
    The records that moved bear their new state and the changed columns afterwards.
    """
    check_day(on)
    last = _last_days(records)
    outcome = Outcome([], [])
    for record in records:
        if refusal := table.refusal(name, record.state) or _too_early(on, last.get(record.pk)):
            outcome.refused.append((record, refusal))
        else:
            outcome.done.append(record)
    if outcome.done:
        step = table.moves[name]
        dated = {"to_state": step.target, "effective_on": on, "actor": user, "note": note}
        with entered_by(user):
            _write(outcome.done, dated, {"state": step.target, **changes})
    return outcome


def _last_days(records: Sequence[Any]) -> Mapping[int, date]:
    if not records:
        return {}
    moves = records[0].moves
    name = moves.field.attname
    rows = moves.model.objects.filter(**{f"{name}__in": [record.pk for record in records]})
    return dict(rows.order_by().values_list(name).annotate(Max("effective_on")))


def _too_early(on: date, last: date | None) -> str:
    if last is None or on >= last:
        return ""
    return _("The step before was taken on %(day)s: this one cannot be earlier.") % {"day": shown(last)}


def _write(records: list[Any], dated: dict[str, Any], changes: dict[str, Any]) -> None:
    """One UPDATE for all, and a dated move for each."""
    model, moves = type(records[0]), records[0].moves
    model.objects.filter(pk__in=[record.pk for record in records]).update(
        updated_at=timezone.now(), **changes
    )
    made = [moves.model(**{moves.field.name: row}, from_state=row.state, **dated) for row in records]
    moves.model.objects.bulk_create(made)
    for record in records:
        for column, value in changes.items():
            setattr(record, column, value)
