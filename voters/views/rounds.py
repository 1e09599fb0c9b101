"""Pages of rounds of voter contact."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.drafts import DraftMixin
from core.access import STAFF
from core.display import number
from core.views import Action, CreatePage, DetailPage, Empty, ListPage, UpdatePage
from voters import services
from voters.filters import RoundFilters
from voters.forms import RoundForm
from voters.models import Qualifier, VoterContactRound, VoterMeeting, VoterOpinion
from voters.states import MeetingState
from voters.tables import MeetingsOfRound, RoundTable, days
from voters.views.common import ROUNDS, Crumbs, paper_actions, person, round_crumbs

_MOST_MEETINGS = 200


class RoundList(ListPage):
    """Đợt tiếp xúc cử tri."""

    title = gettext_lazy("Voter contact")
    table_class = RoundTable
    filterset_class = RoundFilters
    order = ("-starts_on", "-pk")

    def rows(self) -> QuerySet[VoterContactRound]:
        return VoterContactRound.objects.visible_to(self.request.user).of(self.council).with_counts()

    def count_label(self, count: int) -> str:
        return ngettext("round", "rounds", count)

    def page_actions(self) -> list[Action]:
        listed = Action(_("All meetings"), reverse("voters:meeting_list"))
        if not self.roles_here() & STAFF:
            return [listed]
        return [listed, Action(_("Enter a round"), reverse("voters:round_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No round of voter contact has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("A round holds the meetings before or after one sitting. Enter it first, then its meetings.")
        return Empty(title, text, _("Enter a round"), reverse("voters:round_create"))


class RoundDetail(DetailPage):
    """One round: how much was heard, and its meetings."""

    template_name = "voters/round_detail.html"

    def reachable(self) -> QuerySet[VoterContactRound]:
        rounds = VoterContactRound.objects.visible_to(self.request.user)
        return rounds.select_related("council", "council_term__term", "sitting")

    def context(self) -> dict[str, Any]:
        contact = self.record
        meetings = contact.meetings.visible_to(self.request.user).with_counts().order_by("held_on", "pk")
        return {
            **super().context(),
            "crumbs": [ROUNDS, (contact.name, None)],
            "days": days(contact),
            "actions": self._actions(),
            "figures": _figures(contact),
            "table": MeetingsOfRound(meetings[:_MOST_MEETINGS], caption=_("Meetings of the round")),
            "list_url": f"{reverse('voters:meeting_list')}?round={contact.pk}",
        }

    def _actions(self) -> list[Action]:
        pk = [self.record.pk]
        sheet = Action(_("Answers to take along"), reverse("voters:round_sheet", args=pk))
        if not self.roles_on_record() & STAFF:
            return [sheet]
        return [
            sheet,
            *paper_actions(self.record),
            Action(_("Edit"), reverse("voters:round_edit", args=pk)),
            Action(_("Enter a meeting"), reverse("voters:meeting_create", args=pk), primary=True),
        ]


def _figures(contact: VoterContactRound) -> list[dict[str, str]]:
    """Tiles of the round; two queries."""
    held = VoterMeeting.objects.filter(round=contact).took_place()
    met = held.aggregate(
        meetings=Count("pk"),
        voters=Sum("headcount", default=0),
        more=Count("pk", filter=Q(headcount_qualifier=Qualifier.MORE_THAN)),
        rough=Count("pk", filter=Q(headcount_qualifier__in=[Qualifier.NEARLY, Qualifier.ABOUT])),
    )
    opinions = VoterOpinion.objects.filter(meeting__round=contact)
    said = opinions.aggregate(
        heard=Count("pk"), sent=Count("follow_up"), unclassified=Count("pk", filter=_unclassified())
    )
    url = f"{reverse('voters:opinion_list')}?round={contact.pk}"
    planned = contact.meetings.exclude(state=MeetingState.CANCELLED).count() - met["meetings"]
    left = _("%(count)s still to be held") % {"count": planned} if planned else ""
    return [
        {"label": _("Meetings held"), "value_text": number(met["meetings"]), "note": left},
        {
            "label": _("Attendances of voters"),
            "value_text": number(met["voters"]),
            "qualifier": _qualifier(more=met["more"], rough=met["rough"]),
        },
        {"label": _("Opinions"), "value_text": number(said["heard"]), "url": url},
        {"label": _("Sent"), "value_text": number(said["sent"])},
        {
            "label": _("To be classified"),
            "value_text": number(said["unclassified"]),
            "url": f"{url}&status=unclassified",
        },
    ]


def _qualifier(*, more: int, rough: int) -> str:
    """How exact a sum is, in words: "more than", when every part that is not exact is more than; else "about"."""
    if rough:
        return str(Qualifier.ABOUT.label)
    return str(Qualifier.MORE_THAN.label) if more else ""


def _unclassified() -> Q:
    lacking = Q(field__isnull=True) | Q(competence_level="") | Q(agency__isnull=True)
    return lacking & Q(screening="carried", merged_into__isnull=True, is_split=False, follow_up__isnull=True)


class RoundCreate(DraftMixin, CreatePage):
    """Enter a round."""

    form_class = RoundForm
    title = gettext_lazy("Enter a round")
    done_message = gettext_lazy("The round has been entered. Now enter its meetings.")

    @property
    def draft_key(self) -> str:
        return f"round-of-{self.council.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        own = {"instance": VoterContactRound(council=self.council), "council": self.council}
        return {**super().form_kwargs(), **own}

    def page_crumbs(self) -> Crumbs:
        return [ROUNDS, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("voters:round_list")

    def perform(self, form: RoundForm) -> VoterContactRound:
        return services.create_round(council=self.council, user=person(self.request), **form.cleaned_data)


class RoundEdit(UpdatePage):
    """Change a round."""

    form_class = RoundForm
    done_message = gettext_lazy("The round has been changed.")

    def reachable(self) -> QuerySet[VoterContactRound]:
        return VoterContactRound.objects.visible_to(self.request.user).select_related("council")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*round_crumbs(self.record), (_("Edit"), None)]}

    def perform(self, form: RoundForm) -> VoterContactRound:
        changes = dict(form.cleaned_data)
        return services.update_round(
            round=form.instance,
            user=person(self.request),
            version=changes.pop("version"),
            **changes,
        )
