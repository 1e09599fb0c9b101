"""Papers about the opinions of a round: the synthesis report, the report on what became of them, transfer letters."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, Section, tracked
from core.querysets import ScopedQuerySet
from councils.models import Agency, Council, DelegateGroup
from documents.models import File, OfficialDocument
from voters.models.contact import VoterContactRound
from voters.models.opinions import VoterOpinion
from voters.querysets import OfReport


@tracked
class OpinionReport(Record):
    """Báo cáo về ý kiến, kiến nghị cử tri của một đợt: what was heard, or what became of it.

    Its numbers come from the records as of a day; only its free parts are written by people. Once it has its number the
    files say for ever what it said.
    """

    class Kind(models.TextChoices):
        """Which of the two reports."""

        SYNTHESIS = "synthesis", _("Synthesis of opinions")
        RESULT = "result", _("Supervision of how opinions are settled")

    class Addressee(models.TextChoices):
        """To whom it goes."""

        COUNCIL = "council", _("the council")
        PEOPLES_COMMITTEE = "peoples_committee", _("the People's Committee")
        STANDING = "standing", _("the Standing Committee")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="opinion_reports", verbose_name=_("council")
    )
    round = models.ForeignKey(
        VoterContactRound,
        models.PROTECT,
        related_name="opinion_reports",
        verbose_name=_("voter-contact round"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion_reports",
        verbose_name=_("of the delegate group"),
    )
    addressee = models.CharField(
        _("addressed to"), max_length=20, choices=Addressee, default=Addressee.COUNCIL
    )
    as_of = models.DateField(_("numbers as of"))
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="opinion_report",
        verbose_name=_("official document"),
    )
    sheet = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("annex as a workbook"),
    )
    signed = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report on opinions")
        verbose_name_plural = _("reports on opinions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kind", "group"],
                condition=Q(document__isnull=True),
                nulls_distinct=False,
                name="voters_one_draft_report",
                violation_error_message=_("A draft of this report has already been begun."),
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(kind="synthesis"),
                name="voters_groups_report_what_they_heard",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["round", "kind"], name="voters_report_of_round")]

    def __str__(self) -> str:
        return str(self.document) if self.document_id else str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("voters:report_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it has no number yet."""
        return self.document_id is None


@tracked
class OpinionReportSection(Section):
    """A free part of a report; `code` says where it stands among the numbers."""

    report = models.ForeignKey(
        OpinionReport, models.PROTECT, related_name="sections", verbose_name=_("report on opinions")
    )
    code = models.SlugField(_("part"), max_length=20)

    objects = OfReport.as_manager()

    class Meta(Section.Meta):
        verbose_name = _("part of a report on opinions")
        verbose_name_plural = _("parts of reports on opinions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "code"], name="voters_report_part_once")
        ]

    def __str__(self) -> str:
        return self.heading


@tracked
class TransferLetter(Record):
    """Công văn chuyển ý kiến, kiến nghị của cử tri: one official letter to one body about what was sent to it."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="transfer_letters", verbose_name=_("council")
    )
    round = models.ForeignKey(
        VoterContactRound,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transfer_letters",
        verbose_name=_("voter-contact round"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="transfer_letters", verbose_name=_("to the agency")
    )
    document = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="transfer_letter", verbose_name=_("official document")
    )
    opinions = models.ManyToManyField(
        VoterOpinion, related_name="transfer_letters", verbose_name=_("opinions")
    )
    dated_on = models.DateField(_("dated"))
    answer_by = models.DateField(_("answer by"))
    sheet = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("annex as a workbook"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer letter")
        verbose_name_plural = _("transfer letters")
        ordering: ClassVar = ["-dated_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("dated_on")),
                name="voters_transfer_gives_time",
                violation_error_message=_("The day to answer by must come after the letter."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        """The letter's page."""
        return reverse("voters:transfer_detail", args=[self.pk])
