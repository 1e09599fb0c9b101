"""Giám sát thường xuyên: legal texts reviewed, and letters, opinions and resolutions taken under supervision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from core.text import fold
from councils.models import Agency, Council
from documents.models import File, OfficialDocument
from followups.models import FollowUp
from sessions.models import Resolution
from supervision.models.subjects import Supervised, names_its_subject
from voters.models import Letter, VoterOpinion


@tracked
class TextReview(Supervised, Record):
    """Giám sát văn bản quy phạm pháp luật: a text looked at for faults; a faulty one is asked to be reconsidered.

    The issuer answers within 30 days of the request (Law 87/2015 Art. 79.2; rule TEXT-REVIEW-REPLY): a follow-up.
    """

    class Finding(models.TextChoices):
        """What the review found."""

        OPEN = "", _("Not reviewed yet")
        SOUND = "sound", _("No fault found")
        FAULTY = "faulty", _("Signs of a fault")

    class Fault(models.TextChoices):
        """What is wrong with a faulty text."""

        COMPETENCE = "competence", _("Beyond the issuer's competence")
        CONTENT = "content", _("Content against a higher text")
        PROCEDURE = "procedure", _("Procedure, form")
        EFFECT = "effect", _("Day of effect")
        OTHER = "other", pgettext_lazy("legal text", "Other")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="text_reviews", verbose_name=_("council")
    )
    symbol = models.CharField(_("number and symbol"), max_length=60)
    title = models.CharField(_("title of the text"), max_length=500)
    issuer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_texts",
        verbose_name=_("issued by"),
        help_text=_("Empty where the council's own resolution is reviewed."),
    )
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="text_reviews",
        verbose_name=_("resolution of a council"),
    )
    issued_on = models.DateField(_("issued on"))
    received_on = models.DateField(_("received for review on"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    finding = models.CharField(_("result"), max_length=8, choices=Finding, blank=True, default=Finding.OPEN)
    fault = models.CharField(_("fault"), max_length=12, choices=Fault, blank=True)
    places = models.CharField(_("where in the text"), max_length=300, blank=True)
    explanation = models.TextField(_("what is wrong, and against which text"), blank=True)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the text")
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="text_review",
        verbose_name=_("request to the issuer"),
    )
    letter = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="text_review",
        verbose_name=_("letter of the request"),
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a legal text")
        verbose_name_plural = _("reviews of legal texts")
        constraints: ClassVar = [
            names_its_subject("supervision_text_review_subject"),
            models.UniqueConstraint(
                fields=["council", "symbol", "issued_on"],
                name="supervision_text_once",
                violation_error_message=_("This text is already in the list."),
            ),
            models.CheckConstraint(
                condition=Q(finding="") | Q(reviewed_on__isnull=False), name="supervision_reviewed_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(finding="faulty") | (~Q(fault="") & ~Q(explanation="")),
                name="supervision_fault_is_named",
                violation_error_message=_("Say which fault, and against which text."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-received_on", "-id"], name="supervision_text_by_day"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="supervision_text_search"),
        ]

    def __str__(self) -> str:
        return self.symbol

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.symbol} {self.title}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The review's page."""
        return reverse("supervision:text_review_detail", args=[self.pk])


@tracked
class OngoingItem(Supervised, Record):
    """Việc giám sát thường xuyên: one letter, voters' opinion or resolution that a subject takes under supervision."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="ongoing_items", verbose_name=_("council")
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ongoing_items",
        verbose_name=_("letter"),
    )
    opinion = models.ForeignKey(
        VoterOpinion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ongoing_items",
        verbose_name=_("voters' opinion"),
    )
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ongoing_items",
        verbose_name=_("resolution"),
    )
    taken_on = models.DateField(_("taken under supervision on"))
    reason = models.TextField(_("why"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of ongoing supervision")
        verbose_name_plural = _("items of ongoing supervision")
        constraints: ClassVar = [
            names_its_subject("supervision_ongoing_subject"),
            models.CheckConstraint(
                condition=Q(letter__isnull=False, opinion__isnull=True, resolution__isnull=True)
                | Q(letter__isnull=True, opinion__isnull=False, resolution__isnull=True)
                | Q(letter__isnull=True, opinion__isnull=True, resolution__isnull=False),
                name="supervision_ongoing_is_one_matter",
                violation_error_message=_("Choose one letter, one opinion or one resolution."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(result=""),
                name="supervision_ended_says_result",
                violation_error_message=_("Say what came of it."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-taken_on", "-id"], name="supervision_ongoing_by_day")
        ]

    def __str__(self) -> str:
        return str(self.letter or self.opinion or self.resolution)

    def get_absolute_url(self) -> str:
        """The item's page."""
        return reverse("supervision:ongoing_detail", args=[self.pk])
