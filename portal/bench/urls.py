"""The portal's addresses, and the two reference views that everything is measured against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from councils.models import Council
from portal.urls import urlpatterns as portal_urls

EMPTY, SELECT = "/bench/empty/", "/bench/select/"


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing but what every request costs: middleware and the server."""
    return HttpResponse("ok")


def select(_request: HttpRequest) -> HttpResponse:
    """One row by an index."""
    return HttpResponse(Council.objects.values_list("name", flat=True).get(slug="lao-cai"))


urlpatterns = [path("bench/empty/", empty), path("bench/select/", select), *portal_urls]
