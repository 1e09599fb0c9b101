"""The questionnaire as a form: one field of its own type for each question and period, and room for "no data"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateField, Fieldset, Group, PortalForm, speak_plainly
from sessions.forms.implementation import LocalDecimalField
from sessions.forms.uploads import UploadField, paper_hint
from supervision.annex import tidy, value_of
from supervision.models import Answer, OutlineItem
from supervision.questionnaire import Part
from supervision.services import Given

Kind = OutlineItem.Kind
_YES: Final = {"yes": True, "no": False}


class AnswersForm(PortalForm):
    """One part of a questionnaire. Nothing is needed to save it: what is left empty can be filled in later."""

    def __init__(self, *args: Any, part: Part, answers: Iterable[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        standing = {(row.item_id, row.period): row for row in answers}
        self.keys: list[tuple[str, tuple[int, str]]] = []
        for item in part.items:
            for place, period in enumerate(item.columns):
                name = f"{item.pk}_{place}"
                self.keys.append((name, (item.pk, period)))
                self._add(name, item, period, standing.get((item.pk, period)))

    def _add(self, name: str, item: OutlineItem, period: str, answer: Answer | None) -> None:
        label = period or _("Answer")
        value = value_of(answer) if answer else None
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, Decimal):
            value = f"{tidy(value):f}".replace(".", ",")
        self.fields[f"value_{name}"] = _field(item, label, value)
        self.fields[f"gap_{name}"] = forms.CharField(
            label=_("No data because"),
            max_length=300,
            required=False,
            initial=answer.no_data if answer else "",
        )
        for each in (f"value_{name}", f"gap_{name}"):
            vars(self.fields[each])["conditional"] = True
            speak_plainly(self.fields[each])

    def field_groups(self) -> list[Group]:
        """One group for each question, its periods below one another."""
        found = []
        names = iter(self.keys)
        for item in self.part.items:
            rows = []
            for _period in item.columns:
                name, _key = next(names)
                rows.append([self[f"value_{name}"], self[f"gap_{name}"]])
            unit = f" ({item.unit})" if item.unit else ""
            words = _("optional")
            mark = "" if item.required else f" – {words}"
            found.append(Group(f"{item.text}{unit}{mark}", item.hint, rows))
        return found

    def given(self) -> dict[tuple[int, str], Given]:
        """For the service, in the order of the fields."""
        found = {}
        for name, key in self.keys:
            value: Any = self.cleaned_data.get(f"value_{name}")
            value = _YES.get(value, value) if isinstance(value, str) and value in _YES else value
            found[key] = Given(None if value == "" else value, self.cleaned_data.get(f"gap_{name}") or "")
        return found

    def place_refusals(self, rows: dict[int, dict[str, str]]) -> None:
        """Each sentence of the service beside the field that it is about."""
        for number, problems in rows.items():
            for sentence in problems.values():
                self.add_error(f"value_{self.keys[number][0]}", sentence)


def _field(item: OutlineItem, label: str, value: Any) -> forms.Field:
    """The field of the question's own type."""
    given: dict[str, Any] = {"label": label, "required": False, "initial": value}
    if item.is_figure:
        return LocalDecimalField(**given)
    if item.kind == Kind.DAY:
        return DateField(**given)
    if item.kind == Kind.YES_NO:
        choices = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=choices, **given)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **given)


class SubmitForm(PortalForm):
    """The report is sent: its number, the day, and the signed copy."""

    on = DateField(label=gettext_lazy("Sent on"), initial=timezone.localdate)
    symbol = forms.CharField(label=gettext_lazy("Number of the report"), max_length=60, required=False)
    upload = UploadField(label=gettext_lazy("Signed report"), required=False)
    fieldsets: ClassVar = (Fieldset("", "", (("on", "symbol"), "upload")),)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        """A body sends today; only who enters a paper report for it names another day."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = paper_hint()
        if own:
            del self.fields["on"]

    @property
    def day(self) -> date:
        """The day it was sent."""
        found: date | None = self.cleaned_data.get("on")
        return found or timezone.localdate()
