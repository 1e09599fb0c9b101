"""Due days of verification reports that are still owed."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from django.utils.translation import gettext_lazy as _

from councils.dependents import Columns
from sessions.dependents.kept import Kept
from sessions.models import Verification

VERIFICATIONS: Final = Kept(
    name=_("Verification reports"),
    columns=Columns(due="due_on", council="paper__sitting__council"),
    open_rows=lambda: Verification.objects.open().select_related("committee"),
    title=attrgetter("paper.title"),
    owner=lambda verification: str(verification.committee),
)
