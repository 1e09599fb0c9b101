"""Forms of ongoing supervision."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from core.text import fold
from councils.models import Committee, Council
from supervision.forms.subjects import begin_with, offer_subjects
from supervision.models import OngoingItem, Subject
from supervision.ongoing import Matter, Wanted

_STANDINGS = [("open", _("Still supervised")), ("ended", _("Ended"))]


class OngoingForm(RecordForm):
    """Who takes it up, since when, why."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(_("Supervision"), "", (("subject", "taken_on"), "committee", "group", "reason")),
    )

    class Meta:
        model = OngoingItem
        fields: ClassVar = ["subject", "taken_on", "committee", "group", "reason"]
        widgets: ClassVar = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "committee": _("Only where a committee supervises."),
            "group": _("Only where a delegate group supervises."),
            "reason": _("Name nobody who sent a letter: everybody of the council reads this."),
        }

    def __init__(
        self, *args: Any, council: Council, own: QuerySet[Committee] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_subjects(self, council, own)
        if self.instance.pk is None:
            begin_with(self, taken_on=timezone.localdate())
            if own is None:
                begin_with(self, subject=Subject.STANDING_COMMITTEE)


class EndForm(PortalForm):
    """When it ended, and what came of it."""

    on = DateField(label=_("Ended on"), initial=timezone.localdate)
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 5}))


class OngoingFilterForm(PortalForm):
    """What the list is cut to."""

    q = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    matter = forms.ChoiceField(
        label=_("What is supervised"), choices=[("", _("All")), *Matter.choices], required=False
    )
    subject = forms.ChoiceField(
        label=_("Who supervises"), choices=[("", _("All")), *Subject.choices], required=False
    )
    standing = forms.ChoiceField(
        label=_("How it stands"), choices=[("", _("All")), *_STANDINGS], required=False
    )
    year = forms.IntegerField(label=_("Taken up in the year"), min_value=2000, max_value=2100, required=False)

    def wanted(self) -> Wanted:
        """As the list reads it; a filter that cannot be read narrows nothing."""
        typed = self.cleaned_data if self.is_valid() else {}
        standing = typed.get("standing") or ""
        return Wanted(
            matter=typed.get("matter") or "",
            subject=typed.get("subject") or "",
            ended={"open": False, "ended": True}.get(standing),
            year=typed.get("year"),
            words=fold(typed.get("q") or ""),
        )


class FindForm(PortalForm):
    """What is looked for: by its number, or words of it."""

    matter = forms.ChoiceField(label=_("What is supervised"), choices=Matter.choices)
    q = forms.CharField(
        label=_("Number or words"),
        max_length=200,
        help_text=_("For example: 12/2026, 05/NQ-HĐND, or words of its content."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
