"""Đơn thư: the register of letters, what was checked, where they travelled, what was done with them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import DatedMove, tracked
from councils.models import Agency, Council
from documents.models import OfficialDocument
from followups.models import FollowUp
from voters.models.identity import ProtectedRecord, tracked_without_names
from voters.models.opinions import CompetenceLevel
from voters.querysets import LetterQuerySet, OfLetter
from voters.states import LetterState


@tracked_without_names
class Letter(ProtectedRecord):
    """Đơn: a citizen's letter, entered once in the register of its year under a number of its own.

    What it is about stands in `summary`, which never names the senders of a protected letter.
    """

    class Source(models.TextChoices):
        """How it came."""

        POST = "post", _("By post")
        DIRECT = "direct", _("Handed in")
        RECEPTION = "reception", _("At a citizen reception")
        DELEGATE = "delegate", _("Passed on by a delegate")
        FRONT = "front", _("Passed on by the Fatherland Front")
        PRESS = "press", _("Passed on by the press")
        LEADER = "leader", _("Passed on by a leader")
        AGENCY = "agency", _("Passed on by an agency")
        ONLINE = "online", _("Online")

    council = models.ForeignKey(Council, models.PROTECT, related_name="letters", verbose_name=_("council"))
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number in the year"), editable=False)
    received_on = models.DateField(_("received on"))
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.POST)
    passed_on_by = models.CharField(
        _("passed on by"),
        max_length=200,
        blank=True,
        help_text=_("Who passed it on, and the number of their slip."),
    )
    dated_on = models.DateField(_("date on the letter"), null=True, blank=True)
    signatories = models.PositiveIntegerField(
        _("number of signatories"), default=1, help_text=_("0 for a letter without a signature.")
    )
    summary = models.TextField(_("summary"))
    originals = models.CharField(_("originals attached"), max_length=300, blank=True)
    settled_before = models.CharField(_("body that already settled it"), max_length=200, blank=True)
    competence_level = models.CharField(_("competence"), max_length=10, choices=CompetenceLevel, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("competent body"),
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("same as")
    )
    eligible = models.BooleanField(_("eligible"), null=True, blank=True, editable=False)
    record = models.ForeignKey(
        "voters.ReceptionRecord",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="letters",
        verbose_name=_("handed in at"),
    )
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState, default=LetterState.REGISTERED, editable=False
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("citizen", "letter")
        verbose_name_plural = pgettext_lazy("citizen", "letters")
        constraints: ClassVar = [
            *ProtectedRecord.Meta.constraints,
            models.UniqueConstraint(fields=["council", "year", "number"], name="voters_letter_number_once"),
            models.CheckConstraint(condition=~Q(summary=""), name="voters_letter_says_something"),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=models.F("pk")),
                name="voters_letter_not_its_own_duplicate",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-received_on", "-id"], name="voters_letter_by_day"),
            models.Index(fields=["council", "state"], name="voters_letter_by_state"),
            GinIndex(
                "council",
                OpClass("search", "gin_trgm_ops"),
                OpClass("search_senders", "gin_trgm_ops"),
                name="voters_letter_search",
            ),
            GinIndex(fields=["sender_marks"], name="voters_letter_marks"),
        ]

    def __str__(self) -> str:
        return gettext("Letter no. %(number)s") % {"number": f"{self.number}/{self.year}"}

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("voters:letter_detail", args=[self.pk])


@tracked
class LetterMove(DatedMove):
    """One move of a letter's state."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="moves", verbose_name=_("letter"))

    objects = OfLetter.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a letter")
        verbose_name_plural = _("moves of letters")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@tracked
class LetterScreening(models.Model):
    """Kiểm tra điều kiện: each condition with yes or no and why; the latest of a day counts on it."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="screenings", verbose_name=_("letter"))
    on = models.DateField(_("checked on"))
    eligible = models.BooleanField(_("eligible"))
    conditions = models.JSONField(
        _("conditions"), help_text=_("Code of each condition: whether it is met, and why.")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = OfLetter.as_manager()

    class Meta:
        verbose_name = _("check of a letter's conditions")
        verbose_name_plural = _("checks of letters' conditions")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


@tracked
class LetterTransfer(models.Model):
    """Đường đi của đơn: that a body passed the letter on before it came here; letters must not travel in circles."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="transfers", verbose_name=_("letter"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="letter_transfers",
        verbose_name=_("body that passed it on"),
    )
    on = models.DateField(_("passed on, on"), null=True, blank=True)
    document = models.CharField(_("number of its document"), max_length=100, blank=True)

    objects = OfLetter.as_manager()

    class Meta:
        verbose_name = _("earlier transfer of a letter")
        verbose_name_plural = _("earlier transfers of letters")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.agency)


@tracked
class LetterAction(models.Model):
    """Xử lý đơn: what was done with a letter on a day, by which document; L05-L07 and L10 count these.

    One that was entered by mistake is taken back with its reason and counts on no day.
    """

    class Kind(models.TextChoices):
        """What can be done with a letter (domain: TT 05/2021; Res. 116/2025/UBTVQH15)."""

        FORWARD = "forward", _("Forward")
        GUIDE = "guide", _("Guide")
        REPLY = "reply", _("Reply")
        RETURN = "return", _("Return")
        FILE = "file", _("File away")
        SUPERVISE = "supervise", _("Take under supervision")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="actions", verbose_name=_("letter"))
    kind = models.CharField(_("action"), max_length=10, choices=Kind)
    on = models.DateField(_("day"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_actions",
        verbose_name=_("competent body"),
    )
    reason = models.TextField(_("reason"), blank=True)
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_action",
        verbose_name=_("document"),
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_action",
        verbose_name=_("follow-up"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_because = models.CharField(_("taken back because"), max_length=300, blank=True)

    objects = OfLetter.as_manager()

    class Meta:
        verbose_name = _("action on a letter")
        verbose_name_plural = _("actions on letters")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_because=""),
                name="voters_action_taken_back_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["forward", "supervise"]) | Q(agency__isnull=False),
                name="voters_action_names_its_body",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "on"], name="voters_action_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%d/%m/%Y}"


def scan_path(_scan: LetterScan, _name: str) -> str:
    """A name that says nothing and that nobody else has: no storage need refuse a second one."""
    return f"letters/{uuid.uuid4().hex}"


@tracked
class LetterScan(models.Model):
    """A scan of a letter: its content lies sealed on the disk, under a name that says nothing."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="scans", verbose_name=_("letter"))
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.FileField(_("content, sealed"), upload_to=scan_path, max_length=80)
    extension = models.CharField(_("kind of file"), max_length=8)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    objects = OfLetter.as_manager()

    class Meta:
        verbose_name = _("scan of a letter")
        verbose_name_plural = _("scans of letters")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "number"], name="voters_scan_number_once")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Numbered within its letter."""
        if not self.number:
            self.number = self.letter.scans.count() + 1
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name it is handed out under."""
        return f"don-{self.letter.number}-{self.letter.year}-{self.number}{self.extension}"
