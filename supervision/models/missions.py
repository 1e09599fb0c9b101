"""Cuộc giám sát, khảo sát: a mission from its decision through consideration to the conclusion, and its team."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import DatedMove, Record, Section, tracked
from core.text import fold
from councils.models import Agency, Council, DeadlineRule, Delegate
from documents.models import File, OfficialDocument
from sessions.models import Verification
from supervision.models.programmes import ProgrammeItem
from supervision.models.subjects import Subject, Supervised, names_its_subject
from supervision.querysets import MissionQuerySet, OfMission, WorkingPapers
from supervision.states import CONCLUDED, REPORTED_ON, UNDECIDED, MissionState
from supervision.triggers import (
    CONCLUDED_AFTER_CONSIDERATION,
)


@tracked
class SupervisionMission(Supervised, Record):
    """Cuộc giám sát chuyên đề hoặc khảo sát: decided by a subject, carried out on named bodies.

    A thematic mission ends in a conclusion or resolution of the competent body, which first considers the team's
    report; the database knows no conclusion without consideration. A survey ends in its report, or as input to a
    verification.
    """

    class Kind(models.TextChoices):
        """Mission with a conclusion, or fact-finding survey (domain: giám sát chuyên đề, khảo sát)."""

        THEMATIC = "thematic", _("Thematic supervision")
        SURVEY = "survey", _("Survey")

    Subject = Subject

    class Act(models.TextChoices):
        """By what it is decided: which one the Standing Committee uses is not settled, so it is data."""

        RESOLUTION = "resolution", _("Resolution")
        DECISION = "decision", _("Decision")
        PLAN = "plan", _("Plan")

    council = models.ForeignKey(Council, models.PROTECT, related_name="missions", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(
        _("content"), max_length=300, help_text=_("“việc …”, as the titles of its documents go on.")
    )
    item = models.OneToOneField(
        ProgrammeItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mission",
        verbose_name=_("item of the programme"),
        help_text=_("Empty for a mission outside the programme."),
    )
    joint_with = models.CharField(
        _("carried out jointly with"), max_length=300, blank=True, help_text=_("Empty where it is its own.")
    )
    scope = models.TextField(_("scope"), blank=True, help_text=_("Area, and what is looked at."))
    period_from = models.DateField(_("figures from"), null=True, blank=True)
    period_to = models.DateField(_("figures to"), null=True, blank=True)
    starts_on = models.DateField(_("carried out from"), null=True, blank=True)
    ends_on = models.DateField(_("carried out to"), null=True, blank=True)
    bodies = models.ManyToManyField(
        Agency,
        blank=True,
        through="SupervisedBody",
        related_name="missions",
        verbose_name=_("supervised bodies"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=MissionState, default=MissionState.PROPOSED, editable=False
    )

    act = models.CharField(_("act"), max_length=10, choices=Act, default=Act.DECISION)
    act_symbol = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="decided_mission",
        verbose_name=_("decision as issued"),
    )
    plan = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="planned_mission",
        verbose_name=_("plan as issued"),
    )
    reports_due_on = models.DateField(
        _("reports of the bodies due on"), null=True, blank=True, help_text=_("As the plan sets it.")
    )
    notified_on = models.DateField(_("plan and outline sent on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("working sessions ended on"), null=True, blank=True, editable=False)
    report_due_on = models.DateField(_("report due on"), null=True, blank=True, editable=False)
    report_due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="missions",
        verbose_name=_("rule of the due date"),
    )
    reported_on = models.DateField(_("reported on"), null=True, blank=True, editable=False)
    report = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reported_mission",
        verbose_name=_("report of the team"),
    )
    signed_report = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed report")
    )
    verification = models.ForeignKey(
        Verification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("serves the verification"),
        help_text=_("For a survey that gathers facts for a verification."),
    )
    considered_on = models.DateField(_("considered on"), null=True, blank=True, editable=False)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision mission")
        verbose_name_plural = _("supervision missions")
        triggers: ClassVar = [CONCLUDED_AFTER_CONSIDERATION]
        constraints: ClassVar = [
            names_its_subject("supervision_names_its_subject"),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED) | Q(decided_on__isnull=False),
                name="supervision_decided_has_day",
                violation_error_message=_("Enter the day of the decision."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REPORTED_ON) | Q(reported_on__isnull=False),
                name="supervision_reported_has_day",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True)
                | Q(considered_on__isnull=False, considered_on__lte=F("concluded_on")),
                name="supervision_considered_before_concluded",
                violation_error_message=_(
                    "No conclusion without consideration by the competent body before."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CONCLUDED) | Q(concluded_on__isnull=False),
                name="supervision_concluded_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="considered") | Q(considered_on__isnull=False),
                name="supervision_considered_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="survey")
                | ~Q(state="closed")
                | Q(closed_on__isnull=False, concluded_on__isnull=False),
                name="supervision_closed_after_conclusion",
                violation_error_message=_("A thematic mission is closed only after its conclusion."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="supervision_days_in_order",
                violation_error_message=_("The mission ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(period_to__isnull=True)
                | Q(period_from__isnull=True)
                | Q(period_to__gte=F("period_from")),
                name="supervision_period_in_order",
                violation_error_message=_("The period of the figures ends before it begins."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-decided_on", "-id"], name="supervision_by_day"),
            models.Index(fields=["council", "state"], name="supervision_by_state"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="supervision_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.act_symbol} {self.title}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The mission's page."""
        return reverse("supervision:mission_detail", args=[self.pk])

    @property
    def needs_conclusion(self) -> bool:
        """Whether it must be considered and concluded; a survey need not."""
        return self.kind == self.Kind.THEMATIC


@tracked
class MissionMove(DatedMove):
    """One move of a mission's state, with the day it took effect."""

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="moves", verbose_name=_("mission")
    )

    objects = OfMission.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a mission")
        verbose_name_plural = _("moves of missions")

    def __str__(self) -> str:
        return f"{MissionState(self.from_state).label} → {MissionState(self.to_state).label}"


@tracked
class TeamMember(Record):
    """Thành viên Đoàn giám sát: a delegate of the council, or somebody invited, with the task in the team."""

    class Part(models.TextChoices):
        """What somebody is in the team."""

        HEAD = "head", _("Head of the team")
        DEPUTY = "deputy", _("Deputy head")
        MEMBER = "member", pgettext_lazy("team", "Member")
        INVITED = "invited", _("Invited (the Front, an expert)")
        HELPER = "helper", _("Assisting")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="members", verbose_name=_("mission")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part in the team"), max_length=8, choices=Part, default=Part.MEMBER)
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="team_memberships",
        verbose_name=_("delegate"),
    )
    name = models.CharField(
        _("full name"), max_length=200, blank=True, help_text=_("For who is no delegate.")
    )
    post = models.CharField(_("post and office"), max_length=200, blank=True)
    task = models.CharField(_("task in the team"), max_length=300, blank=True)

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mission"],
                condition=Q(part="head"),
                name="supervision_one_head",
                violation_error_message=_("A team has one head."),
            ),
            models.UniqueConstraint(
                fields=["mission", "delegate"],
                condition=Q(delegate__isnull=False),
                name="supervision_member_once",
                violation_error_message=_("This delegate is already on the team."),
            ),
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, name="") | (Q(delegate__isnull=True) & ~Q(name="")),
                name="supervision_member_is_somebody",
                violation_error_message=_("Choose a delegate, or write the name of somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(part__in=["invited", "helper"]) | Q(delegate__isnull=False),
                name="supervision_team_of_delegates",
                violation_error_message=_("Head, deputies and members are delegates; others are invited."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The delegate's name, or the one written."""
        return self.delegate.full_name if self.delegate else self.name


@tracked
class MissionSection(Section):
    """A part of a text of the mission: of its plan, of the team's report, or of the conclusion."""

    class Paper(models.TextChoices):
        """Which text."""

        PLAN = "plan", pgettext_lazy("mission", "Plan")
        REPORT = "report", _("Report of the team")
        CONCLUSION = "conclusion", pgettext_lazy("mission", "Conclusion")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="sections", verbose_name=_("mission")
    )
    paper = models.CharField(_("text"), max_length=10, choices=Paper)

    objects = WorkingPapers.as_manager()

    class Meta(Section.Meta):
        verbose_name = _("section of a mission's text")
        verbose_name_plural = _("sections of missions' texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mission", "paper", "position"], name="supervision_section_once")
        ]

    def __str__(self) -> str:
        return self.heading
