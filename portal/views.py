"""Health by address: for load balancers and watchers, without sign-in or secrets."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.health import Health, examine


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Says which part is not well, never why.

    503 when pages cannot be served: a load balancer must not take web servers away because beat fell silent.
    With `?all=1`, for watchers, 503 when anything at all is not well.
    """
    health = examine()
    good = health.well if request.GET.get("all") else health.serves
    return JsonResponse(_as_json(health), status=200 if good else 503)


def _as_json(health: Health) -> dict[str, str | float | None]:
    status = "ok" if health.well else "degraded" if health.serves else "failing"
    last = None
    if health.last_plan:
        last = timezone.localtime(health.last_plan).isoformat(timespec="seconds")
    return {"status": status, **health.parts, "last_plan": last, "plan_age_hours": health.plan_age_hours}
