"""Documents drawn from the records of the moment, handed out as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse

from documents.administrative import AdministrativeDocument
from documents.docx import to_docx
from documents.pdf import to_pdf
from documents.services import ALLOWED_TYPES

_DRAWERS: Final[dict[str, Callable[[AdministrativeDocument], bytes]]] = {"docx": to_docx, "pdf": to_pdf}


def download(document: AdministrativeDocument, extension: str, stem: str) -> HttpResponse:
    """The document as DOCX or PDF under a name of its own; 404 for anything else."""
    drawer = _DRAWERS.get(extension)
    if drawer is None:
        raise Http404
    response = HttpResponse(drawer(document), content_type=ALLOWED_TYPES[f".{extension}"])
    response["Content-Disposition"] = f'attachment; filename="{stem}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
