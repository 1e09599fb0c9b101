"""Forms of the outline: one question, pasted lines, taken over from an earlier mission."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import Fieldset, PortalForm
from followups.forms.answers import conditional
from supervision.models import OutlineItem, SupervisionMission
from supervision.services import Question


class QuestionForm(RecordForm):
    """A heading, or a question with the type of its answer."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", ("text", ("kind", "unit"), "periods", "hint", "required")),)

    class Meta:
        model = OutlineItem
        fields: ClassVar = ["text", "kind", "unit", "periods", "hint", "required"]
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self, "unit", "periods")
        self.fields["unit"].help_text = _("Of a figure: households, million đồng.")

    def question(self) -> Question:
        """For the service."""
        names = ("text", "kind", "unit", "periods", "hint", "required")
        return Question(**{name: self.cleaned_data[name] for name in names})


class PasteForm(PortalForm):
    """Lines copied from an outline in Word or a spreadsheet."""

    lines = forms.CharField(
        label=_("Lines"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "One question a line. “# …” is a heading. For figures add the kind, the unit and the periods, "
            "parted by | or a tab: Số hộ nghèo | số | hộ | 2024; 2025"
        ),
    )


class CopyForm(PortalForm):
    """Which mission's outline to begin with."""

    source = forms.ModelChoiceField(label=_("Earlier mission"), queryset=SupervisionMission.objects.none())

    def __init__(self, *args: Any, mission: SupervisionMission, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        rows = SupervisionMission.objects.visible_to(user).of(mission.council).filter(outline__isnull=False)
        field.queryset = rows.exclude(pk=mission.pk).distinct().order_by("-decided_on", "-pk")
