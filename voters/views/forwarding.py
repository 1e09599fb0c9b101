"""Forwarding an opinion to the council above or below: offering it, accepting it, returning it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import Action, ActionPage, DetailPage, Empty, ListPage
from voters import services
from voters.filters.opinions import ForwardFilters
from voters.forms.opinions import ForwardForm, ReturnForm, WhenForm
from voters.models import OpinionForward, VoterOpinion
from voters.services.forwarding import forwarding_fault, receivers
from voters.services.opinions import with_standing
from voters.tables.opinions import ForwardTable, decision_badge
from voters.views.common import OPINIONS, Crumbs, opinion_crumbs, person
from voters.views.opinions import opinions

FORWARDS: tuple[Any, Any] = (gettext_lazy("Forwarded between councils"), None)


def forwards(user: Any) -> QuerySet[OpinionForward]:
    """The forwardings a user reaches, with what pages show."""
    rows = OpinionForward.objects.visible_to(user)
    return rows.select_related(
        "opinion__council", "opinion__meeting", "opinion__field", "to_council", "asked_by", "decided_by"
    )


class ForwardList(ListPage):
    """What other councils forwarded to this one, and what this one forwarded."""

    title = gettext_lazy("Forwarded between councils")
    table_class = ForwardTable
    filterset_class = ForwardFilters
    order = ("-asked_on", "-pk")

    def rows(self) -> QuerySet[OpinionForward]:
        here = Q(to_council=self.council) | Q(opinion__council=self.council)
        return forwards(self.request.user).filter(here)

    def page_crumbs(self) -> list[Any]:
        return [OPINIONS, (self.title, None)]

    def count_label(self, count: int) -> str:
        return ngettext("opinion", "opinions", count)

    def empty_state(self) -> Empty:
        text = _("An opinion of another level is forwarded from its own page; what comes in waits here.")
        return Empty(
            _("No opinion has been forwarded yet."),
            text,
            _("Go to the opinions"),
            reverse("voters:opinion_list"),
        )


class ForwardRecord(DetailPage):
    """One forwarding, as both councils may see it: the words, their place and what was decided."""

    template_name = "voters/forward_detail.html"

    def reachable(self) -> QuerySet[OpinionForward]:
        return forwards(self.request.user)

    def council_of_record(self) -> int:
        """The receiving council for its own people; else the one it came from."""
        receiving: int = self.record.to_council_id
        sending: int = self.record.opinion.council_id
        return receiving if self.access.roles_in(receiving) else sending

    def context(self) -> dict[str, Any]:
        record = self.record
        own = VoterOpinion.objects.visible_to(self.request.user)
        return {
            **super().context(),
            "title": _("Forwarded to %(council)s") % {"council": record.to_council},
            "crumbs": [
                OPINIONS,
                (FORWARDS[0], reverse("voters:forward_list")),
                (str(record.opinion), None),
            ],
            "badge": decision_badge(record),
            "facts": self._facts(),
            "actions": self._actions(),
            "sent_one": own.filter(pk=record.opinion_id).first(),
            "taken_one": own.filter(forwarded_from=record.opinion_id).first(),
        }

    def _facts(self) -> list[tuple[str, Any]]:
        record, said = self.record, self.record.opinion
        decided = [
            (_("Decided on"), record.decided_on),
            (_("Note on the decision"), record.decision_note),
        ]
        return [
            (_("From the council"), said.council),
            (_("Their number"), str(said)),
            (_("Voters of"), said.voter_place),
            (_("Commune, ward or area"), said.meeting.locality if said.meeting else ""),
            (_("Voiced on"), said.recorded_on),
            (_("Field"), said.field),
            (_("Competence"), said.get_competence_level_display()),
            (_("Forwarded on"), record.asked_on),
            (_("Why it is forwarded"), record.reason),
            *(decided if record.decided_on else []),
        ]

    def _actions(self) -> list[Action]:
        if self.record.decision != OpinionForward.Decision.ASKED:
            return []
        pk = self.record.pk
        if self.access.roles_in(self.record.to_council_id) & STAFF:
            return [
                Action(_("Accept"), reverse("voters:forward_accept", args=[pk]), primary=True),
                Action(_("Return"), reverse("voters:forward_return", args=[pk])),
            ]
        if self.access.roles_in(self.record.opinion.council_id) & STAFF:
            return [Action(_("Take it back"), reverse("voters:forward_take_back", args=[pk]))]
        return []


class OpinionForwardPage(ActionPage):
    """Offer an opinion to the council whose level can settle it."""

    form_class = ForwardForm
    title = gettext_lazy("Forward to another council")
    submit_label = gettext_lazy("Forward the opinion")
    template_name = "voters/opinion_forward.html"
    consequence = gettext_lazy(
        "Its secretariat sees the words, the voters' place and the day, and nothing else. Until it accepts, the "
        "opinion is not sent here; once it has accepted, its answer comes back to this opinion."
    )
    done_message = gettext_lazy("The opinion has been forwarded. It waits for the other council to accept.")

    def reachable(self) -> QuerySet[VoterOpinion]:
        return opinions(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"receivers": receivers(self.record)}

    def form_context(self, form: Any) -> dict[str, Any]:
        (record,) = with_standing([self.record])
        fault = forwarding_fault(record)
        if not fault and not form.fields["to"].queryset:
            fault = _("No council of that level stands directly above or below this one in the portal.")
        crumbs: Crumbs = [*opinion_crumbs(record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "fault": fault}

    def perform(self, form: ForwardForm) -> None:
        services.forward(opinion=self.record, user=person(self.request), **form.cleaned_data)


class _OfForward(ActionPage):
    """A decision on a forwarding."""

    def reachable(self) -> QuerySet[OpinionForward]:
        return forwards(self.request.user)

    def cancel_url(self) -> str:
        return reverse("voters:forward_detail", args=[self.record.pk])

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [OPINIONS, (FORWARDS[0], reverse("voters:forward_list")), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}


class ForwardAccept(_OfForward):
    """The receiving council takes it over."""

    form_class = WhenForm
    title = gettext_lazy("Accept a forwarded opinion")
    submit_label = gettext_lazy("Accept")
    consequence = gettext_lazy(
        "It becomes an opinion of this council with a number of its own, to be classified and sent here. Its answer "
        "goes back to the council that forwarded it."
    )
    done_message = gettext_lazy("The opinion has been taken over. Classify it next.")

    def council_of_record(self) -> int:
        return int(self.record.to_council_id)

    def success_url(self, result: VoterOpinion) -> str:
        return result.get_absolute_url()

    def perform(self, form: WhenForm) -> VoterOpinion:
        return services.accept_forward(forwarding=self.record, user=person(self.request), **form.cleaned_data)


class ForwardReturn(_OfForward):
    """The receiving council returns it with a reason."""

    form_class = ReturnForm
    title = gettext_lazy("Return a forwarded opinion")
    submit_label = gettext_lazy("Return")
    done_message = gettext_lazy("The opinion has been returned with its reason.")

    def council_of_record(self) -> int:
        return int(self.record.to_council_id)

    def perform(self, form: ReturnForm) -> None:
        services.return_forward(forwarding=self.record, user=person(self.request), **form.cleaned_data)


class ForwardTakeBack(_OfForward):
    """The sender takes it back before anybody has decided."""

    title = gettext_lazy("Take a forwarded opinion back")
    submit_label = gettext_lazy("Take it back")
    consequence = gettext_lazy("The opinion is this council's again, as if it had never been forwarded.")
    done_message = gettext_lazy("It has been taken back.")

    def council_of_record(self) -> int:
        return int(self.record.opinion.council_id)

    def check_record(self) -> None:
        """The receiving council sees it and may not: taking back is the sender's."""
        if not self.access.roles_in(self.council_of_record()) & STAFF:
            raise PermissionDenied

    def perform(self, _form: Any) -> None:
        services.take_back_forward(forwarding=self.record, user=person(self.request))
