"""Sittings of a council. `Sitting` is kỳ họp; a half-day within it is a plenary meeting (phiên họp)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Council, CouncilTerm


@tracked
class Sitting(Record):
    """Kỳ họp: a numbered gathering of the council over one to several days.

    Numbers are unique inside one instance of a council term; (council, khóa, number) is not unique in 2021-2026.
    """

    class Kind(models.TextChoices):
        """Kinds of sittings (Law 72/2025 Art. 34; "extraordinary" is the name used until mid-2020)."""

        CONSTITUTING = "constituting", _("Constituting sitting")
        MIDYEAR = "regular_midyear", _("Regular mid-year sitting")
        YEAREND = "regular_yearend", _("Regular year-end sitting")
        THEMATIC = "thematic", _("Thematic sitting")
        URGENT = "urgent", _("Sitting on urgent matters")
        EXTRAORDINARY = "extraordinary", _("Extraordinary sitting (until 2020)")

    council = models.ForeignKey(Council, models.PROTECT, related_name="sittings", verbose_name=_("council"))
    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="sittings", verbose_name=_("council term")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    place = models.CharField(_("place"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council_term", "number"],
                name="sittings_number_once_in_term",
                violation_error_message=_("This number has already been given in this term."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="sittings_days_in_order",
                violation_error_message=_("The sitting closes before it opens."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["council", "-opens_on", "-id"], name="sittings_by_day")]

    def __str__(self) -> str:
        return gettext("Sitting no. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The sitting's page."""
        return reverse("sittings:sitting_detail", args=[self.pk])
