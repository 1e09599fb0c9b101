"""Hands a stored file to a browser. The caller has already fetched it through the user's own queryset."""

from __future__ import annotations

from django.http import FileResponse

from documents.models import File


def file_response(file: File) -> FileResponse:
    """The newest version as a download under its own name; never shown inside a page, never guessed at."""
    version = file.versions.all()[:1].get()
    response = FileResponse(
        version.content.open("rb"),
        as_attachment=True,
        filename=version.name,
        content_type=version.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
