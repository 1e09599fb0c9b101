"""Forms of sittings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import Fieldset
from councils.forms import term_choices
from councils.models import Council
from sessions.models import Sitting


class SittingForm(RecordForm):
    """Enter or change a sitting. What days and numbers must obey is checked by the service."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", (("council_term", "number"), "kind")),
        Fieldset(_("When and where"), "", (("opens_on", "closes_on"), "place")),
    )

    class Meta:
        model = Sitting
        fields: ClassVar = ["council_term", "number", "kind", "opens_on", "closes_on", "place"]

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        term_choices(self, council)
        self.fields["number"].widget.attrs |= {"class": "brief", "min": 1}
