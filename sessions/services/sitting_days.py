"""On which days something of a sitting can have happened."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from core.display import day as shown
from core.errors import Refused
from sessions.models import Sitting


def within_sitting(sitting: Sitting | None, on: date, field: str = "on") -> None:
    """Refuse, beside `field`, a day before the sitting's opening or after its close, as far as they are known."""
    if sitting is None:
        return
    first = sitting.opened_on or sitting.opens_on
    last = sitting.closed_on or max(sitting.closes_on, first)
    if not first <= on <= last:
        words = _("The sitting takes place from %(first)s to %(last)s.")
        raise Refused({field: words % {"first": shown(first), "last": shown(last)}})
