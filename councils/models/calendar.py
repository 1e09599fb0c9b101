"""Deadlines are data: rules with the article they rest on, and the days the official calendar swaps."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import tracked
from councils.models.councils import Council, Level
from councils.querysets import DeadlineRuleQuerySet

CONFIDENCE: Final = [("V", _("read in the source")), ("M", _("from experience")), ("U", _("to be confirmed"))]
"""How sure a row of the reference data is."""


@tracked
class CalendarException(models.Model):
    """A day on which Viet Nam worked or rested against the rule: swapped days, extra holidays."""

    class Kind(models.TextChoices):
        """What the day is instead."""

        OFF = "off", _("day off")
        WORKING = "working", _("working day")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("is a"), max_length=8, choices=Kind)
    note = models.CharField(_("why"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=1, default="M", choices=CONFIDENCE)

    class Meta:
        verbose_name = _("calendar exception")
        verbose_name_plural = _("calendar exceptions")
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.note}"


@tracked
class CalendarYear(models.Model):
    """A year whose public holidays and swapped days are announced: due days in it are no longer estimates."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    confirmed_on = models.DateField(_("announced on"))
    source = models.CharField(_("announced by"), max_length=300)

    class Meta:
        verbose_name = _("confirmed year of the calendar")
        verbose_name_plural = _("confirmed years of the calendar")
        ordering: ClassVar = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.source}"


@tracked
class DeadlineRule(models.Model):
    """When something is due: anchor + offset, valid for a level and a time, on a legal basis.

    The rule of the council itself comes before the national one; among those the one in force on the anchor day.
    A rule is never changed in place (`councils.services.revise_rule`): a new edition supersedes it, and what was
    computed under the old one keeps the edition that produced its day.
    """

    class Unit(models.TextChoices):
        """What the offset counts."""

        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days")

    class Direction(models.TextChoices):
        """Which side of the anchor."""

        BEFORE = "before", _("before")
        AFTER = "after", _("after")

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    anchor = models.CharField(_("counted from"), max_length=120)
    offset = models.PositiveSmallIntegerField(_("days"))
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, default=Unit.CALENDAR)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.AFTER)
    level = models.CharField(
        _("level"), max_length=10, choices=Level, blank=True, help_text=_("Empty: every level.")
    )
    council = models.ForeignKey(
        Council,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_rules",
        verbose_name=_("only for the council"),
    )
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    confidence = models.CharField(
        _("confidence"),
        max_length=1,
        choices=CONFIDENCE,
    )

    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("earlier edition"),
        help_text=_("What was computed under the earlier edition keeps pointing to it."),
    )
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True, editable=False)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering: ClassVar = ["code", "level", "effective_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "level", "council", "effective_from"],
                condition=Q(superseded_at__isnull=True),
                name="councils_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="councils_rule_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.legal_basis}"

    def get_absolute_url(self) -> str:
        """The rule with its editions."""
        return reverse("councils:rule_detail", args=[self.pk])

    @property
    def is_current(self) -> bool:
        """Whether no later edition has taken its place and nobody has given it up."""
        return self.superseded_at is None

    def covers(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return (self.effective_from or day) <= day <= (self.effective_to or day)
