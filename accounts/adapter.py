"""allauth under our rules: accounts are given by an administrator, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is closed; who signs in finds the language they once chose."""

    def clean_email(self, email: str) -> str:
        """Refuse an address that is another account's: notices and resets go to one person."""
        cleaned: str = super().clean_email(email)
        others = get_user_model().objects.filter(email__iexact=cleaned)
        if self.request is not None and self.request.user.is_authenticated:
            others = others.exclude(pk=self.request.user.pk)
            if others.exists():
                raise ValidationError(_("Another account uses this e-mail address."))
        return cleaned

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
