"""Chương trình giám sát: proposals, the annual programme of each subject, and its items."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import DatedMove, Record, tracked
from core.querysets import ScopedQuerySet
from core.text import fold
from councils.models import Agency, Committee, Council, DeadlineRule, Delegate
from documents.models import OfficialDocument
from sessions.models import Resolution
from supervision.models.subjects import Subject, Supervised, names_its_subject
from supervision.querysets import OfProgramme
from supervision.states import ProgrammeState


@tracked
class Programme(Supervised, Record):
    """Chương trình giám sát hằng năm of one subject: proposed, drafted, decided, and a year later reported on.

    The council decides its programme by a resolution at the mid-year sitting of the year before, the Standing Committee
    its own within 15 days after the year-end sitting, committees by the end of that year (Law 87/2015 Art. 58, 67, 77;
    from 01/03/2026 Law 121/2025).
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="supervision_programmes", verbose_name=_("council")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ProgrammeState,
        default=ProgrammeState.COLLECTING,
        editable=False,
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    act_symbol = models.CharField(
        _("number of the decision"),
        max_length=60,
        blank=True,
        help_text=_("Where the act is not in the register here."),
    )
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervision_programmes",
        verbose_name=_("resolution"),
        help_text=_("By which the council adopted it."),
    )
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="supervision_programme",
        verbose_name=_("programme as issued"),
    )
    accepted_overlaps = models.TextField(
        _("why overlaps were accepted"),
        blank=True,
        editable=False,
        help_text=_(
            "Said when the programme was decided with two subjects visiting one body within 30 days."
        ),
    )
    reported_on = models.DateField(_("result reported on"), null=True, blank=True, editable=False)
    report = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reported_programme",
        verbose_name=_("result report"),
    )
    assessment = models.TextField(_("assessment"), blank=True, help_text=_("Printed in the result report."))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision programme")
        verbose_name_plural = _("supervision programmes")
        constraints: ClassVar = [
            names_its_subject("supervision_programme_subject"),
            models.UniqueConstraint(
                fields=["council", "year", "subject", "committee", "group"],
                name="supervision_programme_once",
                nulls_distinct=False,
                violation_error_message=_("This subject already has a programme for that year."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "reported"]) | Q(decided_on__isnull=False),
                name="supervision_programme_decided_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | Q(reported_on__isnull=False),
                name="supervision_programme_reported_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-year", "-id"], name="supervision_programme_year")
        ]

    def __str__(self) -> str:
        return f"{self.supervisor}, {self.year}"

    def get_absolute_url(self) -> str:
        """The programme's page."""
        return reverse("supervision:programme_detail", args=[self.pk])


@tracked
class ProgrammeMove(DatedMove):
    """One move of a programme's state, with the day it took effect."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="moves", verbose_name=_("programme")
    )

    objects = OfProgramme.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a programme")
        verbose_name_plural = _("moves of programmes")

    def __str__(self) -> str:
        return f"{ProgrammeState(self.from_state).label} → {ProgrammeState(self.to_state).label}"


@tracked
class ProgrammeItem(Record):
    """Nội dung giám sát: one line of a programme: what, in which form, on which bodies, from when to when.

    A thematic item or a survey is done when the mission that it became has reported; the other forms when somebody
    enters the day. A dropped or postponed item says why.
    """

    class Form(models.TextChoices):
        """Hình thức giám sát (Law 87/2015 Art. 57, 66, 76)."""

        THEMATIC = "thematic", _("Thematic supervision")
        SURVEY = "survey", _("Survey")
        REPORTS = "reports", _("Considering reports")
        QUESTIONING = "questioning", _("Questioning")
        EXPLANATION = "explanation", _("Explanation session")
        TEXTS = "texts", _("Review of legal texts")
        RE_SUPERVISION = "re_supervision", _("Re-supervision")
        ONGOING = "ongoing", _("Ongoing supervision")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="items", verbose_name=_("programme")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    form = models.CharField(_("form"), max_length=16, choices=Form, default=Form.THEMATIC)
    title = models.CharField(_("content"), max_length=300)
    scope = models.TextField(_("scope"), blank=True)
    bodies = models.ManyToManyField(
        Agency, blank=True, related_name="programme_items", verbose_name=_("bodies to be supervised")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    postponed_on = models.DateField(_("postponed on"), null=True, blank=True, editable=False)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, help_text=_("For a dropped or postponed item: why."))

    objects = OfProgramme.as_manager()

    class Meta:
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of programmes")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="supervision_item_in_order",
                violation_error_message=_("The item ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(note=""), name="supervision_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(postponed_on__isnull=True) | ~Q(note=""), name="supervision_postponed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | Q(done_on__isnull=True),
                name="supervision_item_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Proposal(Record):
    """Đề nghị, kiến nghị giám sát: who proposes what, why it is needed, its content, scope and object.

    Proposals for the council's programme come in by 1 March of the year before (rule SUP-PROPOSE); a later one is kept
    and marked late.
    """

    class Proposer(models.TextChoices):
        """Who proposes."""

        DELEGATE = "delegate", _("A delegate")
        COMMITTEE = "committee", _("A committee")
        GROUP = "group", _("A delegate group")
        STANDING_COMMITTEE = "standing_committee", _("The Standing Committee")
        FRONT = "front", _("The Fatherland Front")
        AGENCY = "agency", _("An agency")
        VOTERS = "voters", _("Voters")

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "", pgettext_lazy("proposal", "Not decided yet")
        SELECTED = "selected", pgettext_lazy("proposal", "Selected")
        NOT_SELECTED = "not_selected", pgettext_lazy("proposal", "Not selected")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="supervision_proposals", verbose_name=_("council")
    )
    year = models.PositiveSmallIntegerField(_("for the programme of"))
    subject = models.CharField(_("who should supervise"), max_length=20, choices=Subject)
    proposer = models.CharField(_("who proposes"), max_length=20, choices=Proposer)
    proposer_name = models.CharField(_("name of the proposer"), max_length=200, blank=True)
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervision_proposals",
        verbose_name=_("delegate"),
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervision_proposals",
        verbose_name=_("committee"),
    )
    proposed_on = models.DateField(_("proposed on"))
    content = models.CharField(_("content"), max_length=300)
    need = models.TextField(_("why it is needed"))
    scope = models.TextField(_("scope"), help_text=_("Area and period."))
    objects_text = models.TextField(_("object"), help_text=_("Which bodies."))
    due_on = models.DateField(_("due on"), null=True, blank=True, editable=False)
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proposals",
        verbose_name=_("rule of the due date"),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)
    outcome_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    outcome_note = models.TextField(_("why"), blank=True)
    item = models.ForeignKey(
        ProgrammeItem,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proposals",
        verbose_name=_("item of the programme"),
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision proposal")
        verbose_name_plural = _("supervision proposals")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome="not_selected") | ~Q(outcome_note=""),
                name="supervision_not_selected_says_why",
                violation_error_message=_("Say why the proposal is not selected."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="selected") | Q(item__isnull=False),
                name="supervision_selected_is_an_item",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-year", "-id"], name="supervision_proposal_year")
        ]

    def __str__(self) -> str:
        return self.content

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.content} {self.need} {self.proposer_name}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The proposal's page."""
        return reverse("supervision:proposal_detail", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Whether it came after its legal day."""
        return self.due_on is not None and self.proposed_on > self.due_on
