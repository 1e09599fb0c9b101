"""What a mission found and what came of it: findings, consideration, conclusion, publication."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from councils.models import DeadlineRule
from documents.models import File, OfficialDocument
from sessions.models import BodyMeeting, Resolution, Sitting
from supervision.models.missions import SupervisionMission
from supervision.querysets import OfMission, WorkingPapers
from supervision.triggers import (
    CONCLUSION_FOLLOWS,
    CONCLUSION_STAYS,
    CONSIDERATION_STAYS,
)


@tracked
class Finding(Record):
    """Nhận định, phát hiện: one thing that the team found, with its evidence; of one body or of all."""

    class Kind(models.TextChoices):
        """What was found."""

        ACHIEVEMENT = "achievement", _("Achievement")
        SHORTCOMING = "shortcoming", _("Shortcoming")
        DIFFICULTY = "difficulty", _("Difficulty, obstacle")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="findings", verbose_name=_("mission")
    )
    body = models.ForeignKey(
        "SupervisedBody",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("body"),
        help_text=_("Empty where it concerns all."),
    )
    session = models.ForeignKey(
        "WorkingSession",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("found at the working session"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("finding"))
    cause = models.TextField(_("cause"), blank=True)
    responsible = models.CharField(_("who is responsible"), max_length=300, blank=True)
    evidence = models.TextField(
        _("evidence"), help_text=_("Paper with its number and day, figure, what was seen.")
    )
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence as a file")
    )

    objects = WorkingPapers.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(evidence=""),
                name="supervision_finding_has_evidence",
                violation_error_message=_("A finding needs its evidence."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class Consideration(Record):
    """Xem xét báo cáo giám sát: the competent body hears the report and the supervised bodies, and debates it.

    The council considers at a sitting, the Standing Committee at a meeting of its own within 7 days of the report, a
    committee at its meeting (Law 87/2015 Art. 64, 71, 81). A conclusion exists only for a consideration.
    """

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="considerations", verbose_name=_("mission")
    )
    considered_on = models.DateField(_("considered on"))
    meeting = models.ForeignKey(
        BodyMeeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="considered_missions",
        verbose_name=_("at the meeting"),
    )
    sitting = models.ForeignKey(
        Sitting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="considered_missions",
        verbose_name=_("at the sitting"),
    )
    explanation = models.TextField(_("explanation of the supervised bodies"), blank=True)
    debate = models.TextField(_("debate and opinion"))
    is_final = models.BooleanField(
        _("by the body that concludes"),
        default=True,
        help_text=_("A council's mission is looked at by the Standing Committee first: that is not final."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True, editable=False)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="considerations",
        verbose_name=_("rule of the due date"),
    )

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("consideration of a supervision report")
        verbose_name_plural = _("considerations of supervision reports")
        ordering: ClassVar = ["considered_on", "pk"]
        triggers: ClassVar = [CONSIDERATION_STAYS]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, sitting__isnull=True)
                | Q(meeting__isnull=True, sitting__isnull=False),
                name="supervision_considered_somewhere",
                violation_error_message=_("Choose the meeting or the sitting that considered the report."),
            ),
            models.CheckConstraint(
                condition=~Q(debate=""),
                name="supervision_consideration_says_what",
                violation_error_message=_("Write what was said and how the body judged the report."),
            ),
            models.UniqueConstraint(
                fields=["mission"], condition=Q(is_final=True), name="supervision_considered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}, {self.considered_on:%d/%m/%Y}"


@tracked
class SupervisionConclusion(Record):
    """Kết luận giám sát: the notice of conclusion, or the council's resolution, that follows a consideration.

    It states results, shortcomings, causes and responsibility, the time to remedy, who carries out and who reports back
    (Law 87/2015 Art. 16.4).
    """

    mission = models.OneToOneField(
        SupervisionMission, models.PROTECT, related_name="conclusion", verbose_name=_("mission")
    )
    consideration = models.OneToOneField(
        Consideration, models.PROTECT, related_name="conclusion", verbose_name=_("consideration")
    )
    concluded_on = models.DateField(_("concluded on"))
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="supervision_conclusion",
        verbose_name=_("conclusion as issued"),
    )
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervision_conclusions",
        verbose_name=_("resolution"),
        help_text=_("A council concludes by a resolution."),
    )

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("conclusion of a supervision")
        verbose_name_plural = _("conclusions of supervisions")
        triggers: ClassVar = [CONCLUSION_FOLLOWS, CONCLUSION_STAYS]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(resolution__isnull=False),
                name="supervision_conclusion_is_a_document",
                violation_error_message=_("A conclusion is a numbered notice or a resolution."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission}, {self.concluded_on:%d/%m/%Y}"


@tracked
class Publication(Record):
    """Công khai: a document of the mission published, or why it is not (Law 121/2025; Law 87/2015 Art. 89.1)."""

    class What(models.TextChoices):
        """What is to be published."""

        DECISION = "decision", _("Decision on the mission")
        PLAN = "plan", _("Plan and outline")
        REPORT = "report", _("Report of the team")
        CONCLUSION = "conclusion", _("Conclusion or resolution")
        RESULTS = "results", _("Result of carrying the recommendations out")

    mission = models.ForeignKey(
        SupervisionMission, models.PROTECT, related_name="publications", verbose_name=_("mission")
    )
    what = models.CharField(_("document"), max_length=10, choices=What)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    place = models.CharField(
        _("where"), max_length=300, blank=True, help_text=_("Address, paper, broadcast.")
    )
    exempt_because = models.CharField(
        _("not published because"), max_length=300, blank=True, help_text=_("State secrets, for example.")
    )

    objects = OfMission.as_manager()

    class Meta:
        verbose_name = _("publication of a supervision document")
        verbose_name_plural = _("publications of supervision documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mission", "what"], name="supervision_published_once"),
            models.CheckConstraint(
                condition=(Q(published_on__isnull=False) & ~Q(place="") & Q(exempt_because=""))
                | (Q(published_on__isnull=True) & ~Q(exempt_because="")),
                name="supervision_published_or_exempt",
                violation_error_message=_(
                    "Enter day and place of the publication, or why it is not published."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_what_display()
