"""Writing the conclusions of a meeting: added, changed, removed, put in order."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionPage, FormMixin, Text
from followups.forms.assigning import Rows, typed_rows
from followups.states import State
from followups.views.assigning import part_rows
from sessions import services
from sessions.forms.conclusions import ConclusionForm
from sessions.models import BodyMeeting, Conclusion
from sessions.services.conclusions import OPEN, with_tasks
from sessions.views.body_meetings import MeetingWriter, meeting_crumbs
from sessions.views.common import Crumbs, person

_STEPS = {"up": -1, "down": 1}


class Writing(FormMixin):
    """The form of a conclusion: saved, or shown again with its due day counted and one more row."""

    form_class = ConclusionForm
    template_name = "sittings/conclusion_form.html"
    title: Text = ""

    def meeting(self) -> BodyMeeting:
        """The meeting that concludes."""
        raise NotImplementedError

    def conclusion(self) -> Conclusion | None:
        """What is changed; None for a new one."""
        return None

    def rows(self) -> Rows:
        """The parts of co-ordinating agencies to begin with."""
        conclusion = self.conclusion()
        draft = conclusion.follow_up if conclusion else None
        return part_rows(draft) if draft and draft.state == State.DRAFT else []

    def form_kwargs(self) -> dict[str, Any]:
        return {"meeting": self.meeting(), "conclusion": self.conclusion(), "rows": self.rows()}

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Nothing is written any more once the notice has been issued."""
        if self.meeting().state not in OPEN:
            messages.warning(_request, _("The conclusions of this meeting can no longer be changed."))
            return HttpResponseRedirect(self.meeting().get_absolute_url())
        return self.show(self.build_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The buttons that only count and add keep everything typed and judge nothing yet."""
        if "again" in request.POST:
            return self.show_again(request)
        return super().post(request, *args, **kwargs)

    def show_again(self, request: HttpRequest) -> HttpResponse:
        """As typed, with the due day counted and, if asked, more empty rows."""
        typed = {name: request.POST.get(name, "") for name in ConclusionForm.base_fields if name != "version"}
        blank = 3 if request.POST["again"] == "more" else 1
        given = {**self.form_kwargs(), "initial": typed, "rows": typed_rows(request.POST), "blank": blank}
        form = ConclusionForm(**given)
        if "version" in request.POST:
            form.initial["version"] = request.POST["version"]
        return self.show(form)

    def cancel_url(self) -> str:
        return self.meeting().get_absolute_url()

    def success_url(self, result: Any) -> str:
        return f"{self.cancel_url()}#conclusions"

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*meeting_crumbs(self.meeting()), (self.title, None)]
        return {
            **super().form_context(form),
            "title": self.title,
            "crumbs": crumbs,
            "add_another": self.conclusion() is None,
        }


class ConclusionCreate(Writing, MeetingWriter):
    """Write one more conclusion."""

    title = gettext_lazy("Add a conclusion")
    done_message = gettext_lazy("The conclusion has been added.")

    def meeting(self) -> BodyMeeting:
        return self.record

    def perform(self, form: ConclusionForm) -> Conclusion:
        return services.add_conclusion(
            meeting=self.record, user=person(self.request), text=form.cleaned_data["text"], task=form.task()
        )


class ConclusionWriter(MeetingWriter):
    """A page about one conclusion, for those who write its meeting."""

    record: Any

    def reachable(self) -> QuerySet[Any]:
        rows = Conclusion.objects.visible_to(self.request.user)
        about = ("meeting__council__parent", "meeting__committee", "meeting__sitting", "follow_up__due_rule")
        return with_tasks(rows).select_related(*about)

    def council_of_record(self) -> int:
        council_id: int = self.record.meeting.council_id
        return council_id

    def meeting(self) -> BodyMeeting:
        return cast("Conclusion", self.record).meeting


class ConclusionEdit(Writing, ConclusionWriter):
    """Change a conclusion and the draft of its task."""

    title = gettext_lazy("Change the conclusion")
    done_message = gettext_lazy("The conclusion has been changed.")

    def meeting(self) -> BodyMeeting:
        return ConclusionWriter.meeting(self)

    def conclusion(self) -> Conclusion | None:
        return cast("Conclusion", self.record)

    def perform(self, form: ConclusionForm) -> Conclusion:
        return services.change_conclusion(
            conclusion=self.record,
            user=person(self.request),
            text=form.cleaned_data["text"],
            task=form.task(),
            version=form.cleaned_data["version"],
        )


class ConclusionRemove(ConclusionWriter, ActionPage):
    """Take a conclusion away before it is issued."""

    title = gettext_lazy("Remove the conclusion")
    submit_label = gettext_lazy("Remove the conclusion")
    consequence = gettext_lazy("The draft of its task is withdrawn; the conclusions after it move up.")
    done_message = gettext_lazy("The conclusion has been removed.")

    def cancel_url(self) -> str:
        return self.meeting().get_absolute_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*meeting_crumbs(self.meeting()), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "danger": True}

    def perform(self, form: Any) -> None:
        services.remove_conclusion(conclusion=self.record, user=person(self.request))


class ConclusionMove(ConclusionWriter):
    """Move a conclusion one place up or down."""

    def post(self, request: HttpRequest, pk: int, direction: str) -> HttpResponse:
        places = _STEPS.get(direction)
        if places is None:
            raise Http404
        try:
            services.move_conclusion(conclusion=self.record, user=person(request), places=places)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(f"{self.meeting().get_absolute_url()}#conclusions")
