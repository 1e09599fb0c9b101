"""Runs of reports: asked for on a page, made by a worker, found again later. And the marks of change under figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import connections, models, router
from django.db.models import F, Func, Q, Sum
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


_NOW: Final = Func(
    template="floor(extract(epoch from clock_timestamp()) * 1000000)", output_field=models.DecimalField()
)
_GATHER: Final = """
WITH gone AS (
    DELETE FROM reports_changemark WHERE council_id IN (
        SELECT council_id FROM reports_changemark GROUP BY council_id HAVING count(*) > 1
    ) RETURNING council_id, stamp
)
INSERT INTO reports_changemark (council_id, stamp) SELECT council_id, sum(stamp) FROM gone GROUP BY council_id
"""


class MarkQuerySet(models.QuerySet["ChangeMark"]):
    """Marks of change."""

    def sums(self, councils: Iterable[int]) -> dict[int, int]:
        """The mark of each of these councils: the sum of its rows; nothing for one without."""
        rows = self.filter(council_id__in=list(councils)).order_by().values_list("council_id")
        return {council: int(mark) for council, mark in rows.annotate(mark=Sum("stamp"))}

    def leave(self, council: int) -> None:
        """One more mark, as the triggers leave it."""
        self.create(council_id=council, stamp=_NOW)

    def gather(self) -> None:
        """Write the marks of each council as one row. Sums stay as they are, also for who reads meanwhile."""
        with connections[router.db_for_write(self.model)].cursor() as cursor:
            cursor.execute(_GATHER)


class ChangeMark(models.Model):
    """Dấu thay đổi: something behind the figures of a council changed in the transaction that left this row.

    Rows are only added (by triggers of the tables that figures count), so that nobody who writes waits for another. The
    mark of a council is the sum of its stamps: two readings of one sum saw the same changes, whatever was committed or
    taken back between, and a database that was restored from a copy comes to sums that were never there. A night's work
    (`reports.tasks.gather_marks`) writes each sum as one row.
    """

    EVERYWHERE: Final = 0
    """In place of a council: all of them; left by every upgrade."""

    council_id = models.BigIntegerField(_("council"))
    stamp = models.DecimalField(_("microseconds since 1970"), max_digits=40, decimal_places=0)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of change")
        verbose_name_plural = _("marks of change")
        indexes: ClassVar = [
            models.Index(fields=["council_id"], include=["stamp"], name="reports_marks_by_council")
        ]

    def __str__(self) -> str:
        return f"{self.council_id}: {self.stamp}"
