"""What is done with a round: its wall of venues, its papers, its legal steps, the reports of its groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.text import whole
from core.views import ActionPage, DetailPage, RecordView
from councils.models import DelegateGroup
from documents.delivery import file_response
from voters import services
from voters.forms import AskForm, GroupReportForm, MoveForm, PaperForm, StepForm
from voters.models import ContactStep, GroupReport, VoterContactRound
from voters.services.group_reports import groups_of
from voters.services.round_papers import STEMS, draft_paper
from voters.views.common import person, round_crumbs
from voters.views.letter_actions import drawn_response
from voters.wall import TICKS, wall_of, wall_rows


class RoundPage(RecordView):
    """A page about a round."""

    record: VoterContactRound

    def reachable(self) -> QuerySet[VoterContactRound]:
        rounds = VoterContactRound.objects.visible_to(self.request.user)
        return rounds.select_related(
            "council__parent", "council_term__term", "sitting", "plan", "notice", "synthesis"
        )


class RoundWall(RoundPage, DetailPage):
    """Every meeting with ticks for what is done; what lacks most first. `?group=` shows one group's."""

    template_name = "voters/round_wall.html"

    def context(self) -> dict[str, Any]:
        contact, title = self.record, _("Wall of venues")
        groups = groups_of(contact)
        chosen = next((one for one in groups if one.pk == whole(self.request.GET.get("group", ""))), None)
        rows = contact.meetings.visible_to(self.request.user)
        if chosen is not None:
            rows = rows.filter(pk__in=chosen.voter_meetings.values("pk"))
        wall = wall_of(wall_rows(rows), may_enter=bool(self.roles_on_record() & STAFF))
        return {
            **super().context(),
            "title": title,
            "crumbs": [*round_crumbs(contact), (title, None)],
            "wall": wall,
            "ticks": TICKS.values(),
            "complete": sum(not venue.lacking for venue in wall),
            "groups": groups,
            "chosen": chosen,
        }


# --- Papers ---


class RoundPaperCreate(RoundPage, ActionPage):
    """Issue the plan or the public notice; a draft can be looked at first."""

    form_class = PaperForm
    template_name = "voters/draft_action.html"
    _titles: ClassVar = {
        "plan": (
            gettext_lazy("Issue the plan"),
            gettext_lazy("The plan gets its number; its schedule is kept as it stands now."),
        ),
        "notice": (
            gettext_lazy("Issue the public notice"),
            gettext_lazy(
                "The notice gets its number; the planned meetings that lie ahead count as announced, and the media "
                "as told."
            ),
        ),
    }

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """404 also for a paper that does not exist."""
        if kwargs["kind"] not in self._titles:
            raise Http404
        self.kind = kwargs["kind"]
        return super().fetch(kwargs)

    def form_context(self, form: Any) -> dict[str, Any]:
        title, consequence = self._titles[self.kind]
        return {
            **super().form_context(form),
            "title": title,
            "submit_label": title,
            "consequence": consequence,
            "crumbs": [*round_crumbs(self.record), (title, None)],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The draft as a file, or the paper."""
        extension = request.POST.get("draft")
        if extension not in {"docx", "pdf"}:
            return super().post(request, *args, **kwargs)
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if not self.record.meetings.takes_place().exists():
            form.add_error(None, _("Plan at least one meeting first."))
            return self.show(form, status=422)
        drawn = draft_paper(self.record, self.kind, on=form.cleaned_data["on"], signer=form.signed_by())
        return drawn_response(drawn, f"du-thao-{STEMS[self.kind]}", extension)

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def perform(self, form: PaperForm) -> Any:
        return services.issue_paper(
            round=self.record,
            name=self.kind,
            on=form.cleaned_data["on"],
            user=person(self.request),
            signer=form.signed_by(),
        )


class RoundPaper(RoundPage):
    """The plan, the notice or the synthesis of a round, as DOCX or PDF."""

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Any:
        """The file."""
        contact = self.record
        papers = {"plan": contact.plan, "notice": contact.notice, "synthesis": contact.synthesis}
        document = papers.get(kwargs["kind"])
        if document is None:
            raise Http404
        file = {"docx": document.docx, "pdf": document.file}.get(kwargs["extension"])
        if file is None:
            raise Http404
        return file_response(file)


# --- Legal steps ---


class StepPage(ActionPage):
    """An action on a legal step."""

    record: ContactStep

    def reachable(self) -> QuerySet[ContactStep]:
        steps = ContactStep.objects.visible_to(self.request.user)
        return steps.select_related("round__council", "meeting__round")

    def council_of_record(self) -> int:
        return self.record.round.council_id

    def cancel_url(self) -> str:
        return (self.record.meeting or self.record.round).get_absolute_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*round_crumbs(self.record.round), (str(self.record), None)]
        return {**super().form_context(form), "crumbs": crumbs, "title": str(self.record)}


class StepFinish(StepPage):
    """Record that a step was done."""

    form_class = StepForm
    submit_label = gettext_lazy("Record")
    done_message = gettext_lazy("The step has been recorded.")

    def perform(self, form: StepForm) -> ContactStep:
        return services.finish_step(step=self.record, user=person(self.request), **form.cleaned_data)


class StepUndo(StepPage):
    """Take back that a step was done."""

    form_class = MoveForm
    submit_label = gettext_lazy("Take back")
    consequence = gettext_lazy("The step counts as still to be done.")
    done_message = gettext_lazy("The step is open again.")

    def perform(self, _form: Any) -> ContactStep:
        return services.undo_step(step=self.record, user=person(self.request))


# --- Reports of the groups ---


class ReportsAsk(RoundPage, ActionPage):
    """Ask the groups of the round for their reports."""

    form_class = AskForm
    title = gettext_lazy("Ask for the reports of the groups")
    submit_label = gettext_lazy("Ask")
    consequence = gettext_lazy(
        "Each group with a meeting in this round owes its report by the day the rule gives; it is told and reminded."
    )

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*round_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, form: AskForm) -> Any:
        asked = services.ask_group_reports(
            round=self.record, user=person(self.request), on=form.cleaned_data["on"]
        )
        count = len(asked)
        self.done_message = (
            ngettext("%(count)s group has been asked.", "%(count)s groups have been asked.", count)
            % {"count": count}
            if asked
            else _("All groups had been asked already.")
        )
        return asked

    def success_url(self, _result: Any) -> str:
        return f"{self.record.get_absolute_url()}#reports"


class GroupReportReceive(RoundPage, ActionPage):
    """Record the report of a group, by the secretariat or by a delegate of that group."""

    form_class = GroupReportForm
    submit_label = gettext_lazy("Keep the report")
    done_message = gettext_lazy("The report has been kept.")
    group: DelegateGroup

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """404 for a group of another term."""
        contact = super().fetch(kwargs)
        groups = DelegateGroup.objects.filter(council_term=contact.council_term_id)
        self.group = get_object_or_404(groups, pk=kwargs["group_pk"])
        return contact

    def check_record(self) -> None:
        """The group's own delegates hand it in themselves."""
        if self.group.pk not in self.access.groups:
            super().check_record()

    @property
    def by_group(self) -> bool:
        """Whether the group itself hands it in."""
        return not self.roles_on_record() & STAFF

    def form_kwargs(self) -> dict[str, Any]:
        kept = GroupReport.objects.filter(round=self.record, group=self.group).first()
        return {"initial": {"symbol": kept.symbol, "text": kept.text} if kept else {}}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Report of %(group)s") % {"group": self.group}
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": [*round_crumbs(self.record), (title, None)],
        }

    def perform(self, form: GroupReportForm) -> Any:
        return services.receive_report(
            round=self.record,
            group=self.group,
            user=person(self.request),
            by_group=self.by_group,
            **form.cleaned_data,
        )

    def success_url(self, _result: Any) -> str:
        return f"{self.record.get_absolute_url()}#reports"


class GroupReportFile(RoundPage):
    """The file of a group's report."""

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Any:
        """The newest version."""
        report = self.record.reports.filter(group=kwargs["group_pk"]).select_related("file").first()
        if report is None or report.file is None:
            raise Http404
        return file_response(report.file)
