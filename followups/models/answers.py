"""What was answered: replies, judgements of replies, classes of result, and the promises that replies make."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import tracked
from documents.models import File
from followups.models.follow_ups import FollowUp
from followups.querysets import ThroughFollowUpQuerySet
from followups.states import ResultClass, UnresolvedReason


@tracked
class Reply(models.Model):
    """Văn bản trả lời: what the responsible body answered, with the class of result it claims."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="replies", verbose_name=_("follow-up")
    )
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    dated_on = models.DateField(_("dated"))
    text = models.TextField(_("answer"))
    result_class = models.CharField(_("result, as the body sees it"), max_length=12, choices=ResultClass)
    roadmap_on = models.DateField(_("will be done by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=UnresolvedReason, blank=True)
    kept_because = models.CharField(
        _("kept in spite of a contradiction, because"),
        max_length=300,
        blank=True,
        help_text=_("Old records may contradict themselves: what was seen and why it is kept."),
    )
    files = models.ManyToManyField(File, blank=True, related_name="replies", verbose_name=_("files"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering: ClassVar = ["entered_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.SCHEDULED) | Q(roadmap_on__isnull=False),
                name="followups_reply_roadmap",
                violation_error_message=_("A scheduled result needs the day by which it will be done."),
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.UNRESOLVED) | ~Q(reason=""),
                name="followups_reply_reason",
                violation_error_message=_("A result that is not resolved needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.dated_on)


@tracked
class Assessment(models.Model):
    """What the delegate group or the secretariat thinks of a reply. "Answered" is not "settled"."""

    class Verdict(models.TextChoices):
        """Accepted or not."""

        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Not accepted")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="assessments", verbose_name=_("reply"))
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    effective_on = models.DateField(_("judged on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("judged by")
    )

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering: ClassVar = ["entered_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(reason=""),
                name="followups_returned_says_why",
                violation_error_message=_("Say why the answer is not accepted."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


@tracked
class ResultEntry(models.Model):
    """The class of result from a day on. Figures "as of" a day read these rows, never the current state alone."""

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, db_index=False, related_name="results", verbose_name=_("follow-up")
    )
    result_class = models.CharField(_("result"), max_length=12, choices=ResultClass)
    effective_on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    roadmap_on = models.DateField(_("will be done by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=UnresolvedReason, blank=True)
    kept_because = models.CharField(
        _("kept in spite of a contradiction, because"),
        max_length=300,
        blank=True,
        help_text=_("Old records may name a day before the sending: why it is kept."),
    )
    reply = models.ForeignKey(
        Reply, models.PROTECT, null=True, blank=True, related_name="results", verbose_name=_("reply")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering: ClassVar = ["effective_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["follow_up", "-effective_on", "-id"],
                include=["result_class", "reason", "entered_at"],
                name="followups_results_as_of",
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.SCHEDULED) | Q(roadmap_on__isnull=False),
                name="followups_result_roadmap",
                violation_error_message=_("A scheduled result needs the day by which it will be done."),
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.UNRESOLVED) | ~Q(reason=""),
                name="followups_result_reason",
                violation_error_message=_("A result that is not resolved needs its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_result_class_display()


@tracked
class Commitment(models.Model):
    """Lời hứa, cam kết: a reply that names a day opens a follow-up of its own, due on that day by itself.

    `follow_up` is the promise as something owed; `source` is the matter in whose answer it was made. A promise that a
    later answer replaces, or that was made in an answer not accepted, ends with its outcome and day.
    """

    class Outcome(models.TextChoices):
        """What became of a promise."""

        OPEN = "open", _("still to be kept")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("not kept")
        VOID = "void", _("replaced or not accepted")

    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, related_name="commitment", verbose_name=_("the promise as a follow-up")
    )
    source = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="commitments", verbose_name=_("promised about")
    )
    reply = models.ForeignKey(
        Reply, models.PROTECT, related_name="commitments", verbose_name=_("promised in the reply")
    )
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome, default=Outcome.OPEN)
    ended_on = models.DateField(_("outcome since"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(ended_on__isnull=False), name="followups_outcome_has_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.follow_up)
