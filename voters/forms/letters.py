"""Forms of the register of letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm, speak_plainly
from councils.calendar import DueDate
from councils.models import Agency, Council, DeadlineRule, Field
from followups.forms.answers import FilesField
from followups.letters import SIGNERS
from voters.documents.common import Signer
from voters.forms.contact import agencies_for, choose_fields, choose_levels
from voters.forms.identity import SenderForm
from voters.models import CompetenceLevel, Letter, MatterKind
from voters.services.acting import OWING, WITH_BODY, WITH_WORDS, Kind, Terms, due_of, rules_for
from voters.services.letters import SUMMARY_LIMIT, Condition, Passed

_FACTS = Fieldset(
    pgettext_lazy("citizen", "The letter"),
    "",
    (
        ("received_on", "dated_on", "signatories"),
        ("source", "passed_on_by"),
        ("kind", "field"),
        "summary",
        ("originals", "settled_before"),
        ("competence_level", "agency"),
        "note",
    ),
)


def _offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    cast("forms.ModelChoiceField[Any]", field).queryset = rows


class LetterForm(SenderForm):
    """A letter as it comes: fast to type, saved and on to the next."""

    received_on = DateField(label=_("Received on"))
    dated_on = DateField(label=_("Date on the letter"), required=False)
    signatories = forms.IntegerField(
        label=_("Signatories"),
        min_value=0,
        max_value=100_000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )
    source = forms.ChoiceField(label=pgettext_lazy("letter", "Source"), choices=Letter.Source.choices)
    passed_on_by = forms.CharField(
        label=_("Passed on by"),
        max_length=200,
        required=False,
        help_text=_("Who passed it on, and the number of their slip."),
    )
    passed_agency = forms.ModelChoiceField(
        label=_("Body that passed it on"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=_("So that the letter does not go back to it."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("letter", "Kind"), choices=MatterKind.choices)
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.none(), required=False)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=SUMMARY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of a denunciation: without any name, address or number of the sender."),
    )
    originals = forms.CharField(label=_("Originals attached"), max_length=300, required=False)
    settled_before = forms.CharField(label=_("Body that already settled it"), max_length=200, required=False)
    competence_level = forms.ChoiceField(label=_("Competence"), required=False)
    agency = forms.ModelChoiceField(label=_("Competent body"), queryset=Agency.objects.none(), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    scans = FilesField(
        label=_("Scans"), required=False, help_text=_("Sealed on the disk, under names that say nothing.")
    )
    fieldsets: ClassVar = (
        Fieldset(_FACTS.title, "", (*_FACTS.rows[:2], "passed_agency", *_FACTS.rows[2:4])),
        *SenderForm.fieldsets,
        Fieldset(
            _("What is known already"),
            _("May stay empty until the letter is classified."),
            (*_FACTS.rows[4:], "scans"),
        ),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        agencies = agencies_for(council, {today})
        choose_fields(self.fields["field"], council)
        for name in ("agency", "passed_agency"):
            _offer(self.fields[name], agencies)
        choose_levels(self.fields["competence_level"], today)
        speak_plainly(self.fields["competence_level"])
        self.fields["received_on"].initial = today

    def facts(self) -> dict[str, Any]:
        """Everything but the people and what hangs on the letter."""
        apart = {*SenderForm.base_fields, "passed_agency", "scans"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def passed(self) -> list[Passed]:
        """The body it came from."""
        body = self.cleaned_data["passed_agency"]
        return (
            [Passed(body, self.cleaned_data["dated_on"], self.cleaned_data["passed_on_by"][:100])]
            if body
            else []
        )


class LetterEditForm(RecordForm):
    """What is known of a letter, without its people."""

    checked_by_service = True
    fieldsets: ClassVar = (_FACTS,)

    class Meta:
        model = Letter
        fields: ClassVar = [
            "received_on",
            "dated_on",
            "signatories",
            "source",
            "passed_on_by",
            "kind",
            "field",
            "summary",
            "originals",
            "settled_before",
            "competence_level",
            "agency",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter: Letter = self.instance
        choose_fields(self.fields["field"], letter.council)
        _offer(
            self.fields["agency"], agencies_for(letter.council, {letter.received_on, timezone.localdate()})
        )
        choose_levels(self.fields["competence_level"], letter.received_on)
        speak_plainly(self.fields["competence_level"])


class ScansForm(PortalForm):
    """More scans."""

    scans = FilesField(label=_("Scans"), help_text=_("Sealed on the disk, under names that say nothing."))

    def clean_scans(self) -> Any:
        """At least one."""
        if not self.cleaned_data["scans"]:
            raise forms.ValidationError(_("Please choose."))
        return self.cleaned_data["scans"]


class ScreenForm(PortalForm):
    """Each condition with yes or no and, where it is no, why."""

    on = DateField(label=_("Checked on"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for condition in Condition:
            self.fields[condition] = forms.TypedChoiceField(
                label=condition.label,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda value: value == "yes",
                empty_value=None,
                error_messages={"required": _("Say yes or no.")},
                widget=forms.RadioSelect(),
            )
            self.fields[f"{condition}_reason"] = forms.CharField(
                label=pgettext_lazy("condition", "Why not"),
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        rows = tuple((condition.value, f"{condition}_reason") for condition in Condition)
        self.fieldsets = (Fieldset("", "", ("on",)), Fieldset(_("Conditions"), "", rows))  # type: ignore[misc]  # made of the conditions

    def conditions(self) -> dict[str, tuple[Any, str]]:
        """What was said of each."""
        data = self.cleaned_data
        return {condition: (data[condition], data[f"{condition}_reason"]) for condition in Condition}


class SignedForm(PortalForm):
    """Who signs a paper."""

    signer = forms.ChoiceField(
        label=_("Signed by"),
        choices=[(key, " / ".join(lines)) for key, lines in SIGNERS.items()],
        help_text=_("The office only where the working regulations allow it."),
    )
    signer_name = forms.CharField(
        label=_("Name of the signer"),
        max_length=120,
        required=False,
        help_text=_("May stay open until the letter is signed."),
    )

    def signed_by(self) -> Signer:
        """The signer."""
        return Signer(self.cleaned_data["signer"], self.cleaned_data["signer_name"])


class ActForm(SignedForm):
    """What is done with a letter; fields that the action does not need are not shown."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    agency = forms.ModelChoiceField(label=_("Competent body"), queryset=Agency.objects.none(), required=False)
    rule = forms.ChoiceField(label=_("Answer due"), required=False)
    due_on = DateField(label=_("Or due on"), required=False)
    due_basis = forms.CharField(label=_("The day rests on"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Reason or answer"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    again_because = forms.CharField(
        label=_("Send it there all the same, because…"),
        max_length=300,
        required=False,
        help_text=_("Only where a warning says that the letter would go in a circle."),
    )
    fieldsets: ClassVar = (
        Fieldset("", "", (("on", "agency"), "again_because", "rule", ("due_on", "due_basis"), "text")),
        Fieldset(_("Signature"), "", (("signer", "signer_name"),)),
    )

    def __init__(self, *args: Any, letter: Letter, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter, self.kind = letter, kind
        today = timezone.localdate()
        _offer(self.fields["agency"], agencies_for(letter.council, {letter.received_on, today}))
        self.fields["agency"].initial = letter.agency_id
        cast("forms.ChoiceField", self.fields["rule"]).choices = list(_rules(letter, kind, today))
        for name in self._unneeded():
            del self.fields[name]
        if "agency" in self.fields:
            self.fields["agency"].required = True
        if "text" in self.fields:
            self.fields["text"].required = kind in WITH_WORDS
            self.fields["text"].help_text = (
                _("In Vietnamese, as the paper says it.") if kind != Kind.FILE else ""
            )

    def _unneeded(self) -> list[str]:
        drop = [] if self.kind in WITH_BODY else ["agency"]
        drop += [] if self.kind in OWING else ["rule", "due_on", "due_basis"]
        drop += [] if self.kind == Kind.FORWARD else ["again_because"]
        return drop + (["signer", "signer_name"] if self.kind == Kind.FILE else [])

    def terms(self) -> Terms:
        """What was chosen."""
        data = self.cleaned_data
        signer = self.signed_by() if "signer" in self.fields else Signer()
        return Terms(
            on=data["on"],
            agency=data.get("agency"),
            text=data.get("text", ""),
            rule=data.get("rule", ""),
            due_on=data.get("due_on"),
            due_basis=data.get("due_basis", ""),
            signer=signer,
            again_because=data.get("again_because", ""),
        )


def _rules(letter: Letter, kind: str, on: date) -> Iterable[tuple[str, str]]:
    """The rules that are in force, each with the day it gives when counted from today."""
    if kind not in OWING:
        return
    for code in rules_for(letter, kind):
        try:
            due: DueDate = due_of(letter, kind, on, code)
        except forms.ValidationError:
            continue
        rule = due.rule
        name = rule.name if isinstance(rule, DeadlineRule) else code
        yield code, f"{name}: {due.day:%d/%m/%Y} ({due.legal_basis})"


class StepForm(PortalForm):
    """A dated step with a note."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class BulkLetterForm(PortalForm):
    """A kind, field, level or body for several letters; what stays empty is not changed."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("letter", "Kind"),
        choices=[("", _("Kind …")), *MatterKind.choices],
        required=False,
    )
    field = forms.ModelChoiceField(
        label=_("Field"), queryset=Field.objects.none(), required=False, empty_label=_("Field …")
    )
    competence_level = forms.ChoiceField(
        label=_("Competence"),
        choices=[
            ("", _("Competence …")),
            *(
                (value, label)
                for value, label in CompetenceLevel.choices
                if value != CompetenceLevel.DISTRICT
            ),
        ],
        required=False,
    )
    agency = forms.ModelChoiceField(
        label=_("Competent body"), queryset=Agency.objects.none(), required=False, empty_label=_("Agency …")
    )
    fieldsets: ClassVar = (
        Fieldset(
            "", _("What stays empty is not changed."), (("kind", "field", "competence_level", "agency"),)
        ),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_fields(self.fields["field"], council)
        _offer(self.fields["agency"], agencies_for(council, {timezone.localdate()}))


class BulkForwardForm(SignedForm):
    """When several letters go out and who signs."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    fieldsets: ClassVar = (Fieldset("", "", ("on", ("signer", "signer_name"))),)
