"""Who is called to a sitting, who registers, who came when, and who spoke."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from councils.models import Delegate, DelegateGroup
from documents.models import OfficialDocument
from followups.models import FollowUp
from sessions.models.agenda import AgendaItem
from sessions.models.sittings import PlenaryMeeting, Sitting
from sessions.querysets import OfAttendance, OfPlenaryMeeting, OfSitting


@tracked
class Convening(Record):
    """Triệu tập: the decision that calls the sitting, and who accepted that papers were missing."""

    sitting = models.OneToOneField(
        Sitting, models.PROTECT, related_name="convening", verbose_name=_("sitting")
    )
    convened_on = models.DateField(_("convened on"))
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="convening",
        verbose_name=_("convening decision"),
    )
    invitation = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation_of",
        verbose_name=_("invitation"),
    )
    missing = models.JSONField(
        _("papers missing on that day"),
        default=list,
        blank=True,
        help_text=_("Title, owner and due day of each, as it stood."),
    )
    accepted_because = models.TextField(_("why it was convened all the same"), blank=True)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("convening")
        verbose_name_plural = _("convenings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(missing=[]) | ~Q(accepted_because=""),
                name="sittings_missing_papers_accepted",
                violation_error_message=_("Say why the sitting is convened although papers are missing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting}, {self.convened_on:%d/%m/%Y}"


@tracked
class Invitation(Record):
    """Giấy mời đại biểu: one delegate is called to one sitting and registers presence, or absence with its reason."""

    class Answer(models.TextChoices):
        """What the delegate registered."""

        PRESENT = "present", _("Will attend")
        EXCUSED = "excused", _("Absent with reason")

    sitting = models.ForeignKey(
        Sitting, models.PROTECT, related_name="invitations", verbose_name=_("sitting")
    )
    delegate = models.ForeignKey(
        Delegate, models.PROTECT, related_name="invitations", verbose_name=_("delegate")
    )
    sent_on = models.DateField(pgettext_lazy("invitation", "sent on"))
    answer = models.CharField(_("registered"), max_length=8, choices=Answer, blank=True)
    reason = models.CharField(_("reason of absence"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("registered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invitation",
        verbose_name=_("follow-up"),
    )

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("invitation of a delegate")
        verbose_name_plural = _("invitations of delegates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "delegate"], name="sittings_invitation_once"),
            models.CheckConstraint(
                condition=~Q(answer="excused") | ~Q(reason=""),
                name="sittings_absence_has_reason",
                violation_error_message=_("Say why the delegate cannot come."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate)


@tracked
class Guest(Record):
    """Khách mời: a body or person invited besides the delegates."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="guests", verbose_name=_("sitting"))
    name = models.CharField(_("who is invited"), max_length=300)
    count = models.PositiveSmallIntegerField(_("persons"), default=1)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gte=1), name="sittings_guest_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Attendance(Record):
    """Điểm danh: whether a delegate was present at a half-day."""

    class Status(models.TextChoices):
        """Present, or absent with or without reason."""

        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Absent with reason")
        ABSENT = "absent", _("Absent without reason")

    meeting = models.ForeignKey(
        PlenaryMeeting, models.PROTECT, related_name="attendances", verbose_name=_("plenary meeting")
    )
    delegate = models.ForeignKey(
        Delegate, models.PROTECT, related_name="attendances", verbose_name=_("delegate")
    )
    status = models.CharField(_("attendance"), max_length=8, choices=Status)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = OfPlenaryMeeting.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = pgettext_lazy("sitting", "attendances")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "delegate"], name="sittings_attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.get_status_display()}"


@tracked
class Presence(models.Model):
    """A stretch of time in the hall: arrival, and departure if the delegate left before the end."""

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, related_name="presences", verbose_name=_("attendance")
    )
    arrived_at = models.TimeField(_("arrived at"))
    left_at = models.TimeField(_("left at"), null=True, blank=True)

    objects = OfAttendance.as_manager()

    class Meta:
        verbose_name = _("stretch of presence")
        verbose_name_plural = _("stretches of presence")
        ordering: ClassVar = ["arrived_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gt=F("arrived_at")),
                name="sittings_presence_in_order",
                violation_error_message=_("The delegate leaves before arriving."),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.arrived_at:%H:%M}–{self.left_at:%H:%M}" if self.left_at else f"{self.arrived_at:%H:%M}–"
        )


@tracked
class SpeakingTurn(Record):
    """Lượt phát biểu: somebody speaks at a half-day. A07 counts the turns of delegates in debate."""

    class Kind(models.TextChoices):
        """What the turn is."""

        DEBATE = "debate", _("Debate")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Answer, explanation")
        PRESENTATION = "presentation", _("Presentation")
        OTHER = "other", _("Other")

    meeting = models.ForeignKey(
        PlenaryMeeting, models.PROTECT, related_name="turns", verbose_name=_("plenary meeting")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEBATE)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="turns",
        verbose_name=_("agenda item"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speaking_turns",
        verbose_name=_("delegate"),
    )
    speaker = models.CharField(
        _("other speaker"), max_length=200, blank=True, help_text=_("Name and post of who is no delegate.")
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speaking_turns",
        verbose_name=_("group discussion of"),
    )
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    objects = OfPlenaryMeeting.as_manager()

    class Meta:
        verbose_name = _("speaking turn")
        verbose_name_plural = _("speaking turns")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(delegate__isnull=False) & Q(speaker=""))
                | (Q(delegate__isnull=True) & ~Q(speaker="")),
                name="sittings_turn_has_one_speaker",
                violation_error_message=_("Say who speaks: a delegate, or somebody else."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate or self.speaker)
