"""What is unusual about opening or closing a sitting now: shown before the step, which may be taken all the same."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.services import names
from sessions.models import PlenaryMeeting, Sitting
from sessions.states import TABLED, PaperState

_SETTLED = TABLED | {PaperState.WITHDRAWN, PaperState.DEFERRED}
"""States of papers with which the sitting is done."""


def before_opening(sitting: Sitting) -> list[str]:
    """No half-day in the hall is planned, or nobody's presence at the first is recorded. Two queries."""
    plenary = sitting.plenary_meetings.filter(kind=PlenaryMeeting.Kind.PLENARY)
    first = plenary.order_by("day", "part").first()
    if first is None:
        return [_("No half-day in the hall has been planned.")]
    if first.attendances.exists():
        return []
    return [_("The attendance has not been taken at: %(half_day)s.") % {"half_day": first}]


def before_closing(sitting: Sitting) -> list[str]:
    """Half-days that are not recorded as held, and papers neither considered, withdrawn nor deferred. Two queries."""
    open_half_days = list(sitting.plenary_meetings.filter(is_held=False).order_by("day", "part"))
    papers = list(sitting.papers.exclude(state__in=sorted(_SETTLED)).order_by("pk"))
    found = []
    if open_half_days:
        found.append(_("Not recorded as held: %(half_days)s.") % {"half_days": names(open_half_days)})
    if papers:
        found.append(_("Neither dealt with, withdrawn nor deferred: %(papers)s.") % {"papers": names(papers)})
    return found
