"""How a worker makes a report: claimed, step by step with visible progress, and either ready or failed in words."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.reading import aside
from documents.docx import to_docx
from documents.models import File
from documents.pdf import to_pdf
from documents.services import store_file
from reports.activity import activity_report
from reports.figures import FigureQuery, Scope
from reports.models import ReportRun

log = structlog.get_logger(__name__)

State = ReportRun.State

TIME_LIMIT: Final = 5 * 60
"""Seconds after which a run gives up; far more than any report needs."""
LOST_AFTER: Final = timedelta(seconds=2 * TIME_LIMIT)
"""A run without progress for this long has lost its worker and may be started again."""


def lost() -> Q:
    """Runs that a worker began and nobody is making any more."""
    return Q(state=State.RUNNING, updated_at__lt=timezone.now() - LOST_AFTER)


def is_lost(run: ReportRun) -> bool:
    """The same of a run in hand."""
    return run.state == State.RUNNING and run.updated_at < timezone.now() - LOST_AFTER


def make(run_id: int) -> None:
    """Make the report of a run. A run that is ready, or in another worker's hands, is left alone."""
    run = _claim(run_id)
    if run is None:
        return
    with override(run.asked_by.language):
        try:
            _make(run)
        except SoftTimeLimitExceeded:
            _fail(
                run,
                _("It took longer than 5 minutes and was stopped. Try a shorter period, or try again later."),
            )
        except ValidationError as refusal:
            _fail(run, " ".join(refusal.messages))
        except Exception as error:
            _fail(
                run,
                _(
                    "An unexpected error stopped it. The administrator finds it in the log under run %(number)s."
                )
                % {"number": run.pk},
            )
            log.exception("report_failed", run=run.pk, error=type(error).__name__)


def _claim(run_id: int) -> ReportRun | None:
    """Take the run if it waits for a worker or lost its own: of two workers only one can."""
    free = ReportRun.objects.filter(Q(state=State.WAITING) | lost(), pk=run_id)
    now = timezone.now()
    if not free.update(state=State.RUNNING, progress=5, step="figures", error="", updated_at=now):
        return None
    return ReportRun.objects.select_related("council", "asked_by").get(pk=run_id)


def _make(run: ReportRun) -> None:
    question = FigureQuery(run.council, Scope(run.scope), run.period_start, run.period_end, run.as_of)
    document = aside(partial(activity_report, question), complete=True).document
    _progress(run, 45, "docx")
    docx = to_docx(document)
    _progress(run, 65, "pdf")
    pdf = to_pdf(document)
    _progress(run, 90, "store")
    _finish(run, docx, pdf)


def _progress(run: ReportRun, percent: int, step: str) -> None:
    """Committed at once, so that the page that watches sees it."""
    ReportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        progress=percent, step=step, updated_at=timezone.now()
    )


@transaction.atomic
def _finish(run: ReportRun, docx: bytes, pdf: bytes) -> None:
    """Keep both files and say so, together or not at all."""
    mine = ReportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk, state=State.RUNNING).exists()
    if not mine:
        return
    now = timezone.now()
    ReportRun.objects.filter(pk=run.pk).update(
        docx=_store(run, docx, "docx"),
        pdf=_store(run, pdf, "pdf"),
        state=State.DONE,
        progress=100,
        step="",
        finished_at=now,
        updated_at=now,
    )


def _store(run: ReportRun, content: bytes, extension: str) -> File:
    name = f"bao-cao-{run.council.slug}-{run.period_start:%Y%m%d}-{run.period_end:%Y%m%d}.{extension}"
    return store_file(council=run.council, user=run.asked_by, name=name, content=content)


def _fail(run: ReportRun, sentence: str) -> None:
    now = timezone.now()
    ReportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(
        state=State.FAILED, error=sentence, finished_at=now, updated_at=now
    )
