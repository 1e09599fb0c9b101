"""What is done to many papers of a sitting: asked for, assigned, sent to the delegates, recorded as tabled.

From the list come the ticked papers; without any, the page is about all that can take the step. It shows what will
happen and what will not, with the reason, before anything does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.access import STAFF
from core.text import whole
from core.views import RecordView, Text, add_refusal
from sessions import services
from sessions.forms.papers import AssignManyForm, ManyForm, TableManyForm
from sessions.models import Paper, Sitting
from sessions.paper_rules import awaits_report
from sessions.services import Outcome, not_askable
from sessions.states import PAPER_TABLE
from sessions.views.common import person, sittings
from sessions.views.papers import papers, papers_crumbs

MOST: Final = 500
_INCOMPLETE: Final = 422
Plan = tuple[list[Paper], list[tuple[Paper, str]]]
"""Papers that can take the step, and those that cannot with the reason."""


class PapersStep(RecordView):
    """A step of many papers; pages say what it is and what stands in its way."""

    roles = STAFF
    record: Sitting
    title: ClassVar[Text] = ""
    intro: ClassVar[Text] = ""
    submit_label: ClassVar[Text] = ""
    form_class: ClassVar[type[ManyForm]] = ManyForm

    def reachable(self) -> QuerySet[Any]:
        return sittings(self.request.user)

    def check_record(self) -> None:
        self.need(self.roles, self.record.council_id)

    # --- What pages say ---

    def refusal(self, paper: Paper) -> str:
        """Why a paper cannot take the step now; nothing where it can."""
        raise NotImplementedError

    def warning(self, paper: Paper) -> str:
        """Why a paper that can take the step should perhaps wait: it then comes unticked. Nothing where all is well."""
        return ""

    def carry_out(self, chosen: Sequence[Paper], form: Any) -> Outcome:
        """Call the service."""
        raise NotImplementedError

    def done_words(self, count: int) -> str:
        """What to say when it is done."""
        raise NotImplementedError

    def first_day(self) -> date:
        """The day that is offered."""
        return timezone.localdate()

    def form_kwargs(self) -> dict[str, Any]:
        """What the form is built with."""
        return {"initial": {"on": self.first_day()}}

    # --- The page ---

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """What would happen."""
        return self.show(self.build_form(), self.chosen(request.GET))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """From the list: the page. From the page: do it."""
        chosen = self.chosen(request.POST)
        if "confirm" not in request.POST:
            return self.show(self.build_form(), chosen)
        form = self.build_form(request.POST)
        if not form.is_valid():
            return self.show(form, chosen, _INCOMPLETE)
        picked = self.ticked(request.POST)
        chosen = [paper for paper in chosen if paper.pk in picked]
        if not chosen:
            form.add_error(None, _("Tick at least one paper."))
            return self.show(form, self.chosen(request.POST), _INCOMPLETE)
        try:
            outcome = self.carry_out(chosen, form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self.show(form, chosen, _INCOMPLETE)
        return self.after(outcome, form)

    def build_form(self, data: QueryDict | None = None) -> ManyForm:
        """The day, and what else the step needs."""
        return self.form_class(data, **self.form_kwargs())

    @staticmethod
    def ticked(data: QueryDict) -> set[int]:
        """Ids of the ticked papers."""
        return {pk for text in data.getlist("pk") if (pk := whole(text)) is not None}

    def chosen(self, data: QueryDict) -> list[Paper]:
        """The ticked papers (any that is out of reach: 404); without any, all of the list."""
        rows = self.rows()
        ids = self.ticked(data) | {pk for text in data.getlist("of") if (pk := whole(text)) is not None}
        if not ids:
            return [paper for paper in rows[:MOST] if not self.refusal(paper)]
        found = list(rows.filter(pk__in=ids))
        if len(found) != len(ids):
            raise Http404
        return found

    def rows(self) -> QuerySet[Paper]:
        """The papers of the list, with what the step looks at."""
        return papers(self.request.user).filter(sitting=self.record).order_by("number")

    def plan(self, chosen: Iterable[Paper]) -> Plan:
        """What can take the step, and what cannot."""
        ready, refused = [], list[tuple[Paper, str]]()
        for paper in chosen:
            if words := self.refusal(paper):
                refused.append((paper, words))
            else:
                ready.append(paper)
        return ready, refused

    def show(
        self,
        form: ManyForm,
        chosen: Sequence[Paper],
        status: int = 200,
        because: dict[int, str] | None = None,
    ) -> HttpResponse:
        """The page; `because`: reasons that only the attempt brought to light."""
        ready, refused = self.plan(chosen)
        told = because or {}
        ready, told_now = [paper for paper in ready if paper.pk not in told], ready
        confirmed = self.ticked(self.request.POST) if "confirm" in self.request.POST else None
        warned = [(paper, self.warning(paper)) for paper in ready]
        context = {
            "title": self.title,
            "intro": self.intro,
            "submit_label": self.submit_label,
            "crumbs": [*papers_crumbs(self.record), (self.title, None)],
            "form": form,
            "ready": ready,
            "lines": [
                (paper, words, not words if confirmed is None else paper.pk in confirmed)
                for paper, words in warned
            ],
            "waiting": sum(bool(words) for _paper, words in warned),
            "refused": refused + [(paper, told[paper.pk]) for paper in told_now if paper.pk in told],
            "of": [paper.pk for paper in chosen],
            "cancel_url": self.list_url(),
        }
        return render(self.request, "sittings/papers_step.html", context, status=status)

    def list_url(self) -> str:
        """The list."""
        return reverse("sittings:sitting_papers", args=[self.record.pk])

    def after(self, outcome: Outcome, form: ManyForm) -> HttpResponse:
        """Back to the list; or this page about those that could not take the step."""
        if outcome.done:
            messages.success(self.request, self.done_words(len(outcome.done)))
        if not outcome.refused:
            return HttpResponseRedirect(self.list_url())
        left = [paper for paper, _words in outcome.refused]
        return self.show(form, left, _INCOMPLETE, {paper.pk: words for paper, words in outcome.refused})

    @property
    def user(self) -> User:
        """Who does it."""
        return person(self.request)


class PapersAsk(PapersStep):
    """Yêu cầu gửi tài liệu: each becomes a follow-up of its owner, which reminders chase."""

    title = gettext_lazy("Ask the owners for papers")
    intro = gettext_lazy(
        "Each paper becomes a follow-up of the agency or committee that owes it, due on the paper's own day. "
        "Its people are told, and reminded until the paper comes."
    )
    submit_label = gettext_lazy("Ask for these papers")

    def refusal(self, paper: Paper) -> str:
        return not_askable(paper)

    def carry_out(self, chosen: Sequence[Paper], form: Any) -> Outcome:
        return services.ask_owners(
            sitting=self.record, papers=chosen, user=self.user, on=form.cleaned_data["on"]
        )

    def done_words(self, count: int) -> str:
        words = ngettext(
            "%(count)s paper has been asked for.", "%(count)s papers have been asked for.", count
        )
        return words % {"count": count}


class PapersAssign(PapersStep):
    """Phân công thẩm tra."""

    title = gettext_lazy("Assign papers for verification")
    intro = gettext_lazy(
        "Each committee gets the papers on its list, with the day by which its report is due."
    )
    submit_label = gettext_lazy("Assign these papers")
    form_class = AssignManyForm

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "sitting": self.record}

    def refusal(self, paper: Paper) -> str:
        return PAPER_TABLE.refusal("assign", paper.state)

    def carry_out(self, chosen: Sequence[Paper], form: Any) -> Outcome:
        typed = form.cleaned_data
        return services.assign_papers(papers=chosen, user=self.user, on=typed["on"], lead=typed["lead"])

    def done_words(self, count: int) -> str:
        words = ngettext("%(count)s paper has been assigned.", "%(count)s papers have been assigned.", count)
        return words % {"count": count}


class PapersSend(PapersStep):
    """Gửi đại biểu."""

    title = gettext_lazy("Send papers to the delegates")
    intro = gettext_lazy(
        "From this day the papers count as sent to the delegates, who read them in the portal."
    )
    submit_label = gettext_lazy("Send these papers")

    def rows(self) -> QuerySet[Paper]:
        return super().rows().prefetch_related("goes_with__verifications")

    def refusal(self, paper: Paper) -> str:
        return PAPER_TABLE.refusal("send", paper.state)

    def warning(self, paper: Paper) -> str:
        return _("The verification of this paper is not reported yet.") if awaits_report(paper) else ""

    def carry_out(self, chosen: Sequence[Paper], form: Any) -> Outcome:
        return services.send_papers(papers=chosen, user=self.user, on=form.cleaned_data["on"])

    def done_words(self, count: int) -> str:
        words = ngettext("%(count)s paper has been sent.", "%(count)s papers have been sent.", count)
        return words % {"count": count}


class PapersTable(PapersStep):
    """Trình tại kỳ họp."""

    title = gettext_lazy("Record papers as tabled")
    intro = gettext_lazy(
        "Figures count these papers as considered by the council, on this day of the sitting."
    )
    submit_label = gettext_lazy("Record as tabled")
    form_class = TableManyForm

    def first_day(self) -> date:
        return min(self.record.opened_on or self.record.opens_on, timezone.localdate())

    def refusal(self, paper: Paper) -> str:
        return PAPER_TABLE.refusal("table", paper.state)

    def carry_out(self, chosen: Sequence[Paper], form: Any) -> Outcome:
        return services.table_papers(papers=chosen, user=self.user, **form.cleaned_data)

    def done_words(self, count: int) -> str:
        words = ngettext(
            "%(count)s paper has been recorded as tabled.",
            "%(count)s papers have been recorded as tabled.",
            count,
        )
        return words % {"count": count}
