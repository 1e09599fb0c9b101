"""Files with their versions, number series, and the register of official documents."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record, tracked
from core.text import fold
from councils.models import Council
from documents.querysets import DocumentQuerySet


@tracked
class File(Record):
    """A file somebody attached. Its content is in the versions; the newest one is shown, the older ones kept."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="files", verbose_name=_("council"))
    title = models.CharField(_("title"), max_length=255)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.title


def version_path(version: FileVersion, _filename: str) -> str:
    """Where a version lies: by its random key, never by a name somebody typed."""
    return f"{version.key.hex[:2]}/{version.key.hex}"


@tracked
class FileVersion(models.Model):
    """One content of a file: its size in bytes, SHA-256 and the type found in the content itself."""

    file = models.ForeignKey(File, models.PROTECT, related_name="versions", verbose_name=_("file"))
    key = models.UUIDField(_("storage key"), default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.FileField(_("content"), upload_to=version_path, max_length=80)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content_type = models.CharField(_("type"), max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file version")
        verbose_name_plural = _("file versions")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "number"], name="documents_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="documents_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (v{self.number})"


@tracked
class NumberSeries(models.Model):
    """Numbers of one kind of document of one issuer in one year: from 01 on 1 January to 31 December.

    Source: Decree 30/2020 Art. 15. `last` is only moved by `documents.services.allot_numbers`, under a row lock.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="series", verbose_name=_("council"))
    issuer = models.CharField(
        _("issuer"), max_length=20, help_text=_("Symbol of the issuer: HĐND, TTHĐND, BPC …")
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        help_text=_(
            "Symbol of the kind: NQ, BC, TB …; NQ-QPPL for normative resolutions, a series of their own."
        ),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "issuer", "kind", "year"], name="documents_series_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.issuer} {self.year}: {self.last}"


@tracked
class OfficialDocument(Record):
    """An entry of the register of official documents: number, symbol, day, abstract, signer, recipients, and the files.

    What the register holds follows Decree 30/2020 Art. 15 and Annex IV. An entry is never deleted: a number that was
    given stays given; what was taken back is voided with its day and reason.
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="official_documents", verbose_name=_("council")
    )
    series = models.ForeignKey(
        NumberSeries, models.PROTECT, related_name="documents", verbose_name=_("number series")
    )
    number = models.PositiveIntegerField(_("number"))
    symbol = models.CharField(_("number and symbol"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    abstract = models.CharField(_("abstract"), max_length=500)
    file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="official_documents", verbose_name=_("file")
    )
    docx = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Word file"),
    )
    signer = models.CharField(_("signed by"), max_length=200, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    voided_on = models.DateField(_("voided on"), null=True, blank=True, editable=False)
    void_reason = models.CharField(_("why it was voided"), max_length=300, blank=True, editable=False)
    search = models.TextField(_("folded text"), blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("official document")
        verbose_name_plural = _("official documents")
        indexes: ClassVar = [
            models.Index(fields=["council", "-issued_on", "-id"], name="documents_register_by_day"),
            GinIndex("council", OpClass("search", "gin_trgm_ops"), name="documents_register_search"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="documents_number_once",
                violation_error_message=_("This number has already been given."),
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True) | ~Q(void_reason=""),
                name="documents_voided_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded column for search."""
        self.search = fold(f"{self.symbol} {self.abstract} {self.signer} {self.recipients}")
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "search"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return reverse("documents:document_detail", args=[self.pk])

    @property
    def is_voided(self) -> bool:
        """Whether it no longer counts; its number stays given."""
        return self.voided_on is not None
