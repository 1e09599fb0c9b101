"""Whatever somebody must do: the follow-up, what moved it, and what was answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from councils.models import Agency, Committee, Council, DeadlineRule, Delegate, DelegateGroup, Field
from documents.models import File
from followups.querysets import FollowUpQuerySet, ThroughFollowUpQuerySet
from followups.states import WAITING, ResultClass, State, UnresolvedReason


@tracked
class FollowUp(Record):
    """Việc theo dõi: something a named body owes this council by a day.

    Five clears ("5 rõ"): who, what task, by when, who answers for it, what result proves it done. The database refuses
    a follow-up that was sent without all five.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="follow_ups", verbose_name=_("council"))
    kind = models.SlugField(_("origin"), max_length=30, help_text=_("What kind of record it came from."))
    title = models.CharField(_("task"), max_length=300)
    detail = models.TextField(_("what is asked"), blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible agency"),
    )
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible delegate"),
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible group"),
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible committee"),
    )
    coordinating = models.ManyToManyField(
        Agency, blank=True, related_name="coordinated_follow_ups", verbose_name=_("co-ordinating agencies")
    )
    accountable = models.CharField(_("who answers for it"), max_length=200, blank=True)
    evidence = models.CharField(_("result that proves it done"), max_length=300, blank=True)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("field")
    )
    locality = models.CharField(_("locality"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    due_on = models.DateField(_("due on"), null=True, blank=True)
    original_due_on = models.DateField(_("due on at first"), null=True, blank=True, editable=False)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    result_class = models.CharField(_("result"), max_length=12, choices=ResultClass, blank=True)
    issued_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | (
                    (
                        Q(agency__isnull=False)
                        | Q(delegate__isnull=False)
                        | Q(group__isnull=False)
                        | Q(committee__isnull=False)
                    )
                    & ~Q(title="")
                    & Q(due_on__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(accountable="")
                    & ~Q(evidence="")
                ),
                name="followups_five_clears",
                violation_error_message=_(
                    "A follow-up needs who, what task, by when, who answers for it and what result proves it done."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(original_due_on__isnull=True)
                | Q(due_on__gte=F("original_due_on")),
                name="followups_due_only_moves_on",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "state", "due_on"], name="followups_owed"),
            models.Index(fields=["agency", "state", "due_on"], name="followups_agency_owes"),
            models.Index(fields=["state", "due_on"], name="followups_due"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="followups_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The follow-up's page."""
        return reverse("followups:followup_detail", args=[self.pk])

    @property
    def owner(self) -> Any:
        """The responsible body: an agency, delegate, group or committee."""
        return self.agency or self.delegate or self.group or self.committee

    @property
    def is_waiting(self) -> bool:
        """Whether an answer waits for a judgement."""
        return self.state in WAITING


@tracked
class FollowUpMove(models.Model):
    """One move of a follow-up's state: the day it took effect and the moment it was entered."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="moves", verbose_name=_("follow-up"))
    from_state = models.CharField(_("from"), max_length=16, choices=State)
    to_state = models.CharField(_("to"), max_length=16, choices=State)
    effective_on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering: ClassVar = ["entered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


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
        FollowUp, models.PROTECT, related_name="results", verbose_name=_("follow-up")
    )
    result_class = models.CharField(_("result"), max_length=12, choices=ResultClass)
    effective_on = models.DateField(_("took effect on"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    roadmap_on = models.DateField(_("will be done by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=UnresolvedReason, blank=True)
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
            models.Index(fields=["follow_up", "-effective_on", "-id"], name="followups_result_as_of")
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
class Extension(models.Model):
    """More time: asked for with a reason, allowed or refused by somebody, until a day."""

    class Decision(models.TextChoices):
        """What was decided."""

        ASKED = "asked", _("waiting for a decision")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="extensions", verbose_name=_("follow-up")
    )
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_note = models.TextField(_("note on the decision"), blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decision entered at"), null=True, blank=True)

    objects = ThroughFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering: ClassVar = ["asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(decision="asked"),
                name="followups_one_open_extension",
                violation_error_message=_("Another request for more time is still waiting for a decision."),
            ),
            models.CheckConstraint(
                condition=Q(decision="asked") | Q(decided_on__isnull=False), name="followups_decision_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until:%d/%m/%Y} ({self.get_decision_display()})"
