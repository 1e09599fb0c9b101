"""Joint meetings that other councils propose to this one: listed, accepted or declined."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.states import Move
from core.views import Action, ActionPage, Empty, ListPage
from voters import services
from voters.forms import ConsentForm
from voters.models import JointConsent
from voters.states import CONSENT_TABLE
from voters.tables import ConsentTable
from voters.views.common import ROUNDS, person

_CONSEQUENCES = {
    "accept": gettext_lazy("The meeting counts for this council too, from this day on."),
    "decline": gettext_lazy(
        "The meeting does not count for this council. The council that proposed it reads why."
    ),
}


class ConsentList(ListPage):
    """Requests of other councils, those that wait first."""

    title = gettext_lazy("Joint meetings with other councils")
    table_class = ConsentTable
    order = ("-proposed_on", "-pk")

    def rows(self) -> QuerySet[JointConsent]:
        rows = JointConsent.objects.visible_to(self.request.user).of(self.council)
        return rows.select_related("meeting__council", "council").prefetch_related("moves")

    def page_crumbs(self) -> list[tuple[Any, Any]]:
        return [ROUNDS, (self.title, None)]

    def page_actions(self) -> list[Action]:
        return [Action(_("Rounds"), reverse("voters:round_list"))]

    def count_label(self, count: int) -> str:
        return ngettext("request", "requests", count)

    def empty_state(self) -> Empty:
        text = _(
            "When a council of another level wants to hold a meeting jointly with this one, it stands here."
        )
        return Empty(_("No council has proposed a joint meeting."), text)


class ConsentAnswer(ActionPage):
    """Accept or decline."""

    form_class = ConsentForm
    record: JointConsent
    move: Move

    def reachable(self) -> QuerySet[JointConsent]:
        rows = JointConsent.objects.visible_to(self.request.user)
        return rows.select_related("meeting__council", "council")

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        """404 also for a step that does not exist."""
        move = CONSENT_TABLE.moves.get(kwargs["name"])
        if move is None:
            raise Http404
        self.move = move
        return super().fetch(kwargs)

    def build_form(self, data: Any = None, files: Any = None) -> ConsentForm:
        """Only declining asks for a reason."""
        form = ConsentForm(data, files)
        if self.move.name == "accept":
            del form.fields["note"]
        else:
            form.fields["note"].required = True
        return form

    def cancel_url(self) -> str:
        return reverse("voters:consent_list")

    def form_context(self, form: Any) -> dict[str, Any]:
        label, meeting = self.move.label, self.record.meeting
        words = {"council": meeting.council.name, "meeting": meeting}
        return {
            **super().form_context(form),
            "object": _("%(council)s: %(meeting)s") % words,
            "title": _("%(move)s: joint meeting, %(meeting)s") % {"move": label, "meeting": meeting},
            "submit_label": label,
            "consequence": _CONSEQUENCES[self.move.name],
            "crumbs": [ROUNDS, (ConsentList.title, self.cancel_url()), (label, None)],
        }

    def perform(self, form: ConsentForm) -> JointConsent:
        return services.answer_consent(
            consent=self.record, name=self.move.name, user=person(self.request), **form.cleaned_data
        )
