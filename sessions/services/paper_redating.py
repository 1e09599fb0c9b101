"""When the sitting is called for another day, what counts from its opening is due on other days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.services import entered_by
from sessions.deadlines import Deadlines
from sessions.models import Paper, Sitting, Verification
from sessions.services.answer_debts import follow_opening
from sessions.services.paper_debts import follow_due_days

_COUNTED: Final = ("due_on", "due_rule", "due_anchor_on", "legal_basis", "updated_at")


@transaction.atomic
def recount_due_days(*, sitting: Sitting, user: User | None, opened_on: date) -> int:
    """Count the due days of missing papers and open verifications anew: the opening is no longer on `opened_on`.

    The rule of the same code that is in force on the new opening gives the day. A day set by hand, or by a rule that
    has lapsed, moves as far as the opening did, as the steps do, but not past the last day of the sitting. What has
    come stays. The owners' follow-ups move with their papers, answers to remarks with the opening. Tells how many due
    days of papers and reports moved.
    """
    owed = _locked(Paper.objects.filter(sitting=sitting).missing())
    reports = _locked(Verification.objects.filter(paper__sitting=sitting).open())
    deadlines = Deadlines(sitting.council, {row.due_rule.code for row in [*owed, *reports] if row.due_rule})
    with entered_by(user):
        moved = sum(_recount(rows, deadlines, sitting, opened_on) for rows in (owed, reports))
        reason = _("The sitting now opens on %(day)s.") % {"day": shown(sitting.opens_on)}
        follow_due_days(papers=owed, user=user, reason=reason)
        follow_opening(sitting=sitting, user=user, reason=reason)
    return moved


def _locked(rows: Any) -> list[Any]:
    return list(rows.select_related("due_rule").select_for_update(of=("self",)))


def _recount(rows: Sequence[Any], deadlines: Deadlines, sitting: Sitting, opened_on: date) -> int:
    """Write the new days of rows of one kind; tells how many are other ones."""
    former, now = [row.due_on for row in rows], timezone.now()
    for row in rows:
        _count(row, deadlines, sitting, opened_on)
        row.updated_at = now
    if rows:
        type(rows[0]).objects.bulk_update(rows, _COUNTED)
    return sum(row.due_on != was for row, was in zip(rows, former, strict=True))


def _count(row: Any, deadlines: Deadlines, sitting: Sitting, opened_on: date) -> None:
    due = deadlines.due(row.due_rule.code, sitting.opens_on) if row.due_rule else None
    if due is None:
        row.due_on = min(row.due_on + (sitting.opens_on - opened_on), sitting.closes_on)
        row.due_rule = row.due_anchor_on = None
        return
    if row.legal_basis == row.due_rule.legal_basis:
        row.legal_basis = due.legal_basis
    row.due_on, row.due_rule, row.due_anchor_on = due.day, due.rule, due.anchor
