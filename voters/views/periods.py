"""The period that an address names: this year until today unless it says otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Fieldset, PortalForm


class PeriodForm(PortalForm):
    """From a day to a day."""

    start = DateField(label=_("From"))
    end = DateField(label=_("To"))
    fieldsets: ClassVar = (Fieldset("", "", (("start", "end"),)),)

    def clean(self) -> dict[str, Any]:
        """In order."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The last day lies before the first day."))
        return data


def chosen_period(query: QueryDict) -> tuple[PeriodForm, date, date]:
    """The form, and the days; nonsense falls back to this year."""
    today = timezone.localdate()
    start, end = today.replace(month=1, day=1), today
    asked = "start" in query or "end" in query
    form = PeriodForm(query if asked else None, initial={"start": start, "end": end})
    if asked and form.is_valid():
        return form, form.cleaned_data["start"], form.cleaned_data["end"]
    return form, start, end
