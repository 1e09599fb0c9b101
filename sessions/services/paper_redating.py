"""When the sitting is called for another day, what counts from its opening is due on other days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.display import day as shown
from core.services import entered_by
from sessions.models import Paper, Sitting, Verification
from sessions.services.paper_debts import follow_due_days
from sessions.services.paper_dues import PaperDues


@transaction.atomic
def recount_due_days(*, sitting: Sitting, user: User | None) -> int:
    """Count the due days of missing papers and open verifications again from the opening as it is now.

    Days set by hand stay, and so does what has come. The owners' follow-ups move with their papers. Tells how many
    due days moved. Call it when the opening day of a sitting has changed.
    """
    dues = PaperDues(sitting)
    papers = Paper.objects.filter(sitting=sitting, due_rule__isnull=False).missing()
    reports = Verification.objects.filter(paper__sitting=sitting, due_rule__isnull=False).open()
    owed = list(papers.select_related("due_rule", "sitting").select_for_update(of=("self",)))
    with entered_by(user):
        moved = _recount(owed, dues)
        moved += _recount(list(reports.select_related("due_rule").select_for_update(of=("self",))), dues)
        reason = _("The sitting now opens on %(day)s.") % {"day": shown(sitting.opens_on)}
        follow_due_days(papers=owed, user=user, reason=reason)
    return moved


def _recount(rows: Sequence[Any], dues: PaperDues) -> int:
    """Write the days that the same rules give now; tells how many are other ones."""
    moved = 0
    for row in rows:
        due = dues.again(row.due_rule)
        moved += row.due_on != due.day
        row.due_on, row.due_anchor_on = due.day, due.anchor
    if rows:
        type(rows[0]).objects.bulk_update(rows, ["due_on", "due_anchor_on"])
    return moved
