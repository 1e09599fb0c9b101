"""Plan, report and conclusion as texts in parts; what is half-typed is kept."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.drafts import DraftMixin
from core.views import Text
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.texts import TextForm
from supervision.models import SupervisionMission
from supervision.parts import PARTS, Paper
from supervision.services.texts import refusal_to_write
from supervision.views.common import MissionAct, Right

TITLES: Final[dict[str, Text]] = {
    Paper.PLAN: _("Write the plan"),
    Paper.REPORT: _("Write the report"),
    Paper.CONCLUSION: _("Write the conclusion"),
}
_RIGHTS: Final[dict[str, Right]] = {
    Paper.PLAN: rights.organises,
    Paper.REPORT: rights.leads,
    Paper.CONCLUSION: rights.organises,
}
_BACK: Final = {
    Paper.PLAN: "mission_detail",
    Paper.REPORT: "mission_findings",
    Paper.CONCLUSION: "mission_results",
}


class TextEdit(DraftMixin, MissionAct):
    """One text of a mission, written over days."""

    template_name = "supervision/text_form.html"
    form_class = TextForm
    submit_label = _("Save")
    done_message = _("The text has been saved. It can be changed until it is issued.")

    def check_record(self) -> None:
        self.paper = self.kwargs["paper"]
        if self.paper not in PARTS:
            raise Http404
        if not _RIGHTS[self.paper](self.record, self.access):
            raise PermissionDenied

    @property
    def title(self) -> Text:  # type: ignore[override]  # named by the text
        """Which text is written."""
        return TITLES[self.paper]

    def cancel_url(self) -> str:
        return self.at(_BACK[self.paper])

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on: it must not cover what a colleague saved since."""
        return f"mission-{self.paper}-{self.record.pk}-{self.record.version}"

    def draft_names(self) -> list[str]:
        form = TextForm(mission=self.record, paper=self.paper)
        return [name for name in form.fields if name != "version"]

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record, "paper": self.paper, **super().form_kwargs()}

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "closed": refusal_to_write(self.record, self.paper)}

    def perform(self, form: TextForm) -> SupervisionMission:
        return services.save_text(
            mission=self.record,
            paper=self.paper,
            rows=form.rows(),
            user=person(self.request),
            version=form.cleaned_data["version"],
        )
