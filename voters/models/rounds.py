"""What hangs on a round of voter contact: its legal steps, and the reports of the delegate groups."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from councils.models import DeadlineRule, DelegateGroup
from documents.models import File
from followups.models import FollowUp
from voters.models.contact import VoterContactRound, VoterMeeting
from voters.querysets import OfRound


@tracked
class ContactStep(Record):
    """A step that a rule dates: of the whole round, or of one meeting outside the constituency."""

    class Code(models.TextChoices):
        """What is to be done."""

        MEDIA = "media", _("Send the plan to the media")
        OUT_DECIDE = "out_decide", _("Decide on the meeting outside the constituency")
        OUT_NOTIFY = "out_notify", _("Tell the hosts of the meeting outside the constituency")

    round = models.ForeignKey(
        VoterContactRound, models.PROTECT, related_name="steps", verbose_name=_("voter-contact round")
    )
    meeting = models.ForeignKey(
        VoterMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("voter meeting"),
    )
    code = models.CharField(_("step"), max_length=12, choices=Code)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_steps",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfRound.as_manager()

    class Meta:
        verbose_name = _("legal step of voter contact")
        verbose_name_plural = _("legal steps of voter contact")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "meeting", "code"], name="voters_contact_step_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())

    def get_absolute_url(self) -> str:
        """The round's page."""
        return self.round.get_absolute_url()


@tracked
class GroupReport(Record):
    """Báo cáo của Tổ đại biểu: what a group heard in a round. Its due day is that of its follow-up."""

    round = models.ForeignKey(
        VoterContactRound, models.PROTECT, related_name="reports", verbose_name=_("voter-contact round")
    )
    group = models.ForeignKey(
        DelegateGroup, models.PROTECT, related_name="contact_reports", verbose_name=_("delegate group")
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="group_report",
        verbose_name=_("follow-up"),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    symbol = models.CharField(_("number and symbol"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    file = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="group_reports",
        verbose_name=_("file"),
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    objects = OfRound.as_manager()

    class Meta:
        verbose_name = _("report of a delegate group")
        verbose_name_plural = _("reports of delegate groups")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "group"], name="voters_group_report_once"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | ~Q(text="") | Q(file__isnull=False),
                name="voters_group_report_says_something",
                violation_error_message=_("Attach the report, or write its text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.round}"

    def get_absolute_url(self) -> str:
        """The reports of the round."""
        return f"{self.round.get_absolute_url()}#reports"

    @property
    def is_late(self) -> bool:
        """Whether it came after its due day."""
        owed = self.follow_up
        return bool(self.received_on and owed and owed.due_on and self.received_on > owed.due_on)
