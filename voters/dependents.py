"""What a changed rule or calendar makes of the legal steps of voter contact that are still to be done."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councils.dependents import Columns
from sessions.dependents.kept import Kept
from voters.models import ContactStep


def _open() -> QuerySet[ContactStep]:
    return ContactStep.objects.filter(done_on__isnull=True).select_related("round", "meeting")


def _named(step: ContactStep) -> str:
    return _("%(step)s, %(round)s") % {"step": step, "round": step.round}


CONTACT_STEPS: Final = Kept(
    name=gettext_lazy("Legal steps of voter contact"),
    columns=Columns(due="due_on", council="round__council"),
    open_rows=_open,
    title=_named,
    owner=lambda step: str(step.round.council),
)
