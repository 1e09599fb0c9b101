"""Columns of the register of official documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from documents.kinds import kind_name


def symbol(document: Any) -> SafeString:
    """Number and symbol on one line."""
    return format_html('<span class="nowrap">{}</span>', document.symbol)


def standing(document: Any) -> SafeString | None:
    """That it was voided; nothing while it counts."""
    return badge("late", gettext("Voided")) if document.is_voided else None


def files(document: Any) -> SafeString | None:
    """A link to each file that is kept."""
    kept = [
        (reverse("documents:document_file", args=[document.pk, extension]), label, document.symbol)
        for extension, label, file_id in (
            ("pdf", "PDF", document.file_id),
            ("docx", "DOCX", document.docx_id),
        )
        if file_id
    ]
    if not kept:
        return None
    links = format_html_join(
        " ",
        '<a href="{}" download>{}<span class="sr"> {}</span></a>',
        ((u, label, s) for u, label, s in kept),
    )
    return format_html('<span class="nowrap">{}</span>', links)


class DocumentTable(Table):
    """Documents, the newest first."""

    columns: ClassVar = [
        Column("symbol", _("Number and symbol"), cell=symbol, note=standing, sort=("issued_on", "number")),
        Column("issued_on", _("Day"), sort=("issued_on",)),
        Column("abstract", _("Abstract"), link=True, card="title"),
        Column("kind", _("Kind"), cell=lambda document: kind_name(document.series.kind)),
        Column("issuer", _("Issuer"), cell="series.issuer"),
        Column("signer", _("Signed by"), default=False),
        Column("recipients", _("Recipients"), default=False),
        Column("note", _("Note"), default=False),
        Column("standing", _("Standing"), cell=standing, default=False),
        Column("files", _("File"), cell=files),
    ]
