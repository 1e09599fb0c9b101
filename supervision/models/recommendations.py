"""Kiến nghị sau giám sát: who must do what by when, the body's claim, and the reviewer's verdict on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from core.text import fold
from councils.models import Council
from documents.models import File
from followups.models import FollowUp, Reply
from supervision.models.missions import SupervisionMission
from supervision.models.results import Finding, SupervisionConclusion
from supervision.querysets import OfRecommendation, RecommendationQuerySet


@tracked
class Recommendation(Record):
    """Kiến nghị: one demand of a supervision.

    Its follow-up, a draft until issued, holds addressee, due day and evidence.
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="recommendations", verbose_name=_("council")
    )
    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="recommendations", verbose_name=_("mission")
    )
    conclusion = models.ForeignKey(
        SupervisionConclusion,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendations",
        verbose_name=_("conclusion"),
        help_text=_("With which it was issued; empty for one of a survey's report."),
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("follows from the finding"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("recommendation"))
    legal_ground = models.CharField(_("legal ground"), max_length=300, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, related_name="recommendation", verbose_name=_("follow-up")
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="supervision_recommendation_says_what"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-issued_on", "-id"], name="supervision_rec_by_day"),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="supervision_rec_search"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.text} {self.legal_ground}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The recommendation's page."""
        return reverse("supervision:recommendation_detail", args=[self.pk])


@tracked
class Verdict(models.Model):
    """Đánh giá của bên giám sát: what the reviewer found, from a day on; the body's own claim is in its replies.

    Figures "as of" a day read these rows.
    """

    class Outcome(models.TextChoices):
        """What was found."""

        DONE = "done", pgettext_lazy("recommendation", "Carried out")
        PARTLY = "partly", pgettext_lazy("recommendation", "Carried out in part")
        NOT_DONE = "not_done", pgettext_lazy("recommendation", "Not carried out")
        NOT_APPLICABLE = "not_applicable", pgettext_lazy("recommendation", "No longer applicable")

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="verdicts", verbose_name=_("recommendation")
    )
    outcome = models.CharField(_("verdict"), max_length=14, choices=Outcome)
    effective_on = models.DateField(_("judged on"))
    reason = models.TextField(_("reasons"), help_text=_("What was seen, and what proves it."))
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence as a file")
    )
    reply = models.ForeignKey(
        Reply,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("claim that it judges"),
    )
    mission = models.ForeignKey(
        SupervisionMission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("found by the re-supervision"),
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    objects = OfRecommendation.as_manager()

    class Meta:
        verbose_name = _("verdict on a recommendation")
        verbose_name_plural = _("verdicts on recommendations")
        ordering: ClassVar = ["effective_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="supervision_verdict_says_why",
                violation_error_message=_("Say what the verdict rests on."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recommendation", "-effective_on", "-id"], name="supervision_verdict_as_of")
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


@tracked
class ReSupervision(Record):
    """Giám sát lại: a later mission that looks again at a recommendation."""

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="looks_again", verbose_name=_("mission")
    )
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="looked_again", verbose_name=_("recommendation")
    )

    objects = OfRecommendation.as_manager()

    class Meta:
        verbose_name = _("re-supervision of a recommendation")
        verbose_name_plural = _("re-supervisions of recommendations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission", "recommendation"], name="supervision_looked_again_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}: {self.recommendation}"
