"""Forms of supervision missions and surveys."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import Fieldset
from councils.forms import valid_or_chosen
from councils.models import Agency, Committee, Council
from supervision.models import SupervisionMission


class MissionForm(RecordForm):
    """Enter or change a mission or survey. What it must obey is checked by the service."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("title", ("kind", "subject"), "committee")),
        Fieldset(_("Decision"), "", (("act_symbol", "decided_on"),)),
        Fieldset(_("Supervised bodies"), "", ("bodies",)),
    )

    class Meta:
        model = SupervisionMission
        fields: ClassVar = ["kind", "subject", "committee", "title", "act_symbol", "decided_on", "bodies"]
        widgets: ClassVar = {
            "bodies": forms.CheckboxSelectMultiple,
            "title": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {"committee": _("Only where a committee supervises.")}

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.bodies.values_list("pk", flat=True) if self.instance.pk else ()
        valid_or_chosen(self.fields["bodies"], Agency.objects.of(council), chosen)
        valid_or_chosen(self.fields["committee"], Committee.objects.of(council), [self.instance.committee_id])
