"""Meetings of the Standing Committee and of committees, and the conclusions that become follow-ups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from core.text import fold
from councils.models import Committee, Council, Delegate
from documents.models import File, OfficialDocument
from followups.models import FollowUp
from sessions.models.sittings import Sitting
from sessions.querysets import OfBodyMeeting
from sessions.states import BodyMeetingState


@tracked
class BodyMeeting(Record):
    """Phiên họp Thường trực, cuộc họp Ban: a meeting of the Standing Committee, or of the committee it names.

    The pre-sitting conference and the post-sitting review are meetings of the Standing Committee about one sitting.
    """

    class Kind(models.TextChoices):
        """What it was called for."""

        REGULAR = "regular", _("Regular meeting")
        AD_HOC = "ad_hoc", _("Extra meeting")
        VERIFICATION = "verification", _("Verification meeting")
        PRE_SITTING = "pre_sitting", _("Pre-sitting conference")
        REVIEW = "review", _("Post-sitting review")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="body_meetings", verbose_name=_("council")
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("committee"),
        help_text=_("Empty for the Standing Committee."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.REGULAR)
    number = models.PositiveSmallIntegerField(
        _("number in the term"), null=True, blank=True, help_text=_("“Phiên họp thứ 12”: 12.")
    )
    sitting = models.ForeignKey(
        Sitting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="body_meetings",
        verbose_name=_("sitting"),
    )
    title = models.CharField(_("subject"), max_length=300)
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.CharField(pgettext_lazy("council body", "chaired by"), max_length=200, blank=True)
    delegates = models.ManyToManyField(
        Delegate, blank=True, related_name="body_meetings", verbose_name=_("members present")
    )
    others = models.CharField(_("others present"), max_length=500, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("course of the meeting"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=BodyMeetingState, default=BodyMeetingState.PLANNED
    )
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="body_meeting",
        verbose_name=_("notice of conclusions"),
    )
    concluded_on = models.DateField(_("conclusions issued on"), null=True, blank=True, editable=False)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed minutes")
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a council's body")
        verbose_name_plural = _("meetings of council bodies")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="sittings_body_meeting_hours_in_order",
                violation_error_message=_("The meeting ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["pre_sitting", "review"])
                | (Q(sitting__isnull=False) & Q(committee__isnull=True)),
                name="sittings_body_meeting_names_its_sitting",
                violation_error_message=_("Name the sitting that the meeting is about."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="verification") | Q(committee__isnull=False),
                name="sittings_verification_meeting_of_committee",
                violation_error_message=_("Name the committee that verifies."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-held_on", "-id"], name="sittings_body_meeting_by_day"),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="sittings_body_meeting_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.title} {self.place} {self.chair}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("sittings:body_meeting_detail", args=[self.pk])

    @property
    def body_name(self) -> str:
        """Whose meeting it is, in words."""
        return str(self.committee or _("Standing Committee"))


@tracked
class Conclusion(Record):
    """Kết luận: one conclusion of a meeting. With somebody to carry it out it has a follow-up, a draft until issued."""

    meeting = models.ForeignKey(
        BodyMeeting,
        models.PROTECT,
        related_name="conclusions",
        verbose_name=pgettext_lazy("council body", "meeting"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("conclusion"))
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="conclusion",
        verbose_name=_("follow-up"),
    )

    objects = OfBodyMeeting.as_manager()

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="sittings_conclusion_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def edition(self) -> int:
        """Grows with every change of the conclusion or of its task: what a form that shows both was opened on."""
        return self.version + (self.follow_up.version if self.follow_up else 0)
