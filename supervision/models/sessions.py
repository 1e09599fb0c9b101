"""Buổi làm việc, khảo sát thực tế: sessions and visits of the team, with minutes, photos and papers asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Record, tracked
from councils.models import DeadlineRule
from documents.models import File, OfficialDocument
from supervision.models.missions import SupervisionMission, TeamMember
from supervision.models.outlines import SupervisedBody
from supervision.querysets import OfMission, OfSession


@tracked
class WorkingSession(Record):
    """Buổi làm việc of a mission: with a supervised body, on the spot, or within the team."""

    class Kind(models.TextChoices):
        """What the team does there."""

        WORKING = "working", _("Working session with a body")
        VISIT = "visit", _("Visit on the spot")
        PEOPLE = "people", _("Hearing citizens or experts")
        TEAM = "team", _("Meeting of the team")

    class State(models.TextChoices):
        """Whether it took place."""

        PLANNED = "planned", pgettext_lazy("working session", "Planned")
        HELD = "held", pgettext_lazy("working session", "Held")
        CANCELLED = "cancelled", pgettext_lazy("working session", "Cancelled")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="sessions", verbose_name=_("mission")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORKING)
    body = models.ForeignKey(
        SupervisedBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("supervised body"),
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    content = models.CharField(_("subject"), max_length=300, blank=True)
    preparation = models.CharField(_("what the body prepares"), max_length=300, blank=True)
    members = models.ManyToManyField(
        TeamMember, blank=True, related_name="sessions", verbose_name=_("of the team")
    )
    others = models.CharField(_("others present"), max_length=500, blank=True)
    notice_due_on = models.DateField(_("to be announced by"), null=True, blank=True, editable=False)
    notice_due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="working_sessions",
        verbose_name=_("rule of the due date"),
    )
    notified_on = models.DateField(_("announced on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    state_note = models.CharField(_("why cancelled"), max_length=300, blank=True, editable=False)
    course = models.TextField(_("course of the session"), blank=True)
    remarks = models.TextField(_("questions and remarks of the team"), blank=True)
    explanations = models.TextField(_("explanations of the body"), blank=True)
    summing_up = models.TextField(_("summing up of the head of the team"), blank=True)
    minutes = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="working_session",
        verbose_name=_("minutes as issued"),
    )
    signed_minutes = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed minutes")
    )

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("working session")
        verbose_name_plural = _("working sessions")
        ordering: ClassVar = ["held_on", "starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="supervision_session_hours_in_order",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="working") | Q(body__isnull=False),
                name="supervision_session_names_its_body",
                violation_error_message=_("Name the body that the team works with."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(state_note=""),
                name="supervision_cancelled_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["body", "held_on"], name="supervision_session_of_body")]

    def __str__(self) -> str:
        return f"{self.body or self.place}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """The session's page."""
        return reverse("supervision:session_detail", args=[self.pk])


@tracked
class SessionFile(Record):
    """A photo or paper of a working session, with what it shows."""

    session = models.ForeignKey(
        WorkingSession, models.PROTECT, related_name="files", verbose_name=_("working session")
    )
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))
    caption = models.CharField(_("what it shows"), max_length=300)

    objects = OfSession.as_manager()

    class Meta:
        verbose_name = _("file of a working session")
        verbose_name_plural = _("files of working sessions")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.caption


@tracked
class RequestedPaper(Record):
    """Tài liệu đề nghị bổ sung: what a body is to hand in later or make clear, and when it came."""

    session = models.ForeignKey(
        WorkingSession, models.PROTECT, related_name="requested", verbose_name=_("working session")
    )
    text = models.CharField(_("what is asked for"), max_length=500)
    due_on = models.DateField(_("due on"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    objects = OfSession.as_manager()

    class Meta:
        verbose_name = _("paper asked for at a working session")
        verbose_name_plural = _("papers asked for at working sessions")
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
