"""Forms of the legal steps of a sitting."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.errors import LONGEST_REASON, SHORTEST_REASON
from core.forms import DateField, Fieldset, PortalForm
from sessions.models import SittingStep


class StepForm(RecordForm):
    """Add a step, or change an open one. A step of the template keeps its title."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", ("title", "due_on", "legal_basis", "note")),)

    class Meta:
        model = SittingStep
        fields: ClassVar = ["title", "due_on", "legal_basis", "note"]
        help_texts: ClassVar = {
            "legal_basis": _("The article, regulation or decision that the day rests on."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.code:
            del self.fields["title"]
            self.fields["due_on"].help_text = _(
                "A day set by hand moves with the opening of the sitting. Leave it empty to count by the rule again."
            )


class FinishForm(PortalForm):
    """When a step was done."""

    on = DateField(label=_("Done on"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("For example the number and date of the document."),
    )
    fieldsets: ClassVar = (Fieldset("", "", ("on", "note")),)


class LeaveOutForm(PortalForm):
    """Why a sitting does not need a step."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
