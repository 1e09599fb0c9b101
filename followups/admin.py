"""Administrators see which notices could not be sent and why, and may have them sent again. Nothing is edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import display
from core.admin import ReferenceAdmin
from councils.models import Council
from followups.models import Notice
from followups.notices import send_again


class CouncilFilter(admin.SimpleListFilter):
    """The councils that have failed notices within the administrator's reach."""

    title = _("council")
    parameter_name = "council"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """(id, name)."""
        failed = model_admin.get_queryset(request)
        councils = Council.objects.filter(pk__in=failed.values("follow_up__council")).order_by("name", "pk")
        return [(str(council.pk), str(council)) for council in councils]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        """Those of the chosen council; none for what is not a number."""
        chosen = self.value()
        if chosen is None:
            return queryset
        known = {one for one, _name in self.lookup_choices}
        return queryset.filter(follow_up__council=int(chosen)) if chosen in known else queryset.none()


@admin.register(Notice)
class FailedNoticeAdmin(ReferenceAdmin[Notice]):
    """Notices whose e-mail failed five times, or of which nobody knows whether it arrived."""

    council_path = "follow_up__council"
    list_display = ("recipient", "error", "tried_at", "attempts", "kind", "for_day")
    fields = ("recipient", "error", "tried_at", "attempts", "kind", "for_day")  # never the voter's words
    list_filter = (CouncilFilter, "kind", "for_day")
    list_select_related = ("recipient",)
    ordering = ("-claimed_at", "-pk")
    actions = ("plan_again",)

    @admin.display(description=_("last tried"), ordering="claimed_at")
    def tried_at(self, notice: Notice) -> str:
        """When the last attempt began."""
        return display.moment(notice.claimed_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).filter(delivery=Notice.Delivery.FAILED)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Failed notices"), **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest, *_obj: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Send again"))
    def plan_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        """Begin anew with five attempts."""
        count = send_again(notices=queryset)
        words = ngettext(
            "%(count)s notice will be sent again.", "%(count)s notices will be sent again.", count
        )
        messages.success(request, words % {"count": count})
