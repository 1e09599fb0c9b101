"""Tiếp công dân: the schedule of delegates and leaders, who came, what was concluded."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import DatedMove, Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Agency, Council, Delegate
from documents.models import OfficialDocument
from followups.models import FollowUp
from voters.models.identity import ProtectedRecord, tracked_without_names
from voters.querysets import OfReception, ReceptionQuerySet
from voters.states import ReceptionState


@tracked
class CitizenReception(Record):
    """Buổi tiếp công dân: a delegate or leader receives citizens on a day by the schedule, or at once when needed.

    Law 42/2013 Art. 22: the Standing Committee makes the schedule and assigns staff.
    """

    class Kind(models.TextChoices):
        """By the schedule, or beside it."""

        PERIODIC = "periodic", pgettext_lazy("reception", "Periodic")
        AD_HOC = "ad_hoc", pgettext_lazy("reception", "Ad hoc")

    class Part(models.TextChoices):
        """The half of the day, in their order."""

        MORNING = "1_morning", _("Morning")
        AFTERNOON = "2_afternoon", _("Afternoon")
        DAY = "3_day", _("Whole day")

    council = models.ForeignKey(Council, models.PROTECT, related_name="receptions", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERIODIC)
    day = models.DateField(_("day"))
    part = models.CharField(_("part of the day"), max_length=12, choices=Part, default=Part.MORNING)
    starts_at = models.TimeField(pgettext_lazy("hour", "from"), null=True, blank=True)
    ends_at = models.TimeField(pgettext_lazy("hour", "to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receptions",
        verbose_name=_("receiving delegate"),
    )
    leader = models.CharField(
        _("receiving leader"), max_length=200, blank=True, help_text=_("Where no delegate receives.")
    )
    post = models.CharField(
        _("post, delegate group"), max_length=200, blank=True, help_text=_("As the notice prints it.")
    )
    with_bodies = models.CharField(_("bodies that take part"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=18, choices=ReceptionState, default=ReceptionState.SCHEDULED, editable=False
    )
    notice = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="receptions",
        verbose_name=_("notice of the schedule"),
    )
    conclusion = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="concluded_reception",
        verbose_name=_("notice of conclusions"),
    )

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("citizen reception")
        verbose_name_plural = _("citizen receptions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="voters_reception_hours_in_order",
                violation_error_message=_("The reception ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(delegate__isnull=False) | ~Q(leader=""),
                name="voters_reception_has_somebody_who_receives",
                violation_error_message=_("Say who receives."),
            ),
            models.UniqueConstraint(
                fields=["council", "day", "part", "delegate"],
                condition=Q(delegate__isnull=False) & ~Q(state="cancelled"),
                name="voters_reception_once",
                violation_error_message=_("This delegate already receives citizens at that time."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["council", "-day", "-id"], name="voters_reception_by_day")]

    def __str__(self) -> str:
        return gettext("Reception of %(day)s, %(who)s") % {
            "day": f"{self.day:%d/%m/%Y}",
            "who": self.receiver,
        }

    def get_absolute_url(self) -> str:
        """The reception's page."""
        return reverse("voters:reception_detail", args=[self.pk])

    @property
    def receiver(self) -> str:
        """Who receives."""
        return str(self.delegate) if self.delegate else self.leader


@tracked
class ReceptionMove(DatedMove):
    """One move of a reception's state."""

    reception = models.ForeignKey(
        CitizenReception, models.PROTECT, related_name="moves", verbose_name=_("citizen reception")
    )

    objects = OfReception.as_manager()

    class Meta(DatedMove.Meta):
        verbose_name = _("move of a reception")
        verbose_name_plural = _("moves of receptions")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


@tracked_without_names
class ReceptionRecord(ProtectedRecord):
    """Lượt tiếp: one matter that citizens brought to a reception; a line of the register, form 03/TCD.

    Five persons or more on one matter are a group (đoàn đông người) and name representatives.
    """

    reception = models.ForeignKey(
        CitizenReception, models.PROTECT, related_name="records", verbose_name=_("citizen reception")
    )
    council = models.ForeignKey(
        Council, models.PROTECT, related_name="reception_records", verbose_name=_("council")
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number in the register"), editable=False)
    content = models.TextField(_("content"))
    persons = models.PositiveIntegerField(_("persons with the same content"), default=1)
    repeated = models.BooleanField(_("came before on this matter"), default=False)
    settled_before = models.CharField(_("body that already settled it"), max_length=200, blank=True)
    within_competence = models.BooleanField(_("within competence"), default=False)
    papers = models.TextField(
        _("papers handed in"), blank=True, help_text=_("One paper a line: name; pages; condition.")
    )
    guided_to = models.CharField(_("guided to the body"), max_length=200, blank=True, editable=False)
    guidance = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("guidance slip"),
    )
    accepted_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("accepting body"),
    )
    forwarding = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("forwarding document"),
    )
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reception_record",
        verbose_name=_("follow-up"),
    )
    refused_on = models.DateField(_("refused on"), null=True, blank=True, editable=False)
    refusal = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("notice of refusal"),
    )
    informed_on = models.DateField(_("citizen told how it is handled, on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    result_told_on = models.DateField(_("citizen told the result on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception record")
        verbose_name_plural = _("reception records")
        constraints: ClassVar = [
            *ProtectedRecord.Meta.constraints,
            models.UniqueConstraint(fields=["council", "year", "number"], name="voters_record_number_once"),
            models.CheckConstraint(condition=~Q(content=""), name="voters_record_says_something"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="voters_record_of_somebody"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-year", "-number"], name="voters_record_by_number"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="voters_record_search"),
            GinIndex(OpClass("search_senders", "gin_trgm_ops"), name="voters_record_search_names"),
            GinIndex(fields=["sender_marks"], name="voters_record_marks"),
        ]

    def __str__(self) -> str:
        return gettext("Reception record no. %(number)s") % {"number": f"{self.number}/{self.year}"}

    def get_absolute_url(self) -> str:
        """The record's page."""
        return reverse("voters:record_detail", args=[self.pk])


@tracked
class ReceptionTask(models.Model):
    """A task of the notice of conclusions: becomes a follow-up when the notice is issued."""

    reception = models.ForeignKey(
        CitizenReception, models.PROTECT, related_name="tasks", verbose_name=_("citizen reception")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    content = models.CharField(_("task"), max_length=1000)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="reception_tasks", verbose_name=_("responsible agency")
    )
    due_on = models.DateField(_("due on"))
    follow_up = models.OneToOneField(
        FollowUp,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reception_task",
        verbose_name=_("follow-up"),
    )

    objects = OfReception.as_manager()

    class Meta:
        verbose_name = _("task of a reception")
        verbose_name_plural = _("tasks of receptions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.content
