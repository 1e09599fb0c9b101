"""Nghị quyết: what the council decides, from the draft to the law in force, and how it is carried out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import DatedMove, Record, tracked
from core.text import fold
from councils.models import Committee, Council, CouncilTerm, DeadlineRule, Field
from documents.models import File, OfficialDocument
from followups.models import FollowUp
from sessions.models.meetings import BodyMeeting
from sessions.models.papers import Paper
from sessions.models.sittings import Sitting
from sessions.querysets import (
    OfResolution,
    OfSource,
    OfTarget,
    ResolutionQuerySet,
    ReviewQuerySet,
    TargetQuerySet,
    TaskQuerySet,
)
from sessions.states import ResolutionState


@tracked
class Resolution(Record):
    """Nghị quyết: a decision of the council at a sitting, or of its Standing Committee between sittings.

    Whether it is in force on a day is not stored: it follows from `in_force_on`, `expires_on` and the relations that
    later texts have to it. A resolution bears a number from the day it was signed.
    """

    class Issuer(models.TextChoices):
        """Whose resolution it is."""

        COUNCIL = "council", _("The council")
        STANDING_COMMITTEE = "standing_committee", _("The Standing Committee")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="resolutions", verbose_name=_("council")
    )
    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="resolutions", verbose_name=_("council term")
    )
    issuer = models.CharField(_("issued by"), max_length=20, choices=Issuer, default=Issuer.COUNCIL)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name=_("sitting")
    )
    meeting = models.ForeignKey(
        BodyMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("meeting of the Standing Committee"),
    )
    is_normative = models.BooleanField(
        _("normative"),
        default=False,
        help_text=_("General rules; its number carries the year: 15/2024/NQ-HĐND."),
    )
    title = models.CharField(_("abstract"), max_length=500)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name=_("field")
    )
    paper = models.OneToOneField(
        Paper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolution",
        verbose_name=_("draft among the papers"),
    )
    proposer = models.CharField(_("proposed by"), max_length=200, blank=True)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verified_resolutions",
        verbose_name=_("verified by"),
    )
    bases = models.TextField(_("legal bases"), blank=True, help_text=_("One a line."))
    text = models.TextField(
        _("text"), blank=True, help_text=_("A line that begins “Điều 1.” opens an article.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ResolutionState, default=ResolutionState.DRAFT
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = models.CharField(_("signed by"), max_length=200, blank=True)
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="resolution",
        verbose_name=_("number and symbol"),
    )
    sent_up_on = models.DateField(_("sent up on"), null=True, blank=True)
    send_up_due_on = models.DateField(_("to be sent up by"), null=True, blank=True, editable=False)
    send_up_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="resolutions_to_send_up",
        verbose_name=_("rule for sending up"),
    )
    gazette_on = models.DateField(_("sent to the gazette on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_at = models.CharField(
        _("published at"), max_length=300, blank=True, help_text=_("Gazette number, or an address.")
    )
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("Only where the text itself sets its end; a later text says so by its relation."),
    )
    signed_file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="sittings_resolution_has_abstract"),
            models.CheckConstraint(
                condition=Q(issuer="standing_committee", sitting__isnull=True)
                | Q(issuer="council", meeting__isnull=True),
                name="sittings_resolution_of_sitting_or_meeting",
                violation_error_message=_(
                    "A resolution of the council belongs to a sitting, one of the Standing Committee to a meeting."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | (Q(adopted_on__isnull=False) & Q(signed_on__gte=F("adopted_on"))),
                name="sittings_resolution_signed_after_adoption",
                violation_error_message=_("A resolution is signed once it has been adopted, not before."),
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(signed_on__isnull=False),
                name="sittings_resolution_numbered_when_signed",
            ),
            models.CheckConstraint(
                condition=Q(sent_up_on__isnull=True)
                | (Q(signed_on__isnull=False) & Q(sent_up_on__gte=F("signed_on"))),
                name="sittings_resolution_sent_after_signature",
                violation_error_message=_("A resolution is sent up once it has been signed."),
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | (Q(signed_on__isnull=False) & Q(published_on__gte=F("signed_on"))),
                name="sittings_resolution_published_after_signature",
                violation_error_message=_("A resolution is published once it has been signed."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | (Q(in_force_on__isnull=False) & Q(expires_on__gt=F("in_force_on"))),
                name="sittings_resolution_expires_after_force",
                violation_error_message=_("The text would end before it is in force."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-adopted_on", "-id"], name="sittings_res_by_adoption"),
            models.Index(fields=["council", "signed_on"], name="sittings_res_by_signature"),
            models.Index(
                fields=["council", "in_force_on"],
                condition=Q(in_force_on__isnull=False),
                name="sittings_res_in_force",
            ),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="sittings_res_search"),
        ]

    def __str__(self) -> str:
        return self.document.symbol if self.document else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        symbol = self.document.symbol if self.document else ""
        self.search = fold(f"{symbol} {self.title} {self.proposer}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The resolution's page."""
        return reverse("sittings:resolution_detail", args=[self.pk])


@tracked
class ResolutionMove(DatedMove):
    """One move of a resolution's state, with the day it took effect."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="moves", verbose_name=_("resolution")
    )

    objects = OfResolution.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a resolution")
        verbose_name_plural = _("moves of resolutions")

    def __str__(self) -> str:
        return f"{ResolutionState(self.from_state).label} → {ResolutionState(self.to_state).label}"


@tracked
class ResolutionRelation(Record):
    """What a resolution does to an earlier one, since which day. An earlier text that is not kept here is named."""

    class Kind(models.TextChoices):
        """What becomes of the earlier text."""

        AMENDS = "amends", _("amends")
        REPLACES = "replaces", _("replaces")
        REPEALS = "repeals", _("repeals")
        REPEALS_PARTLY = "repeals_partly", _("repeals in part")

    source = models.ForeignKey(
        Resolution, models.PROTECT, related_name="changes", verbose_name=_("resolution")
    )
    target = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changed_by",
        verbose_name=_("earlier resolution"),
    )
    target_text = models.CharField(_("earlier text that is not in the register"), max_length=300, blank=True)
    kind = models.CharField(_("what it does"), max_length=16, choices=Kind)
    effective_on = models.DateField(_("since"))
    note = models.CharField(_("which parts"), max_length=300, blank=True)

    objects = OfSource.as_manager()

    class Meta:
        verbose_name = _("relation between resolutions")
        verbose_name_plural = _("relations between resolutions")
        ordering: ClassVar = ["effective_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(target__isnull=False) & Q(target_text=""))
                | (Q(target__isnull=True) & ~Q(target_text="")),
                name="sittings_relation_names_one_text",
                violation_error_message=_("Choose the earlier resolution, or write which text it is."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(source=F("target")), name="sittings_relation_to_another"
            ),
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(target__isnull=False),
                name="sittings_relation_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["target", "effective_on"],
                condition=Q(target__isnull=False),
                name="sittings_relation_since",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target or self.target_text}"


@tracked
class ResolutionTask(Record):
    """Nhiệm vụ thực hiện nghị quyết: a task that a resolution gives; its follow-up is a draft until it is issued."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="tasks", verbose_name=_("resolution")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    article = models.CharField(
        _("article"), max_length=60, blank=True, help_text=_("For example: khoản 1 Điều 2.")
    )
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, related_name="resolution_task", verbose_name=_("follow-up")
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task of a resolution")
        verbose_name_plural = _("tasks of resolutions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.follow_up)


@tracked
class IndicatorTarget(Record):
    """Chỉ tiêu: a number that a resolution sets: indicator, unit, year, area, and the value to be reached."""

    class Direction(models.TextChoices):
        """Which side of the value is good."""

        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="targets", verbose_name=_("resolution")
    )
    name = models.CharField(_("indicator"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60)
    area = models.CharField(_("area"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=2)
    direction = models.CharField(
        _("to be reached as"), max_length=8, choices=Direction, default=Direction.AT_LEAST
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator target")
        verbose_name_plural = _("indicator targets")
        ordering: ClassVar = ["name", "area", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "name", "area", "year"],
                name="sittings_target_once",
                violation_error_message=_("This indicator already has a target for that year and area."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


@tracked
class IndicatorValue(Record):
    """Kết quả thực hiện chỉ tiêu: a value reported for a target, as of a day, by whom."""

    target = models.ForeignKey(
        IndicatorTarget, models.PROTECT, related_name="values", verbose_name=_("indicator target")
    )
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value reached"), max_digits=18, decimal_places=2)
    source = models.CharField(_("source"), max_length=300, help_text=_("Report with its number and date."))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = OfTarget.as_manager()

    class Meta:
        verbose_name = _("reported value of an indicator")
        verbose_name_plural = _("reported values of indicators")
        ordering: ClassVar = ["as_of", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "as_of"],
                name="sittings_value_once_a_day",
                violation_error_message=_("A value as of this day has already been entered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value}"


@tracked
class ResolutionReview(Record):
    """Rà soát văn bản sau sắp xếp: what a council does with a normative text of its own or of a predecessor.

    Normative texts are to be adapted by 01/03/2027 (Law 72/2025 Art. 54.1).
    """

    class Outcome(models.TextChoices):
        """What is to become of the text."""

        KEEP = "keep", _("Keep applying it")
        AMEND = "amend", _("Amend it")
        REPLACE = "replace", _("Replace it")
        REPEAL = "repeal", _("Repeal it")

    council = models.ForeignKey(
        Council,
        models.PROTECT,
        related_name="resolution_reviews",
        verbose_name=_("council"),
        help_text=_("The council that must adapt the text: the one that issued it, or its successor."),
    )
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="reviews", verbose_name=_("resolution")
    )
    due_on = models.DateField(_("due on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    outcome = models.CharField(pgettext_lazy("review", "outcome"), max_length=8, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    carried_out_by = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews_carried_out",
        verbose_name=_("carried out by"),
        help_text=_("The resolution that amends, replaces or repeals it."),
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a normative resolution")
        verbose_name_plural = _("reviews of normative resolutions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "resolution"], name="sittings_review_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(decided_on__isnull=False) & ~Q(reason="")),
                name="sittings_review_decided_for_a_reason",
                violation_error_message=_("Say on which day and why this was decided."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["council", "due_on", "id"], name="sittings_review_due")]

    def __str__(self) -> str:
        return str(self.resolution)
