"""Who was told what, when, and whether the e-mail went out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followups.models.follow_ups import FollowUp
from followups.querysets import NoticeQuerySet


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

    class Delivery(models.TextChoices):
        """Where the e-mail stands."""

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
            models.Index(fields=["delivery", "claimed_at"], name="followups_notice_delivery"),
            models.Index(fields=["recipient", "-planned_at", "-id"], name="followups_notice_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="followups_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.follow_up_id}"
