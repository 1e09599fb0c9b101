"""Consideration by the competent body and the conclusion, two steps one after the other; the results page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import Action, Text
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.considering import ConcludeForm, ConsiderForm
from supervision.models import Consideration, Publication, Subject, SupervisionConclusion
from supervision.parts import Paper
from supervision.services.publishing import AT_CONCLUSION
from supervision.services.texts import refusal_to_write
from supervision.states import MISSION_TABLE
from supervision.views.common import MissionAct, MissionPage


class ResultsPage(MissionPage):
    """Considered, concluded, published: what stands, what is still missing."""

    template_name = "supervision/results.html"
    tab = "mission_results"

    def context(self) -> dict[str, Any]:
        mission, base = self.record, super().context()
        considered = mission.considerations.select_related("meeting__committee", "sitting", "due_rule")
        conclusions = SupervisionConclusion.objects.filter(mission=mission)
        conclusion = conclusions.select_related("document", "resolution__document").first()
        texts = base["organises"] and not refusal_to_write(mission, Paper.CONCLUSION)
        return {
            **base,
            "considerations": list(considered),
            "conclusion": conclusion,
            "sections": list(mission.sections.filter(paper=Paper.CONCLUSION)) if self._reads_text() else [],
            "may_write": texts and mission.needs_conclusion and mission.subject != Subject.COUNCIL,
            "publications": self._publications(),
            "actions": self._actions(),
        }

    def _reads_text(self) -> bool:
        """Drafts are for those who read the working papers; what was issued, for all."""
        return self.reads or self.record.concluded_on is not None

    def _publications(self) -> list[tuple[str, Text, Publication | None]]:
        ticked = {row.what: row for row in self.record.publications.all()}
        survey = not self.record.needs_conclusion
        wanted = [what for what in AT_CONCLUSION if not (survey and what == Publication.What.CONCLUSION)]
        return [
            (str(what), what.label, ticked.get(str(what))) for what in (*wanted, Publication.What.RESULTS)
        ]

    def _actions(self) -> list[Action]:
        mission = self.record
        if not rights.decides(mission, self.access) or not mission.needs_conclusion:
            return []
        pages = (("consider", "mission_consider"), ("conclude", "mission_conclude"))
        return [
            Action(
                str(MISSION_TABLE.moves[name].label),
                reverse(f"supervision:{page}", args=[mission.pk]),
                primary=True,
            )
            for name, page in pages
            if mission.state in MISSION_TABLE.moves[name].sources
        ]


class Consider(MissionAct):
    """The competent body considered the report."""

    template_name = "core/form.html"
    form_class = ConsiderForm
    right = staticmethod(rights.decides)
    back = "mission_results"
    title = gettext_lazy("Record the consideration")
    submit_label = gettext_lazy("Record")
    done_message = gettext_lazy("The consideration has been recorded.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record}

    def perform(self, form: ConsiderForm) -> Consideration:
        typed = form.cleaned_data
        return services.record_consideration(
            mission=self.record,
            user=person(self.request),
            hearing=form.hearing(),
            debate=typed["debate"],
            explanation=typed["explanation"],
            on=typed["on"],
        )


class Conclude(MissionAct):
    """The conclusion is issued: a numbered notice, or the council's resolution."""

    form_class = ConcludeForm
    right = staticmethod(rights.decides)
    back = "mission_results"
    title = gettext_lazy("Issue the conclusion")
    done_message = gettext_lazy("The conclusion has been issued, and its recommendations with it.")
    consequence = gettext_lazy(
        "It rests on the consideration. With it the recommendations become tasks of their bodies, who are told."
    )

    def ways(self) -> list[tuple[str, Text]]:
        if self.record.subject == Subject.COUNCIL:
            return []
        return [(self.at("mission_text", "conclusion"), _("Write the conclusion"))]

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record}

    def perform(self, form: ConcludeForm) -> SupervisionConclusion:
        typed = form.cleaned_data
        return services.conclude_mission(
            mission=self.record,
            user=person(self.request),
            on=typed["on"],
            resolution=typed.get("resolution"),
            terms=form.terms(),
        )
