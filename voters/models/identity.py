"""Who wrote or came: sealed in the database, readable by those who handle the matter, erased after its term."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import M, Record, tracked
from core.querysets import ScopedQuerySet
from councils.models import Council, Field

UNTRACKED = ("search_senders", "sender_marks")
"""Columns that only serve to find somebody: the history never holds them."""


def tracked_without_names(model: M) -> M:
    """As `core.models.tracked`, without the columns that serve to find a person."""
    decorate = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        exclude=list(UNTRACKED),
    )
    return decorate(model)  # type: ignore[no-any-return]  # pghistory's decorator has no types


class MatterKind(models.TextChoices):
    """What a citizen's matter is (Law 02/2011, Law 25/2018, Law 42/2013)."""

    COMPLAINT = "complaint", pgettext_lazy("letter", "Complaint")
    DENUNCIATION = "denunciation", pgettext_lazy("letter", "Denunciation")
    PETITION = "petition", pgettext_lazy("letter", "Petition")
    FEEDBACK = "feedback", pgettext_lazy("letter", "Feedback")
    MIXED = "mixed", pgettext_lazy("letter", "Mixed")


SECRET_KINDS = frozenset({MatterKind.DENUNCIATION, MatterKind.MIXED})
"""Kinds in which somebody denounces somebody: the identity is protected (Law 25/2018 Art. 8, 47)."""


class ProtectedRecord(Record):
    """A citizen's matter. `identity` is a sealed token of names, addresses, ID and telephone numbers.

    While `protected`, only its handlers read it, each time on the record; the columns that serve to find people are
    empty then.
    """

    kind = models.CharField(pgettext_lazy("letter", "kind"), max_length=12, choices=MatterKind)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field")
    )
    protected = models.BooleanField(_("identity protected"), default=False, editable=False)
    identity = models.TextField(_("identity, sealed"), blank=True, editable=False)
    erased_on = models.DateField(_("identity erased on"), null=True, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("registered by"),
    )
    sender_marks = ArrayField(
        models.CharField(max_length=32),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("blind marks"),
    )
    search = models.TextField(_("folded text"), blank=True, editable=False)
    search_senders = models.TextField(_("folded text with names"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(protected=False) | Q(search_senders=""),
                name="%(app_label)s_%(class)s_protected_has_no_name_to_search",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(SECRET_KINDS)) | Q(protected=True),
                name="%(app_label)s_%(class)s_denunciation_is_protected",
            ),
        ]


def _one_matter(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(letter__isnull=False, record__isnull=True) | Q(letter__isnull=True, record__isnull=False),
        name=name,
    )


class OfOneMatter(models.Model):
    """Belongs to a letter or to a record of a reception, never to both."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="+", verbose_name=_("council"))
    letter = models.ForeignKey(
        "voters.Letter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("letter"),
    )
    record = models.ForeignKey(
        "voters.ReceptionRecord",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("reception record"),
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked
class Handler(OfOneMatter):
    """Người được phân công xử lý: named for one protected matter, from a day until somebody ends it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handler")
    )
    assigned_on = models.DateField(_("assigned on"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("assigned by")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("handler")
        verbose_name_plural = _("handlers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            _one_matter("voters_handler_of_one_matter"),
            models.UniqueConstraint(
                fields=["letter", "record", "user"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
                name="voters_handler_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class IdentityView(OfOneMatter):
    """One look at a protected identity: who, when, why. Never changed, never deleted: itself a history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    viewed_at = models.DateTimeField(_("viewed at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("view of an identity")
        verbose_name_plural = _("views of identities")
        ordering: ClassVar = ["-viewed_at", "-pk"]
        constraints: ClassVar = [_one_matter("voters_identity_view_of_one_matter")]

    def __str__(self) -> str:
        return f"{self.user}, {self.viewed_at:%d/%m/%Y %H:%M}"


@tracked
class IdentityErasure(OfOneMatter):
    """An identity erased after its term or on request: the day and the reason stay, the person does not."""

    on = models.DateField(_("erased on"))
    reason = models.CharField(_("reason"), max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("erasure of an identity")
        verbose_name_plural = _("erasures of identities")
        constraints: ClassVar = [_one_matter("voters_erasure_of_one_matter")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.reason}"


@tracked
class RetentionTerm(Record):
    """Thời hạn lưu: how many years after closing identities of one kind of data are kept in a council."""

    class Data(models.TextChoices):
        """Kinds of data with a term of their own."""

        LETTERS = "letters", _("Letters")
        RECEPTIONS = "receptions", _("Citizen receptions")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="retention_terms", verbose_name=_("council")
    )
    data = models.CharField(_("kind of data"), max_length=12, choices=Data)
    years = models.PositiveSmallIntegerField(_("years after closing"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "data"], name="voters_retention_once"),
            models.CheckConstraint(condition=Q(years__gte=1), name="voters_retention_of_a_year_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.get_data_display()}: {self.years}"
