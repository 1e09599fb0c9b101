"""allauth under our rules: accounts are given by an administrator, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is closed; who signs in finds the language they once chose."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may create an account for themselves."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Bring the user's language along to this browser."""
        response: HttpResponse = super().post_login(request, user, **details)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
