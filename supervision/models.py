"""Supervision missions (giám sát chuyên đề) and surveys (khảo sát)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Agency, Committee, Council


@tracked
class SupervisionMission(Record):
    """Cuộc giám sát chuyên đề hoặc khảo sát: decided by a subject, carried out on named bodies."""

    class Kind(models.TextChoices):
        """Mission with a conclusion, or fact-finding survey (domain: giám sát chuyên đề, khảo sát)."""

        THEMATIC = "thematic", _("Thematic supervision")
        SURVEY = "survey", _("Survey")

    class Subject(models.TextChoices):
        """Who supervises."""

        COUNCIL = "council", _("The council")
        STANDING_COMMITTEE = "standing_committee", _("The Standing Committee")
        COMMITTEE = "committee", _("A committee")
        GROUP = "group", _("A delegate group")

    council = models.ForeignKey(Council, models.PROTECT, related_name="missions", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    subject = models.CharField(_("who supervises"), max_length=20, choices=Subject)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="missions", verbose_name=_("committee")
    )
    title = models.CharField(_("content"), max_length=300)
    act_symbol = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"))
    bodies = models.ManyToManyField(
        Agency, blank=True, related_name="missions", verbose_name=_("supervised bodies")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision mission")
        verbose_name_plural = _("supervision missions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(subject="committee") | Q(committee__isnull=False),
                name="supervision_names_its_committee",
                violation_error_message=_("Name the committee that supervises."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["council", "-decided_on", "-id"], name="supervision_by_day")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The mission's page."""
        return reverse("supervision:mission_detail", args=[self.pk])
