"""What voters said: the opinion, the unit that is tracked until its answer is accepted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.text import fold
from councils.models import Agency, Council, Field
from followups.models import FollowUp
from voters.likeness import marks
from voters.models.contact import VoterMeeting
from voters.querysets import OpinionQuerySet


class CompetenceLevel(models.TextChoices):
    """Thẩm quyền giải quyết: the level that can settle the matter."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District (until 30/06/2025)")
    COMMUNE = "commune", _("Commune")


@tracked
class VoterOpinion(Record):
    """Ý kiến, kiến nghị cử tri: one statement recorded; the unit that is tracked until its answer is accepted.

    Its status is derived from its follow-up. What voters said stays as it was said: merging and splitting are dated
    acts (`Regrouping`) over rows that remain. `merged_into`, `is_split` and `split_from` repeat where it stands today;
    figures of a day read the dated rows. `made_by` is the act that brought it about (none: voters said it so),
    `forwarded_from` the opinion of another council that this one took over.
    """

    class Kind(models.TextChoices):
        """An opinion in general, or a recommendation that asks an authority to act."""

        RECOMMENDATION = "recommendation", _("Recommendation")
        OPINION = "opinion", _("Opinion")

    class Source(models.TextChoices):
        """Where it was heard."""

        MEETING = "meeting", _("Voter meeting")
        RECEPTION = "reception", _("Citizen reception")
        HOTLINE = "hotline", _("Hotline")
        FRONT = "front", _("Fatherland Front")
        LETTER = "letter", _("Letter")
        FORWARDED = "forwarded", _("Forwarded by another council")

    class Screening(models.TextChoices):
        """What became of it at once."""

        CARRIED = "carried", _("Carried forward")
        ON_SPOT = "answered_on_spot", _("Answered on the spot")
        OUT_OF_SCOPE = "out_of_scope", _("Out of scope")

    council = models.ForeignKey(Council, models.PROTECT, related_name="opinions", verbose_name=_("council"))
    meeting = models.ForeignKey(
        VoterMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("voter meeting"),
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number in the year"), editable=False)
    content = models.TextField(_("content"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.RECOMMENDATION)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.MEETING)
    screening = models.CharField(_("screening"), max_length=20, choices=Screening, default=Screening.CARRIED)
    spot_answer = models.TextField(_("answer on the spot"), blank=True)
    voter_place = models.CharField(
        _("voters of"), max_length=200, blank=True, help_text=_("Village, residential group.")
    )
    recorded_on = models.DateField(_("recorded on"))
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name=_("field")
    )
    competence_level = models.CharField(_("competence"), max_length=10, choices=CompetenceLevel, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("responsible agency"),
    )
    coordinating = models.ManyToManyField(
        Agency, blank=True, related_name="coordinated_opinions", verbose_name=_("co-ordinating agencies")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("split from")
    )
    is_split = models.BooleanField(_("was split"), default=False, editable=False)
    made_by = models.ForeignKey(
        "voters.Regrouping",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="made",
        verbose_name=_("made by the merge or split"),
    )
    forwarded_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="taken_over",
        verbose_name=_("forwarded from"),
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion",
        verbose_name=_("follow-up"),
        editable=False,
    )
    answered_through = models.ForeignKey(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="answering_opinions",
        verbose_name=_("answered through"),
        help_text=_("The follow-up of the council that took it over: its result is this opinion's result."),
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)
    marks = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("marks of likeness"),
        help_text=_("Statements of the council that share one may say the same."),
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("voters' opinion")
        verbose_name_plural = _("voters' opinions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="voters_opinion_number_once"),
            models.CheckConstraint(condition=~Q(content=""), name="voters_opinion_says_something"),
            models.CheckConstraint(
                condition=Q(source="meeting", meeting__isnull=False) | ~Q(source="meeting"),
                name="voters_opinion_from_its_meeting",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (~Q(merged_into=F("pk")) & Q(is_split=False)),
                name="voters_opinion_goes_one_way",
                violation_error_message=_("An opinion is merged into another one or split, not both."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=True) | Q(merged_into__isnull=True, is_split=False),
                name="voters_opinion_sent_stays_whole",
                violation_error_message=_("What was sent is neither merged nor split."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-recorded_on", "-id"], name="voters_opinion_by_day"),
            models.Index(fields=["meeting", "number"], name="voters_opinion_of_meeting"),
            models.Index(
                fields=["council"],
                name="voters_opinion_unsent",
                condition=Q(
                    screening="carried", follow_up__isnull=True, merged_into__isnull=True, is_split=False
                ),
            ),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="voters_opinion_search"),
            GinIndex(fields=["marks"], name="voters_opinion_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the columns by which it is found; the year of the number is given once and stays."""
        self.year = self.year or self.recorded_on.year
        self.found_by()
        super().save(*args, **kwargs)

    def found_by(self) -> None:
        """The folded text and the marks of likeness, from what was said."""
        self.search = fold(f"{self.content} {self.voter_place}")
        self.marks = marks(self.council_id, self.content)

    def get_absolute_url(self) -> str:
        """The opinion's page."""
        return reverse("voters:opinion_detail", args=[self.pk])
