"""Speakers on the half-day's page: enter, change, move, take out."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.views import RecordView, UpdatePage, add_refusal
from sessions import services
from sessions.forms.attendance import TurnForm
from sessions.models import AgendaItem, SpeakingTurn
from sessions.roll import roll_of
from sessions.views.common import person
from sessions.views.plenary import PlenaryAct, plenary_crumbs

_MOVES: Final = {"up": -1, "down": 1}


def written(form: TurnForm) -> dict[str, Any]:
    """What the form says, for the service; a field that was not offered says nothing."""
    return {name: value for name, value in form.cleaned_data.items() if name not in {"version", "overwrite"}}


class TurnCreate(PlenaryAct):
    """The next speaker; the form comes back empty for the one after."""

    anchor = "turn-entry"

    def act(self) -> dict[str, Any] | None:
        form = self.turn_form(self.request.POST)
        if not form.is_valid():
            return {"turn_form": form}
        try:
            services.add_turn(meeting=self.record, user=person(self.request), **written(form))
        except ValidationError as refusal:
            add_refusal(form, refusal)
            return {"turn_form": form}
        return None


class TurnReach(RecordView):
    """A speaking turn."""

    roles = STAFF
    record: SpeakingTurn

    def reachable(self) -> QuerySet[Any]:
        return SpeakingTurn.objects.visible_to(self.request.user).select_related(
            "meeting__sitting__council", "meeting__sitting__council_term__term", "delegate"
        )

    def council_of_record(self) -> int:
        return self.record.meeting.sitting.council_id

    def back(self) -> str:
        """The speakers on the half-day's page."""
        return f"{self.record.meeting.get_absolute_url()}#turns"


class TurnEdit(TurnReach, UpdatePage):
    """Change a turn."""

    form_class = TurnForm
    done_message = gettext_lazy("The speaking turn has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        meeting = self.record.meeting
        roll = roll_of(meeting)
        groups = {line.group.pk: line.group for line in roll.lines if line.group}
        items = meeting.sitting.agenda_items.exclude(kind=AgendaItem.Kind.BREAK).order_by("position")
        return {
            **super().form_kwargs(),
            "roll": roll,
            "items": list(items),
            "groups": sorted(groups.values(), key=lambda group: group.number),
        }

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Change a speaking turn")
        return {
            **super().form_context(form),
            "title": title,
            "crumbs": [*plenary_crumbs(self.record.meeting), (title, None)],
        }

    def cancel_url(self) -> str:
        return self.back()

    def success_url(self, result: SpeakingTurn) -> str:
        return self.back()

    def perform(self, form: TurnForm) -> SpeakingTurn:
        return services.change_turn(
            turn=form.instance,
            user=person(self.request),
            version=form.cleaned_data["version"],
            **written(form),
        )


class TurnMove(TurnReach):
    """One place up or down."""

    def post(self, request: HttpRequest, pk: int, direction: str) -> HttpResponse:
        """Back to the list; the moved turn keeps its place on the screen."""
        if direction not in _MOVES:
            raise Http404
        return told(
            request,
            lambda: services.move_turn(turn=self.record, user=person(request), by=_MOVES[direction]),
            self.back(),
        )


class TurnRemove(TurnReach):
    """Take a turn out."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Back to the list."""
        return told(
            request, lambda: services.remove_turn(turn=self.record, user=person(request)), self.back()
        )


def told(request: HttpRequest, act: Any, back: str) -> HttpResponse:
    """Do something small; a refusal is said on the page one comes back to."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(back)
