"""What every page stands on: who may use it, in which council, and how it is told from its fragment."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from core.access import EVERYBODY, Access, Role, access_of
from core.reading import aside
from core.text import whole

Text = str | Promise


@dataclass(frozen=True)
class Action:
    """A button or link in a page's head."""

    label: Text
    url: str
    primary: bool = False
    method: str = "get"


@dataclass
class PageContext:
    """The names every page template reads."""

    title: Text
    crumbs: Sequence[tuple[Text, str | None]] = ()
    actions: Sequence[Action] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For the template."""
        return {"title": self.title, "crumbs": self.crumbs, "actions": self.actions}


def told_apart(response: HttpResponse, *, fragment: bool) -> HttpResponse:
    """A page and its fragment share one address: going back, a browser must not show one for the other."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    if fragment:
        response["Cache-Control"] = "no-store"
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; never that page inside a fragment.

    A reading htmx request leaves the page for the sign-in; a writing one is refused, so that what was typed stays.
    """
    htmx: Any = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    if request.method != "GET":
        return HttpResponse(status=401)
    return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)


class PortalView(View):
    """A page for signed-in users with one of `roles` in the council they work in."""

    roles: ClassVar[frozenset[Role]] = EVERYBODY
    read_aside: ClassVar[bool] = False
    """Whether the page shows figures only, which a replica may tell (core/reading.py)."""
    access: Access
    council: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign in first; then the council; then the roles."""
        if not request.user.is_authenticated:
            return to_sign_in(request)
        self.access = access_of(request.user)
        self.council = self.find_council()
        self.check_page()
        if self.read_aside:
            # Each attempt on a view of its own: what one has read of the replica is nothing to go on with.
            return aside(lambda: super(PortalView, copy(self)).dispatch(request, *args, **kwargs))
        return super().dispatch(request, *args, **kwargs)

    def find_council(self) -> Any:
        """The council of the switcher, or None for a user without any membership."""
        council = self.request.council  # type: ignore[attr-defined]  # set by councils.middleware
        return council or None

    def check_page(self) -> None:
        """Refuse users who hold none of the page's roles anywhere; records are checked when fetched."""
        if not any(grant.role in self.roles for grant in self.access.grants):
            raise PermissionDenied

    def roles_here(self) -> frozenset[Role]:
        """The user's roles in the council they work in."""
        return self.access.roles_in(self.council.pk if self.council else None)

    def need(self, roles: frozenset[Role], council_id: int | None) -> None:
        """403 unless the user holds one of the roles in this council."""
        if not self.access.roles_in(council_id) & roles:
            raise PermissionDenied


class CouncilView(PortalView):
    """A page about one council: the one of `?council=` (id or short address), else the switcher's."""

    def find_council(self) -> Any:
        """404 for a council that is not the user's."""
        wanted = self.request.GET.get("council", "")
        current = super().find_council()
        if not wanted:
            return current
        return find_own_council(wanted, self.access, current)

    def check_page(self) -> None:
        """The roles must be held in this very council."""
        if self.council is None or not self.roles_here() & self.roles:
            raise PermissionDenied


def find_own_council(wanted: str, access: Access, current: Any) -> Any:
    """The council with this id or slug among those the user serves in; 404 otherwise."""
    if not current:
        raise Http404
    number = whole(wanted)
    key: dict[str, Any] = {"slug": wanted.replace("\0", "")} if number is None else {"pk": number}
    councils: models.QuerySet[Any] = current.__class__._default_manager.all()
    found = councils.filter(pk__in=access.councils(), **key).first()
    if found is None:
        raise Http404
    return found
