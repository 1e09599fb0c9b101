"""Lists: filters in the address, sort, capped count, keyset pages, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from core import exports
from core.access import READERS
from core.compiled import Reading
from core.paging import COUNT_CAP, Page, capped_count, keyset_page
from core.views.base import Action, CouncilView, PageContext, Text, told_apart

UNFOLD: Final = "filters"
"""The parameter of the address with which the filters behind "More filters" are asked for."""


@dataclass(frozen=True)
class Empty:
    """What a list says when it has no rows: what is missing and what to do first."""

    title: Text
    text: Text = ""
    action_label: Text = ""
    action_url: str = ""


@dataclass(frozen=True)
class BulkAction:
    """Something done to the ticked rows, at an address of its own or at the list's `bulk_url`."""

    name: str
    label: Text
    url: Text = ""


class ListPage(CouncilView):
    """A list: filters in the address, sort, capped count, keyset pages, the same template for page and fragment."""

    roles = READERS
    template_name = "core/list.html"
    results_template = "core/list_results.html"
    title: Text = ""
    table_class: Any = None
    filterset_class: Any = None
    order: tuple[str, ...] = ("-pk",)
    count_order: tuple[str, ...] = ()
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

    def sought(self) -> models.QuerySet[Any]:
        """The same rows with no more than filters and order need; `shown` then adds what the page shows of them."""
        return self.rows()

    shown: ClassVar[Reading | None] = None
    """A compiled reading of rows by `user` and `ids`, for a list whose rows take a long statement."""

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

    def filtered(self, rows: models.QuerySet[Any]) -> tuple[Any, models.QuerySet[Any]]:
        """(filter set or None, rows it leaves)."""
        if self.filterset_class is None:
            return None, rows
        filterset = self.make_filters(rows)
        filterset.unfolded = UNFOLD in self.request.GET
        if not filterset.unfolded:
            filterset.fold()
        return filterset, filterset.qs if filterset.is_valid() else rows

    def make_filters(self, rows: models.QuerySet[Any]) -> Any:
        """The filter set over these rows, as the address fills it in."""
        return self.filterset_class(
            self.request.GET, queryset=rows, request=self.request, council=self.council
        )

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
        if fragment and request.headers.get("HX-Target") == "rest-of-filters":
            return self.open_filters()
        template = self.results_template if fragment else self.template_name
        return told_apart(render(request, template, self.context()), fragment=fragment)

    def wants_fragment(self) -> bool:
        """The fragment for htmx (but not when it restores history), the page otherwise."""
        htmx: Any = getattr(self.request, "htmx", None)
        return bool(htmx and not htmx.history_restore_request and not htmx.boosted)

    def open_filters(self) -> HttpResponseBase:
        """The filters that waited behind "More filters", filled in as the address says."""
        filterset = self.make_filters(self.rows())
        filterset.unfolded = True
        return told_apart(
            render(self.request, "components/filter_rest.html", {"filter": filterset}), fragment=True
        )

    def export(self, kind: str) -> HttpResponseBase:
        """The rows that the page's filters leave, with its columns, in its order."""
        rows = self.filtered(self.rows())[1].order_by(*self.page_order())
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
        filterset, rows = self.filtered(self.sought())
        count, more = capped_count(rows, order=self.count_order)
        read = self.read_shown if self.shown else None
        page = keyset_page(rows, self.page_order(), self.request.GET, self.page_size, read)
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

    def read_shown(self, ids: Sequence[int]) -> list[Any]:
        """The rows with these ids, with all that the page shows."""
        read: Reading = type(self).shown  # type: ignore[assignment]  # asked for only where there is one
        return read(user=self.request.user, ids=ids)

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
