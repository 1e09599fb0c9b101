"""Due days of legal steps that are still to be done, of sittings that were not called off."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councils.dependents import Columns
from sessions.dependents.kept import Kept, Rows
from sessions.models import Sitting, SittingStep
from sessions.progress import proven, with_progress
from sessions.services.steps import title_of
from sessions.states import OFF, SittingState


def _open() -> QuerySet[SittingStep]:
    rows = SittingStep.objects.filter(done_on__isnull=True, not_needed=False)
    return rows.exclude(sitting__state__in=[*OFF, SittingState.ARCHIVED])


def _unproven(steps: Rows) -> Rows:
    """Without those that the records prove done; one query for the batch."""
    sittings = with_progress(Sitting.objects.filter(pk__in={step.sitting_id for step in steps}))
    done = {sitting.pk: proven(sitting) for sitting in sittings}
    return [step for step in steps if step.code not in done[step.sitting_id]]


def _named(step: SittingStep) -> str:
    return _("%(step)s, %(sitting)s") % {"step": title_of(step), "sitting": step.sitting}


STEPS: Final = Kept(
    name=gettext_lazy("Legal steps of sittings"),
    columns=Columns(due="due_on", council="sitting__council"),
    open_rows=_open,
    title=_named,
    owner=lambda step: str(step.sitting.council),
    url=lambda step: step.sitting.get_absolute_url(),
    keep=_unproven,
)
