"""Administrators see which notices could not be sent and why, and may have them sent again. Nothing is edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin import ReferenceAdmin
from followups.models import Notice
from followups.notices import send_again


@admin.register(Notice)
class FailedNoticeAdmin(ReferenceAdmin[Notice]):
    """Notices whose e-mail failed five times."""

    council_path = "follow_up__council"
    list_display = ("recipient", "kind", "for_day", "attempts", "error")
    fields = ("recipient", "kind", "for_day", "attempts", "error")  # never the voter's words
    list_filter = ("kind", "for_day")
    list_select_related = ("recipient",)
    actions = ("plan_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).filter(delivery=Notice.Delivery.FAILED)

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
