"""The papers of one sitting: the list, many lines entered at once, who is late, numbering anew."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Case, Count, QuerySet, SmallIntegerField, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import exports
from core.access import STAFF, Role
from core.errors import Refused
from core.paging import Page
from core.views import Action, ActionPage, BulkAction, Empty, ListPage, RecordView, add_refusal
from councils.calendar import Clock
from sessions import paper_lateness, services
from sessions.filters.papers import PaperFilters, group_condition
from sessions.forms.papers import MOST_LINES, ORDERS, BasisForm, Bodies, PaperLines, RenumberForm
from sessions.models import Paper, Sitting
from sessions.paper_rules import standing
from sessions.querysets import PaperQuerySet
from sessions.services import RefusedRows
from sessions.tables.papers import LatenessTable, OwnPaperTable, PaperTable
from sessions.views.common import Crumbs, SittingPage, line_problems, person, sitting_crumbs, sittings

PAPERS: Final = gettext_lazy("Papers")
_QUICK: Final = (
    ("missing", gettext_lazy("Missing")),
    ("late", gettext_lazy("Late or overdue")),
    ("to_assign", gettext_lazy("To be assigned")),
    ("in_verification", gettext_lazy("In verification")),
    ("verified", gettext_lazy("Verified, not yet sent")),
    ("sent", gettext_lazy("Sent to delegates")),
)
"""The questions of every day, in the order of the work."""
_INCOMPLETE: Final = 422


def papers(user: Any) -> PaperQuerySet[Paper]:
    """The papers a user reaches, with what lists show."""
    related = ("sitting__council", "owner_agency", "owner_committee", "committee", "follow_up")
    return Paper.objects.visible_to(user).select_related(*related)


def papers_crumbs(sitting: Sitting) -> Crumbs:
    """From the register to the papers of a sitting."""
    return [*sitting_crumbs(sitting), (PAPERS, reverse("sittings:sitting_papers", args=[sitting.pk]))]


def with_standing(rows: list[Any], clock: Clock) -> list[Any]:
    """Rows with how their due day stands at `standing`, all by one calendar."""
    for row in rows:
        row.standing = standing(row, clock)
    return rows


class SittingPapers(SittingPage, ListPage):
    """Tài liệu kỳ họp: what the sitting waits for, what came, and what became of it."""

    tab = "sitting_papers"
    template_name = "sittings/sitting_papers.html"
    title = PAPERS
    table_class = PaperTable
    filterset_class = PaperFilters
    order = ("number", "pk")
    page_size = 100
    bulk_actions = (
        BulkAction("ask", gettext_lazy("Ask the owners")),
        BulkAction("assign", gettext_lazy("Assign for verification")),
        BulkAction("send", gettext_lazy("Send to delegates")),
        BulkAction("table", gettext_lazy("Record as tabled")),
    )

    @cached_property
    def clock(self) -> Clock:
        """Today and the working calendar."""
        return Clock()

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """Filters and rights are those of the sitting's own council."""
        record = super().fetch(kwargs)
        self.council = record.council
        return record

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """A list first, a page of the sitting around it."""
        return ListPage.get(self, request, *args, **kwargs)

    def rows(self) -> QuerySet[Paper]:
        found = papers(self.request.user).filter(sitting=self.record).with_order(self.clock.today)
        return found.annotate(version_count=Count("versions"))

    def make_filters(self, rows: QuerySet[Any]) -> PaperFilters:
        return PaperFilters(
            self.request.GET, queryset=rows, request=self.request, council=self.council, sitting=self.record
        )

    def make_table(self, page: Page) -> PaperTable:
        with_standing(page.rows, self.clock)
        table: PaperTable = super().make_table(page)
        return table

    def selectable(self) -> bool:
        return bool(self.roles_on_record() & STAFF)

    def count_label(self, count: int) -> str:
        return ngettext("paper", "papers", count)

    def page_title(self) -> str:
        return _("Papers of sitting no. %(number)s") % {"number": self.record.number}

    def page_actions(self) -> list[Action]:
        late = Action(_("Late papers by owner"), self._url("papers_late"))
        verified = Action(_("Verifications"), reverse("sittings:verification_list"))
        if not self.selectable():
            return [late, verified]
        return [
            Action(_("Add papers"), self._url("papers_create"), primary=True),
            Action(_("Ask the owners"), self._url("papers_ask")),
            late,
            verified,
            Action(_("Number anew"), self._url("papers_renumber")),
        ]

    def _url(self, name: str) -> str:
        return reverse(f"sittings:{name}", args=[self.record.pk])

    def context(self) -> dict[str, Any]:
        listed = ListPage.context(self)
        bulk = [
            BulkAction(action.name, action.label, self._url(f"papers_{action.name}"))
            for action in listed["bulk_actions"]
        ]
        return {
            **listed,
            **SittingPage.context(self),
            "actions": listed["actions"],
            "bulk_actions": bulk,
            "quick_filters": self._quick_filters(),
        }

    def _quick_filters(self) -> list[tuple[str, str]]:
        """Groups that have papers, with how many; one query."""
        counts = {name: Count("pk", filter=group_condition(name)) for name, _label in _QUICK}
        found = Paper.objects.filter(sitting=self.record).aggregate(**counts)
        return [
            (f"{label} ({found[name]})", f"?{urlencode({'group': name})}")
            for name, label in _QUICK
            if found[name]
        ]

    def empty_state(self) -> Empty:
        title = _("No paper is expected for this sitting yet.")
        if not self.selectable():
            return Empty(title)
        text = _("Put the papers on the list: each with its owner, and the committee that verifies it.")
        return Empty(title, text, _("Add papers"), self._url("papers_create"))


class LatePapers(SittingPage):
    """Chậm gửi tài liệu: who handed in late or has not handed in, every number with its papers."""

    tab = "sitting_papers"
    template_name = "sittings/papers_late.html"

    @cached_property
    def lines(self) -> list[paper_lateness.Line]:
        """Every owner in the order of the address; the usual one: most late first."""
        rows = Paper.objects.visible_to(self.request.user).filter(sitting=self.record)
        found = paper_lateness.lines(rows, self.record, Clock().today)
        order = LatenessTable.ordering(self.request.GET.get("sort", "")) or ("-late",)
        return paper_lateness.in_order(found, order[0])

    def table_of(self, lines: Any) -> LatenessTable:
        """Some lines as a table."""
        return LatenessTable(lines, sort=self.request.GET.get("sort", ""), caption=_("Late papers by owner"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the table as a file."""
        kind = request.GET.get("export", "")
        if kind in exports.KINDS:
            return self.export(kind)  # type: ignore[return-value]
        return super().get(request, *args, **kwargs)

    def export(self, kind: str) -> HttpResponseBase:
        """The lines in their order, the total last."""
        table = self.table_of(chain(self.lines, [paper_lateness.total(self.lines, self.record)]))
        title = _("Late papers of sitting no. %(number)s") % {"number": self.record.number}
        return exports.download(kind, exports.Sheet(title, [*table.export_header()], table.rows_for_export()))

    def context(self) -> dict[str, Any]:
        title = _("Late papers by owner")
        total = paper_lateness.total(self.lines, self.record)
        query = self.request.GET.copy()
        query.pop("export", None)
        return {
            **super().context(),
            "crumbs": [*papers_crumbs(self.record), (title, None)],
            "table": self.table_of(self.lines),
            "further": [("", self.table_of([total]))] if self.lines else [],
            "export_urls": [
                (label, f"?{query.urlencode()}{'&' if query else ''}export={kind}")
                for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
            ],
        }


class PapersCreate(RecordView):
    """Many papers put on the list at once, line by line; nothing is saved while a line is wrong."""

    roles = STAFF
    record: Sitting

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    def check_record(self) -> None:
        self.need(self.roles, self.record.council_id)

    @cached_property
    def bodies(self) -> Bodies:
        """Who can owe and verify."""
        return Bodies(self.record.council, self.record.opens_on)

    def forms(self, data: Any = None) -> tuple[BasisForm, Any]:
        """What all lines share, and the lines."""
        return BasisForm(data), PaperLines(data, prefix="line", form_kwargs={"bodies": self.bodies})

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Empty lines."""
        return self.show(*self.forms())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """More lines, or all of them saved."""
        if "more" in request.POST:
            return self.show(*self.forms(_with_more(request.POST)))
        basis, lines = self.forms(request.POST)
        if not (basis.is_valid() and lines.is_valid()):
            return self.show(basis, lines, _INCOMPLETE)
        rows = lines.rows(basis.cleaned_data["legal_basis"])
        try:
            made = services.expect_papers(sitting=self.record, rows=rows, user=person(request))
        except RefusedRows as refused:
            _beside(refused, basis, lines.filled())
            return self.show(basis, lines, _INCOMPLETE)
        except Refused as refused:
            add_refusal(basis, refused)
            return self.show(basis, lines, _INCOMPLETE)
        words = ngettext("%(count)s paper is on the list.", "%(count)s papers are on the list.", len(made))
        messages.success(request, words % {"count": len(made)})
        return HttpResponseRedirect(reverse("sittings:sitting_papers", args=[self.record.pk]))

    def show(self, basis: BasisForm, lines: Any, status: int = 200) -> HttpResponse:
        """The page."""
        title = _("Add papers")
        context = {
            "title": title,
            "crumbs": [*papers_crumbs(self.record), (title, None)],
            "form": basis,
            "lines": lines,
            "problems": line_problems(lines),
            "cancel_url": reverse("sittings:sitting_papers", args=[self.record.pk]),
            "standing": self.record.papers.count(),
        }
        return render(self.request, "sittings/papers_create.html", context, status=status)


def _with_more(data: Any, more: int = 6) -> Any:
    """The same lines and some empty ones, for browsers without script."""
    copied = data.copy()
    total = copied.get("line-TOTAL_FORMS", "")
    number = int(total) if total.isdecimal() and len(total) < 5 else 0  # noqa: PLR2004 - far beyond the most lines
    copied["line-TOTAL_FORMS"] = str(min(number + more, MOST_LINES))
    return copied


def _beside(refused: RefusedRows, basis: BasisForm, lines: list[Any]) -> None:
    """Each sentence beside its line; that a day has no basis concerns the one answer above them."""
    for number, problems in refused.rows.items():
        for field, sentence in problems.items():
            if field == "legal_basis":
                basis.errors.setdefault(field, basis.error_class()).append(sentence)
                continue
            line = lines[number]
            line.add_error(field if field in line.fields else None, sentence)


class PapersRenumber(ActionPage):
    """The papers are numbered from 1 in an order that somebody chooses."""

    form_class = RenumberForm
    title = gettext_lazy("Number anew")
    submit_label = gettext_lazy("Number anew")
    done_message = gettext_lazy("The papers have been numbered.")
    consequence = gettext_lazy(
        "Numbers on the list change; what was sent out under the old numbers keeps them on paper."
    )

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_papers", args=[self.record.pk])

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*papers_crumbs(self.record), (self.title, None)]}

    def perform(self, form: RenumberForm) -> Sitting:
        rows = papers(self.request.user).filter(sitting=self.record).with_order(Clock().today)
        kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(Paper.Kind)]
        by_kind = rows.annotate(kind_order=Case(*kinds, output_field=SmallIntegerField()))
        _label, order = ORDERS[form.cleaned_data["order"]]
        ids = list(by_kind.order_by(*order).values_list("pk", flat=True))
        services.renumber(sitting=self.record, order=ids, user=person(self.request))
        sitting: Sitting = self.record
        return sitting


class PaperMine(ListPage):
    """Tài liệu phải gửi: what the user's agency or committee owes this council's sittings."""

    roles = frozenset({Role.AGENCY, Role.COMMITTEE})
    title = gettext_lazy("Papers we owe")
    table_class = OwnPaperTable
    order = ("-sitting__opens_on", "number", "pk")

    def rows(self) -> QuerySet[Paper]:
        rows = papers(self.request.user).owed_by(self.request.user)
        return rows.of(self.council).with_order(Clock().today).with_open_remarks()

    def make_table(self, page: Page) -> OwnPaperTable:
        with_standing(page.rows, Clock())
        table: OwnPaperTable = super().make_table(page)
        return table

    def count_label(self, count: int) -> str:
        return ngettext("paper", "papers", count)

    def empty_state(self) -> Empty:
        return Empty(
            _("No paper is expected of you."),
            _(
                "What the council's sittings expect of your agency or committee stands here, with its due day."
            ),
        )
