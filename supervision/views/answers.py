"""A body fills its questionnaire in, sends its report, takes it back; the secretariat in its name; reminders."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Refused
from core.views import ActionPage, Text, add_refusal
from followups import services as followups
from sessions.services.rows import RefusedRows
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.answers import AnswersForm, SubmitForm
from supervision.forms.steps import OnlyReasonForm
from supervision.models import SupervisedBody
from supervision.questionnaire import Part, questionnaire_of
from supervision.services.answers import refusal_to_answer
from supervision.views.bodies import MINE, BodyReach
from supervision.views.common import mission_crumbs


class BodyAct(BodyReach, ActionPage):
    """Something done by the body itself, or by those who organise the mission in its name."""

    record: SupervisedBody

    template_name = "supervision/action.html"

    def check_record(self) -> None:
        if not rights.answers_for(self.record, self.access):
            raise PermissionDenied

    @property
    def own(self) -> bool:
        """Whether the user answers for the body itself."""
        return self.record.agency_id in self.access.agencies

    def form_context(self, form: Any) -> dict[str, Any]:
        mission = self.record.mission
        way = [(MINE, reverse("supervision:body_mine"))] if self.own else mission_crumbs(mission)
        here = (mission.title if self.own else str(self.record.agency), self.cancel_url())
        return {
            **super().form_context(form),
            "crumbs": [*way, here, (self.title, None)],
            "intro": f"{mission.title}: {self.record.agency}",
        }


class AnswersEdit(BodyAct):
    """One part of the questionnaire. It is saved as it is, and can be completed later."""

    template_name = "supervision/answers_form.html"
    form_class = AnswersForm
    submit_label = gettext_lazy("Save")

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the questionnaire, and the answers kept beside them."""
        parts, self.answers = questionnaire_of(self.record)
        return parts

    @cached_property
    def part(self) -> Part:
        """The part of the address; 404 beyond the last."""
        number = self.kwargs["part"]
        if not 1 <= number <= len(self.parts):
            raise Http404
        found: Part = self.parts[number - 1]
        return found

    @property
    def title(self) -> Text:  # type: ignore[override]  # named by the part
        """The heading of the part."""
        return self.part.heading or _("Questionnaire")

    def form_kwargs(self) -> dict[str, Any]:
        return {"part": self.part, "answers": self.answers}

    def form_context(self, form: Any) -> dict[str, Any]:
        last = self.part.number == len(self.parts)
        return {
            **super().form_context(form),
            "parts": [(part, self._url(part.number), part.number == self.part.number) for part in self.parts],
            "last": last,
            "closed": refusal_to_answer(self.record),
        }

    def _url(self, number: int) -> str:
        return reverse("supervision:body_answers", args=[self.record.pk, number])

    def perform(self, form: AnswersForm) -> SupervisedBody:
        services.save_answers(body=self.record, given=form.given(), user=person(self.request))
        messages.success(self.request, _("The answers have been saved."))
        return self.record

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save the part; what the service refuses stands beside its question."""
        form = self.build_form(request.POST)
        if form.is_valid():
            try:
                return self._saved(form)
            except RefusedRows as refused:
                form.place_refusals(refused.rows)
            except Refused as refused:
                add_refusal(form, refused)
        return self.show(form, status=422)

    def _saved(self, form: AnswersForm) -> HttpResponse:
        self.perform_within_reach(form)
        further = "next_part" in self.request.POST and self.part.number < len(self.parts)
        return HttpResponseRedirect(self._url(self.part.number + 1) if further else self.cancel_url())


class Submit(BodyAct):
    """The report is sent."""

    form_class = SubmitForm
    title = gettext_lazy("Send the report")
    submit_label = gettext_lazy("Send")
    done_message = gettext_lazy("The report has been sent.")
    consequence = gettext_lazy("The answers are frozen. Until the due day the report can be taken back.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"own": self.own}

    def perform(self, form: SubmitForm) -> SupervisedBody:
        typed = form.cleaned_data
        return services.submit_report(
            body=self.record,
            user=person(self.request),
            on=form.day,
            symbol=typed["symbol"],
            upload=typed["upload"],
            by_body=self.own,
        )


class TakeBack(BodyAct):
    """The body takes its report back to change it."""

    form_class = OnlyReasonForm
    title = gettext_lazy("Take the report back")
    done_message = gettext_lazy("The report is yours again: change it and send it before it is due.")
    consequence = gettext_lazy("The report is owed again until it is sent anew.")

    def perform(self, form: OnlyReasonForm) -> SupervisedBody:
        return services.take_back_report(
            body=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )


class CouncilAct(BodyAct):
    """Something done about a body by those who organise the mission."""

    def check_record(self) -> None:
        if not rights.organises(self.record.mission, self.access):
            raise PermissionDenied


class GiveBack(CouncilAct):
    """The council's side gives the report back to be completed."""

    form_class = OnlyReasonForm
    title = gettext_lazy("Give the report back")
    done_message = gettext_lazy("The report has been given back to the body.")
    consequence = gettext_lazy("The report is owed again, and the body sees why.")

    def perform(self, form: OnlyReasonForm) -> SupervisedBody:
        return services.give_back_report(
            body=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )


class Remind(CouncilAct):
    """Remind the body of its report."""

    title = gettext_lazy("Remind")
    consequence = gettext_lazy("The users of this body are reminded of the report that it owes.")

    def perform(self, form: Any) -> SupervisedBody:
        follow_up = self.record.follow_up
        if follow_up is None:
            raise Refused(_("The report has not been asked for yet."))
        sent, left = followups.remind(follow_ups=[follow_up], user=person(self.request))
        if sent:
            messages.success(self.request, _("The body has been reminded."))
        for plan in left:
            messages.warning(self.request, plan.refusal)
        return self.record
