"""The days by which signed resolutions must be sent up; what has been sent up stays as it was."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from councils.dependents import Columns
from sessions.dependents.kept import Kept
from sessions.models import Resolution
from sessions.states import SIGNED


def _waiting() -> QuerySet[Resolution]:
    waiting = Resolution.objects.filter(state__in=SIGNED, sent_up_on__isnull=True)
    return waiting.select_related("document")


SEND_UP: Final = Kept(
    name=_("Resolutions to be sent up"),
    columns=Columns(rule="send_up_rule", anchor="signed_on", due="send_up_due_on"),
    open_rows=_waiting,
    title=attrgetter("title"),
    owner=str,
    basis="",
)
