"""Drafts, kept by the browser while somebody types; and the switch of languages."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts import services

KEY_LIMIT = 120


def _read(body: bytes) -> dict[str, Any] | None:
    """The object a script sent, or None when it is none that can be kept."""
    if len(body) > services.DRAFT_LIMIT * 4:
        return None
    try:
        data = json.loads(body)
        json.dumps(data, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


@require_POST
def draft_save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a half-typed form: the body is a JSON object of field names and values.

    401 for who is not signed in: a script cannot tell a redirect to the sign-in page from an answer.
    """
    if not request.user.is_authenticated:
        ended = _(
            "Your session has ended: sign in in another window, then go on. What you typed is still here."
        )
        return JsonResponse({"error": ended}, status=401)
    if len(key) > KEY_LIMIT or (data := _read(request.body)) is None:
        return JsonResponse({"error": _("The draft could not be read.")}, status=400)
    try:
        services.save_draft(user=request.user, key=key, data=data)
    except ValidationError as refusal:
        return JsonResponse({"error": refusal.messages[0]}, status=400)
    return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M")})


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, in this browser and, for who is signed in, wherever they sign in next."""
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES):
        services.choose_language(user=request.user, language=wanted)
    response: HttpResponse = set_language(request)
    return response
