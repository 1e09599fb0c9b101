"""Runs of reports: asked for on a page, made by a worker, found again later."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import OVERSIGHT, access_of
from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Council
from documents.models import File


class RunQuerySet(ScopedQuerySet["ReportRun"]):
    """Runs of reports."""

    def visible_to(self, user: Any) -> Self:
        """Those of the councils the user reads; with the councils below only for who oversees them."""
        overseen = Q(council__in=access_of(user).councils(OVERSIGHT))
        return super().visible_to(user).filter(Q(scope="own") | overseen)


@tracked
class ReportRun(Record):
    """One making of a report: which, for which council and period, as of which day; its progress and its files."""

    class Kind(models.TextChoices):
        """Reports that can be made."""

        ACTIVITY = "activity", _("Activity report")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="report_runs", verbose_name=_("council")
    )
    kind = models.CharField(_("report"), max_length=20, choices=Kind, default=Kind.ACTIVITY)
    scope = models.CharField(
        _("scope"),
        max_length=10,
        choices=[("own", _("This council")), ("own+lower", _("With the councils below"))],
        default="own",
    )
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    as_of = models.DateField(_("as of"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_runs", verbose_name=_("asked by")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    step = models.CharField(_("step"), max_length=200, blank=True)
    error = models.TextField(_("what failed"), blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    docx = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("DOCX")
    )
    pdf = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("PDF")
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report run")
        verbose_name_plural = _("report runs")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="reports_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="reports_progress_is_percent"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-created_at", "-id"], name="reports_run_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period_start:%d/%m/%Y} - {self.period_end:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """The run's page."""
        return reverse("reports:run_detail", args=[self.pk])
