"""The administration pages: reference data only, for system administrators and the administrators of councils.

A system administrator (`is_superuser`) keeps everything. A council's administrator (the role, plus `is_staff`, which
opens these pages) keeps what belongs to that council and reads what is national. Django's own permissions play no part.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.access import Role, access_of
from core.text import fold

M = TypeVar("M", bound=Model)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
    _TabularInline = admin.TabularInline
else:

    class _Subscripted:
        """Django's admin classes take no type argument at run time."""

        def __class_getitem__(cls, _key: Any) -> Any:
            return cls

    class _ModelAdmin(_Subscripted, admin.ModelAdmin):
        pass

    class _TabularInline(_Subscripted, admin.TabularInline):
        pass


def is_system(request: HttpRequest) -> bool:
    """Whether this is a system administrator."""
    return bool(request.user.is_active and request.user.is_superuser)


def administered(request: HttpRequest) -> frozenset[int]:
    """Ids of the councils this user administers."""
    return access_of(request.user).councils(ADMINISTRATORS)


class ScopedAdmin:
    """Permissions by role instead of Django's own, and choices cut to what the administrator may touch."""

    council_path: ClassVar[str] = ""
    """Lookup from a row to its council; empty for national data, which only system administrators change."""

    admin_site: admin.AdminSite

    def _reads(self, request: HttpRequest) -> bool:
        return is_system(request) or bool(administered(request))

    def _writes(self, request: HttpRequest) -> bool:
        return is_system(request) or bool(self.council_path and administered(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._reads(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._reads(request)

    def has_add_permission(self, request: HttpRequest, *_obj: Any) -> bool:
        return self._writes(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_system(request)

    def scoped(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the councils this user administers; national data is readable to all who are here."""
        if is_system(request) or not self.council_path:
            return rows
        return rows.filter(**{f"{self.council_path}__in": administered(request)})

    def choices(self, request: HttpRequest, field: Field[Any, Any]) -> QuerySet[Any]:
        """What a relation may point to: rows that the related page would show; for councils, one's own."""
        model: Any = field.related_model
        rows: QuerySet[Any] = model._default_manager.all()
        if is_system(request):
            return rows
        if model._meta.label == "councils.Council":
            return rows.filter(pk__in=administered(request))
        page: Any = self.admin_site._registry.get(model)  # noqa: SLF001 - get_model_admin() came later than 5.2's stubs
        return page.get_queryset(request) if page else rows


class ReferenceAdmin(ScopedAdmin, _ModelAdmin[M]):
    """The page of one kind of reference data."""

    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        return self.scoped(request, super().get_queryset(request))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = fold(search_term) if tuple(self.search_fields) == ("search",) else search_term
        return super().get_search_results(request, queryset, term)

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices(request, db_field))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: Any, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("queryset", self.choices(request, db_field))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


CHOICE: Final = "_choice"
"""The button of the second step; a first step has none."""


class PreviewedAdmin(ReferenceAdmin[M]):
    """Saving and deleting take two steps: tried and undone to show what follows, then done on somebody's word.

    While it saves, a page tells with `shows` what the preview is to show. On the second step `choice` says which
    button was pressed.
    """

    preview_template: ClassVar[str]
    actions = None  # nothing is changed past the preview

    def choice(self, request: HttpRequest) -> str:
        """The button of the second step; empty on the first."""
        return str(request.POST.get(CHOICE, ""))

    def shows(self, request: HttpRequest, **context: Any) -> None:
        """Hand the preview page what it shows."""
        request.META[CHOICE] = context

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._in_two_steps(request, partial(super().changeform_view, request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._in_two_steps(request, partial(super().delete_view, request, *args, **kwargs))

    def _in_two_steps(self, request: HttpRequest, save: Callable[[], HttpResponse]) -> HttpResponse:
        """What a service refuses only now (somebody was faster) is told, and nothing is saved."""
        if request.method != "POST":
            return save()
        try:
            if self.choice(request):
                return save()
            with transaction.atomic():
                response = save()
                transaction.set_rollback(True)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.path)
        context: dict[str, Any] | None = request.META.pop(CHOICE, None)
        return response if context is None else self._preview(request, context)

    def _preview(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ]
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "typed": typed,
            "choice": CHOICE,
            **context,
        }
        return TemplateResponse(request, self.preview_template, page)

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The first step has saved nothing: it tells nothing."""
        if self.choice(request):
            super().message_user(request, *args, **kwargs)


class ReferenceInline(ScopedAdmin, _TabularInline[M, Any]):
    """Rows kept on the page of what they belong to; who may change that may change them."""

    extra = 0
    STACKED = "admin/edit_inline/stacked.html"
    """The `template` of an inline with more fields than a line holds."""

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices(request, db_field))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
