"""Due days of verification reports that are still owed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from councils.dependents import Change, Columns, Dependent, Line
from sessions.dependents import counted_back
from sessions.models import Verification

COUNCIL: Final = "paper__sitting__council"
_COLUMNS: Final = Columns(due="due_on", council=COUNCIL)


def _rows(change: Change) -> QuerySet[Verification]:
    return counted_back.concerned(Verification.objects.open(), change, _COLUMNS)


def preview(change: Change) -> Iterator[Line]:
    """What the change concerns, by council and due day."""
    rows = _rows(change).select_related("committee")
    for shift in counted_back.shifts(rows.order_by(f"{COUNCIL}__sort_key", "due_on", "pk"), change, COUNCIL):
        verification: Any = shift.row
        yield Line(
            council=str(verification.paper.sitting.council),
            title=verification.paper.title,
            owner=str(verification.committee),
            url=verification.get_absolute_url(),
            old=verification.due_on,
            new=shift.day,
            estimated=change.calendar.is_estimated(shift.day),
        )


def apply(change: Change, user: Any) -> int:
    """Move the due days; tells how many moved."""
    rows = _rows(change).select_for_update(of=("self",)).order_by("due_anchor_on", "pk")
    return counted_back.write(counted_back.shifts(rows, change, COUNCIL), user)


VERIFICATIONS: Final = Dependent(_("Verification reports"), preview, apply)
