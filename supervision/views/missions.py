"""Pages of supervision: the register of missions and surveys, one of them, entering and changing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.querysets import ScopedQuerySet
from core.views import Action, CreatePage, DetailPage, Empty, ListPage, UpdatePage
from supervision import services
from supervision.filters.missions import MissionFilters
from supervision.forms.missions import MissionForm
from supervision.models import SupervisionMission
from supervision.tables.missions import MissionTable

LIST = (gettext_lazy("Supervision"), reverse_lazy("supervision:mission_list"))


def missions(user: Any) -> ScopedQuerySet[SupervisionMission]:
    """The missions a user reaches, with what rows show."""
    return SupervisionMission.objects.visible_to(user).select_related("council", "committee", "group")


class MissionList(ListPage):
    """Giám sát: the register of missions and surveys."""

    title = gettext_lazy("Supervision")
    table_class = MissionTable
    filterset_class = MissionFilters
    order = ("-decided_on", "-pk")

    def rows(self) -> QuerySet[Any]:
        return missions(self.request.user).of(self.council).annotate(body_count=Count("bodies"))

    def count_label(self, count: int) -> str:
        return ngettext("mission or survey", "missions and surveys", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Enter a mission"), reverse("supervision:mission_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No supervision mission or survey has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("Enter it when its decision is signed: who supervises, what, and which bodies.")
        return Empty(title, text, _("Enter a mission"), reverse("supervision:mission_create"))


class MissionDetail(DetailPage):
    """One mission with its supervised bodies."""

    template_name = "supervision/mission_detail.html"

    def reachable(self) -> QuerySet[SupervisionMission]:
        return missions(self.request.user)

    def context(self) -> dict[str, Any]:
        actions = []
        if self.roles_on_record() & STAFF:
            actions.append(Action(_("Edit"), reverse("supervision:mission_edit", args=[self.record.pk])))
        return {
            **super().context(),
            "crumbs": [LIST, (self.record.get_kind_display(), None)],
            "actions": actions,
            "supervisor": self.record.supervisor,
            "bodies": self.record.bodies.all(),
        }


class MissionCreate(CreatePage):
    """Enter a mission or survey."""

    form_class = MissionForm
    title = gettext_lazy("Enter a mission")
    done_message = gettext_lazy("The mission has been entered.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": SupervisionMission(council=self.council), "council": self.council}

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:mission_list")

    def perform(self, form: MissionForm) -> SupervisionMission:
        return services.save_mission(mission=form.instance, bodies=form.cleaned_data["bodies"])


class MissionEdit(UpdatePage):
    """Change a mission or survey."""

    form_class = MissionForm
    done_message = gettext_lazy("The mission has been changed.")

    def reachable(self) -> QuerySet[SupervisionMission]:
        return missions(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (self.record.title, self.record.get_absolute_url())
        return {
            **super().form_context(form),
            "title": _("Change the mission"),
            "crumbs": [LIST, here, (_("Edit"), None)],
        }

    def perform(self, form: MissionForm) -> SupervisionMission:
        return services.save_mission(
            mission=form.instance, bodies=form.cleaned_data["bodies"], version=form.cleaned_data["version"]
        )
