"""Councils at their administrative units, their terms, and what became of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Period, Record, tracked
from core.text import roman
from councils.querysets import CouncilQuerySet


class Level(models.TextChoices):
    """Levels with councils; districts until 30/6/2025 (Law 72/2025 Art. 51)."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District (until 30/06/2025)")
    COMMUNE = "commune", _("Commune")


class UnitType(models.TextChoices):
    """Kinds of administrative units, in the words that stand before their names."""

    PROVINCE = "tinh", _("province")
    CENTRAL_CITY = "thanh_pho_tw", _("centrally run city")
    RURAL_DISTRICT = "huyen", _("rural district")
    URBAN_DISTRICT = "quan", _("urban district")
    TOWN = "thi_xa", _("town")
    PROVINCIAL_CITY = "thanh_pho", _("provincial city")
    COMMUNE = "xa", _("commune")
    WARD = "phuong", _("ward")
    TOWNSHIP = "thi_tran", _("township")
    SPECIAL_ZONE = "dac_khu", _("special zone")


@tracked
class Council(Period, Record):
    """Hội đồng nhân dân: the elected local organ of state power at one administrative unit.

    A unit that keeps its name through a merger stays one row: its khóa continues (Law 72/2025 Art. 49.1) and the
    reorganisation opens a new `CouncilTerm` instance. A unit that ends keeps its row, readable for ever.
    """

    name = models.CharField(
        _("unit with its kind"), max_length=120, help_text=_("For example: tỉnh Lào Cai, xã Bảo Thắng.")
    )
    short_name = models.CharField(
        _("name of the unit"), max_length=100, help_text=_("Without the kind: Bảo Thắng.")
    )
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    unit_type = models.CharField(_("kind of unit"), max_length=16, choices=UnitType)
    code = models.CharField(
        _("unit code"), max_length=10, blank=True, help_text=_("Code of the General Statistics Office.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lower", verbose_name=_("council above")
    )
    place = models.CharField(
        _("place named in documents"),
        max_length=100,
        blank=True,
        help_text=_("Before the date: Bảo Thắng, ngày 05 tháng 02 …"),
    )
    head_style = models.CharField(
        _("head of the Standing Committee's documents"),
        max_length=4,
        choices=[("H1", _("the council alone")), ("H1b", _("the council over its Standing Committee"))],
        default="H1",
    )
    standing_symbol = models.CharField(
        _("symbol of the Standing Committee's documents"),
        max_length=8,
        choices=[("HĐND", "HĐND"), ("TTHĐND", "TTHĐND")],
        default="HĐND",
        help_text=_("After the hyphen of the number: 31/TB-TTHĐND."),
    )
    committees_number_apart = models.BooleanField(
        _("committees keep series of their own"),
        default=False,
        help_text=_("05/BC-BPC instead of the council's own series 05/BC-HĐND."),
    )
    sitting_style = models.CharField(
        _("ordinal of sittings in documents"),
        max_length=8,
        choices=[("words", _("in words: kỳ họp thứ Năm")), ("numerals", _("in figures: kỳ họp thứ 34"))],
        default="words",
    )
    search = models.CharField(_("folded name"), max_length=240, blank=True, editable=False)
    sort_key = models.CharField(_("sort key"), max_length=480, blank=True, editable=False, db_collation="C")

    objects = CouncilQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("council")
        verbose_name_plural = _("councils")
        indexes: ClassVar = [
            models.Index(fields=["parent", "level"], name="councils_council_lower"),
            models.Index(fields=["level", "sort_key"], name="councils_council_sorted"),
        ]

    def __str__(self) -> str:
        return f"HĐND {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the columns for search and order beside the name."""
        from core.text import fold, sort_key  # noqa: PLC0415 - text folding is only needed when a name changes

        self.search = fold(f"{self.name} {self.slug}")
        self.sort_key = sort_key(self.short_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The council's own page."""
        return reverse("councils:council_detail", args=[self.pk])

    @property
    def full_name(self) -> str:
        """The organ's name in official texts."""
        return f"Hội đồng nhân dân {self.name}"

    @property
    def unit_word(self) -> str:
        """The kind of unit as documents write it: tỉnh, huyện, xã, phường, đặc khu, thành phố."""
        return self.name.removesuffix(self.short_name).strip() or self.name


@tracked
class CouncilSuccession(models.Model):
    """What became of a council: who took over, how, since when (Law 72/2025 Art. 44-48, 54)."""

    class Kind(models.TextChoices):
        """Ways in which one council follows another."""

        MERGE = "merge", _("Merged (Art. 44)")
        SPLIT = "split", _("Split (Art. 45)")
        AS_IS = "as_is", _("Continued under another name or parent (Art. 46)")
        PARTIAL_TRANSFER = "partial_transfer", _("Part of the territory transferred (Art. 47, 48)")
        ABOLISHED_DISTRICT = "abolished_district", _("District level abolished (Art. 54)")

    predecessor = models.ForeignKey(
        Council, models.PROTECT, related_name="successions", verbose_name=_("ended council")
    )
    successor = models.ForeignKey(
        Council, models.PROTECT, related_name="inheritances", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    effective_on = models.DateField(_("effective on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="councils_succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="councils_succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@tracked
class Term(models.Model):
    """Nhiệm kỳ: the five-year, nation-wide mandate."""

    name = models.CharField(_("term"), max_length=9, unique=True, help_text=_("For example 2021-2026."))
    election_day = models.DateField(_("election day"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["-election_day"]

    def __str__(self) -> str:
        return self.name


@tracked
class CouncilTerm(models.Model):
    """Khóa: one council within one term. Sitting numbers are unique inside one instance.

    A merger within a term opens a second instance with the same ordinal (Law 72/2025 Art. 49.1): sitting numbers start
    again although the khóa stays. A term runs from the opening of its first sitting to that of the next (Art. 5.4).
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="terms", verbose_name=_("council"))
    term = models.ForeignKey(Term, models.PROTECT, related_name="council_terms", verbose_name=_("term"))
    ordinal = models.PositiveSmallIntegerField(_("khóa"), null=True, blank=True)
    instance = models.PositiveSmallIntegerField(_("instance in the term"), default=1)
    starts_on = models.DateField(_("opening of the first sitting"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    seat_count = models.PositiveSmallIntegerField(
        _("all delegates"),
        null=True,
        blank=True,
        help_text=_(
            "Delegates elected for the term: what majorities are computed on. Empty: those in office on the day."
        ),
    )

    class Meta:
        verbose_name = _("council term")
        verbose_name_plural = _("council terms")
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "term", "instance"], name="councils_councilterm_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="councils_councilterm_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.term}"

    @property
    def label(self) -> str:
        """How its own council calls it: "Khóa XX (2021-2026)"; a second instance names the day it began."""
        name = self.term.name
        if self.ordinal:
            name = gettext("Term %(ordinal)s (%(years)s)") % {"ordinal": roman(self.ordinal), "years": name}
        return f"{name}, {self.starts_on:%d/%m/%Y}" if self.instance > 1 else name
