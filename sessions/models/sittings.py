"""Sittings, their half-days, the legal steps before and after them, and what moved them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import DatedMove, Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Council, CouncilTerm, DeadlineRule
from sessions.querysets import OfSitting
from sessions.states import OFF, SittingState


class DayRange(Func):
    """The days of a sitting as a range, both ends included."""

    function = "DATERANGE"
    output_field = DateRangeField()


@tracked
class Sitting(Record):
    """Kỳ họp: a numbered gathering of the council over one to several days.

    Numbers are unique inside one instance of a council term; (council, khóa, number) is not unique in 2021-2026.
    `opened_on` and `closed_on` are the facts that figures count; `opens_on` and `closes_on` are the days it is called
    for. Two sittings of one council never overlap, unless one of them was postponed or cancelled.
    """

    class Kind(models.TextChoices):
        """Kinds of sittings (Law 72/2025 Art. 34; "extraordinary" is the name used until mid-2020)."""

        CONSTITUTING = "constituting", _("Constituting sitting")
        MIDYEAR = "regular_midyear", _("Regular mid-year sitting")
        YEAREND = "regular_yearend", _("Regular year-end sitting")
        THEMATIC = "thematic", _("Thematic sitting")
        URGENT = "urgent", _("Sitting on urgent matters")
        EXTRAORDINARY = "extraordinary", _("Extraordinary sitting (until 2020)")

    council = models.ForeignKey(Council, models.PROTECT, related_name="sittings", verbose_name=_("council"))
    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="sittings", verbose_name=_("council term")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    theme = models.CharField(
        _("theme"), max_length=300, blank=True, help_text=_("What a thematic or urgent sitting is about.")
    )
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_("A sitting is closed only by decision of the council (Law 72/2025 Art. 34.5)."),
    )
    closed_reason = models.CharField(_("why it is closed to the public"), max_length=300, blank=True)
    chair = models.CharField(_("chaired by"), max_length=200, blank=True)
    secretaries = models.CharField(_("secretaries"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=SittingState, default=SittingState.PLANNED)
    convened_on = models.DateField(_("convened on"), null=True, blank=True, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council_term", "number"],
                name="sittings_number_once_in_term",
                violation_error_message=_("This number has already been given in this term."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="sittings_days_in_order",
                violation_error_message=_("The sitting closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | (Q(opened_on__isnull=False) & Q(closed_on__gte=F("opened_on"))),
                name="sittings_closed_after_opening",
                violation_error_message=_("The sitting closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(is_public=True) | ~Q(closed_reason=""),
                name="sittings_closed_for_a_reason",
                violation_error_message=_("Say why the sitting is closed to the public."),
            ),
            ExclusionConstraint(
                name="sittings_no_overlap",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (DayRange("opens_on", "closes_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state__in=sorted(OFF)),
                violation_error_message=_("Another sitting of this council takes place on these days."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-opens_on", "-id"], name="sittings_by_day"),
            models.Index(fields=["council", "opened_on"], name="sittings_by_opening"),
        ]

    def __str__(self) -> str:
        return gettext("Sitting no. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The sitting's page."""
        return reverse("sittings:sitting_detail", args=[self.pk])


@tracked
class SittingMove(DatedMove):
    """One move of a sitting's state, with the day it took effect."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="moves", verbose_name=_("sitting"))

    objects = OfSitting.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a sitting")
        verbose_name_plural = _("moves of sittings")

    def __str__(self) -> str:
        return f"{SittingState(self.from_state).label} → {SittingState(self.to_state).label}"


@tracked
class PlenaryMeeting(Record):
    """Phiên họp: a half-day of a sitting, in the hall or in groups. Sitting days (A02) are half-days divided by two."""

    class Part(models.TextChoices):
        """Which half of the day."""

        MORNING = "1_morning", _("Morning")
        AFTERNOON = "2_afternoon", _("Afternoon")
        EVENING = "3_evening", _("Evening")

    class Kind(models.TextChoices):
        """Where the delegates sit."""

        PLENARY = "plenary", _("Plenary meeting")
        GROUPS = "groups", _("Discussion in groups")

    sitting = models.ForeignKey(
        Sitting, models.PROTECT, related_name="plenary_meetings", verbose_name=_("sitting")
    )
    day = models.DateField(_("day"))
    part = models.CharField(_("half of the day"), max_length=12, choices=Part)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PLENARY)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    chair = models.CharField(_("chaired by"), max_length=200, blank=True)
    is_held = models.BooleanField(_("was held"), default=False)
    note = models.TextField(_("course of the meeting"), blank=True)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("plenary meeting")
        verbose_name_plural = _("plenary meetings")
        ordering: ClassVar = ["day", "part", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "day", "part", "kind"],
                name="sittings_half_day_once",
                violation_error_message=_("This half-day has already been entered."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="sittings_half_day_hours_in_order",
                violation_error_message=_("The meeting ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """The half-day's page."""
        return reverse("sittings:plenary_detail", args=[self.pk])


@tracked
class SittingStep(Record):
    """A legal step of a sitting: what must be done by when, and the article it rests on.

    Steps come from the template of the sitting's kind (`sessions.blueprints`) with the council's deadline rules, or are
    added by hand. A step whose `code` is known knows by itself what proves it done.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="steps", verbose_name=_("sitting"))
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=40, blank=True)
    title = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sitting_steps",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    not_needed = models.BooleanField(_("not needed"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("legal step of a sitting")
        verbose_name_plural = _("legal steps of sittings")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "code"], condition=~Q(code=""), name="sittings_step_once"
            ),
            models.CheckConstraint(
                condition=Q(not_needed=False) | ~Q(note=""),
                name="sittings_step_left_out_for_a_reason",
                violation_error_message=_("Say why the step is not needed."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_rule"], condition=Q(done_on__isnull=True), name="sittings_step_by_rule")
        ]

    def __str__(self) -> str:
        return self.title
