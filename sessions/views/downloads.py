"""Documents drawn while somebody waits: a draft as Word or PDF, a table as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.http import Http404, HttpResponse

from documents.administrative import AdministrativeDocument
from documents.docx import to_docx
from documents.pdf import to_pdf
from documents.services import ALLOWED_TYPES

_DRAWN: Final = {"docx": to_docx, "pdf": to_pdf}


def drawn_response(document: AdministrativeDocument, *, stem: str, on: date, extension: str) -> HttpResponse:
    """The document as a download named after what it is and the day; 404 for a kind that is not drawn."""
    if extension not in _DRAWN:
        raise Http404
    response = HttpResponse(_DRAWN[extension](document), content_type=ALLOWED_TYPES[f".{extension}"])
    response["Content-Disposition"] = f'attachment; filename="{stem}-{on:%Y-%m-%d}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
