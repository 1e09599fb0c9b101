"""Forms of the minutes: drafting, editing section by section, approving, undoing, the signed copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.editing import RecordForm
from core.errors import LONGEST_REASON, SHORTEST_REASON
from core.forms import DateField, Group, PortalForm
from sessions.models import Minutes, MinutesSection
from sessions.services.minutes import Piece

_LONGEST_TEXT = 60_000
_LONGEST_ORDER = 9999
_LINE, _MOST_ROWS = 100, 22
NEW = "new"


def _rows(text: str) -> int:
    """Lines of the box: room for the text and one more."""
    lines = sum(1 + len(line) // _LINE for line in text.splitlines())
    return min(max(lines + 1, 3), _MOST_ROWS)


class DraftAgainForm(PortalForm):
    """Bring the draft up to the records."""

    anew = forms.BooleanField(
        label=gettext_lazy("Also draft anew what people have changed"),
        required=False,
        help_text=gettext_lazy("Without this, sections that people changed or added stay as they are."),
    )


class MinutesForm(RecordForm):
    """The sections of the minutes, one group of fields each, and an empty one at the end."""

    checked_by_service = True

    class Meta:
        model = Minutes
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, sections: Sequence[MinutesSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for place, section in enumerate(sections, start=1):
            self._add(str(section.pk), section.heading, section.text, place * 10)
        self._add(NEW, "", "", (len(sections) + 1) * 10)

    def _add(self, key: str, heading: str, text: str, order: int) -> None:
        """Four fields; what a draft holds is shown before what is saved."""
        self.fields[f"heading_{key}"] = forms.CharField(
            label=gettext_lazy("Heading"), max_length=200, required=False
        )
        self.fields[f"order_{key}"] = forms.IntegerField(
            label=gettext_lazy("Order"),
            min_value=0,
            max_value=_LONGEST_ORDER,
            required=False,
            widget=forms.NumberInput(attrs={"class": "brief"}),
        )
        self.fields[f"text_{key}"] = forms.CharField(
            label=gettext_lazy("Text"),
            required=False,
            max_length=_LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": _rows(text)}),
        )
        if key != NEW:
            self.fields[f"remove_{key}"] = forms.BooleanField(
                label=gettext_lazy("Take this section out"), required=False
            )
        for name, value in (("heading", heading), ("text", text), ("order", order)):
            self.initial.setdefault(f"{name}_{key}", value)

    def field_groups(self) -> list[Group]:
        """A group for each section."""
        groups = [
            self._group(str(section.pk), section.heading, self._hint(section)) for section in self.sections
        ]
        return [*groups, self._group(NEW, _("One more section"), _("Stays away while it has no heading."))]

    @staticmethod
    def _hint(section: MinutesSection) -> str:
        if not section.code:
            return _("Added by hand.")
        return _("Changed by hand since it was drafted.") if section.is_edited else ""

    def _group(self, key: str, title: str, hint: str) -> Group:
        rows = [[self[f"heading_{key}"], self[f"order_{key}"]], [self[f"text_{key}"]]]
        if key != NEW:
            rows.append([self[f"remove_{key}"]])
        return Group(title, hint, rows)

    def pieces(self) -> list[Piece]:
        """The sections as they were typed, in their new order."""
        data = self.cleaned_data
        keys = [str(section.pk) for section in self.sections if not data.get(f"remove_{section.pk}")]
        if data.get(f"heading_{NEW}") or data.get(f"text_{NEW}"):
            keys.append(NEW)
        keys.sort(key=lambda key: data.get(f"order_{key}") or 0)
        return [
            Piece(None if key == NEW else int(key), data[f"heading_{key}"], data[f"text_{key}"])
            for key in keys
        ]


class ApproveForm(PortalForm):
    """The version that its reader saw."""

    on = DateField(label=gettext_lazy("Approved on"), initial=timezone.localdate)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(PortalForm):
    """Why the approval is undone."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignForm(PortalForm):
    """The signed copy."""

    on = DateField(label=gettext_lazy("Signed on"), initial=timezone.localdate)
    file = forms.FileField(label=gettext_lazy("Signed copy (PDF)"))
