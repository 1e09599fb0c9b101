"""Forms of supervision missions and surveys."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import Fieldset
from councils.forms import valid_or_chosen
from councils.models import Agency, Committee, Council, DelegateGroup
from supervision.models import ProgrammeItem, SupervisionMission
from supervision.states import UNDECIDED


class MissionForm(RecordForm):
    """Enter or change a mission or survey. What it must obey is checked by the service."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("title", ("kind", "subject"), "committee", "group", "item", "joint_with")),
        Fieldset(_("Scope"), "", ("scope", ("period_from", "period_to"), ("starts_on", "ends_on"))),
        Fieldset(
            _("Decision"),
            _(
                "Only for a mission that has been decided already; otherwise it is recorded on the mission's page."
            ),
            ("act", ("act_symbol", "decided_on")),
        ),
        Fieldset(_("Supervised bodies"), "", ("bodies",)),
    )

    class Meta:
        model = SupervisionMission
        fields: ClassVar = [
            "kind",
            "subject",
            "committee",
            "group",
            "title",
            "item",
            "joint_with",
            "scope",
            "period_from",
            "period_to",
            "starts_on",
            "ends_on",
            "act",
            "act_symbol",
            "decided_on",
            "bodies",
        ]
        widgets: ClassVar = {
            "bodies": forms.CheckboxSelectMultiple,
            "title": forms.Textarea(attrs={"rows": 2}),
            "scope": forms.Textarea(attrs={"rows": 2}),
            "item": forms.HiddenInput,
        }
        help_texts: ClassVar = {
            "committee": _("Only where a committee supervises."),
            "group": _("Only where a delegate group supervises."),
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mission = self.instance
        chosen = mission.bodies.values_list("pk", flat=True) if mission.pk else ()
        valid_or_chosen(self.fields["bodies"], Agency.objects.of(council), chosen)
        valid_or_chosen(self.fields["committee"], Committee.objects.of(council), [mission.committee_id])
        groups: Any = self.fields["group"]
        groups.queryset = DelegateGroup.objects.of(council).order_by("number")
        items: Any = self.fields["item"]
        items.queryset = ProgrammeItem.objects.filter(programme__council=council)
        self.fields["act"].required = False
        if mission.pk and (mission.state in UNDECIDED or mission.decision_id):
            for name in ("act", "act_symbol", "decided_on"):
                del self.fields[name]

    def clean_act(self) -> str:
        """Left alone it stays what it was."""
        return str(self.cleaned_data["act"] or self.instance.act)
