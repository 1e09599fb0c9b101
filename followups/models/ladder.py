"""The escalation ladder: what a council does, step by step, about those who do not answer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Agency, Council
from documents.models import File, OfficialDocument
from followups.models.follow_ups import FollowUp
from followups.querysets import LetterQuerySet, ThroughFollowUpQuerySet


class RungKind(models.TextChoices):
    """What a rung does (order of practice: reminder letter, joint meeting, questioning, re-supervision)."""

    REMINDER_LETTER = "reminder_letter", _("Reminder letter")
    JOINT_MEETING = "joint_meeting", _("Reminder in a joint meeting")
    COMPETENT_AUTHORITY = "competent_authority", _("Proposal to the competent authority")
    EXPLANATION = "explanation", _("Explanation session")
    QUESTIONING = "questioning", _("Proposed questioning topic")
    RE_SUPERVISION = "re_supervision", _("Re-supervision")


@tracked
class LadderRung(Record):
    """A rung of a council's own ladder; a council without rungs climbs the usual one (`followups.ladder.USUAL`)."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="ladder_rungs", verbose_name=_("council")
    )
    position = models.PositiveSmallIntegerField(_("rung"))
    kind = models.CharField(_("what is done"), max_length=20, choices=RungKind)
    wait_days = models.PositiveSmallIntegerField(
        _("working days to wait"), help_text=_("After the due day, or after the rung before.")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        ordering: ClassVar = ["council", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "position"], name="followups_rung_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="followups_rung_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()}"


@tracked
class ReminderLetter(Record):
    """Công văn đôn đốc: one official letter to one agency about everything that it owes and that is overdue."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="reminder_letters", verbose_name=_("council")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="reminder_letters", verbose_name=_("to the agency")
    )
    document = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="reminder_letter", verbose_name=_("official document")
    )
    docx = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("Word file"))
    pdf = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("PDF file"))
    time = models.PositiveSmallIntegerField(_("for the nth time"))
    dated_on = models.DateField(_("dated"))
    answer_by = models.DateField(_("answer by"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder letter")
        verbose_name_plural = _("reminder letters")
        ordering: ClassVar = ["-dated_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer_by__gt=models.F("dated_on")),
                name="followups_letter_gives_time",
                violation_error_message=_("The day to answer by must come after the letter."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("followups:letter_detail", args=[self.pk])


@tracked
class Climb(models.Model):
    """A rung that was climbed, or deliberately not: who decided, when and why. Copies to superiors need one.

    Position 0 stands outside the ladder and leaves it where it is: a matter that a letter listed without being at a
    letter rung, or that was proposed for questioning because its answer was not accepted.
    """

    class Decision(models.TextChoices):
        """What was decided."""

        CLIMBED = "climbed", _("climbed")
        NOT_CLIMBED = "not_climbed", _("not climbed")

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="climbs", verbose_name=_("follow-up")
    )
    position = models.PositiveSmallIntegerField(_("rung"))
    kind = models.CharField(_("what is done"), max_length=20, choices=RungKind)
    decision = models.CharField(_("decision"), max_length=11, choices=Decision, default=Decision.CLIMBED)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason or remark"), blank=True)
    letter = models.ForeignKey(
        ReminderLetter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="climbs",
        verbose_name=_("reminder letter"),
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("step on the ladder")
        verbose_name_plural = _("steps on the ladder")
        ordering: ClassVar = ["entered_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decision="not_climbed") | ~Q(reason=""),
                name="followups_not_climbed_says_why",
                violation_error_message=_("Say why the next rung is not climbed."),
            ),
            models.UniqueConstraint(
                fields=["follow_up", "position"],
                condition=Q(decision="climbed", position__gte=1),
                name="followups_climb_once",
                violation_error_message=_("This rung has already been climbed."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "decision"], name="followups_climbs_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_decision_display()}"
