"""Biên bản kỳ họp: drafted from the records, edited, approved, signed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, Section, tracked
from documents.models import File, OfficialDocument
from sessions.models.sittings import Sitting
from sessions.querysets import OfMinutes, OfSitting
from sessions.states import MinutesState


@tracked
class Minutes(Record):
    """Biên bản kỳ họp: the minutes of a sitting. Once approved its sections no longer change."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="minutes", verbose_name=_("sitting"))
    state = models.CharField(_("state"), max_length=8, choices=MinutesState, default=MinutesState.DRAFT)
    drafted_at = models.DateTimeField(_("drafted at"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    document = models.OneToOneField(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="minutes",
        verbose_name=_("entry in the register"),
        help_text=_("Given with the first approval, and kept when that is undone."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )

    objects = OfSitting.as_manager()

    class Meta:
        verbose_name = _("minutes of a sitting")
        verbose_name_plural = _("minutes of sittings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_on__isnull=False), name="sittings_minutes_approved_on"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_on__isnull=False) & Q(file__isnull=False)),
                name="sittings_signed_minutes_have_copy",
            ),
        ]

    def __str__(self) -> str:
        return str(self.sitting)

    def get_absolute_url(self) -> str:
        """The page of the minutes."""
        return reverse("sittings:minutes_detail", args=[self.sitting_id])


@tracked
class MinutesSection(Section):
    """A part of the minutes. What people changed after it was drafted is kept when the rest is drafted anew."""

    minutes = models.ForeignKey(
        Minutes, models.PROTECT, related_name="sections", verbose_name=_("minutes of a sitting")
    )
    code = models.SlugField(
        _("code"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("Which part the portal drafts; empty for one that people added."),
    )
    drafted = models.TextField(_("as drafted"), blank=True, editable=False)

    objects = OfMinutes.as_manager()

    class Meta(Section.Meta):
        verbose_name = _("section of the minutes")
        verbose_name_plural = _("sections of the minutes")

    def __str__(self) -> str:
        return self.heading

    @property
    def is_edited(self) -> bool:
        """Whether people wrote it, or changed what the portal drafted."""
        return not self.code or self.text != self.drafted
