"""What the pages of a mission share: who reaches it, the way here, its tabs, and steps by those who may take them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar, Final, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Access
from core.querysets import ScopedQuerySet
from core.views import ActionPage, DetailPage, RecordView, Text
from supervision import rights
from supervision.models import SupervisionMission
from supervision.tables.missions import mission_badge

Crumbs = list[tuple[Text, str | None]]
Right = Callable[[SupervisionMission, Access], bool]
LIST: Final[tuple[Text, Any]] = (_("Supervision"), reverse_lazy("supervision:mission_list"))
TABS: Final[tuple[tuple[str, Text, bool], ...]] = (
    ("mission_detail", pgettext_lazy("mission", "Overview"), False),
    ("mission_outline", _("Outline"), False),
    ("mission_bodies", _("Reports of the bodies"), True),
    ("mission_sessions", _("Working sessions"), False),
    ("mission_findings", _("Findings and report"), True),
    ("mission_recommendations", _("Recommendations"), False),
    ("mission_results", _("Conclusion and publication"), False),
)
"""The pages of one mission in the order of the work; True: only for those who read its working papers."""


class Tab(NamedTuple):
    """One tab: where it leads, what it is called, whether one is there."""

    url: str
    label: Text
    current: bool


def missions(user: Any) -> ScopedQuerySet[SupervisionMission]:
    """The missions a user reaches, with what pages show."""
    return SupervisionMission.objects.visible_to(user).select_related(
        "council__parent", "committee__council", "group__council_term", "decision", "plan", "report"
    )


def mission_crumbs(mission: SupervisionMission) -> Crumbs:
    """From the register to the mission."""
    return [LIST, (mission.title, mission.get_absolute_url())]


def tabs_of(mission: SupervisionMission, current: str, *, papers: bool) -> list[Tab]:
    """The tabs that this reader has."""
    found = []
    for name, label, closed in TABS:
        if papers or not closed:
            with suppress(NoReverseMatch):
                found.append(Tab(reverse(f"supervision:{name}", args=[mission.pk]), label, name == current))
    return found


class MissionReach(RecordView):
    """One mission within the user's reach."""

    def reachable(self) -> QuerySet[SupervisionMission]:
        return missions(self.request.user)


class MissionPage(MissionReach, DetailPage):
    """A page of one mission: the same head and tabs everywhere."""

    template_name = "supervision/mission.html"
    tab: ClassVar[str] = "mission_detail"
    papers_only: ClassVar[bool] = False
    """Whether the page shows working papers."""

    def check_record(self) -> None:
        super().check_record()
        self.reads = rights.reads_papers(self.record, self.access)
        if self.papers_only and not self.reads:
            raise PermissionDenied

    def context(self) -> dict[str, Any]:
        mission = self.record
        first = self.tab == "mission_detail"
        label = next(words for name, words, _closed in TABS if name == self.tab)
        crumbs = [LIST, (mission.title, None)] if first else [*mission_crumbs(mission), (label, None)]
        return {
            **super().context(),
            "title": mission.title,
            "crumbs": crumbs,
            "tabs": tabs_of(mission, self.tab, papers=self.reads),
            "badge": mission_badge(mission),
            "supervisor": mission.supervisor,
            "organises": rights.organises(mission, self.access),
        }


class MissionAct(MissionReach, ActionPage):
    """Something done to a mission by those who hold `right`."""

    template_name = "supervision/action.html"
    right: ClassVar[Any] = staticmethod(rights.organises)
    """A `Right`: asked of the mission and the user's access."""
    back: ClassVar[str] = "mission_detail"
    """The tab that one comes back to."""

    def check_record(self) -> None:
        if not type(self).right(self.record, self.access):
            raise PermissionDenied

    def cancel_url(self) -> str:
        return reverse(f"supervision:{self.back}", args=[self.record.pk])

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **super().form_context(form),
            "intro": self.record.title,
            "crumbs": [*mission_crumbs(self.record), (self.title, None)],
            "ways": self.ways(),
        }

    def ways(self) -> list[tuple[str, Text]]:
        """(address, label) of what this step rests on, where that can be done first."""
        return []

    def at(self, name: str, *args: Any) -> str:
        """An address of this mission."""
        return reverse(f"supervision:{name}", args=[self.record.pk, *args])


class PartAct(MissionAct):
    """Something done to a part of a mission: a question, a finding, a session, a body."""

    def mission(self) -> SupervisionMission:
        """The mission it belongs to."""
        found: SupervisionMission = self.record.mission
        return found

    def council_of_record(self) -> int:
        return self.mission().council_id

    def check_record(self) -> None:
        if not type(self).right(self.mission(), self.access):
            raise PermissionDenied

    def cancel_url(self) -> str:
        return reverse(f"supervision:{self.back}", args=[self.mission().pk])

    def form_context(self, form: Any) -> dict[str, Any]:
        return {
            **ActionPage.form_context(self, form),
            "intro": self.intro(),
            "crumbs": [*mission_crumbs(self.mission()), (self.title, None)],
            "ways": self.ways(),
        }

    def intro(self) -> str:
        """What it is done to."""
        return str(self.record)


PLACES: Final = {"up": -1, "down": 1}


class ArrowAct(PartAct):
    """Moves something one place up or down; it is pressed, never opened."""

    http_method_names = ["post", "options"]
    anchor: ClassVar[str] = ""

    def push(self, places: int) -> None:
        """Call the service."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Move it; a refusal is said on the page that one comes back to."""
        places = PLACES.get(self.kwargs["direction"])
        if places is None:
            raise Http404
        try:
            self.push(places)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(f"{self.cancel_url()}#{self.anchor}-{self.record.pk}")
