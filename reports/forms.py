"""The question of a figure page or a report, as a form: period, as-of day, scope."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Fieldset, PortalForm
from core.views import add_refusal
from councils.models import Council
from reports.figures import FigureQuery, Scope

SCOPES = [(Scope.OWN.value, _("This council")), (Scope.OWN_AND_LOWER.value, _("With the councils below"))]


class QuestionForm(PortalForm):
    """From, to, as of, scope. `question` is the FigureQuery once the form is valid.

    `wide` says whether the user may ask for the councils below too: otherwise that scope is not offered.
    """

    fieldsets: ClassVar = (Fieldset("", "", (("from", "to", "as_of"), "scope")),)

    def __init__(self, data: Any = None, *args: Any, council: Council, wide: bool, **kwargs: Any) -> None:
        """`from` cannot be a class attribute, so all fields are made here."""
        super().__init__(None if data is None else typed(data), *args, **kwargs)
        self.council = council
        self.question: FigureQuery | None = None
        self.fields["from"] = DateField(label=_("From"))
        self.fields["to"] = DateField(label=_("To"))
        self.fields["as_of"] = DateField(
            label=_("As of"), help_text=_("Results count as they stood at the end of this day.")
        )
        if wide:
            self.fields["scope"] = forms.ChoiceField(
                label=_("Scope"), choices=SCOPES, initial=Scope.OWN.value
            )

    def clean(self) -> dict[str, Any]:
        """The three days must make sense together."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._ask(cleaned)
        return cleaned

    def _ask(self, cleaned: dict[str, Any]) -> None:
        scope = Scope(cleaned.get("scope") or Scope.OWN)
        question = FigureQuery(self.council, scope, cleaned["from"], cleaned["to"], cleaned["as_of"])
        try:
            self.question = question.check()
        except ValidationError as refusal:
            add_refusal(self, refusal)


def typed(data: Any) -> dict[str, str]:
    """The address's parameters as somebody would have typed them: its days are ISO, the form's are dd/mm/yyyy."""
    typed = {name: data.get(name, "") for name in data}
    for name in ("from", "to", "as_of"):
        with suppress(ValueError):
            typed[name] = f"{date.fromisoformat(typed.get(name, '')):%d/%m/%Y}"
    return {**typed, "scope": typed.get("scope") or Scope.OWN.value}


def default_question(council: Council) -> FigureQuery:
    """The running year until today; of a council that has ended, its last year."""
    day = min(timezone.localdate(), council.valid_to or date.max)
    return FigureQuery(council, Scope.OWN, day.replace(month=1, day=1), day, day)
