"""Who was told what, when, and whether the e-mail went out; how they wish to be told, and when councils remind."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Council
from followups.models.follow_ups import FollowUp
from followups.querysets import IS_READ, NoticeQuerySet


class Notice(models.Model):
    """Thông báo: one thing to tell one person once, in the portal's inbox and by e-mail. The ledger of reminders.

    Planning inserts rows under a unique key, so planning twice tells nobody twice. Delivery claims rows by a
    conditional UPDATE with a token and a lease; a worker that dies leaves a claim that expires.
    """

    class Kind(models.TextChoices):
        """What the notice is about."""

        ISSUED = "issued", _("New task")
        BEFORE_DUE = "before_due", _("Due soon")
        DUE = "due", _("Due today")
        OVERDUE = "overdue", _("Overdue")
        ANSWERED = "answered", _("Answer to assess")
        RETURNED = "returned", _("Answer not accepted")
        ACCEPTED = "accepted", _("Answer accepted")
        EXTENSION_ASKED = "extension_asked", _("Request for more time")
        EXTENSION_DECIDED = "extension_decided", _("Decision on more time")
        REOPENED = "reopened", _("Taken up again")
        WITHDRAWN = "withdrawn", _("Task withdrawn")
        REMINDED = "reminded", _("Reminder from the council")
        ESCALATED = "escalated", _("Copy: still not answered")
        HANDED_ON = "handed_on", _("To be taken over")
        HANDED_ON_DECIDED = "handed_on_decided", _("Decision on handing on")

    class Delivery(models.TextChoices):
        """Where the e-mail stands."""

        HELD = "held", _("waits for the morning")
        PLANNED = "planned", _("planned")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        PORTAL_ONLY = "portal_only", _("in the portal only")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("recipient")
    )
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="notices", verbose_name=_("follow-up")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    for_day = models.DateField(_("for the day"))
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    delivery = models.CharField(_("delivery"), max_length=12, choices=Delivery, default=Delivery.PLANNED)
    claim = models.UUIDField(_("claim"), null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    handed_at = models.DateTimeField(_("handed to the mail server at"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("why it failed"), max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "follow_up", "kind", "for_day"], name="followups_notice_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["delivery", "claimed_at"],
                condition=~Q(delivery__in=["sent", "portal_only"]),
                name="followups_notice_delivery",
            ),
            models.Index(
                "recipient", IS_READ, F("planned_at").desc(), F("id").desc(), name="followups_notice_inbox"
            ),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="followups_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.follow_up_id}"


BINDING = frozenset(
    {
        Notice.Kind.ISSUED,
        Notice.Kind.DUE,
        Notice.Kind.OVERDUE,
        Notice.Kind.ANSWERED,
        Notice.Kind.RETURNED,
        Notice.Kind.EXTENSION_ASKED,
        Notice.Kind.EXTENSION_DECIDED,
        Notice.Kind.REOPENED,
        Notice.Kind.REMINDED,
        Notice.Kind.ESCALATED,
        Notice.Kind.HANDED_ON,
    }
)
"""Kinds that ask something of their reader, or change what they owe; e-mail about them cannot be switched off."""


@tracked
class NoticePreference(models.Model):
    """How somebody wishes to be told. The portal's inbox always has everything."""

    class Pace(models.TextChoices):
        """When e-mail comes."""

        DIGEST = "digest", _("one digest every working morning")
        AT_ONCE = "at_once", _("at once")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference", verbose_name=_("user")
    )
    pace = models.CharField(_("e-mail comes"), max_length=8, choices=Pace, default=Pace.DIGEST)
    only_binding = models.BooleanField(_("no e-mail about what asks nothing of me"), default=False)

    class Meta:
        verbose_name = _("preference for notices")
        verbose_name_plural = _("preferences for notices")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_pace_display()}"


_STEP = [MinValueValidator(1), MaxValueValidator(60)]


@tracked
class ReminderSteps(Record):
    """When a council reminds; a council without a row follows the usual steps (`followups.notices.steps.USUAL`)."""

    council = models.OneToOneField(
        Council, models.PROTECT, related_name="reminder_steps", verbose_name=_("council")
    )
    before_due = ArrayField(
        models.PositiveSmallIntegerField(validators=_STEP),
        verbose_name=_("working days before the due day"),
        size=6,
        blank=True,
        default=list,
    )
    overdue_every = models.PositiveSmallIntegerField(
        _("working days between reminders once it is late"), default=5, validators=_STEP
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder steps")
        verbose_name_plural = _("reminder steps")

    def __str__(self) -> str:
        return str(self.council)


class PlanRun(models.Model):
    """A morning's planning of reminders: once a day, finished or to be finished by the next who tries."""

    day = models.DateField(_("day"), unique=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    planned = models.PositiveIntegerField(_("notices planned"), default=0)

    class Meta:
        verbose_name = _("planning of a morning")
        verbose_name_plural = _("plannings of mornings")
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class CalendarFeed(models.Model):
    """The secret address under which a user's calendar program reads their due days. Only its digest is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("user")
    )
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    read_on = models.DateField(_("last read on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
