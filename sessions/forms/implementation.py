"""Forms of a resolution's tasks, indicator targets and reported values, and of reviews."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm, speak_plainly
from followups.forms.assigning import AssignForm
from sessions.indicators import measured
from sessions.models import IndicatorTarget, Resolution, ResolutionReview
from sessions.services.indicators import MOST, TargetRow

MOST_TARGETS: Final = 200
TARGETS: Final = "targets"


class TaskForm(AssignForm):
    """A task of a resolution: the five clears, and the article that gives it. It is sent with its resolution."""

    article = forms.CharField(
        label=_("Article"), max_length=60, required=False, help_text=_("Điều 2 khoản 1.")
    )
    fieldsets: ClassVar = (  # type: ignore[assignment]  # one group less
        Fieldset(_("What is to be done"), "", ("article", "title", "detail", ("field", "locality"))),
        Fieldset(_("Who does it"), "", ("body", "accountable")),
        Fieldset(
            _("By when"),
            _("A rule counts the day and brings its article; a day set by hand rests on this resolution."),
            ("rule", ("due_anchor_on", "due_on"), "legal_basis"),
        ),
        Fieldset(_("What proves it done"), "", ("evidence",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The day of sending is that of the issue."""
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].widget = forms.HiddenInput()
        self.fields["legal_basis"].help_text = _("Empty: this resolution, with its article.")


class LocalDecimalField(forms.DecimalField):
    """A number as people here write it: "1.500", "6,5"; a point alone before three digits parts thousands."""

    def __init__(self, **kwargs: Any) -> None:
        """Two decimals at most, in a plain text box."""
        given = {"max_digits": 18, "decimal_places": 2, "max_value": MOST, "widget": forms.TextInput}
        super().__init__(**{**given, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "class": "brief", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # Django's own decimal field does so
        """Comma for decimals, points for thousands; also the other way round when only that makes sense."""
        return super().to_python(_plain(value) if isinstance(value, str) else value)


def _plain(text: str) -> str:
    """A typed number in the form that machines read."""
    typed = "".join(text.split())
    if "," in typed:
        return typed.replace(".", "").replace(",", ".")
    head, _point, tail = typed.partition(".")
    thousands = bool(tail) and all(len(part) == 3 for part in tail.split(".")) and head.lstrip("-") != "0"  # noqa: PLR2004 - digits of a group
    return typed.replace(".", "") if thousands else typed


class TargetForm(PortalForm):
    """One target; a row of the grid, where an empty one says nothing."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Indicator"), max_length=300, required=False)
    unit = forms.CharField(label=_("Unit of measure"), max_length=60, required=False)
    area = forms.CharField(label=_("Area"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100, required=False)
    direction = forms.ChoiceField(
        label=_("To be reached as"), choices=IndicatorTarget.Direction.choices, required=False
    )
    value = LocalDecimalField(label=_("Target"), required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Plain boxes: the grid has little room."""
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "brief"})

    @property
    def is_empty(self) -> bool:
        """Whether nobody typed anything into a new row."""
        data = self.cleaned_data
        return not data.get("pk") and not any(
            data.get(name) for name in ("name", "unit", "area", "year", "value")
        )

    def clean(self) -> dict[str, Any]:
        """A row that says something says all of it."""
        data = super().clean() or {}
        typed = data.get("pk") or any(data.get(name) for name in ("name", "unit", "area", "year"))
        if data.get("remove") or not (typed or data.get("value") is not None):
            return data
        for name in ("name", "unit", "year", "value"):
            if data.get(name) in {None, ""} and name not in self.errors:
                self.add_error(name, _("Please fill this in."))
        return data

    def as_row(self) -> TargetRow:
        """For the service."""
        data = self.cleaned_data
        return TargetRow(
            name=" ".join(data["name"].split()),
            unit=data["unit"],
            year=data["year"],
            value=data["value"],
            area=" ".join(data["area"].split()),
            direction=data["direction"] or IndicatorTarget.Direction.AT_LEAST,
            pk=data["pk"],
        )


TargetRows: Final = forms.formset_factory(TargetForm, extra=0, max_num=MOST_TARGETS, validate_max=True)


class ValuesForm(PortalForm):
    """What was reached as of a day: one box a target, the empty ones say nothing."""

    as_of = DateField(label=_("As of"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Report with its number and date.")
    )

    def __init__(self, *args: Any, targets: Iterable[Any], **kwargs: Any) -> None:
        """The last value stands beside each box."""
        super().__init__(*args, **kwargs)
        self.targets = list(targets)
        for target in self.targets:
            self.fields[f"value_{target.pk}"] = field = LocalDecimalField(
                label=_label(target), required=False, help_text=_so_far(target)
            )
            speak_plainly(field)

    @property
    def values(self) -> dict[int, Decimal]:
        """The values that were typed, by target."""
        found = {target.pk: self.cleaned_data.get(f"value_{target.pk}") for target in self.targets}
        return {pk: value for pk, value in found.items() if value is not None}


def _label(target: Any) -> str:
    place = f", {target.area}" if target.area else ""
    return f"{target.name}{place}, {target.year} ({target.unit})"


def _so_far(target: Any) -> str:
    """The target, and the value reported last."""
    goal = f"{target.get_direction_display()} {measured(target.value)}"
    if target.reached is None:
        return goal
    return gettext("%(goal)s; %(value)s on %(day)s") % {
        "goal": goal,
        "value": measured(target.reached),
        "day": f"{target.reached_on:%d/%m/%Y}",
    }


class DecideForm(RecordForm):
    """What is to become of a text."""

    checked_by_service = True
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=ResolutionReview.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    decided_on = DateField(label=_("Decided on"))

    class Meta:
        model = ResolutionReview
        fields: ClassVar = ["outcome", "reason", "decided_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Decided today, unless it is said otherwise."""
        super().__init__(*args, **kwargs)
        if not self.initial.get("decided_on"):
            self.initial["decided_on"] = timezone.localdate()


class CarryOutForm(PortalForm):
    """The resolution that carries a decision out."""

    resolution = forms.ModelChoiceField(
        Resolution.objects.none(),
        label=_("Resolution"),
        help_text=_("Signed resolutions that say by a relation that they do this to the text."),
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        """Those that fit."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["resolution"]).queryset = rows
