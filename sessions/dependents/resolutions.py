"""The days by which signed resolutions must be sent up, after a deadline rule or the calendar has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.services import entered_by
from councils.dependents import Change, Columns, Counted, Dependent, Line, Recount
from sessions.models import Resolution
from sessions.states import SIGNED

_COLUMNS: Final = Columns(rule="send_up_rule", anchor="signed_on", due="send_up_due_on")
_BATCH: Final = 1000


def preview(change: Change) -> Iterator[Line]:
    """What the change concerns, by council and due day; read in a stream."""
    for resolution, found in _concerned(
        change, _rows(change).order_by("council__sort_key", "send_up_due_on")
    ):
        yield Line(
            council=str(resolution.council),
            title=resolution.title,
            owner=str(resolution),
            url=resolution.get_absolute_url(),
            old=resolution.send_up_due_on,
            new=found.day,
            estimated=change.calendar.is_estimated(found.day),
        )


def apply(change: Change, user: Any) -> int:
    """Move the due days; tells how many moved. What has been sent up stays as it was."""
    rows = _rows(change).select_for_update(of=("self",)).order_by("pk")
    moved, now = [], timezone.now()
    for resolution, found in _concerned(change, rows):
        resolution.send_up_due_on, resolution.send_up_rule = found.day, found.rule
        resolution.updated_at = now
        moved.append(resolution)
    with entered_by(user):
        Resolution.objects.bulk_update(
            moved, ["send_up_due_on", "send_up_rule", "updated_at"], batch_size=_BATCH
        )
    return len(moved)


def _rows(change: Change) -> QuerySet[Resolution]:
    waiting = Resolution.objects.filter(state__in=SIGNED, sent_up_on__isnull=True, send_up_rule__isnull=False)
    return waiting.filter(change.touching(_COLUMNS)).select_related("council", "send_up_rule", "document")


def _concerned(change: Change, rows: QuerySet[Resolution]) -> Iterator[tuple[Any, Recount]]:
    row: Any
    for row in rows.iterator(chunk_size=_BATCH):
        counted = Counted(
            row.send_up_rule, row.signed_on, row.send_up_due_on, row.council_id, row.council.level
        )
        if found := change.recount(counted):
            yield row, found


SEND_UP: Final = Dependent(gettext_lazy("Resolutions to be sent up"), preview, apply)
