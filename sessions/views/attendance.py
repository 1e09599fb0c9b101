"""Pages of the roll: calling it, arrivals and departures, taking it back, the attendance sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import ActionPage, RecordView, add_refusal
from sessions import services
from sessions.documents.attendance import attendance_sheet
from sessions.forms.attendance import ARRIVE, PresenceForm, RollForm
from sessions.models import PlenaryMeeting, Presence
from sessions.views.common import person
from sessions.views.downloads import download
from sessions.views.plenary import PlenaryAct, PlenaryReach, plenary_crumbs


class PlenaryAttend(PlenaryAct):
    """Save the roll, or what was ticked of it; `rest` calls everybody else present."""

    anchor = "roll"

    def act(self) -> dict[str, Any] | None:
        form = self.roll_form(self.request.POST)
        try:
            changed = self.save(form)
        except ValidationError as refusal:
            form.add_refusal(refusal)
            return {"roll_form": form}
        words = ngettext(
            "The attendance is saved: %(count)s line changed.",
            "The attendance is saved: %(count)s lines changed.",
            changed,
        )
        messages.success(self.request, words % {"count": changed})
        return None

    @transaction.atomic
    def save(self, form: RollForm) -> int:
        """What was called, then the rest."""
        user = person(self.request)
        changed = services.take_attendance(meeting=self.record, user=user, rows=form.calls())
        if "rest" in self.request.POST:
            group = next((one.pk for one in self.groups_on_roll() if one.number == self.group), None)
            changed += services.everybody_present(meeting=self.record, user=user, group=group)
        return changed


class PresenceCreate(PlenaryAct):
    """Somebody arrives or leaves."""

    anchor = "presences"

    def act(self) -> dict[str, Any] | None:
        form = PresenceForm(self.request.POST, roll=self.roll)
        if not form.is_valid():
            return {"presence_form": form}
        data = form.cleaned_data
        act = services.arrive if data["what"] == ARRIVE else services.leave
        try:
            act(meeting=self.record, delegate=data["delegate"], at=data["at"], user=person(self.request))
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return {"presence_form": form}
        return None


class PresenceTakeBack(RecordView):
    """Undo the last thing entered about an arrival or a departure."""

    roles = STAFF
    record: Presence

    def reachable(self) -> QuerySet[Any]:
        return Presence.objects.visible_to(self.request.user).select_related("attendance__meeting__sitting")

    def council_of_record(self) -> int:
        return self.record.attendance.meeting.sitting.council_id

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Back to the page, with what was refused said there."""
        meeting = self.record.attendance.meeting
        try:
            services.take_back_presence(presence=self.record, user=person(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(f"{meeting.get_absolute_url()}#presences")


class PlenaryUnattend(PlenaryReach, ActionPage):
    """Take the whole roll back."""

    title = gettext_lazy("Take the attendance back")
    consequence = gettext_lazy(
        "Every line of this half-day's roll is empty again, with arrivals and departures. The history keeps them."
    )
    done_message = gettext_lazy("The attendance of this half-day has been taken back.")

    def perform(self, form: Any) -> PlenaryMeeting:
        services.undo_attendance(meeting=self.record, user=person(self.request))
        return self.record

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "crumbs": [*plenary_crumbs(self.record), (self.title, None)],
            "danger": True,
        }


class PlenarySheet(PlenaryReach):
    """The attendance sheet as a file."""

    def get(self, _request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """Drawn from the records of this moment."""
        return download(attendance_sheet(self.record, self.roll), extension, f"diem-danh-{pk}")
