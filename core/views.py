"""Declarative pages: queryset + filter + table + form. Fetching and checking permission are one call.

A page names the roles that may use it. A record outside the user's reach answers 404, one within reach on which the
user's roles do not suffice 403. After a save the record is read again through the user's own queryset, and the
transaction is undone if it left their reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from core import exports
from core.access import EVERYBODY, READERS, STAFF, Access, Role, access_of
from core.errors import Refused, Stale
from core.paging import COUNT_CAP, Page, capped_count, keyset_page
from core.text import whole

Text = str | Promise


@dataclass(frozen=True)
class Action:
    """A button or link in a page's head."""

    label: Text
    url: str
    primary: bool = False
    method: str = "get"


@dataclass(frozen=True)
class Empty:
    """What a list says when it has no rows: what is missing and what to do first."""

    title: Text
    text: Text = ""
    action_label: Text = ""
    action_url: str = ""


@dataclass(frozen=True)
class BulkAction:
    """Something done to the ticked rows."""

    name: str
    label: Text


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
    access: Access
    council: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign in first; then the council; then the roles."""
        if not request.user.is_authenticated:
            return to_sign_in(request)
        self.access = access_of(request.user)
        self.council = self.find_council()
        self.check_page()
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


class ListPage(CouncilView):
    """A list: filters in the address, sort, capped count, keyset pages, the same template for page and fragment."""

    roles = READERS
    template_name = "core/list.html"
    results_template = "core/list_results.html"
    title: Text = ""
    table_class: Any = None
    filterset_class: Any = None
    order: tuple[str, ...] = ("-pk",)
    count_label: Callable[[int], str] | None = None
    empty: ClassVar[Empty] = Empty(gettext_lazy("Nothing here yet."))
    empty_filtered: ClassVar[Empty] = Empty(
        gettext_lazy("Nothing matches these filters."), gettext_lazy("Take a filter away or search for less.")
    )
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()
    page_size = 50

    def rows(self) -> models.QuerySet[Any]:
        """The rows of this council that the user may see, before filters."""
        raise NotImplementedError

    def page_actions(self) -> list[Action]:
        """Buttons in the head."""
        return []

    def page_crumbs(self) -> list[tuple[Text, str | None]]:
        """The way here."""
        return []

    def page_title(self) -> Text:
        """Heading and window title."""
        return self.title

    def selectable(self) -> bool:
        """Whether this user may tick rows."""
        return bool(self.bulk_actions)

    def filtered(self) -> tuple[Any, models.QuerySet[Any]]:
        """(filter set or None, rows it leaves)."""
        rows = self.rows()
        if self.filterset_class is None:
            return None, rows
        filterset = self.filterset_class(
            self.request.GET, queryset=rows, request=self.request, council=self.council
        )
        return filterset, filterset.qs if filterset.is_valid() else rows

    def page_order(self) -> tuple[str, ...]:
        """The order of the address if the table knows it, else the list's own; always ends in a unique column."""
        chosen = self.table_class.ordering(self.request.GET.get("sort", ""))
        order = tuple(chosen or self.order)
        return order if order[-1].lstrip("-") == "pk" else (*order, "pk")

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """The page, or only its results when htmx asks, or what it shows as a file."""
        kind = request.GET.get("export", "")
        if kind in exports.KINDS:
            return self.export(kind)
        fragment = self.wants_fragment()
        template = self.results_template if fragment else self.template_name
        return told_apart(render(request, template, self.context()), fragment=fragment)

    def wants_fragment(self) -> bool:
        """The fragment for htmx (but not when it restores history), the page otherwise."""
        htmx: Any = getattr(self.request, "htmx", None)
        return bool(htmx and not htmx.history_restore_request and not htmx.boosted)

    def export(self, kind: str) -> HttpResponseBase:
        """The rows that the page's filters leave, with its columns, in its order."""
        rows = self.filtered()[1].order_by(*self.page_order())
        sheet = exports.sheet_of(
            str(self.page_title()), rows, lambda batch: self.make_table(Page(batch, None, None))
        )
        return exports.download(kind, sheet)

    def export_urls(self) -> list[tuple[str, str]]:
        """(label, address) of each kind of file; filters, columns and order stay as they are."""
        query = self.request.GET.copy()
        for name in ("after", "before"):
            query.pop(name, None)
        return [
            (label, f"?{query.urlencode()}{'&' if query else ''}export={kind}")
            for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
        ]

    def context(self) -> dict[str, Any]:
        """Everything the template reads."""
        filterset, rows = self.filtered()
        count, more = capped_count(rows)
        page = keyset_page(rows, self.page_order(), self.request.GET, self.page_size)
        narrowed = filterset is not None and any(filterset.data.get(name) for name in filterset.form.fields)
        return {
            **PageContext(self.page_title(), self.page_crumbs(), self.page_actions()).as_dict(),
            "filter": filterset,
            "table": self.make_table(page),
            "page": page,
            "count": f"{COUNT_CAP}+" if more else count,
            "count_label": self.count_label(count) if self.count_label else "",
            "empty": self.empty_filtered if narrowed else self.empty_state(),
            "bulk_actions": self.bulk_actions if self.selectable() else (),
            "export_urls": self.export_urls(),
        }

    def empty_state(self) -> Empty:
        """What to say when there is nothing at all."""
        return self.empty

    def make_table(self, page: Page) -> Any:
        """The table of this page's rows."""
        query = self.request.GET
        return self.table_class(
            page.rows,
            sort=query.get("sort", ""),
            columns=query.getlist("columns"),
            selectable=self.selectable(),
            caption=self.page_title(),
        )


class RecordView(PortalView):
    """A page about one record, fetched and checked in one call."""

    roles = READERS
    record: Any

    def reachable(self) -> models.QuerySet[Any]:
        """The user's own queryset: `Model.objects.visible_to(user)`."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign in, fetch within reach (404), check the roles in the record's council (403)."""
        if not request.user.is_authenticated:
            return to_sign_in(request)
        self.access = access_of(request.user)
        self.council = self.find_council()
        self.record = self.fetch(kwargs)
        self.check_record()
        return View.dispatch(self, request, *args, **kwargs)

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """The record, or 404."""
        found = self.reachable().filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def council_of_record(self) -> int:
        """Id of the council whose roles count."""
        council_id: int = self.record.council_id
        return council_id

    def check_record(self) -> None:
        """Readers of the council above may read; everything else needs a role in the record's own council."""
        if self.roles >= READERS and self.access.roles_in(self.council_of_record()) == frozenset():
            return
        self.need(self.roles, self.council_of_record())

    def roles_on_record(self) -> frozenset[Role]:
        """The user's roles in the record's council."""
        return self.access.roles_in(self.council_of_record())


class DetailPage(RecordView):
    """One record, read."""

    template_name = "core/detail.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page."""
        return render(request, self.template_name, self.context())

    def context(self) -> dict[str, Any]:
        """Everything the template reads; pages add to it."""
        return {"object": self.record, "title": str(self.record), "crumbs": [], "actions": []}


class FormMixin:
    """What creating, changing and acting share: show a form, call a service, show its refusals beside the fields."""

    request: HttpRequest
    form_class: ClassVar[type[forms.BaseForm]]
    template_name = "core/form.html"
    submit_label: Text = gettext_lazy("Save")
    done_message: Text = ""

    def form_kwargs(self) -> dict[str, Any]:
        """What the form is built with besides data."""
        return {}

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when data came."""
        return self.form_class(data, files, **self.form_kwargs())

    def perform(self, form: Any) -> Any:
        """Call the service; returns the record (or whatever `success_url` needs)."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go afterwards."""
        url: str = result.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        """Everything the form page reads."""
        return {
            "form": form,
            "submit_label": self.submit_label,
            "multipart": form.is_multipart(),
            "cancel_url": self.cancel_url(),
        }

    def cancel_url(self) -> str:
        """Where "Cancel" leads."""
        return "/"

    def still_reachable(self, result: Any) -> bool:
        """Whether the record is within the user's reach after the save."""
        return True

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The form page."""
        return render(self.request, self.template_name, self.form_context(form), status=status)

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The empty or current form."""
        return self.show(self.build_form())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save, or show what is wrong with everything typed kept."""
        form = self.build_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            result = self.perform_within_reach(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=422)
        if self.done_message:
            messages.success(request, str(self.done_message))
        return HttpResponseRedirect(self.next_url() or self.success_url(result))

    @transaction.atomic
    def perform_within_reach(self, form: Any) -> Any:
        """The service's result; everything is undone when the record left the user's reach."""
        result = self.perform(form)
        if not self.still_reachable(result):
            raise Refused(_("Saving this would put it out of your own reach. Nothing was changed."))
        return result

    def next_url(self) -> str:
        """A page of ours that the form asked to return to, or nothing."""
        wanted = self.request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={self.request.get_host()})
        return wanted if wanted and safe else ""


def add_refusal(form: Any, refusal: ValidationError) -> None:
    """Put a service's refusal beside its fields; what names no field of the form goes on top."""
    if isinstance(refusal, Stale):
        form.offer_overwrite()
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


class CreatePage(FormMixin, CouncilView):
    """Enter a new record in the council the user works in."""

    roles = STAFF
    title: Text = ""

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the page's title and the way here."""
        return {**super().form_context(form), "title": self.title, "crumbs": self.page_crumbs()}

    def page_crumbs(self) -> list[tuple[Text, str | None]]:
        """The way here."""
        return []


class UpdatePage(FormMixin, RecordView):
    """Change a record. The form's hidden `version` tells whether somebody else was faster."""

    roles = STAFF

    def form_kwargs(self) -> dict[str, Any]:
        """The form shows the record."""
        return {"instance": self.record}

    def cancel_url(self) -> str:
        """Back to the record."""
        url: str = self.record.get_absolute_url()
        return url

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the record's name."""
        return {**super().form_context(form), "object": self.record, "title": str(self.record)}

    def still_reachable(self, result: Any) -> bool:
        """Read again through the user's own queryset."""
        return self.reachable().filter(pk=result.pk).exists()


class ActionPage(FormMixin, RecordView):
    """Do something to a record: GET asks (with a form where one is needed), POST does."""

    roles = STAFF
    template_name = "core/confirm_action.html"
    form_class: ClassVar[type[forms.BaseForm]] = forms.Form
    title: Text = ""
    consequence: Text = ""

    def cancel_url(self) -> str:
        """Back to the record."""
        url: str = self.record.get_absolute_url()
        return url

    def success_url(self, result: Any) -> str:
        """Back to the record."""
        return self.cancel_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        """With what will happen."""
        return {
            **super().form_context(form),
            "object": self.record,
            "title": self.title,
            "consequence": self.consequence,
            "crumbs": [(str(self.record), self.cancel_url()), (self.title, None)],
        }
