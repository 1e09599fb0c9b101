"""Form of a finding."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import Fieldset
from followups.forms.answers import conditional
from supervision.models import Finding, SupervisionMission


class FindingForm(RecordForm):
    """One thing that the team found, with its evidence."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(_("What was found"), "", ("kind", "text", ("body", "session"))),
        Fieldset(_("What proves it"), "", ("evidence",)),
        Fieldset(_("Why, and who is responsible"), "", ("cause", "responsible")),
    )

    class Meta:
        model = Finding
        fields: ClassVar = ["kind", "text", "body", "session", "evidence", "cause", "responsible"]
        widgets: ClassVar = {"kind": forms.RadioSelect, "evidence": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["body"]
        bodies.queryset = mission.supervised.select_related("agency")
        bodies.empty_label = _("all of them")
        sessions: Any = self.fields["session"]
        sessions.queryset = mission.sessions.select_related("body__agency")
        sessions.empty_label = _("not at a session")
        kinds: Any = self.fields["kind"]
        kinds.choices = Finding.Kind.choices
        conditional(self, "body", "session")
