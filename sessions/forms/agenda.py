"""Forms of the agenda. What an agenda must obey is checked by the services, beside the same fields."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from sessions.models import AgendaItem, Paper, PlenaryMeeting

MOST_MINUTES = 600
"""No item takes longer than a long day."""


class AgendaItemForm(RecordForm):
    """Enter or change an item of the agenda."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", (("kind",), "title", "presenter")),
        Fieldset(
            _("Half-day and time"), "", (("meeting", "starts_at"), ("reading_minutes", "discussion_minutes"))
        ),
        Fieldset(_("Papers and publicity"), "", ("papers", "is_public")),
    )

    class Meta:
        model = AgendaItem
        fields: ClassVar = [
            "kind",
            "title",
            "presenter",
            "meeting",
            "starts_at",
            "reading_minutes",
            "discussion_minutes",
            "papers",
            "is_public",
        ]
        help_texts: ClassVar = {
            "starts_at": _("Empty: counted on from the items before it."),
            "presenter": _("Name and post, or the body that presents."),
            "is_public": _("What is not public stays out of the programme that is printed and handed out."),
        }
        widgets: ClassVar = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = self.instance.sitting
        half_days = cast("forms.ModelChoiceField[PlenaryMeeting]", self.fields["meeting"])
        half_days.queryset = PlenaryMeeting.objects.filter(sitting=sitting)
        half_days.empty_label = str(_("Not placed yet"))
        papers = cast("forms.ModelMultipleChoiceField[Paper]", self.fields["papers"])
        papers.queryset = Paper.objects.filter(sitting=sitting).order_by("number")
        papers.label_from_instance = _numbered  # type: ignore[method-assign]  # the one way without a subclass
        papers.widget = forms.CheckboxSelectMultiple()
        papers.widget.choices = papers.choices
        if not papers.queryset.exists():
            del self.fields["papers"]
        for name in ("reading_minutes", "discussion_minutes"):
            self.fields[name].widget.attrs |= {"class": "brief", "max": MOST_MINUTES, "inputmode": "numeric"}
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """An empty box of minutes is none."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("reading_minutes", "discussion_minutes"):
            minutes = cleaned.get(name) or 0
            if minutes > MOST_MINUTES:
                self.add_error(name, _("No item takes longer than 10 hours."))
            cleaned[name] = minutes
        return cleaned


def _numbered(obj: Paper) -> str:
    return f"{obj.number:02d}. {obj.title}"


class TabledForm(PortalForm):
    """On which day the council dealt with an item."""

    on = DateField(label=_("Dealt with on"))
