"""One way to move a state: by its table, with the day it took effect and who did it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.display import day as shown
from core.errors import Refused
from core.services import entered_by
from core.states import StateTable


def check_day(on: date, *, not_before: date | None = None, field: str = "on") -> None:
    """Refuse, beside `field`, a day in the future, or one before what it follows."""
    if on > timezone.localdate():
        raise Refused({field: _("The day %(day)s lies in the future.") % {"day": shown(on)}})
    if not_before and on < not_before:
        raise Refused(
            {
                field: _("The step before was taken on %(day)s: this one cannot be earlier.")
                % {"day": shown(not_before)}
            }
        )


def move(
    *, record: Any, table: StateTable, name: str, user: Any, on: date, note: str = "", **changes: Any
) -> None:
    """Take one step of a record that keeps its `moves`; `changes` are columns that change with the state.

    Call it inside a transaction. Raises Refused when the table lacks the step, or the day lies in the future or before
    the last step. The record is read again afterwards.
    """
    last = record.moves.order_by("-effective_on", "-pk").values_list("effective_on", flat=True).first()
    check_day(on, not_before=last)
    model = type(record)
    with entered_by(user):
        table.apply(model.objects.all(), record.pk, name, updated_at=timezone.now(), **changes)
        record.moves.create(
            from_state=record.state, to_state=table.moves[name].target, effective_on=on, actor=user, note=note
        )
    record.refresh_from_db()
