"""Voter contact: rounds and meetings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.text import fold
from councils.models import Agency, Council, CouncilTerm, Delegate, DelegateGroup
from documents.models import OfficialDocument
from sessions.models import Sitting
from voters.querysets import MeetingQuerySet, RoundQuerySet
from voters.states import MeetingState


@tracked
class VoterContactRound(Record):
    """Đợt tiếp xúc cử tri: a round of meetings before or after a sitting, or on a topic."""

    class Kind(models.TextChoices):
        """What the round is tied to."""

        PRE_SITTING = "pre_sitting", _("Before a sitting")
        POST_SITTING = "post_sitting", _("After a sitting")
        THEMATIC = "thematic", _("Thematic")
        OTHER = "other", _("Other")

    council = models.ForeignKey(Council, models.PROTECT, related_name="rounds", verbose_name=_("council"))
    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="rounds", verbose_name=_("council term")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("sitting")
    )
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    cut_off_on = models.DateField(
        _("cut-off day"),
        null=True,
        blank=True,
        help_text=_("Opinions that come later go to the next sitting."),
    )
    topic = models.CharField(
        _("topic"), max_length=300, blank=True, help_text=_("What a thematic round is about.")
    )
    meetings_needed = models.PositiveSmallIntegerField(
        _("meetings of each delegate"),
        default=1,
        help_text=_("How many meetings each delegate is to hold; the plan says who has fewer."),
    )
    plan = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="planned_rounds",
        verbose_name=_("plan"),
    )
    notice = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="announced_rounds",
        verbose_name=_("public notice"),
    )
    synthesis = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="synthesised_rounds",
        verbose_name=_("synthesis report"),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("voter-contact round")
        verbose_name_plural = _("voter-contact rounds")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="voters_round_in_order",
                violation_error_message=_("The round ends before it begins."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-starts_on", "-id"], name="voters_round_by_day")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The round's page."""
        return reverse("voters:round_detail", args=[self.pk])


class Qualifier(models.TextChoices):
    """How exact a published number is: "hơn 1.500" is the value 1500 and its qualifier."""

    EXACT = "", _("exactly")
    MORE_THAN = "more_than", _("more than")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


@tracked
class VoterMeeting(Record):
    """Cuộc tiếp xúc cử tri: delegates meet voters at one venue on one day (Law 72/2025 Art. 33.3)."""

    class Form(models.TextChoices):
        """Forms of contact (Joint Resolution 72/2025)."""

        CONSTITUENCY = "constituency", _("At the constituency")
        THEMATIC = "thematic", _("Thematic")
        TARGET_GROUP = "target_group", _("With a group of voters")
        OUT_OF_CONSTITUENCY = "out_of_constituency", _("Outside the constituency")
        RESIDENCE_OR_WORKPLACE = "residence_or_workplace", _("At the residence or workplace")

    round = models.ForeignKey(
        VoterContactRound, models.PROTECT, related_name="meetings", verbose_name=_("voter-contact round")
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="voter_meetings", verbose_name=_("council")
    )
    joint_councils = models.ManyToManyField(
        Council,
        through="JointConsent",
        blank=True,
        related_name="joint_voter_meetings",
        verbose_name=_("held jointly with"),
        help_text=_(
            "Councils of other levels that meet voters together with this one. They are asked; the meeting counts "
            "for each that accepts."
        ),
    )
    form = models.CharField(_("form"), max_length=24, choices=Form, default=Form.CONSTITUENCY)
    subject = models.CharField(
        _("topic, or group of voters"),
        max_length=200,
        blank=True,
        help_text=_("Of a thematic meeting, or one with a group of voters: young people, a trade …"),
    )
    is_online = models.BooleanField(_("online"), default=False)
    requested_on = models.DateField(
        _("requested on"),
        null=True,
        blank=True,
        help_text=_("Of a meeting outside the constituency: the day the delegate's request came."),
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=200)
    locality = models.CharField(_("commune, ward or area"), max_length=200)
    groups = models.ManyToManyField(
        DelegateGroup, blank=True, related_name="voter_meetings", verbose_name=_("delegate groups")
    )
    delegates = models.ManyToManyField(
        Delegate, blank=True, related_name="voter_meetings", verbose_name=_("delegates present")
    )
    agencies = models.ManyToManyField(
        Agency, blank=True, related_name="voter_meetings", verbose_name=_("agencies present")
    )
    chair = models.CharField(_("chair"), max_length=200, blank=True)
    secretary = models.CharField(_("secretary"), max_length=200, blank=True)
    invited = models.PositiveIntegerField(_("voters invited"), null=True, blank=True)
    headcount = models.PositiveIntegerField(
        _("attendances of voters"),
        null=True,
        blank=True,
        help_text=_("One person at one meeting; not distinct persons."),
    )
    headcount_qualifier = models.CharField(
        _("how exact"), max_length=10, choices=Qualifier, blank=True, default=Qualifier.EXACT
    )
    speakers = models.PositiveIntegerField(_("voters who spoke"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=16, choices=MeetingState, default=MeetingState.PLANNED)
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("voter meeting")
        verbose_name_plural = _("voter meetings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="voters_meeting_hours_in_order",
                violation_error_message=_("The meeting ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "minutes_filed"]) | Q(headcount__isnull=False),
                name="voters_meeting_held_has_headcount",
                violation_error_message=_("A meeting that was held needs its headcount."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-held_on", "-id"], name="voters_meeting_by_day"),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="voters_meeting_search"),
        ]

    def __str__(self) -> str:
        return f"{self.locality}, {self.held_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.venue} {self.locality} {self.chair}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("voters:meeting_detail", args=[self.pk])
