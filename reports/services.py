"""Writes of the reports floor: a report is asked for on a page and made by a worker."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from reports.figures import FigureQuery
from reports.making import lost
from reports.models import ReportRun
from reports.tasks import make_report


@transaction.atomic
def ask_report(*, question: FigureQuery, user: User, kind: str = ReportRun.Kind.ACTIVITY) -> ReportRun:
    """Enter a run and hand it to a worker once it is committed. Raises Refused for days that make no sense."""
    question.check()
    run = ReportRun.objects.create(
        council=question.council,
        kind=kind,
        scope=question.scope.value,
        period_start=question.start,
        period_end=question.end,
        as_of=question.as_of,
        asked_by=user,
    )
    make_report.delay_on_commit(run.pk)  # type: ignore[attr-defined]  # Celery's task for Django, unknown to the stubs
    return run


@transaction.atomic
def retry_report(*, run: ReportRun) -> ReportRun:
    """Start a run again that failed, or whose worker was lost. Raises Refused while it is being made or is ready."""
    startable = ReportRun.objects.filter(Q(state=ReportRun.State.FAILED) | lost(), pk=run.pk)
    changes = {"progress": 0, "step": "", "error": "", "finished_at": None, "updated_at": timezone.now()}
    if not startable.update(state=ReportRun.State.WAITING, **changes):
        raise Refused(_("This report is being made or is ready. Reload the page to see which."))
    make_report.delay_on_commit(run.pk)  # type: ignore[attr-defined]  # Celery's task for Django, unknown to the stubs
    run.refresh_from_db()
    return run
