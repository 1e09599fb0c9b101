"""What hangs on a voter meeting: its moves, the consent of other councils, the minutes, the photos."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import DatedMove, Record, tracked
from councils.models import Council
from documents.models import File
from voters.models.contact import VoterMeeting
from voters.querysets import ConsentQuerySet, OfConsent, OfMeeting
from voters.states import ConsentState


@tracked
class MeetingMove(DatedMove):
    """One move of a meeting's state; postponing and cancelling say why."""

    meeting = models.ForeignKey(
        VoterMeeting, models.PROTECT, related_name="moves", verbose_name=_("voter meeting")
    )

    objects = OfMeeting.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a voter meeting")
        verbose_name_plural = _("moves of voter meetings")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@tracked
class JointConsent(Record):
    """Another council is asked to hold a meeting jointly; only once it accepts does the meeting count for it too.

    What was in force on a day is read from the moves, so that figures as of that day stay the same.
    """

    meeting = models.ForeignKey(
        VoterMeeting, models.PROTECT, related_name="consents", verbose_name=_("voter meeting")
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="joint_consents", verbose_name=_("council that is asked")
    )
    proposed_on = models.DateField(_("asked on"), default=timezone.localdate, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ConsentState, default=ConsentState.PROPOSED, editable=False
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to a joint meeting")
        verbose_name_plural = _("consents to joint meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "council"], name="voters_consent_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "state", "-proposed_on"], name="voters_consent_asked")
        ]

    def __str__(self) -> str:
        return f"{self.council}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The meeting that it is about."""
        return self.meeting.get_absolute_url()


@tracked
class JointConsentMove(DatedMove):
    """A council accepted, or declined and said why."""

    consent = models.ForeignKey(
        JointConsent, models.PROTECT, related_name="moves", verbose_name=_("consent to a joint meeting")
    )

    objects = OfConsent.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("answer on a joint meeting")
        verbose_name_plural = _("answers on joint meetings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(to_state="declined") | ~Q(note=""),
                name="voters_consent_declined_for_a_reason",
                violation_error_message=_("Say why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@tracked
class MeetingMinutes(Record):
    """Biên bản hội nghị tiếp xúc cử tri: what the records do not say themselves, and the signed copy."""

    meeting = models.OneToOneField(
        VoterMeeting, models.PROTECT, related_name="minutes", verbose_name=_("voter meeting")
    )
    absent = models.TextField(
        _("delegates absent"), blank=True, help_text=_("With the reason, one a line; empty: nobody.")
    )
    reported = models.TextField(
        _("what the delegates reported"),
        blank=True,
        help_text=_("One point a line. Empty: the usual sentence of a round before or after a sitting."),
    )
    replies = models.TextField(
        _("answers of agencies at the meeting"),
        blank=True,
        help_text=_("One point a line; answers to single opinions come from their records."),
    )
    closing = models.TextField(_("what the delegate took up"), blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=2)
    signed = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="signed_voter_minutes",
        verbose_name=_("signed copy"),
    )

    objects = OfMeeting.as_manager()

    class Meta:
        verbose_name = _("minutes of a voter meeting")
        verbose_name_plural = _("minutes of voter meetings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(copies__gte=1), name="voters_minutes_have_a_copy")
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return self.meeting.get_absolute_url()


@tracked
class MeetingPhoto(models.Model):
    """A photo of a meeting, with its caption and what it shows for those who do not see it."""

    meeting = models.ForeignKey(
        VoterMeeting, models.PROTECT, related_name="photos", verbose_name=_("voter meeting")
    )
    file = models.OneToOneField(File, models.PROTECT, related_name="meeting_photo", verbose_name=_("file"))
    position = models.PositiveSmallIntegerField(_("position"))
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    alt = models.CharField(_("what it shows"), max_length=200)

    objects = OfMeeting.as_manager()

    class Meta:
        verbose_name = _("photo of a voter meeting")
        verbose_name_plural = _("photos of voter meetings")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(alt=""), name="voters_photo_says_what_it_shows")
        ]

    def __str__(self) -> str:
        return self.caption or self.alt

    def get_absolute_url(self) -> str:
        """The image itself."""
        return reverse("voters:meeting_photo", args=[self.meeting_id, self.pk])
