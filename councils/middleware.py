"""Which council a user is working in: chosen by the switcher, kept in the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from core.access import access_of
from councils.models import Council

SESSION_KEY = "council"


def current_council(request: HttpRequest) -> Council | None:
    """The council of the session if the user still serves in it, else the first living one they serve in."""
    ids = access_of(request.user).councils()
    if not ids:
        return None
    councils = {council.pk: council for council in Council.objects.filter(pk__in=ids)}
    chosen = councils.get(request.session.get(SESSION_KEY, 0))
    return chosen or min(
        councils.values(), key=lambda council: (council.valid_to is not None, council.sort_key, council.pk)
    )


class CurrentCouncilMiddleware:
    """Gives every request a lazy `council`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the council; nothing is read unless a page asks."""
        lazy: Any = SimpleLazyObject(lambda: current_council(request))
        request.council = lazy  # type: ignore[attr-defined]  # declared for views in core.views.PortalRequest
        return self.get_response(request)
