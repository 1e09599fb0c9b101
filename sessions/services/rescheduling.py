"""What follows when the days or the kind of a sitting change: half-days, steps, papers that are still owed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from core.services import entered_by
from sessions.deadlines import Deadlines
from sessions.models import Paper, Sitting
from sessions.services.plenaries import follow_days
from sessions.services.steps import lay_out_steps, recount_steps
from sessions.states import MISSING

_COUNTED: Final = ("due_on", "due_rule", "due_anchor_on", "legal_basis", "updated_at")


def follow(*, sitting: Sitting, former: Sitting, user: Any) -> None:
    """Bring along what hangs on the days and kind that `former` had. Call it inside the transaction of the change."""
    shift = sitting.opens_on - former.opens_on
    if shift or sitting.closes_on != former.closes_on:
        follow_days(sitting=sitting, user=user, shift=shift)
    elif sitting.kind == former.kind:
        return
    if sitting.steps.exclude(code="").exists():
        lay_out_steps(sitting=sitting, user=user, shift=shift)
    else:
        recount_steps(sitting=sitting, user=user, shift=shift)
    if shift:
        recount_papers(sitting=sitting, user=user, opened_on=former.opens_on, shift=shift)


def recount_papers(*, sitting: Sitting, user: Any, opened_on: date, shift: timedelta) -> int:
    """Count the due days of papers still owed from the new opening; days set by hand move by `shift`.

    `opened_on` is the opening they were counted from. What has come in keeps its due day. Tells how many moved.
    """
    papers = list(sitting.papers.filter(state__in=MISSING).select_related("due_rule"))
    codes = {paper.due_rule.code for paper in papers if paper.due_rule}
    deadlines = Deadlines(sitting.council, codes)
    for paper in papers:
        _recount(paper, deadlines, sitting.opens_on, opened_on, shift)
    with entered_by(user):
        return Paper.objects.bulk_update(papers, _COUNTED)


def _recount(paper: Paper, deadlines: Deadlines, anchor: date, opened_on: date, shift: timedelta) -> None:
    """By its rule; by the shift where no rule gave the day, or none is in force any more."""
    if paper.due_rule is not None and paper.due_anchor_on != opened_on:
        return  # counted from something else than the opening
    due = deadlines.due(paper.due_rule.code, anchor) if paper.due_rule else None
    if due is not None:
        paper.due_on, paper.due_rule, paper.due_anchor_on = due.day, due.rule, due.anchor
        paper.legal_basis = due.legal_basis
    else:
        paper.due_on += shift
        paper.due_rule = paper.due_anchor_on = None
    paper.updated_at = timezone.now()
