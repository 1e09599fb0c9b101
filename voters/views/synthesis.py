"""Reports about the opinions of a round: the list, one report with its numbers, its free parts, its files."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import STAFF
from core.display import number
from core.exports import workbook
from core.views import Action, ActionPage, DetailPage, Empty, ListPage, RecordView
from councils.models import DelegateGroup
from documents.delivery import file_response
from documents.services import ALLOWED_TYPES
from sessions.views.downloads import download
from voters import services
from voters.filters.opinion_reports import ReportFilters
from voters.forms.opinion_reports import BeginReportForm, IssueReportForm, SignedReportForm, WriteReportForm
from voters.models import OpinionReport, VoterContactRound
from voters.services.opinion_reports import STEMS, Facts, draw, facts_of, sheets_of
from voters.settlement import SettlementFacts
from voters.synthesis import SynthesisFacts
from voters.tables.opinion_reports import ReportTable
from voters.views.common import ROUNDS, Crumbs, person, round_crumbs

REPORTS: Final = (gettext_lazy("Reports on opinions"), reverse_lazy("voters:report_list"))
_SHOWN: Final = 100
"""Opinions that the page itself shows; the files have all."""


def reports(user: Any) -> QuerySet[OpinionReport]:
    """The reports a user reaches, with what pages and papers need."""
    rows = OpinionReport.objects.visible_to(user)
    return rows.select_related(
        "council__parent__parent",
        "round__sitting",
        "round__council__parent__parent",
        "round__council_term__term",
        "group",
        "document__docx",
        "document__file",
        "sheet",
        "signed",
    )


class ReportList(ListPage):
    """Synthesis reports and reports on how opinions are settled."""

    title = gettext_lazy("Reports on opinions")
    table_class = ReportTable
    filterset_class = ReportFilters
    order = ("-created_at", "-pk")

    def rows(self) -> QuerySet[OpinionReport]:
        return reports(self.request.user).filter(council=self.council)

    def count_label(self, count: int) -> str:
        return ngettext("report", "reports", count)

    def page_crumbs(self) -> Crumbs:
        return [ROUNDS, (self.title, None)]

    def page_actions(self) -> list[Action]:
        return [Action(_("Transfer letters"), reverse("voters:transfer_list"))]

    def empty_state(self) -> Empty:
        text = _("A report begins on the page of its round, once the meetings have been held.")
        return Empty(
            _("No report has been begun yet."), text, _("Go to the rounds"), reverse("voters:round_list")
        )


class ReportBegin(ActionPage):
    """Begin the synthesis report of a round, or the report on what became of its opinions."""

    form_class = BeginReportForm
    submit_label = gettext_lazy("Begin the report")
    consequence = gettext_lazy(
        "The numbers and the annex come from the records. The free parts can be written until it has its number."
    )
    record: VoterContactRound

    def reachable(self) -> QuerySet[VoterContactRound]:
        return VoterContactRound.objects.visible_to(self.request.user).select_related(
            "council", "council_term"
        )

    def check_record(self) -> None:
        super().check_record()
        if self.kwargs["kind"] not in OpinionReport.Kind:
            raise Http404

    @property
    def kind(self) -> OpinionReport.Kind:
        """The report of the address."""
        return OpinionReport.Kind(self.kwargs["kind"])

    def form_kwargs(self) -> dict[str, Any]:
        groups = DelegateGroup.objects.filter(council_term=self.record.council_term)
        own = self.kind == OpinionReport.Kind.SYNTHESIS
        return {"groups": groups if own else groups.none()}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*round_crumbs(self.record), (self.kind.label, None)]
        return {**super().form_context(form), "title": self.kind.label, "crumbs": crumbs}

    def perform(self, form: BeginReportForm) -> OpinionReport:
        typed = form.cleaned_data
        return services.begin_report(
            round=self.record,
            kind=self.kind,
            user=person(self.request),
            as_of=typed["as_of"],
            group=typed.get("group"),
            addressee=typed["addressee"],
        )

    def success_url(self, result: OpinionReport) -> str:
        return result.get_absolute_url()


class ReportReach(RecordView):
    """One report."""

    record: OpinionReport

    def reachable(self) -> QuerySet[OpinionReport]:
        return reports(self.request.user)

    @cached_property
    def facts(self) -> Facts:
        """Its numbers and rows."""
        return facts_of(self.record)


def report_crumbs(report: OpinionReport) -> Crumbs:
    """The way to a report."""
    return [*round_crumbs(report.round), REPORTS, (str(report), report.get_absolute_url())]


class ReportDetail(ReportReach, DetailPage):
    """A report: its numbers as they would be printed, its free parts, its files."""

    template_name = "voters/report_detail.html"

    def context(self) -> dict[str, Any]:
        report, facts = self.record, self.facts
        synthesis = isinstance(facts, SynthesisFacts)
        return {
            **super().context(),
            "title": _heading(report),
            "crumbs": [*report_crumbs(report)[:-1], (str(report), None)],
            "actions": self._actions(),
            "facts": self._facts(),
            "figures": _figures(facts),
            "body_parts": list(report.sections.all()),
            "numbers": facts,
            "synthesis": synthesis,
            "lines": facts.lines[:_SHOWN],
            "left_out": max(len(facts.lines) - _SHOWN, 0),
            "may_write": bool(self.roles_on_record() & STAFF) and report.is_draft,
        }

    def _facts(self) -> list[tuple[str, Any]]:
        report = self.record
        rows: list[tuple[str, Any]] = [
            (_("Report of"), report.group or _("the Standing Committee")),
            (_("Addressed to"), report.get_addressee_display()),
            (_("Numbers as of"), report.as_of),
            (_("Official document"), report.document),
            (_("Dated"), report.document.issued_on if report.document else None),
        ]
        return [(label, value) for label, value in rows if value]

    def _actions(self) -> list[Action]:
        if not self.roles_on_record() & STAFF:
            return []
        pk = [self.record.pk]
        if not self.record.is_draft:
            letters = f"{reverse('voters:transfer_create')}?round={self.record.round_id}"
            sign = Action(_("Attach the signed copy"), reverse("voters:report_sign", args=pk))
            whole = self.record.kind == OpinionReport.Kind.SYNTHESIS and self.record.group_id is None
            return [sign, Action(_("Write transfer letters"), letters, primary=True)] if whole else [sign]
        return [
            Action(_("Discard the draft"), reverse("voters:report_discard", args=pk)),
            Action(_("Write the free parts"), reverse("voters:report_edit", args=pk)),
            Action(_("Number and keep the report"), reverse("voters:report_issue", args=pk), primary=True),
        ]


def _heading(report: OpinionReport) -> str:
    names = {
        "synthesis": _("Synthesis of opinions: %(round)s"),
        "result": _("Supervision of how opinions are settled: %(round)s"),
    }
    return names[report.kind] % {"round": report.round.name}


def _figures(facts: Facts) -> list[dict[str, Any]]:
    if isinstance(facts, SettlementFacts):
        tally = facts.all
        pairs = [
            (_("Sent to bodies"), tally.total),
            (_("Resolved"), tally.resolved),
            (_("Being resolved"), tally.running),
            (_("Explained"), tally.explained),
            (_("Not resolved"), tally.unresolved),
            (_("No result yet"), tally.unanswered),
            (_("Answer overdue"), tally.overdue),
        ]
    else:
        pairs = [
            (_("Meetings held"), len(facts.meetings)),
            (_("Opinions raised"), facts.raised),
            (_("Answered on the spot"), len(facts.spoken)),
            (_("Carried forward"), facts.total),
            (_("Raised before"), len(facts.repeated)),
            (_("Left to the next sitting"), len(facts.rolled)),
        ]
    return [{"label": label, "value_text": number(value)} for label, value in pairs]


class ReportWork(ReportReach, ActionPage):
    """A step of the secretariat with a report."""

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*report_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}


class ReportEdit(DraftMixin, ReportWork):
    """The free parts of a report, written over days; what is half-typed is kept."""

    form_class = WriteReportForm
    template_name = "core/form.html"
    title = gettext_lazy("Write the free parts")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The report has been saved. It can be changed until it has its number.")

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on: it must not cover what a colleague saved since."""
        return f"opinion-report-{self.record.pk}-{self.record.version}"

    def draft_names(self) -> list[str]:
        return [name for name in WriteReportForm(report=self.record).fields if name != "version"]

    def form_kwargs(self) -> dict[str, Any]:
        return {"report": self.record, **super().form_kwargs()}

    def perform(self, form: WriteReportForm) -> OpinionReport:
        typed = form.cleaned_data
        return services.save_report(
            report=self.record,
            user=person(self.request),
            texts=form.texts(),
            as_of=typed["as_of"],
            addressee=typed.get("addressee", self.record.addressee),
            version=typed["version"],
        )


class ReportIssue(ReportWork):
    """Number the report and keep it."""

    form_class = IssueReportForm
    title = gettext_lazy("Number and keep the report")
    submit_label = gettext_lazy("Number and keep")
    done_message = gettext_lazy("The report has been numbered and kept as Word, PDF and Excel.")
    consequence = gettext_lazy("The report gets its number; its numbers and words can no longer be changed.")

    def form_kwargs(self) -> dict[str, Any]:
        lacking = self.facts.unclassified if isinstance(self.facts, SynthesisFacts) else 0
        return {"report": self.record, "unclassified": lacking}

    def perform(self, form: IssueReportForm) -> OpinionReport:
        typed = form.cleaned_data
        return services.issue_report(
            report=self.record,
            user=person(self.request),
            on=typed["on"],
            signer=form.chosen_signer(),
            number=typed["number"],
            incomplete=typed.get("incomplete", False),
        )


class ReportSign(ReportWork):
    """The signed and scanned copy."""

    form_class = SignedReportForm
    title = gettext_lazy("Attach the signed copy")
    submit_label = gettext_lazy("Attach")
    done_message = gettext_lazy("The signed copy is kept with the report.")

    def perform(self, form: SignedReportForm) -> OpinionReport:
        return services.attach_signed_report(
            report=self.record, user=person(self.request), upload=form.cleaned_data["upload"]
        )


class ReportDiscard(ReportWork):
    """Give a draft up."""

    title = gettext_lazy("Discard the draft")
    submit_label = gettext_lazy("Discard")
    done_message = gettext_lazy("The draft has been discarded.")
    consequence = gettext_lazy("The free parts are gone; the records stay as they are.")

    def perform(self, form: Any) -> None:
        services.discard_report(report=self.record, user=person(self.request))

    def success_url(self, result: Any) -> str:
        return self.record.round.get_absolute_url()


class ReportFile(ReportReach):
    """The report as Word, PDF or workbook: as it was kept, or as a draft on the spot; "signed" is the scan."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        """One of its files; 404 for a signed copy that is not there."""
        report, document = self.record, self.record.document
        kept: dict[str, Any] = {"signed": report.signed}
        if document:
            kept |= {"docx": document.docx, "pdf": document.file, "xlsx": report.sheet}
        if file := kept.get(extension):
            return file_response(file)
        if document:
            raise Http404
        today = timezone.localdate()
        stem = f"{STEMS[report.kind]}-du-thao-{today:%Y-%m-%d}"
        if extension == "xlsx":
            return workbook_response(workbook(*sheets_of(self.facts)), stem)
        return download(draw(report, self.facts, on=max(today, report.as_of)), extension, stem)


def workbook_response(content: bytes, stem: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=ALLOWED_TYPES[".xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{stem}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
