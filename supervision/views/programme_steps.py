"""The steps of a programme: drafted, decided with its overlaps seen, reported on; and its papers as files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core import exports
from core.access import DECIDERS, STAFF
from core.views import ActionPage, RecordView
from sessions.views.common import person
from sessions.views.downloads import download
from supervision import services
from supervision.documents import programmes as papers
from supervision.documents.results import COLUMNS, cells_of, result_report
from supervision.forms.programmes import DecideForm, OnForm, ProgrammeReportForm
from supervision.models import Programme
from supervision.results import result_of
from supervision.services import Signing
from supervision.states import PROGRAMME_TABLE, ProgrammeState
from supervision.views.programmes import programme_crumbs, programmes

_CONSEQUENCES: Final = {
    "draft": gettext_lazy("From this day the draft can be decided. Items and days can still be changed."),
    "collect": gettext_lazy("The draft is opened again; proposals can be selected into it."),
}
_DONE: Final = {
    "draft": gettext_lazy("The programme has been drafted. Look at the overlaps, then record the decision."),
    "collect": gettext_lazy("Proposals are being collected again."),
}


class ProgrammeAction(ActionPage):
    """A step of a programme."""

    record: Programme

    def reachable(self) -> QuerySet[Any]:
        return programmes(self.request.user)

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*programme_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "title": self.title}


class ProgrammeStep(ProgrammeAction):
    """Call the draft finished, or collect proposals again."""

    roles = STAFF
    form_class = OnForm

    def check_record(self) -> None:
        super().check_record()
        if self.kwargs["name"] not in _DONE:
            raise Http404
        self.title = PROGRAMME_TABLE.moves[self.kwargs["name"]].label
        self.submit_label = self.title
        self.consequence = _CONSEQUENCES[self.kwargs["name"]]
        self.done_message = _DONE[self.kwargs["name"]]

    def perform(self, form: OnForm) -> Programme:
        return services.step_programme(
            programme=self.record,
            name=self.kwargs["name"],
            user=person(self.request),
            on=form.cleaned_data["on"],
        )


class ProgrammeDecide(ProgrammeAction):
    """Record the decision: overlaps are shown first, and must be accepted in words or taken away."""

    roles = DECIDERS
    form_class = DecideForm
    template_name = "supervision/programme_decide.html"
    title = gettext_lazy("Record the decision")
    submit_label = gettext_lazy("Record the decision")
    done_message = gettext_lazy("The decision on the programme has been recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        self.overlaps = services.overlaps_of(self.record)
        return {"programme": self.record, "overlapping": bool(self.overlaps)}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "overlaps": self.overlaps,
            "items": papers.items_of(self.record),
            "refusal": PROGRAMME_TABLE.refusal("decide", self.record.state),
        }

    def perform(self, form: DecideForm) -> Programme:
        typed = form.cleaned_data
        return services.decide_programme(
            programme=self.record,
            user=person(self.request),
            on=typed["on"],
            act_symbol=typed["act_symbol"],
            resolution=typed.get("resolution"),
            accepted=typed.get("accepted", ""),
            terms=Signing(
                signer=typed.get("signer", ""),
                signer_name=typed.get("signer_name", ""),
                number=typed.get("number"),
            ),
        )


class ProgrammeReport(ProgrammeAction):
    """Number and keep the result report."""

    roles = DECIDERS
    form_class = ProgrammeReportForm
    template_name = "supervision/programme_report.html"
    title = gettext_lazy("Report the result")
    submit_label = gettext_lazy("Give the number and keep the report")
    done_message = gettext_lazy("The result of the programme has been reported.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"programme": self.record, "initial": {"assessment": self.record.assessment}}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "result": result_of(self.record, timezone.localdate()),
            "refusal": PROGRAMME_TABLE.refusal("report", self.record.state),
        }

    def perform(self, form: ProgrammeReportForm) -> Programme:
        typed = form.cleaned_data
        return services.report_programme(
            programme=self.record,
            user=person(self.request),
            on=typed["on"],
            assessment=typed["assessment"],
            terms=Signing(signer=typed["signer"], signer_name=typed["signer_name"], number=typed["number"]),
        )


class ProgrammePaperReach(RecordView):
    """Drafts of a programme are read by the council's own side."""

    record: Programme

    def reachable(self) -> QuerySet[Any]:
        return programmes(self.request.user)


class ProgrammePaper(ProgrammePaperReach):
    """The programme as it would be issued now, or the council's proposal and draft resolution."""

    def get(self, _request: HttpRequest, pk: int, kind: str, extension: str) -> HttpResponseBase:
        programme, today = self.record, timezone.localdate()
        if kind not in papers.papers_of(programme):
            raise Http404
        items = papers.items_of(programme)
        if kind == "programme":
            drawn = papers.programme_document(programme, items, dated=today)
        elif kind == "proposal":
            count = programme.council.supervision_proposals.filter(year=programme.year).count()
            drawn = papers.proposal_document(programme, items, dated=today, proposals=count)
        else:
            drawn = papers.draft_resolution(programme, items, dated=today)
        stems = {"programme": "chuong-trinh-giam-sat", "proposal": "to-trinh", "resolution": "nghi-quyet"}
        return download(drawn, extension, f"{stems[kind]}-{programme.year}-du-thao")


class ProgrammeResult(ProgrammePaperReach):
    """The result report as a draft of today, or its appendix table as a workbook, also after the report."""

    def check_record(self) -> None:
        super().check_record()
        if self.record.state not in {ProgrammeState.DECIDED, ProgrammeState.REPORTED}:
            raise PermissionDenied

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponseBase:
        programme = self.record
        on = programme.reported_on or timezone.localdate()
        result = result_of(programme, on)
        if extension == "xlsx":
            lines: Iterator[list[object]] = (
                list(cells_of(programme, place, line)) for place, line in enumerate(result.lines, start=1)
            )
            header: list[object] = [
                f"{column.group}: {column.title.lower()}" if column.group else column.title
                for column in COLUMNS
            ]
            title = f"Kết quả chương trình giám sát {programme.year}"
            return exports.download("xlsx", exports.Sheet(title, header, lines))
        drawn = result_report(programme, result, dated=on)
        return download(drawn, extension, f"bao-cao-chuong-trinh-giam-sat-{programme.year}-du-thao")
