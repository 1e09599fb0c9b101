"""Councils, their people and agencies; users, whose reach follows from memberships."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import AccountAdmin
from accounts.models import User
from core.admin import ReferenceAdmin, ReferenceInline, administered, is_system
from councils import services
from councils.models import (
    Agency,
    Committee,
    Constituency,
    Council,
    CouncilSuccession,
    CouncilTerm,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Field,
    Membership,
    Post,
    Term,
)


@admin.register(Council)
class CouncilAdmin(ReferenceAdmin[Council]):
    """Councils: the register is loaded by a command and corrected here."""

    list_display = ["name", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level", "unit_type"]
    list_select_related = ["parent"]
    search_fields = ["search"]
    autocomplete_fields = ["parent"]
    fields = [
        "name",
        "short_name",
        "slug",
        "level",
        "unit_type",
        "code",
        "parent",
        "place",
        "head_style",
        "standing_symbol",
        "committees_number_apart",
        "sitting_style",
        "valid_from",
        "valid_to",
    ]
    ordering = ["sort_key"]


@admin.register(CouncilSuccession)
class CouncilSuccessionAdmin(ReferenceAdmin[CouncilSuccession]):
    """What became of councils."""

    list_display = ["predecessor", "successor", "kind", "effective_on"]
    list_filter = ["kind"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__search", "successor__search"]
    autocomplete_fields = ["predecessor", "successor"]
    date_hierarchy = "effective_on"


@admin.register(Term)
class TermAdmin(ReferenceAdmin[Term]):
    """National terms."""

    list_display = ["name", "election_day"]


class ConstituencyInline(ReferenceInline[Constituency]):
    """The constituencies of a term."""

    model = Constituency
    council_path = "council_term__council"


@admin.register(CouncilTerm)
class CouncilTermAdmin(ReferenceAdmin[CouncilTerm]):
    """Terms of councils with their constituencies."""

    council_path = "council"
    list_display = ["council", "term", "ordinal", "instance", "starts_on", "ends_on"]
    list_filter = ["term"]
    list_select_related = ["council", "term"]
    search_fields = ["council__search"]
    autocomplete_fields = ["council"]
    inlines = [ConstituencyInline]


@admin.register(DelegateGroup)
class DelegateGroupAdmin(ReferenceAdmin[DelegateGroup]):
    """Delegate groups."""

    council_path = "council_term__council"
    list_display = ["name", "number", "council_term"]
    list_select_related = ["council_term__council", "council_term__term"]
    search_fields = ["name", "council_term__council__search"]
    autocomplete_fields = ["council_term"]

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Constituencies have no page of their own: only those of the councils one administers."""
        rows = Constituency.objects.select_related("council_term__council").order_by("council_term", "number")
        if not is_system(request):
            rows = rows.filter(council_term__council__in=administered(request))
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "queryset": rows})


@admin.register(Committee)
class CommitteeAdmin(ReferenceAdmin[Committee]):
    """Committees."""

    council_path = "council"
    list_display = ["name", "kind", "council", "valid_from", "valid_to"]
    fields = ["council", "kind", "name", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["council"]
    search_fields = ["name", "council__search"]
    autocomplete_fields = ["council"]


class SeatInline(ReferenceInline[DelegateSeat]):
    """A delegate's seats."""

    model = DelegateSeat
    template = ReferenceInline.STACKED
    fields = [
        ("council_term", "group", "constituency"),
        ("origin", "is_full_time"),
        ("valid_from", "valid_to", "end_reason"),
    ]
    council_path = "delegate__council"
    autocomplete_fields = ["council_term", "group"]

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Constituencies by council, as for groups."""
        if db_field.name == "constituency":
            rows = Constituency.objects.select_related("council_term__council").order_by(
                "council_term", "number"
            )
            kwargs["queryset"] = (
                rows if is_system(request) else rows.filter(council_term__council__in=administered(request))
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PostInline(ReferenceInline[Post]):
    """A delegate's posts."""

    model = Post
    fields = ["kind", "committee", "group", "valid_from", "valid_to"]
    council_path = "delegate__council"
    autocomplete_fields = ["committee", "group"]


@admin.register(Delegate)
class DelegateAdmin(ReferenceAdmin[Delegate]):
    """Delegates with their seats and posts."""

    council_path = "council"
    list_display = ["full_name", "council", "email"]
    list_select_related = ["council"]
    search_fields = ["search"]
    autocomplete_fields = ["council"]
    ordering = ["sort_key"]
    inlines = [SeatInline, PostInline]


class AgencyAdminForm(ModelForm):  # type: ignore[type-arg]  # subscripting it fails at run time
    """Refuses what the service refuses, beside the fields."""

    def clean(self) -> dict[str, Any]:
        """Try the values on an agency that is not saved."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tried = {
            name: value
            for name, value in cleaned.items()
            if name in {"council", "name", "valid_from", "valid_to"}
        }
        services.check_agency(Agency(pk=self.instance.pk, **tried))
        return cleaned


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin[Agency]):
    """Agencies; saved by the same service as on the portal's own page."""

    form = AgencyAdminForm

    council_path = "council"
    list_display = ["name", "kind", "council", "valid_from", "valid_to"]
    fields = ["council", "name", "short_name", "kind", "email", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["council"]
    search_fields = ["search"]
    autocomplete_fields = ["council"]
    ordering = ["sort_key"]

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: Any) -> None:
        """One way to do a thing."""
        services.save_agency(agency=obj)


@admin.register(Field)
class FieldAdmin(ReferenceAdmin[Field]):
    """The master list of fields, and lists that councils keep for themselves."""

    list_display = ["name", "code", "committee_view", "council", "order", "is_active"]
    list_filter = ["committee_view", "is_active"]
    list_select_related = ["council"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["council"]


@admin.register(Membership)
class MembershipAdmin(ReferenceAdmin[Membership]):
    """Who works where, as what, from when to when."""

    council_path = "council"
    list_display = ["user", "role", "council", "agency", "delegate", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "council", "agency", "delegate"]
    search_fields = ["user__full_name", "user__username", "council__search"]

    def scoped(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """A council's administrator gives roles to others, never to themselves."""
        return super().scoped(request, rows if is_system(request) else rows.exclude(user=request.user.pk))

    def choices(self, request: HttpRequest, field: Any) -> QuerySet[Any]:
        """The same for the user who is chosen."""
        rows: QuerySet[Any] = super().choices(request, field)
        return rows.exclude(pk=request.user.pk) if field.name == "user" and not is_system(request) else rows

    autocomplete_fields = ["user", "council", "agency", "delegate", "committee"]
    fields = [
        "user",
        "council",
        "role",
        "agency",
        "delegate",
        "committee",
        "valid_from",
        "valid_to",
    ]


class MembershipInline(ReferenceInline[Membership]):
    """A user's roles."""

    model = Membership
    council_path = "council"
    autocomplete_fields = ["council", "agency", "delegate", "committee"]
    template = ReferenceInline.STACKED
    fields = [("council", "role"), ("agency", "delegate", "committee"), ("valid_from", "valid_to")]
    verbose_name_plural = _("memberships")


@admin.register(User)
class UserAdmin(AccountAdmin):
    """Accounts with their memberships. A council's administrator reaches users who serve that council and no other."""

    council_path = "memberships__council"
    inlines = [MembershipInline]

    def scoped(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Never a system administrator, never somebody who also serves elsewhere."""
        if is_system(request):
            return rows
        mine = administered(request)
        elsewhere = Membership.objects.filter(~Q(council__in=mine)).values("user")
        own = Membership.objects.filter(council__in=mine).values("user")
        others = rows.filter(pk__in=own, is_superuser=False).exclude(pk=request.user.pk)
        return others.exclude(pk__in=elsewhere)
