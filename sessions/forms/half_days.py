"""Forms of the half-days of a sitting."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.display import day
from core.editing import RecordForm
from core.forms import Fieldset
from sessions.models import PlenaryMeeting


class HalfDayForm(RecordForm):
    """A half-day: its day and part, where the delegates sit, its hours, who chairs it."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", (("day", "part"), "kind", ("starts_at", "ends_at"), "chair")),)

    class Meta:
        model = PlenaryMeeting
        fields: ClassVar = ["day", "part", "kind", "starts_at", "ends_at", "chair"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = self.instance.sitting
        self.fields["day"].help_text = _("The sitting runs from %(first)s to %(last)s.") % {
            "first": day(sitting.opens_on),
            "last": day(sitting.closes_on),
        }
