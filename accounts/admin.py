"""The page of users. It is registered by the councils floor, which knows who administers whom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import services
from accounts.models import User
from core.admin import ReferenceAdmin, is_system

_PERSON = (None, {"fields": ("username", "full_name", "email", "language")})
_ACCOUNT = (_("Account"), {"fields": ("is_active",)})
_SYSTEM = (_("Account"), {"fields": ("is_active", "is_staff", "is_superuser")})


class UserCreation(AdminUserCreationForm):  # type: ignore[type-arg]  # subscripting it fails at run time
    """A new account with its first password."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "language"]


class AccountAdmin(ReferenceAdmin[User], UserAdmin):  # type: ignore[type-arg]  # subscripting it fails at run time
    """Accounts. Only a system administrator opens these pages to others."""

    add_form = UserCreation
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "full_name",
                    "email",
                    "language",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    list_display = ["full_name", "username", "email", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["full_name", "username", "email"]
    ordering = ["username"]
    filter_horizontal = []
    actions = ["forget_second_step"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return (_PERSON, (None, {"fields": ("password",)}), _SYSTEM if is_system(request) else _ACCOUNT)

    @admin.action(description=_("Forget the second step of sign-in (lost telephone)"))
    def forget_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The users sign in with their password alone until they set up a new one."""
        count = services.forget_second_step(users=queryset)
        words = ngettext(
            "The second step of %(count)s user was removed.",
            "The second step of %(count)s users was removed.",
            count,
        )
        messages.success(request, words % {"count": count})
