"""Bodies that must answer, and the fields that matters belong to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Period, Record, tracked
from councils.models.councils import Council
from councils.querysets import FieldQuerySet, OwnedQuerySet


@tracked
class Agency(Period, Record):
    """Cơ quan: a body that this council addresses (UBND, sở, phòng, xã, company). Each council keeps its own list."""

    class Kind(models.TextChoices):
        """Kinds of addressees (domain.md §2.3 of the reference)."""

        PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
        DEPARTMENT = "department", _("Department")
        LOWER_COMMITTEE = "lower_committee", _("People's Committee of a lower level")
        NATIONAL_DELEGATION = "national_delegation", _("National Assembly delegation")
        FRONT = "front", _("Fatherland Front")
        COURT = "court", _("Court")
        PROCURACY = "procuracy", _("Procuracy")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Other body")

    council = models.ForeignKey(Council, models.PROTECT, related_name="agencies", verbose_name=_("council"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    email = models.EmailField(_("e-mail address"), blank=True)
    search = models.CharField(_("folded name"), max_length=400, blank=True, editable=False)
    sort_key = models.CharField(_("sort key"), max_length=480, blank=True, editable=False, db_collation="C")

    objects = OwnedQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["council", "name"], name="councils_agency_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["council", "sort_key"], name="councils_agency_sorted")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the columns for search and order beside the name."""
        from core.text import fold, sort_key  # noqa: PLC0415 - only needed when a name changes

        self.search = fold(f"{self.name} {self.short_name}")
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


@tracked
class Field(models.Model):
    """Lĩnh vực: the subject class of opinions, letters and follow-ups. Without a council it is the master list."""

    class View(models.TextChoices):
        """The committee view that reports fold fields into."""

        ECONOMIC_BUDGET = "economic-budget", _("Economy and budget")
        LEGAL = "legal", _("Legal affairs")
        CULTURE_SOCIETY = "culture-society", _("Culture and society")

    council = models.ForeignKey(
        Council,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_fields",
        verbose_name=_("only for the council"),
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    committee_view = models.CharField(_("committee view"), max_length=20, choices=View)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    objects = FieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "code"], name="councils_field_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name
