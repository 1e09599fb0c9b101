"""Changing what due days are counted by, in two steps: try it out and undo it, then do it on somebody's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from councils import dependents
from councils.calendar import national_calendar
from councils.dependents import CalendarChange, Change, Preview, RuleChange
from councils.models import DeadlineRule


class Dates(models.TextChoices):
    """What becomes of the due days already given."""

    APPLY = "apply", gettext_lazy("recomputed")
    LEAVE = "leave", gettext_lazy("left as they are")


def rule_change(rule: DeadlineRule, write: Callable[[], object]) -> RuleChange:
    """Carry out a write to a rule, and say what applied before and what applies after it."""
    before = _current(rule.code)
    write()
    return RuleChange(rule, before, _current(rule.code), national_calendar())


def _current(code: str) -> tuple[DeadlineRule, ...]:
    return tuple(DeadlineRule.objects.current().filter(code=code))


def calendar_change(
    first: date, last: date, reason: str, write: Callable[[], object], *, against_records: bool = False
) -> CalendarChange:
    """Carry out a write to the calendar of these days, and say how it was before and is after it.

    `against_records`: compare with the due days in the records instead, whatever the calendar was.
    """
    before = None if against_records else national_calendar()
    write()
    return CalendarChange(first, last, before, national_calendar(), reason)


def try_out(write: Callable[[], Change]) -> Preview:
    """What a write would do to the due days already given; everything is undone again. Raises what the write raises."""
    with transaction.atomic():
        found = dependents.preview(write())
        transaction.set_rollback(True)
    return found


@transaction.atomic
def carry_out(write: Callable[[], Change], *, user: User | None, dates: bool) -> int:
    """Write and, if `dates` says so, move the due days already given; tells how many moved."""
    change = write()
    return dependents.apply(change, user) if dates else 0


def outcome(moved: int, *, dates: bool, seen: int | None) -> str:
    """What to tell who has just done it; `seen` is the number that the preview had shown."""
    if not dates:
        return _("Saved. The due dates already given stay as they are.")
    if not moved:
        return _("Saved. No due date had to change.")
    words = ngettext(
        "Saved. %(count)s due date was recomputed.", "Saved. %(count)s due dates were recomputed.", moved
    ) % {"count": moved}
    if seen in {None, moved}:
        return words
    meanwhile = _("The preview had shown %(seen)s: records have changed since.") % {"seen": seen}
    return f"{words} {meanwhile}"
