"""Due days of papers that have not come. A paper whose owner was asked for it moves in step with its follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from councils.dependents import Change, Columns, Dependent, Line
from followups.recalculation import CONCERNED
from sessions.dependents import counted_back
from sessions.models import Paper

COUNCIL: Final = "sitting__council"
_COLUMNS: Final = Columns(due="due_on", council=COUNCIL)
_TOLD_BY_ITS_FOLLOW_UP: Final = Q(follow_up__state__in=sorted(CONCERNED))


def _rows(change: Change) -> QuerySet[Paper]:
    return counted_back.concerned(Paper.objects.missing(), change, _COLUMNS)


def preview(change: Change) -> Iterator[Line]:
    """What the change concerns, by council and due day; what a follow-up is owed for, its own line tells."""
    rows = _rows(change).exclude(_TOLD_BY_ITS_FOLLOW_UP).select_related("owner_agency", "owner_committee")
    for shift in counted_back.shifts(
        rows.order_by("sitting__council__sort_key", "due_on", "pk"), change, COUNCIL
    ):
        paper: Any = shift.row
        yield Line(
            council=str(paper.sitting.council),
            title=paper.title,
            owner=paper.owner_name,
            url=paper.get_absolute_url(),
            old=paper.due_on,
            new=shift.day,
            estimated=change.calendar.is_estimated(shift.day),
        )


def apply(change: Change, user: Any) -> int:
    """Move the due days; counts those that the preview told of."""
    rows = _rows(change).select_related("follow_up").select_for_update(of=("self",))
    shifts = counted_back.shifts(rows.order_by("due_anchor_on", "pk"), change, COUNCIL)
    return counted_back.write(shifts, user, counts=_tells_itself)


def _tells_itself(paper: Paper) -> bool:
    return paper.follow_up is None or paper.follow_up.state not in CONCERNED


PAPERS: Final = Dependent(_("Papers of sittings"), preview, apply)
