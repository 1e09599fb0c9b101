"""The report of the team: drafted from the records, handed in, its signed copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.views import Text
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.steps import SignForm, TeamTermsForm
from supervision.models import SupervisionMission
from supervision.views.common import MissionAct


class TeamAct(MissionAct):
    """A step of the team's head, or of those who organise the mission."""

    right = staticmethod(rights.leads)
    back = "mission_findings"


class DraftReport(TeamAct):
    """Fill the empty parts of the report out of findings and counts."""

    form_class = forms.Form
    title = _("Draft the report from the records")
    submit_label = _("Draft it")
    done_message = _("The empty parts have been filled from the records. What was written before has stayed.")
    consequence = _("Only empty parts are filled: counts of sessions, bodies and reports, and the findings.")

    def perform(self, form: Any) -> SupervisionMission:
        return services.draft_report(mission=self.record, user=person(self.request))


class HandIn(TeamAct):
    """The report is numbered, kept and handed in."""

    form_class = TeamTermsForm
    title = _("Hand in the report")
    submit_label = _("Number the report and hand it in")
    done_message = _("The report has been handed in. It waits for its consideration.")
    consequence = _("The report gets its number. Report and findings can no longer be changed.")

    def ways(self) -> list[tuple[str, Text]]:
        return [(self.at("mission_text", "report"), _("Write the report"))]

    def perform(self, form: TeamTermsForm) -> SupervisionMission:
        return services.hand_in_report(
            mission=self.record, user=person(self.request), on=form.cleaned_data["on"], terms=form.terms()
        )


class SignReport(TeamAct):
    """The signed and scanned report."""

    form_class = SignForm
    title = _("Attach the signed report")
    submit_label = _("Attach")
    done_message = _("The signed report is kept with the mission.")

    def perform(self, form: SignForm) -> SupervisionMission:
        return services.attach_signed_report(
            mission=self.record, user=person(self.request), upload=form.cleaned_data["upload"]
        )
