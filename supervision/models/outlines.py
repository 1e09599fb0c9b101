"""Đề cương báo cáo: the supervised bodies, what each is asked as typed questions, and what it answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from councils.models import Agency
from documents.models import File
from followups.models import FollowUp
from supervision.models.missions import SupervisionMission
from supervision.querysets import OfBody, OfMission, SupervisedBodyQuerySet


@tracked
class SupervisedBody(Record):
    """Cơ quan chịu sự giám sát: one agency of a mission, and its written report with the day it came in.

    The report it owes is a follow-up; its lateness is the follow-up's to say.
    """

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="supervised", verbose_name=_("mission")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="supervised_in", verbose_name=_("supervised body")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    reports = models.BooleanField(
        _("sends a written report"), default=True, help_text=_("A body that is only visited sends none.")
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="supervised_body",
        verbose_name=_("follow-up"),
    )
    submitted_on = models.DateField(_("report sent on"), null=True, blank=True, editable=False)
    report_symbol = models.CharField(_("number of the report"), max_length=60, blank=True)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed report")
    )
    note = models.TextField(_("note"), blank=True)

    objects = SupervisedBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervised body")
        verbose_name_plural = _("supervised bodies")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "agency"],
                name="supervision_body_once",
                violation_error_message=_("This body is already supervised in this mission."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "mission"], name="supervision_of_agency")]

    def __str__(self) -> str:
        return str(self.agency)

    def get_absolute_url(self) -> str:
        """The body's page: its questionnaire, schedule and recommendations."""
        return reverse("supervision:body_detail", args=[self.pk])


@tracked
class OutlineItem(Record):
    """Một mục của đề cương: a heading, or a question with the type of its answer; figures are data with a unit."""

    class Kind(models.TextChoices):
        """What is answered."""

        HEADING = "heading", pgettext_lazy("outline", "Heading")
        TEXT = "text", pgettext_lazy("outline", "Text")
        NUMBER = "number", pgettext_lazy("outline", "Number")
        MONEY = "money", pgettext_lazy("outline", "Money")
        PERCENT = "percent", pgettext_lazy("outline", "Percentage")
        DAY = "day", pgettext_lazy("outline", "Day")
        YES_NO = "yes_no", pgettext_lazy("outline", "Yes or no")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="outline", verbose_name=_("mission")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("answered with"), max_length=8, choices=Kind, default=Kind.TEXT)
    text = models.CharField(_("question"), max_length=500)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    periods = models.CharField(
        _("periods"),
        max_length=200,
        blank=True,
        help_text=_("For figures asked for several years: 2023; 2024; 2025. Empty for one figure."),
    )
    required = models.BooleanField(_("must be answered"), default=True)

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("item of an outline")
        verbose_name_plural = _("items of outlines")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="supervision_question_says_something"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_figure(self) -> bool:
        """Whether its answer is a number that the annex adds up."""
        return self.kind in {self.Kind.NUMBER, self.Kind.MONEY, self.Kind.PERCENT}

    @property
    def columns(self) -> list[str]:
        """The periods it is asked for; one nameless column where it is asked once."""
        return [part.strip() for part in self.periods.split(";") if part.strip()] or [""]


@tracked
class Answer(Record):
    """What one body answered to one item, for one period; exactly one of the typed columns is filled."""

    body = models.ForeignKey(
        SupervisedBody, models.PROTECT, related_name="answers", verbose_name=_("supervised body")
    )
    item = models.ForeignKey(OutlineItem, models.PROTECT, related_name="answers", verbose_name=_("question"))
    period = models.CharField(_("period"), max_length=60, blank=True)
    text = models.TextField(_("answer"), blank=True)
    number = models.DecimalField(_("number"), max_digits=20, decimal_places=2, null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    yes = models.BooleanField(_("yes"), null=True, blank=True)
    no_data = models.CharField(
        _("no data because"), max_length=300, blank=True, help_text=_("A gap is shown as a gap, never as 0.")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = OfBody.as_manager()

    class Meta:
        verbose_name = _("answer to an outline")
        verbose_name_plural = _("answers to outlines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "item", "period"], name="supervision_answer_once"),
            models.CheckConstraint(
                condition=~Q(text="")
                | Q(number__isnull=False)
                | Q(day__isnull=False)
                | Q(yes__isnull=False)
                | ~Q(no_data=""),
                name="supervision_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.body}"
