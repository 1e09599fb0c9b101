"""Pages of figures and reports: the overview, the rows behind a figure, report runs with their progress."""

from __future__ import annotations

from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_htmx.http import HttpResponseStopPolling

from accounts.models import User
from core import display
from core.access import DECIDERS, OVERSIGHT, READERS
from core.paging import Page
from core.views import (
    Action,
    ActionPage,
    CouncilView,
    CreatePage,
    DetailPage,
    Empty,
    ListPage,
    RecordView,
    told_apart,
)
from councils.models import Council
from documents.delivery import file_response
from reports import services
from reports.figures import (
    INDICATORS,
    Chapter,
    Facts,
    Figure,
    FigureQuery,
    Indicator,
    Scope,
    figures_of,
)
from reports.forms import QuestionForm, default_question, typed
from reports.making import is_lost
from reports.models import ReportRun
from reports.periods import Periods
from reports.tables import LISTINGS, RunTable, rows_table

FIGURES = (gettext_lazy("Figures"), reverse_lazy("reports:figures"))
RUNS = (gettext_lazy("Reports"), reverse_lazy("reports:run_list"))
FIRST = ("T01", "T04", "O01", "O05", "O06", "O11")
"""Figures that stand on top of the overview."""


def chapter_url(question: FigureQuery, chapter: Chapter) -> str:
    """The overview of a question, open at one chapter."""
    return f"{reverse('reports:figures')}?{urlencode(question.parameters(chapter=chapter.value))}"


class QuestionView(CouncilView):
    """A page about the figures of a council: one's own, or one directly below for roles that oversee it."""

    roles = READERS
    read_aside = True

    def find_council(self) -> Any:
        """The council of `?council=` if the user serves in it or oversees it; 404 for any other."""
        wanted = self.request.GET.get("council", "").replace("\0", "")
        if not wanted:
            return super().find_council()
        reach = Q(pk__in=self.access.councils()) | Q(parent__in=self.access.councils(OVERSIGHT))
        council = Council.objects.filter(reach, slug=wanted).first()
        if council is None:
            raise Http404
        return council

    def check_page(self) -> None:
        """Readers of the council itself, or overseers of the one above it."""
        above = self.council is not None and self.access.roles_in(self.council.parent_id) & OVERSIGHT
        if self.council is None or not (self.roles_here() & READERS or above):
            raise PermissionDenied
        if self.request.GET.get("scope") == Scope.OWN_AND_LOWER and not self.wide():
            raise PermissionDenied

    def wide(self) -> bool:
        """Whether the user may ask for the councils below too: who does not see their rows gets no sum of them."""
        return bool(self.roles_here() & OVERSIGHT)

    @cached_property
    def form(self) -> QuestionForm:
        """The question of the address; the running year where the address asks nothing."""
        asked = (
            self.request.GET if "from" in self.request.GET else default_question(self.council).parameters()
        )
        return QuestionForm(asked, council=self.council, wide=self.wide())


class ChapterTab(NamedTuple):
    """One chapter of the figures: its address for the same question, its name, whether it is the one shown."""

    url: str
    label: str
    current: bool


class Figures(QuestionView):
    """Số liệu: the figures of a period, chapter by chapter, each opening its rows; the main ones on top."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; 422 with the form's sentences when the question makes no sense."""
        valid = self.form.is_valid()
        return render(request, "reports/figures.html", self.context(), status=200 if valid else 422)

    @cached_property
    def chapter(self) -> Chapter:
        """The chapter of the address, the first where it names none; 404 for one that there is not."""
        try:
            return Chapter(self.request.GET.get("chapter") or Chapter.SITTINGS)
        except ValueError:
            raise Http404 from None

    def context(self) -> dict[str, Any]:
        """The question, the chapter's figures, and periods that are likely to be wanted."""
        chapter, question = self.chapter, self.form.question
        shown = question or default_question(self.council)
        facts = Facts(shown, self.request.user)
        return {
            "title": _("Figures"),
            "council": self.council,
            "form": self.form,
            "question": question,
            "figures": figures_of(facts, chapter) if question else [],
            "tiles": [INDICATORS[code].figure(facts).tile for code in FIRST] if question else [],
            "tabs": [ChapterTab(chapter_url(shown, one), str(one.label), one is chapter) for one in Chapter],
            "chapter": chapter,
            "periods": Periods(facts, {"chapter": chapter.value}),
            "actions": self.actions(question),
        }

    def actions(self, question: FigureQuery | None) -> list[Action]:
        """Who may ask for reports goes on from here."""
        if question is None or not self.roles_here() & DECIDERS:
            return []
        address = f"{reverse('reports:run_create')}?{urlencode(question.parameters())}"
        return [Action(_("Make the activity report"), address, primary=True)]


class FigureRows(QuestionView, ListPage):
    """Exactly the rows that a figure counted, with its definition and value."""

    template_name = "reports/figure_rows.html"
    results_template = "reports/figure_rows_results.html"
    empty = Empty(gettext_lazy("This figure counted nothing in the period."))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An unknown figure is a page that does not exist."""
        if kwargs["code"] not in INDICATORS:
            raise Http404
        self.indicator: Indicator = INDICATORS[kwargs["code"]]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A question that makes no sense is shown, with its reasons, on the overview."""
        if not self.form.is_valid():
            return HttpResponseRedirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
        self.order = LISTINGS[self.indicator.listing].order
        self.table_class = rows_table(self.indicator, self.rows(), lower=self.facts.query.lower)
        return super().get(request, *args, **kwargs)

    def make_table(self, page: Page) -> Any:
        """With what this reader may see of the people behind the rows, in files as on the page."""
        LISTINGS[self.indicator.listing].furnish(page.rows, self.access)
        return super().make_table(page)

    @cached_property
    def facts(self) -> Facts:
        """What the figure is computed from, as this user sees it; get() lets no invalid question through."""
        return Facts(cast(FigureQuery, self.form.question), self.request.user)

    @cached_property
    def figure(self) -> Figure:
        """The figure whose rows these are."""
        return self.indicator.figure(self.facts)

    @property
    def key(self) -> str:
        """Which part of the breakdown; "" for the whole figure."""
        return self.request.GET.get("part", "")

    def rows(self) -> QuerySet[Any]:
        """The rows counted; 404 for a part that the figure does not have."""
        rows = self.indicator.counted(self.facts, self.key)
        if rows is None or (self.key and self.part is None):
            raise Http404
        return LISTINGS[self.indicator.listing].prepare(rows)

    @cached_property
    def part(self) -> Any:
        """The part of the breakdown that the address names."""
        url = self.facts.query.rows_url(self.indicator.code, self.key)
        return next((part for part in self.figure.breakdown if part.url == url), None)

    def page_title(self) -> str:
        """The figure's name, and that of the part."""
        return f"{self.figure.name}: {self.part.label}" if self.key and self.part else self.figure.name

    def page_crumbs(self) -> list[Any]:
        """Back to the overview of the same question."""
        chapter = self.indicator.chapter
        return [
            (_("Figures"), f"{reverse('reports:figures')}?{urlencode(self.facts.query.parameters())}"),
            (chapter.label, chapter_url(self.facts.query, chapter)),
            (self.figure.mark or self.figure.name, None),
        ]

    def context(self) -> dict[str, Any]:
        """With the exact count: a figure and its rows must be seen to agree."""
        count = self.rows().count()
        return {
            **super().context(),
            "figure": self.figure,
            "part": self.part if self.key else None,
            "question": self.facts.query,
            "council": self.council,
            "count": count,
            "count_label": LISTINGS[self.indicator.listing].label(count),
            "total": self.total(),
        }

    def total(self) -> str:
        """What the rows of a sum add up to: "more than 1,500 attendances"."""
        if not self.indicator.sums:
            return ""
        return f"{self.figure.qualifier_text} {self.figure.value_text} {self.figure.unit}".strip()


class RunList(ListPage):
    """Báo cáo: the reports that were asked for, the newest first."""

    title = gettext_lazy("Reports")
    table_class = RunTable
    order = ("-created_at", "-pk")

    def rows(self) -> QuerySet[Any]:
        return ReportRun.objects.visible_to(self.request.user).of(self.council).select_related("asked_by")

    def count_label(self, count: int) -> str:
        return ngettext("report", "reports", count)

    def page_actions(self) -> list[Action]:
        shown = Action(_("Figures"), reverse("reports:figures"))
        if not self.roles_here() & DECIDERS:
            return [shown]
        return [shown, Action(_("Make a report"), reverse("reports:run_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No report has been made yet.")
        if not self.roles_here() & DECIDERS:
            return Empty(title)
        text = _("Choose a period; the report is made in a few seconds as DOCX and PDF.")
        return Empty(title, text, _("Make a report"), reverse("reports:run_create"))


class RunCreate(CreatePage):
    """Ask for the activity report of a period."""

    roles = DECIDERS
    form_class = QuestionForm
    template_name = "reports/run_create.html"
    title = gettext_lazy("Make the activity report")
    submit_label = gettext_lazy("Make the report")

    def form_kwargs(self) -> dict[str, Any]:
        """The period of the address, as somebody would have typed it."""
        asked = default_question(self.council).parameters() | self.request.GET.dict()
        return {"council": self.council, "wide": True, "initial": typed(asked)}

    def form_context(self, form: QuestionForm) -> dict[str, Any]:
        """With periods that are likely to be wanted."""
        return {
            **super().form_context(form),
            "council": self.council,
            "periods": Periods(Facts(self.proposed(), self.request.user)),
        }

    def proposed(self) -> FigureQuery:
        """The question of the address, or the running year."""
        form = QuestionForm(self.request.GET or None, council=self.council, wide=True)
        return form.question if form.is_valid() and form.question else default_question(self.council)

    def page_crumbs(self) -> list[Any]:
        return [RUNS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("reports:run_list")

    def perform(self, form: QuestionForm) -> ReportRun:
        question, user = cast(FigureQuery, form.question), cast(User, self.request.user)
        return services.ask_report(question=question, user=user)


class RunRecord(RecordView):
    """A page about one run."""

    def reachable(self) -> QuerySet[ReportRun]:
        return ReportRun.objects.visible_to(self.request.user).select_related("council", "asked_by")


class RunDetail(RunRecord, DetailPage):
    """A run: its progress while it is made, its files when it is ready, its reason when it failed."""

    template_name = "reports/run_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for htmx only what changes, and a word to stop asking once nothing will."""
        if not getattr(request, "htmx", None):
            return told_apart(super().get(request, *args, **kwargs), fragment=False)
        answer = render(request, "reports/run_status.html", self.context())
        return told_apart(
            answer if self.under_way() else HttpResponseStopPolling(answer.content), fragment=True
        )

    def under_way(self) -> bool:
        """Whether a worker has it, or will have it."""
        unfinished = self.record.state in {ReportRun.State.WAITING, ReportRun.State.RUNNING}
        return unfinished and not is_lost(self.record)

    def context(self) -> dict[str, Any]:
        may_retry = self.roles_on_record() & DECIDERS and not self.under_way()
        question = FigureQuery(
            self.record.council,
            Scope(self.record.scope),
            self.record.period_start,
            self.record.period_end,
            self.record.as_of,
        )
        return {
            **super().context(),
            "title": f"{self.record.get_kind_display()}, {display.day(question.start)} - {display.day(question.end)}",
            "crumbs": [RUNS, (_("Report"), None)],
            "under_way": self.under_way(),
            "lost": is_lost(self.record),
            "retry_url": reverse("reports:run_retry", args=[self.record.pk]) if may_retry else "",
            "figures_url": f"{reverse('reports:figures')}?{urlencode(question.parameters())}",
        }


class RunRetry(RunRecord, ActionPage):
    """Start a failed run again."""

    roles = DECIDERS
    title = gettext_lazy("Make it again")
    consequence = gettext_lazy(
        "The report is made again from today's records, for the same period and as-of day."
    )
    submit_label = gettext_lazy("Make it again")

    def perform(self, form: Any) -> ReportRun:
        return services.retry_report(run=self.record)


class RunFile(RunRecord):
    """Download a report's file."""

    def get(self, _request: HttpRequest, *, extension: str, **_kwargs: Any) -> HttpResponseBase:
        """DOCX or PDF; 404 while there is none."""
        files = {"docx": self.record.docx, "pdf": self.record.pdf}
        if files.get(extension) is None:
            raise Http404
        return file_response(files[extension])
