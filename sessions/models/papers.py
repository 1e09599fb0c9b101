"""Papers that a sitting waits for, their versions, and who opened them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import DatedMove, Record, tracked
from core.text import fold
from councils.models import Agency, Committee, DeadlineRule, Delegate
from documents.models import File
from followups.models import FollowUp
from sessions.models.sittings import Sitting
from sessions.querysets import OfPaper, OfSitting, OfVersion, PaperQuerySet
from sessions.states import PaperState


@tracked
class Paper(Record):
    """Tài liệu kỳ họp: a paper on the sitting's list, with its owner, the committee that verifies it, and its due day.

    The owner is an agency or a committee; without either it is the Standing Committee itself.
    """

    class Kind(models.TextChoices):
        """What the paper is."""

        REPORT = "report", _("Report")
        PROPOSAL = "proposal", _("Proposal")
        PROJECT = "project", _("Project")
        DRAFT_RESOLUTION = "draft_resolution", _("Draft resolution")
        VERIFICATION_REPORT = "verification_report", _("Verification report")
        REVISION_NOTE = "revision_note", _("Note on remarks taken in")
        NOTICE = "notice", _("Notice")
        OTHER = "other", _("Other paper")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="papers", verbose_name=_("sitting"))
    number = models.PositiveSmallIntegerField(_("number on the list"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(pgettext_lazy("paper", "title"), max_length=500)
    owner_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("owner")
    )
    owner_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("owner committee"),
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers_to_verify",
        verbose_name=_("verified by"),
    )
    goes_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="companions",
        verbose_name=_("goes with"),
        help_text=_(
            "A draft resolution goes with its proposal, a verification report with what it verifies."
        ),
    )
    due_on = models.DateField(_("due on"))
    due_rule = models.ForeignKey(
        DeadlineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("rule of the due date"),
    )
    due_anchor_on = models.DateField(_("counted from"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PaperState, default=PaperState.EXPECTED)
    symbol = models.CharField(
        _("number and symbol"), max_length=60, blank=True, help_text=_("As on the paper: 125/TTr-UBND.")
    )
    dated_on = models.DateField(_("dated on"), null=True, blank=True)
    received_on = models.DateField(
        _("received on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day of the first version that was not returned as incomplete."),
    )
    tabled_on = models.DateField(_("tabled on"), null=True, blank=True, editable=False)
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="paper",
        verbose_name=_("follow-up"),
        editable=False,
    )
    note = models.TextField(_("note"), blank=True)
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "number"],
                name="sittings_paper_number_once",
                violation_error_message=_("This number on the list is already taken."),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(owner_agency__isnull=True) | Q(owner_committee__isnull=True),
                name="sittings_paper_one_owner",
                violation_error_message=_("A paper has one owner: an agency or a committee."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="sittings_paper_has_title"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner_agency", "state", "due_on"], name="sittings_paper_owed"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="sittings_paper_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.title} {self.symbol}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The paper's page."""
        return reverse("sittings:paper_detail", args=[self.pk])

    @property
    def owner(self) -> Agency | Committee | None:
        """The agency or committee that owes it; None for the Standing Committee."""
        return self.owner_agency or self.owner_committee

    @property
    def owner_name(self) -> str:
        """Who owes it, in words."""
        return str(self.owner or _("Standing Committee"))

    @property
    def lateness_days(self) -> int:
        """Calendar days between the due day and the receipt; 0 for a paper in time or not yet here."""
        return max((self.received_on - self.due_on).days, 0) if self.received_on else 0


@tracked
class PaperMove(DatedMove):
    """One move of a paper's state, with the day it took effect."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="moves", verbose_name=_("paper"))

    objects = OfPaper.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a paper")
        verbose_name_plural = _("moves of papers")

    def __str__(self) -> str:
        return f"{PaperState(self.from_state).label} → {PaperState(self.to_state).label}"


@tracked
class PaperVersion(models.Model):
    """One version of a paper as it came in. A verification speaks about exactly one of them."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions", verbose_name=_("paper"))
    number = models.PositiveSmallIntegerField(_("version"))
    received_on = models.DateField(_("received on"))
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="paper_versions", verbose_name=_("file")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = OfPaper.as_manager()

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "number"], name="sittings_paper_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} (v{self.number})"


class PaperOpening(models.Model):
    """That a delegate opened a version of a paper, first and last. Only the secretariat sees it."""

    version = models.ForeignKey(
        PaperVersion, models.CASCADE, related_name="openings", verbose_name=_("version of a paper")
    )
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="paper_openings", verbose_name=_("delegate")
    )
    first_at = models.DateTimeField(_("first opened at"), auto_now_add=True)
    last_at = models.DateTimeField(_("last opened at"), auto_now=True)

    objects = OfVersion.as_manager()

    class Meta:
        verbose_name = _("opening of a paper")
        verbose_name_plural = _("openings of papers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "delegate"], name="sittings_opening_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.version}"


@tracked
class PaperBundle(Record):
    """All papers of a sitting in one ZIP with an index page that opens offline, made by a worker."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", pgettext_lazy("bundle", "Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="bundles", verbose_name=_("sitting"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    done_papers = models.PositiveSmallIntegerField(_("papers packed"), default=0)
    all_papers = models.PositiveSmallIntegerField(_("papers to pack"), default=0)
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Of the versions packed: a bundle of the same versions is not made twice."),
    )
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.CharField(pgettext_lazy("bundle", "why it failed"), max_length=300, blank=True)

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("bundle of papers")
        verbose_name_plural = _("bundles of papers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_papers__lte=F("all_papers")), name="sittings_bundle_no_more_than_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The bundle's page."""
        return reverse("sittings:bundle_detail", args=[self.pk])
