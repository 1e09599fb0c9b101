"""Constituencies, delegates and their dated seats, groups, committees and posts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Period, Record, tracked
from councils.models.councils import Council, CouncilTerm
from councils.querysets import OwnedQuerySet


@tracked
class Constituency(models.Model):
    """Đơn vị bầu cử: the electoral unit that delegates stand for and meet."""

    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="constituencies", verbose_name=_("council term")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    area = models.CharField(_("area"), max_length=300, help_text=_("The communes or villages it covers."))

    class Meta:
        verbose_name = _("constituency")
        verbose_name_plural = _("constituencies")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council_term", "number"], name="councils_constituency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.area}"


@tracked
class DelegateGroup(models.Model):
    """Tổ đại biểu: the delegates of one or several constituencies."""

    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="groups", verbose_name=_("council term")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    constituencies = models.ManyToManyField(
        Constituency, related_name="groups", blank=True, verbose_name=_("constituencies")
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate group")
        verbose_name_plural = _("delegate groups")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council_term", "number"], name="councils_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Committee(Period):
    """Ban của HĐND: verifies and supervises in its field."""

    class Kind(models.TextChoices):
        """Kinds of committees by law (domain: Law 77/2015; Law 72/2025 Art. 29.3)."""

        LEGAL = "legal", _("Legal Committee")
        ECONOMIC_BUDGET = "economic_budget", _("Economic and Budget Committee")
        SOCIO_ECONOMIC = "socio_economic", _("Socio-Economic Committee")
        CULTURE_SOCIETY = "culture_society", _("Culture and Society Committee")
        ETHNIC = "ethnic", _("Ethnic Affairs Committee")
        URBAN = "urban", _("Urban Committee")

    council = models.ForeignKey(Council, models.PROTECT, related_name="committees", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)

    objects = OwnedQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("committee")
        verbose_name_plural = _("committees")

    def __str__(self) -> str:
        return self.name


@tracked
class Delegate(Record):
    """Đại biểu HĐND: a person who holds or held a seat in this council."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="delegates", verbose_name=_("council"))
    full_name = models.CharField(_("full name"), max_length=120)
    is_woman = models.BooleanField(_("woman"), default=False)
    is_ethnic_minority = models.BooleanField(_("of an ethnic minority"), default=False)
    is_party_member = models.BooleanField(_("Party member"), default=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    search = models.CharField(_("folded name"), max_length=240, blank=True, editable=False)
    sort_key = models.CharField(
        _("sort key"),
        max_length=480,
        blank=True,
        editable=False,
        db_collation="C",
        help_text=_("Vietnamese order by given name."),
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering: ClassVar = ["sort_key"]
        indexes: ClassVar = [models.Index(fields=["council", "sort_key"], name="councils_delegate_sorted")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the columns for search and order beside the name."""
        from core.text import fold, person_sort_key  # noqa: PLC0415 - only needed when a name changes

        self.search = fold(self.full_name)
        self.sort_key = person_sort_key(self.full_name)
        super().save(*args, **kwargs)


class SeatOrigin(models.TextChoices):
    """How a delegate came to the seat (Law 72/2025 Art. 44, 53, 54.4)."""

    ELECTED = "elected", _("elected")
    BY_ELECTION = "by_election", _("by-election")
    MERGED = "merged", _("from a merged council")
    ASSIGNED = "assigned_from_district", _("assigned from a district")
    APPOINTED = "appointed", _("appointed")


@tracked
class DelegateSeat(Period):
    """A delegate's seat in one council term, from a day to a day."""

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="seats", verbose_name=_("delegate"))
    council_term = models.ForeignKey(
        CouncilTerm, models.PROTECT, related_name="seats", verbose_name=_("council term")
    )
    constituency = models.ForeignKey(
        Constituency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("constituency"),
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("delegate group"),
    )
    origin = models.CharField(_("origin"), max_length=24, choices=SeatOrigin, default=SeatOrigin.ELECTED)
    is_full_time = models.BooleanField(_("full time"), default=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta(Period.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints: ClassVar = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegate", "council_term", "valid_from"], name="councils_seat_once"
            ),
            models.CheckConstraint(condition=Q(valid_from__isnull=False), name="councils_seat_has_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} ({self.council_term})"


class PostKind(models.TextChoices):
    """Posts that delegates hold."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    COMMITTEE_HEAD = "committee_head", _("Committee head")
    COMMITTEE_DEPUTY = "committee_deputy", _("Deputy committee head")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    GROUP_HEAD = "group_head", _("Group head")
    GROUP_DEPUTY = "group_deputy", _("Deputy group head")


@tracked
class Post(Period):
    """A post held by a delegate: in the Standing Committee, a committee or a group."""

    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="posts", verbose_name=_("delegate"))
    kind = models.CharField(_("post"), max_length=20, choices=PostKind)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("committee")
    )
    group = models.ForeignKey(
        DelegateGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("delegate group"),
    )

    class Meta(Period.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints: ClassVar = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind__startswith="committee") | Q(committee__isnull=False),
                name="councils_post_names_its_committee",
                violation_error_message=_("Name the committee of this post."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__startswith="group") | Q(group__isnull=False),
                name="councils_post_names_its_group",
                violation_error_message=_("Name the delegate group of this post."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.get_kind_display()}"
