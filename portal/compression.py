"""Pages travel compressed; files that are compressed already do not pay for it twice."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT: Final = ("text/", "application/json", "image/svg")


class CompressText(GZipMiddleware):
    """Django's own, which pads at random so that the length of a page gives no secret away, for text only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave Word, PDF, Excel and ZIP files as they are."""
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        return super().process_response(request, response)
