"""Due days of papers that have not come. A paper whose owner was asked for it moves in step with its follow-up."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from councils.dependents import Columns
from followups.recalculation import CONCERNED
from sessions.dependents.kept import Kept
from sessions.models import Paper


def _missing() -> QuerySet[Paper]:
    return Paper.objects.missing().select_related("owner_agency", "owner_committee", "follow_up")


def _tells_itself(paper: Paper) -> bool:
    """What a follow-up is owed for, its own line tells."""
    return paper.follow_up is None or paper.follow_up.state not in CONCERNED


PAPERS: Final = Kept(
    name=_("Papers of sittings"),
    columns=Columns(due="due_on", council="sitting__council"),
    open_rows=_missing,
    title=attrgetter("title"),
    owner=attrgetter("owner_name"),
    told=_tells_itself,
)
