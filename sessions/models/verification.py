"""Thẩm tra: a committee examines a paper before the plenary, and the owner answers its remarks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, Section, tracked
from councils.models import Committee, DeadlineRule
from documents.models import File, OfficialDocument
from followups.models import FollowUp
from sessions.models.meetings import BodyMeeting
from sessions.models.papers import Paper, PaperVersion
from sessions.querysets import OfVerification, VerificationQuerySet
from sessions.states import VerificationState


@tracked
class Verification(Record):
    """Thẩm tra: one committee's examination of one paper. Its report is frozen to the version it speaks about."""

    class Opinion(models.TextChoices):
        """What the committee proposes."""

        READY = "ready", _("Ready to be tabled")
        AFTER_REVISION = "after_revision", _("Ready once revised")
        NOT_READY = "not_ready", _("Not ready to be tabled")

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="verifications", verbose_name=_("paper"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="verifications", verbose_name=_("committee")
    )
    is_lead = models.BooleanField(_("leads the verification"), default=True)
    assigned_on = models.DateField(_("assigned on"))
    due_on = models.DateField(_("report due on"))
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    meeting = models.ForeignKey(
        BodyMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("verification meeting"),
    )
    version_seen = models.ForeignKey(
        PaperVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("version examined"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=VerificationState, default=VerificationState.ASSIGNED
    )
    opinion = models.CharField(_("opinion of the committee"), max_length=16, choices=Opinion, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True, editable=False)
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="verification",
        verbose_name=_("verification report"),
    )
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed report")
    )
    responded_on = models.DateField(_("answered by the owner on"), null=True, blank=True, editable=False)
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="verification",
        verbose_name=_("follow-up"),
        help_text=_("The answers that the owner of the paper owes to the remarks."),
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "committee"],
                name="sittings_verification_once",
                violation_error_message=_("This committee already verifies the paper."),
            ),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(is_lead=True), name="sittings_verification_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | (~Q(opinion="") & Q(version_seen__isnull=False)),
                name="sittings_verification_report_has_opinion",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "due_on"], name="sittings_verification_owed")
        ]

    def __str__(self) -> str:
        return f"{self.committee}: {self.paper}"

    def get_absolute_url(self) -> str:
        """The verification's page."""
        return reverse("sittings:verification_detail", args=[self.pk])


@tracked
class VerificationSection(Section):
    """A part of a verification report."""

    verification = models.ForeignKey(
        Verification, models.PROTECT, related_name="sections", verbose_name=_("verification")
    )

    objects = OfVerification.as_manager()

    class Meta(Section.Meta):
        verbose_name = _("section of a verification report")
        verbose_name_plural = _("sections of verification reports")

    def __str__(self) -> str:
        return self.heading


@tracked
class VerificationRemark(Record):
    """Ý kiến thẩm tra: one remark on one place of the draft, and how its owner took it in or explained why not."""

    class Response(models.TextChoices):
        """Tiếp thu, giải trình."""

        TAKEN_IN = "taken_in", _("Taken in")
        PARTLY = "partly", _("Taken in partly")
        EXPLAINED = "explained", _("Explained, not taken in")

    verification = models.ForeignKey(
        Verification, models.PROTECT, related_name="remarks", verbose_name=_("verification")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    place = models.CharField(
        _("place in the draft"),
        max_length=200,
        blank=True,
        help_text=_("For example: khoản 2 Điều 3; mục II.1."),
    )
    remark = models.TextField(_("remark"))
    request = models.TextField(_("change asked for"), blank=True)
    response = models.CharField(_("response"), max_length=10, choices=Response, blank=True)
    response_text = models.TextField(_("how, or why not"), blank=True)
    response_place = models.CharField(_("where in the revised draft"), max_length=200, blank=True)
    responded_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = OfVerification.as_manager()

    class Meta:
        verbose_name = _("remark of a verification")
        verbose_name_plural = _("remarks of verifications")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(remark=""), name="sittings_remark_says_something"),
            models.CheckConstraint(
                condition=Q(response="") | ~Q(response_text=""),
                name="sittings_response_says_how",
                violation_error_message=_("Say how the remark was taken in, or why not."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.remark}"[:80] if self.place else self.remark[:80]
