"""What the voters of a meeting are to be told: the answers to what they said, and that they were told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import ActionPage, DetailPage, add_refusal
from voters import services
from voters.forms.opinions import ToldForm
from voters.models import AnswerTold, VoterMeeting, VoterOpinion
from voters.views.common import meeting_crumbs, person
from voters.views.meetings import meetings

_WRONG = 422


class MeetingAnswers(DetailPage):
    """Each statement of a meeting with its answer; what voters were told is ticked and recorded."""

    template_name = "voters/meeting_answers.html"

    def reachable(self) -> QuerySet[VoterMeeting]:
        return meetings(self.request.user)

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The sheet on screen; `ticked` in the address ticks beforehand."""
        return self._show(ToldForm(raised_at=self.record), ticked=request.GET.getlist("ticked"))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Record that the ticked answers were told."""
        self.need(STAFF, self.council_of_record())
        form = ToldForm(request.POST, raised_at=self.record)
        if not form.is_valid():
            return self._show(form, _WRONG)
        ids = [pk for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 19]  # noqa: PLR2004 - a bigint
        said = VoterOpinion.objects.visible_to(request.user).filter(meeting=self.record, pk__in=ids)
        try:
            told = services.tell(opinions=said, user=person(request), **form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return self._show(form, _WRONG)
        done = ngettext(
            "Recorded: voters were told %(count)s answer.",
            "Recorded: voters were told %(count)s answers.",
            len(told),
        )
        messages.success(request, done % {"count": len(told)})
        return HttpResponseRedirect(reverse("voters:meeting_answers", args=[self.record.pk]))

    def _show(self, form: ToldForm, status: int = 200, ticked: Sequence[str] = ()) -> HttpResponse:
        answers = services.answers_for(self.record)
        readable = self.access.readable_councils
        context = {
            **self.context(),
            "title": _("Answers to the voters"),
            "crumbs": [*meeting_crumbs(self.record), (_("Answers"), None)],
            "form": form,
            "answers": answers,
            "answered": sum(answer.is_answered for answer in answers),
            "to_tell": sum(answer.to_tell for answer in answers),
            "readable": readable,
            "ticked": {*ticked, *self.request.POST.getlist("pk")},
            "may_tell": bool(self.roles_on_record() & STAFF),
        }
        return render(self.request, self.template_name, context, status=status)


class AnswerUntold(ActionPage):
    """Take back that voters were told."""

    title = gettext_lazy("Take back that voters were told")
    submit_label = gettext_lazy("Take it back")
    consequence = gettext_lazy("For an entry made by mistake: the answer is to be told again.")
    done_message = gettext_lazy("It has been taken back.")

    def reachable(self) -> QuerySet[AnswerTold]:
        rows = AnswerTold.objects.visible_to(self.request.user)
        return rows.select_related("opinion__council", "opinion__meeting__round", "meeting")

    def council_of_record(self) -> int:
        return int(self.record.opinion.council_id)

    def cancel_url(self) -> str:
        return reverse("voters:meeting_answers", args=[self.record.opinion.meeting_id])

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*meeting_crumbs(self.record.opinion.meeting), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, _form: Any) -> None:
        services.untell(telling=self.record, user=person(self.request))
