"""Forms of what people and councils set for themselves: how e-mail comes, and when reminders do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import RecordForm
from core.forms import PortalForm
from followups.models import NoticePreference, ReminderSteps
from followups.notices.steps import LONGEST
from followups.services import check_steps


class DaysField(forms.CharField):
    """Numbers of days with commas, semicolons or spaces between them; "và", "and" do no harm."""

    def prepare_value(self, value: Any) -> str:
        """What was typed, or the numbers with commas."""
        if isinstance(value, Iterable) and not isinstance(value, str):
            return ", ".join(str(number) for number in value)
        return value or ""

    def to_python(self, value: Any) -> Any:
        """The numbers; whatever else stands there is named."""
        words = [word for word in re.split(r"[\s,;]+", str(value or "")) if word not in {"", "và", "and"}]
        strange = [word for word in words if not (word.isdecimal() and len(word) <= len(str(LONGEST)))]
        if strange:
            raise ValidationError(
                _("“%(word)s” is not a number of days. Write for example: 5, 2") % {"word": strange[0]}
            )
        return [int(word) for word in words]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Two ways to write the same numbers are the same."""
        return super().has_changed(self.prepare_value(initial), data)


class ReminderStepsForm(RecordForm):
    """When a council reminds."""

    checked_by_service = True
    before_due = DaysField(
        label=gettext_lazy("Working days before the due day"),
        required=False,
        help_text=gettext_lazy(
            "Numbers with commas or spaces between them, for example: 5, 2. Empty: no reminder before the due day."
        ),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    overdue_every = forms.IntegerField(
        label=gettext_lazy("Working days between reminders once it is late"),
        min_value=1,
        max_value=LONGEST,
        help_text=gettext_lazy("The first reminder of something late comes on the first working day after."),
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )

    class Meta:
        model = ReminderSteps
        fields: ClassVar = ["before_due", "overdue_every"]

    def clean(self) -> dict[str, Any]:
        """What only shows the meaning of steps refuses the same as what saves them."""
        data = super().clean() or self.cleaned_data
        check_steps(data.get("before_due", []), data.get("overdue_every", 1))
        return data


class PreferenceForm(PortalForm):
    """How e-mail comes."""

    pace = forms.ChoiceField(
        label=gettext_lazy("E-mail comes"),
        choices=[
            (
                NoticePreference.Pace.DIGEST,
                gettext_lazy(
                    "Once every working morning: one message with everything, by what there is to do"
                ),
            ),
            (
                NoticePreference.Pace.AT_ONCE,
                gettext_lazy("At once when something happens; reminders of due days come in the morning"),
            ),
        ],
        widget=forms.RadioSelect,
    )
    only_binding = forms.BooleanField(
        label=gettext_lazy("No e-mail about what asks nothing of me"),
        required=False,
        help_text=gettext_lazy(
            "Only what you must answer, judge or take over, and what changes what you owe."
        ),
    )
