"""Findings with their evidence, beside the report that they go into."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import Action
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.findings import FindingForm
from supervision.models import Finding
from supervision.parts import Paper
from supervision.services.texts import refusal_to_write
from supervision.states import HANDED_IN, UNDECIDED, MissionState
from supervision.views.common import ArrowAct, MissionAct, MissionPage, PartAct

BADGES = {
    Finding.Kind.ACHIEVEMENT: "ok",
    Finding.Kind.SHORTCOMING: "late",
    Finding.Kind.DIFFICULTY: "warn",
}


class FindingsPage(MissionPage):
    """What the team found, and its report part by part."""

    template_name = "supervision/findings.html"
    tab = "mission_findings"
    papers_only = True

    def context(self) -> dict[str, Any]:
        mission = self.record
        leads = rights.leads(mission, self.access)
        writes = leads and not refusal_to_write(mission, Paper.REPORT)
        findings = mission.findings.select_related("body__agency", "session__body__agency")
        return {
            **super().context(),
            "findings": [(row, BADGES[Finding.Kind(row.kind)]) for row in findings],
            "sections": list(mission.sections.filter(paper=Paper.REPORT)),
            "counts": services.counts_of(mission),
            "may_change": leads and mission.state not in {*HANDED_IN, *UNDECIDED},
            "may_write": writes,
            "actions": self._actions(leads=leads),
        }

    def _actions(self, *, leads: bool) -> list[Action]:
        mission = self.record
        if not leads:
            return []
        if mission.state == MissionState.DRAFTING:
            address = reverse("supervision:mission_report", args=[mission.pk])
            return [Action(_("Hand in the report"), address, primary=True)]
        if mission.report_id:
            address = reverse("supervision:mission_sign_report", args=[mission.pk])
            return [Action(_("Attach the signed report"), address)]
        return []


class FindingCreate(MissionAct):
    """One more finding; `?body=` and `?session=` begin it there."""

    template_name = "core/form.html"
    form_class = FindingForm
    right = staticmethod(rights.leads)
    back = "mission_findings"
    title = gettext_lazy("Add a finding")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The finding has been added.")

    def form_kwargs(self) -> dict[str, Any]:
        begun = {name: self.request.GET[name] for name in ("body", "session") if name in self.request.GET}
        return {"instance": Finding(mission=self.record), "mission": self.record, "initial": begun}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def perform(self, form: FindingForm) -> Finding:
        return services.save_finding(finding=form.instance, user=person(self.request))


class FindingAct(PartAct):
    """Something done to one finding."""

    right = staticmethod(rights.leads)
    back = "mission_findings"

    def reachable(self) -> QuerySet[Any]:
        return Finding.objects.visible_to(self.request.user).select_related("mission__council", "body")


class FindingEdit(FindingAct):
    """Change a finding."""

    template_name = "core/form.html"
    form_class = FindingForm
    title = gettext_lazy("Change the finding")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The finding has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "mission": self.record.mission}

    def perform(self, form: FindingForm) -> Finding:
        return services.save_finding(
            finding=form.instance, user=person(self.request), version=form.cleaned_data["version"]
        )


class FindingRemove(FindingAct):
    """Take a finding away."""

    title = gettext_lazy("Remove the finding")
    done_message = gettext_lazy("The finding has been removed.")

    def perform(self, form: Any) -> None:
        services.remove_finding(finding=self.record, user=person(self.request))


class FindingMove(ArrowAct, FindingAct):
    """Up or down by one place."""

    anchor = "finding"

    def push(self, places: int) -> None:
        services.move_finding(finding=self.record, user=person(self.request), places=places)
