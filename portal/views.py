"""Whether the portal and what it stands on are well: for load balancers and watchers, without sign-in or secrets."""

from __future__ import annotations

from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)
PATIENCE = 2
"""Seconds to wait for the broker before calling it ill."""


def database_answers() -> None:
    """One round trip to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker_answers() -> None:
    """One round trip to Valkey."""
    options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    with redis.Redis.from_url(settings.CELERY_BROKER_URL, **options) as broker:
        broker.ping()


PARTS: dict[str, Callable[[], None]] = {"database": database_answers, "broker": broker_answers}


def _well(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except (Error, redis.RedisError, OSError) as error:
        log.warning("health_check_failed", part=name, error=type(error).__name__)
        return False
    return True


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, 503 otherwise; says which part, never why."""
    found = {name: _well(name, check) for name, check in PARTS.items()}
    well = all(found.values())
    words = {name: "ok" if good else "failing" for name, good in found.items()}
    return JsonResponse({"status": "ok" if well else "failing", **words}, status=200 if well else 503)
