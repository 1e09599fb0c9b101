"""Pages of supervision: the register of missions and surveys, one of them, entering and changing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.text import whole
from core.views import Action, CreatePage, Empty, ListPage, UpdatePage
from councils.calendar import Clock
from sessions.views.common import person
from supervision import rights, services
from supervision.filters.missions import MissionFilters
from supervision.forms.missions import MissionForm
from supervision.itinerary import itinerary_of
from supervision.models import ProgrammeItem, SupervisionMission
from supervision.parts import Paper
from supervision.services.texts import refusal_to_write
from supervision.states import MISSION_TABLE, RUNNING, TOLD, MissionState
from supervision.tables.missions import MissionTable
from supervision.views.common import LIST, MissionPage, missions
from supervision.views.steps import PLAIN_STEPS


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


class MissionDetail(MissionPage):
    """One mission: its legal steps, facts, team, bodies, texts, and what happened."""

    template_name = "supervision/mission_detail.html"

    def reachable(self) -> QuerySet[SupervisionMission]:
        related = ("item__programme", "verification__paper", "verification__committee")
        return missions(self.request.user).select_related(*related)

    def context(self) -> dict[str, Any]:
        mission = self.record
        bodies = list(mission.supervised.select_related("agency", "follow_up"))
        sessions = list(mission.sessions.select_related("notice_due_rule"))
        clock = Clock()
        base = super().context()
        return {
            **base,
            "itinerary": itinerary_of(mission, bodies, sessions, clock),
            "facts": self._facts(),
            "bodies": [
                (row, clock.due(row.follow_up.due_on, row.submitted_on) if row.follow_up else None)
                for row in bodies
            ],
            "members": list(mission.members.select_related("delegate")),
            "plan": self._plan(),
            "plan_open": base["organises"] and not refusal_to_write(mission, Paper.PLAN),
            "timeline": self._timeline(),
            "actions": self._actions(organises=base["organises"]),
        }

    def _facts(self) -> list[tuple[str, Any]]:
        mission = self.record
        item = mission.item
        rows = [
            (_("Kind"), mission.get_kind_display()),
            (_("Who supervises"), mission.supervisor),
            (_("Jointly with"), mission.joint_with),
            (_("Item of the programme"), item and f"{item.programme}: {item.title}"),
            (_("Scope"), mission.scope),
            (_("Figures from"), mission.period_from),
            (_("Figures to"), mission.period_to),
            (_("Carried out from"), mission.starts_on),
            (_("Carried out to"), mission.ends_on),
            (mission.get_act_display(), mission.act_symbol),
            (_("Decided on"), mission.decided_on),
            (_("Reports of the bodies due on"), mission.reports_due_on),
            (_("Serves the verification"), mission.verification),
        ]
        return [(label, value) for label, value in rows if value not in {None, ""}]

    def _plan(self) -> list[Any]:
        """The plan is read by the council's side once it was sent, before by those who write it."""
        if self.reads or self.record.state in TOLD:
            return list(self.record.sections.filter(paper=Paper.PLAN).exclude(text=""))
        return []

    def _timeline(self) -> list[dict[str, Any]]:
        moves = self.record.moves.select_related("actor").order_by("-effective_on", "-pk")
        return [
            {
                "when": move.effective_on,
                "title": MissionState(move.to_state).label,
                "text": move.note,
                "who": move.actor or "",
            }
            for move in moves
        ]

    def _actions(self, *, organises: bool) -> list[Action]:
        mission, found = self.record, []
        decides = rights.decides(mission, self.access)
        if organises or decides:
            found = [*self._steps(organises=organises, decides=decides)]
        if organises:
            found += [
                Action(_("Team"), self._url("mission_team")),
                Action(_("Edit"), self._url("mission_edit")),
            ]
        if organises and mission.kind == SupervisionMission.Kind.SURVEY:
            found.append(Action(_("Verification that the survey serves"), self._url("mission_verification")))
        if decides:
            found += [
                Action(str(MISSION_TABLE.moves[name].label), self._url("mission_set_aside", name))
                for name in ("postpone", "drop")
                if mission.state in MISSION_TABLE.moves[name].sources
            ]
        return found

    def _steps(self, *, organises: bool, decides: bool) -> list[Action]:
        """What comes next, the step itself first."""
        mission, found = self.record, []
        moves = [name for name, move in MISSION_TABLE.moves.items() if mission.state in move.sources]
        pages = {"decide": "mission_decide", "notify": "mission_notify", "report": "mission_report"}
        pages |= {"consider": "mission_consider", "conclude": "mission_conclude"}
        for name in moves:
            label = str(MISSION_TABLE.moves[name].label)
            if name in {"decide", "consider", "conclude"} and decides:
                if name == "consider" and not mission.needs_conclusion:
                    continue
                found.append(Action(label, self._url(pages[name])))
            elif name in {"notify", "report"} and organises:
                found.append(Action(label, self._url(pages[name])))
            elif name in PLAIN_STEPS and PLAIN_STEPS[name].right(mission, self.access):
                if name == "close" and mission.state == MissionState.REPORTED and mission.needs_conclusion:
                    continue
                found.append(Action(label, self._url("mission_move", name)))
        if found:
            found[0] = Action(found[0].label, found[0].url, primary=True)
        if organises and mission.plan_id is None and mission.state in RUNNING[:5]:
            found.append(Action(_("Issue the plan"), self._url("mission_plan")))
        return found

    def _url(self, name: str, *args: Any) -> str:
        return reverse(f"supervision:{name}", args=[self.record.pk, *args])


class MissionCreate(CreatePage):
    """Enter a mission or survey; `?item=` begins it as an item of the programme names it."""

    form_class = MissionForm
    title = gettext_lazy("Enter a mission")
    done_message = gettext_lazy("The mission has been entered.")

    def item(self) -> ProgrammeItem | None:
        """The item of the address, of this council's programmes; 404 for another."""
        wanted = self.request.GET.get("item", "")
        if not wanted:
            return None
        rows = ProgrammeItem.objects.visible_to(self.request.user).filter(programme__council=self.council)
        found = rows.select_related("programme__council", "programme__committee", "programme__group")
        item = found.filter(pk=whole(wanted) or 0).first()
        if item is None:
            raise Http404
        return item

    def form_kwargs(self) -> dict[str, Any]:
        item = self.item()
        if item is None:
            return {"instance": SupervisionMission(council=self.council), "council": self.council}
        initial = {"bodies": list(item.bodies.values_list("pk", flat=True))}
        return {"instance": services.mission_of(item), "council": self.council, "initial": initial}

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("supervision:mission_list")

    def perform(self, form: MissionForm) -> SupervisionMission:
        return services.save_mission(
            mission=form.instance, bodies=form.cleaned_data["bodies"], user=person(self.request)
        )


class MissionEdit(UpdatePage):
    """Change a mission or survey."""

    form_class = MissionForm
    done_message = gettext_lazy("The mission has been changed.")

    def reachable(self) -> QuerySet[SupervisionMission]:
        return missions(self.request.user)

    def check_record(self) -> None:
        if not rights.organises(self.record, self.access):
            raise PermissionDenied

    def still_reachable(self, result: SupervisionMission) -> bool:
        """Nobody hands a mission to somebody else by changing who supervises."""
        return super().still_reachable(result) and rights.organises(result, self.access)

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
            mission=form.instance,
            bodies=form.cleaned_data["bodies"],
            version=form.cleaned_data["version"],
            user=person(self.request),
        )
