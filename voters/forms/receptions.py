"""Forms of citizen reception: the schedule, who came, what is done with a matter, conclusions."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm, TimeField
from councils.models import Agency, Council, Delegate, DelegateSeat, Field
from councils.querysets import valid_on
from voters.forms.contact import agencies_for, choose_fields
from voters.forms.identity import SenderForm
from voters.forms.letters import SignedForm
from voters.models import CitizenReception, MatterKind, ReceptionRecord
from voters.services.receptions import DayRule, Hours, Task

TASKS = 6
"""Lines for tasks on the form of conclusions."""
_WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
]


def seated_delegates(council: Council) -> Any:
    """Delegates with a seat today."""
    seats = DelegateSeat.objects.filter(valid_on(timezone.localdate()), council_term__council=council)
    return Delegate.objects.of(council).filter(pk__in=seats.values("delegate")).order_by("sort_key")


class ScheduleForm(PortalForm):
    """The day rule of a quarter, and who takes turns."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "brief"})
    )
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), coerce=int, choices=[(number, f"{number}") for number in range(1, 5)]
    )
    rule = forms.ChoiceField(
        label=_("Falls on"),
        choices=[("day", _("a day of the month")), ("weekday", _("a weekday"))],
        help_text=_("A holiday moves to the next working day."),
    )
    day_of_month = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), coerce=int, empty_value=None, choices=_WEEKDAYS, required=False
    )
    nth = forms.TypedChoiceField(
        label=_("Which of the month"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            (0, _("every")),
            (1, _("the first")),
            (2, _("the second")),
            (3, _("the third")),
            (4, _("the fourth")),
        ],
    )
    part = forms.ChoiceField(label=_("Part of the day"), choices=CitizenReception.Part.choices)
    starts_at = TimeField(label=pgettext_lazy("hour", "From"), required=False)
    ends_at = TimeField(label=pgettext_lazy("hour", "To"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200)
    delegates = forms.ModelMultipleChoiceField(
        label=_("Delegates who take turns"),
        queryset=Delegate.objects.none(),
        widget=forms.CheckboxSelectMultiple(),
    )
    with_bodies = forms.CharField(label=_("Bodies that take part"), max_length=300, required=False)
    fieldsets: ClassVar = (
        Fieldset(_("Days"), "", (("year", "quarter"), "rule", ("day_of_month", "weekday", "nth"))),
        Fieldset(_("Where and when"), "", (("part", "starts_at", "ends_at"), "place")),
        Fieldset(_("Who receives"), "", ("delegates", "with_bodies")),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(
            "forms.ModelMultipleChoiceField[Delegate]", self.fields["delegates"]
        ).queryset = seated_delegates(council)

    def clean(self) -> dict[str, Any]:
        """The rule needs its day."""
        data = super().clean() or {}
        if data.get("rule") == "day" and not data.get("day_of_month"):
            self.add_error("day_of_month", _("Say which day of the month."))
        return data

    def day_rule(self) -> DayRule:
        """As the service takes it."""
        data = self.cleaned_data
        if data["rule"] == "day":
            return DayRule(day_of_month=data["day_of_month"])
        return DayRule(weekday=data["weekday"] or 0, nth=data["nth"] or 0)

    def hours(self) -> Hours:
        """As the service takes them."""
        data = self.cleaned_data
        return Hours(
            part=data["part"], place=data["place"], starts_at=data["starts_at"], ends_at=data["ends_at"]
        )


class ReceptionForm(RecordForm):
    """One reception."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(_("Where and when"), "", (("day", "kind"), ("part", "starts_at", "ends_at"), "place")),
        Fieldset(_("Who receives"), "", (("delegate", "leader"), "post", "with_bodies", "note")),
    )

    class Meta:
        model = CitizenReception
        fields: ClassVar = [
            "day",
            "kind",
            "part",
            "starts_at",
            "ends_at",
            "place",
            "delegate",
            "leader",
            "post",
            "with_bodies",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = self.instance.council
        rows = Delegate.objects.of(council).order_by("sort_key")
        cast("forms.ModelChoiceField[Delegate]", self.fields["delegate"]).queryset = rows


class PublishForm(SignedForm):
    """Which days one notice announces."""

    start = DateField(label=_("From"))
    end = DateField(label=_("To"))
    on = DateField(label=_("Dated"), initial=timezone.localdate)
    register_by = forms.CharField(
        label=_("Citizens register before"),
        max_length=100,
        required=False,
        help_text=_("As the notice prints it."),
    )
    register_at = forms.CharField(label=_("Citizens register at"), max_length=200, required=False)
    fieldsets: ClassVar = (
        Fieldset("", "", (("start", "end", "on"), ("register_by", "register_at"))),
        Fieldset(_("Signature"), "", (("signer", "signer_name"),)),
    )


class RecordFormNew(SenderForm):
    """One matter at a reception."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("letter", "Kind"),
        choices=[(value, label) for value, label in MatterKind.choices if value != MatterKind.MIXED],
    )
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.none(), required=False)
    content = forms.CharField(
        label=_("Content"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of a denunciation: without any name, address or number of the sender."),
    )
    persons = forms.IntegerField(
        label=_("Persons with the same content"),
        min_value=1,
        max_value=100_000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "brief"}),
        help_text=_("From five persons on they are a group and name representatives."),
    )
    repeated = forms.BooleanField(label=_("Came before on this matter"), required=False)
    settled_before = forms.CharField(label=_("Body that already settled it"), max_length=200, required=False)
    within_competence = forms.BooleanField(label=_("Within competence"), required=False)
    papers = forms.CharField(
        label=_("Papers handed in"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One paper a line: name; pages; condition."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    fieldsets: ClassVar = (
        *SenderForm.fieldsets,
        Fieldset(
            _("The matter"),
            "",
            (
                ("kind", "field"),
                "content",
                ("persons", "repeated"),
                ("settled_before", "within_competence"),
                "papers",
                "note",
            ),
        ),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_fields(self.fields["field"], council)

    def facts(self) -> dict[str, Any]:
        """Everything but the people."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in SenderForm.base_fields
        }


class RecordEditForm(RecordForm):
    """A matter without its people, with what came of it."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(
            _("The matter"),
            "",
            (
                ("kind", "field"),
                "content",
                ("persons", "repeated"),
                ("settled_before", "within_competence"),
                "papers",
            ),
        ),
        Fieldset(_("What came of it"), "", (("informed_on", "result_told_on"), "result", "note")),
    )

    class Meta:
        model = ReceptionRecord
        fields: ClassVar = [
            "kind",
            "field",
            "content",
            "persons",
            "repeated",
            "settled_before",
            "within_competence",
            "papers",
            "informed_on",
            "result",
            "result_told_on",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_fields(self.fields["field"], self.instance.council)


class GuideForm(SignedForm):
    """To which body a citizen is guided."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    body = forms.CharField(label=_("Competent body"), max_length=200)
    text = forms.CharField(
        label=_("In addition"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "body"), "text", ("signer", "signer_name"))),)


class ForwardForm(SignedForm):
    """To which body a matter goes and by when its result is due."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    agency = forms.ModelChoiceField(label=_("Accepting body"), queryset=Agency.objects.none())
    due_on = DateField(label=_("Answer due"))
    due_basis = forms.CharField(label=_("The day rests on"), max_length=300)
    text = forms.CharField(
        label=_("In addition"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    fieldsets: ClassVar = (
        Fieldset("", "", (("on", "agency"), ("due_on", "due_basis"), "text", ("signer", "signer_name"))),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Agency]", self.fields["agency"]).queryset = agencies_for(
            council, {timezone.localdate()}
        )


class RefuseForm(SignedForm):
    """On which ground nobody is received."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Ground"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    fieldsets: ClassVar = (Fieldset("", "", ("on", "reason", ("signer", "signer_name"))),)


class ConcludeForm(SignedForm):
    """Conclusions: a text, and tasks line by line."""

    on = DateField(label=_("Dated"), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Course and opinions"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = agencies_for(council, {timezone.localdate()})
        rows: list[Any] = []
        for number in range(1, TASKS + 1):
            self.fields[f"task_{number}"] = forms.CharField(label=_("Task"), max_length=1000, required=False)
            self.fields[f"agency_{number}"] = forms.ModelChoiceField(
                label=_("Body"), queryset=agencies, required=False, empty_label=_("Choose …")
            )
            self.fields[f"due_{number}"] = DateField(label=_("Until"), required=False)
            rows.append((f"task_{number}", f"agency_{number}", f"due_{number}"))
        self.fieldsets = (  # type: ignore[misc]  # made of its lines
            Fieldset("", "", ("on", "text")),
            Fieldset(_("Tasks"), _("Each becomes a follow-up of its body."), tuple(rows)),
            Fieldset(_("Signature"), "", (("signer", "signer_name"),)),
        )

    def clean(self) -> dict[str, Any]:
        """A line is whole or empty."""
        data = super().clean() or {}
        for number in range(1, TASKS + 1):
            names = (f"task_{number}", f"agency_{number}", f"due_{number}")
            if any(data.get(name) for name in names):
                for name in names:
                    if not data.get(name) and name not in self.errors:
                        self.add_error(name, _("Please fill this in."))
        return data

    def tasks(self) -> list[Task]:
        """The lines that are filled in."""
        data = self.cleaned_data
        return [
            Task(data[f"task_{number}"], data[f"agency_{number}"], data[f"due_{number}"])
            for number in range(1, TASKS + 1)
            if data[f"task_{number}"]
        ]
