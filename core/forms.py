"""The ground of every form: the portal's renderer and field template, grouped fields, Vietnamese dates and times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, time
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from django import forms
from django.db import connection, models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import widgets
from core.errors import LONGEST_REASON, SHORTEST_REASON

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    _ModelForm = forms.ModelForm[Any]
    _Choices = forms.models.ModelChoiceIterator[Any]
else:
    _ModelForm = forms.ModelForm
    _Choices = forms.models.ModelChoiceIterator

Row = str | tuple[str, ...]
"""A field on its own line, or several fields side by side."""

DATE_FORMATS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
TIME_FORMATS: Final = ("%H:%M", "%Hh%M", "%Hg%M", "%H:%M:%S")
MOMENT_FORMATS: Final = (
    "%d/%m/%Y %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%H:%M %d/%m/%Y",
)
_SHORT_YEAR: Final = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})$")
_EIGHT_DIGITS: Final = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_SHORT_TEXTAREA_ROWS: Final = 4
_YEARS: Final = range(1900, 2101)


class PortalField(BoundField):
    """A field of a form that was filled in or is about to be; its menu is drawn in one go."""

    def as_widget(self, *args: Any, **how: Any) -> SafeString:
        """The control. The widget is this form's own, so that it may become another kind of menu."""
        if type(self.field.widget) is forms.Select:
            self.field.widget.__class__ = widgets.Menu
        return super().as_widget(*args, **how)


class PortalRenderer(TemplatesSetting):
    """Forms are drawn by the portal's own templates, plain controls by `core.widgets`, others by Django's templates."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = PortalField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """What stands in the page."""
        drawn = widgets.draw(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if drawn is None else drawn


class WholeChoices(_Choices):
    """The choices of a menu, read in one go and once a form: Django's own goes through a cursor of the server."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """What a filter says for "none", the empty choice, and the rows."""
        field: Any = self.field
        if getattr(field, "null_label", None) is not None:
            yield field.null_value, field.null_label
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset)


class DateInput(forms.DateInput):
    """A text box for dd/mm/yyyy: quicker to type than a calendar is to click, and the same in every browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Digits on a phone; portal.js puts the strokes in."""
        own = {
            "inputmode": "numeric",
            "placeholder": _("dd/mm/yyyy"),
            "autocomplete": "off",
            "class": "short",
        }
        super().__init__({**own, "data-date": "", **(attrs or {})}, format="%d/%m/%Y")

    def format_value(self, value: Any) -> str | None:
        """A day of an address (ISO) reads as everywhere else."""
        if isinstance(value, str) and "-" in value:
            with suppress(ValueError):
                value = date.fromisoformat(value)
        return super().format_value(value)


class DateField(forms.DateField):
    """A date as dd/mm/yyyy; also d/m/yyyy, d/m/yy, ddmmyyyy, and ISO for addresses and spreadsheets."""

    widget = DateInput
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "invalid": _("Enter a date that exists as day/month/year, for example 30/09/2026."),
        "year": _("Is the year right? Days lie between 1900 and 2100."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """As Django's, with the portal's formats."""
        super().__init__(**{"input_formats": DATE_FORMATS, **kwargs})

    def validate(self, value: date | None) -> None:
        """A slip of the finger in the year must not send anybody counting working days through millennia."""
        super().validate(value)
        if value is not None and value.year not in _YEARS:
            raise forms.ValidationError(self.error_messages["year"], code="year")

    def to_python(self, value: Any) -> date | None:
        """Eight digits are a date too (a phone's number pad has no stroke); a short year is of this century."""
        if isinstance(value, str):
            value = _SHORT_YEAR.sub(r"\1/\2/20\3", _EIGHT_DIGITS.sub(r"\1/\2/\3", value.strip()))
        return super().to_python(value)


class TimeInput(forms.TimeInput):
    """A text box for HH:MM."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Digits on a phone."""
        own = {"inputmode": "numeric", "placeholder": _("HH:MM"), "autocomplete": "off", "class": "brief"}
        super().__init__({**own, "data-time": "", **(attrs or {})}, format="%H:%M")


class TimeField(forms.TimeField):
    """A time of day as HH:MM; also 8h30, 0830."""

    widget = TimeInput
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "invalid": _("Enter a time as hours:minutes, for example 08:30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """As Django's, with the portal's formats."""
        super().__init__(**{"input_formats": TIME_FORMATS, **kwargs})

    def to_python(self, value: Any) -> time | None:
        """Four digits are a time too, and a bare hour ("8h", "8 giờ") is a full one."""
        if isinstance(value, str):
            value = re.sub(
                r"^(\d{1,2})\s*(?:h|g|giờ)?$", r"\1:00", re.sub(r"^(\d{2})(\d{2})$", r"\1:\2", value.strip())
            )
        return super().to_python(value)


class DateTimeInput(forms.DateTimeInput):
    """A text box for dd/mm/yyyy HH:MM."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """No keypad: the value has a space and a colon."""
        own = {"placeholder": _("dd/mm/yyyy HH:MM"), "autocomplete": "off", "class": "short"}
        super().__init__({**own, **(attrs or {})}, format="%d/%m/%Y %H:%M")


class DateTimeField(forms.DateTimeField):
    """A moment as dd/mm/yyyy HH:MM."""

    widget = DateTimeInput
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "invalid": _("Enter a date and a time, for example 30/09/2026 08:30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """As Django's, with the portal's formats."""
        super().__init__(**{"input_formats": MOMENT_FORMATS, **kwargs})


class Fieldset(NamedTuple):
    """A group of fields under a heading; a plain tuple (title, hint, rows) does as well."""

    title: _StrOrPromise
    hint: _StrOrPromise
    rows: Sequence[Row]


class Group(NamedTuple):
    """A fieldset with its bound fields, as the form template draws it."""

    title: _StrOrPromise
    hint: _StrOrPromise
    rows: list[list[BoundField]]


class Problem(NamedTuple):
    """A line of the error summary: the place to go (an element's id, "" for the whole form), its name, the sentence."""

    target: str
    label: str
    message: str


_STOCK: Final = [
    sentence
    for kind in (
        forms.Field,
        forms.ChoiceField,
        forms.MultipleChoiceField,
        forms.ModelChoiceField,
        forms.ModelMultipleChoiceField,
    )
    for sentence in kind.default_error_messages.values()
]
_SENTENCES: Final[dict[str, _StrOrPromise]] = {
    "required": _("Please fill this in."),
    "invalid_choice": _("This is not one of the choices."),
    "min_value": _("This must be %(limit_value)s or more."),
    "max_value": _("This must be %(limit_value)s or less."),
    "min_length": _("This is too short: write at least %(limit_value)s characters (now %(show_value)s)."),
    "max_length": _("This is too long: write at most %(limit_value)s characters (now %(show_value)s)."),
}
"""What the portal says where neither form nor field has a sentence of its own."""
_CHOSEN: Final = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
_CHOOSE: Final = _("Choose …")
_DASHES: Final = BLANK_CHOICE_DASH[0]


def speak_plainly(field: forms.Field) -> None:
    """Our sentences instead of Django's, and a word where Django's menus have dashes."""
    said = field.error_messages
    sentences = _SENTENCES | ({"required": _("Please choose.")} if isinstance(field, _CHOSEN) else {})
    for code, sentence in sentences.items():
        if code not in said or any(said[code] is stock for stock in _STOCK):
            said[code] = sentence
    if isinstance(field, forms.ModelChoiceField):
        field.iterator = WholeChoices
        field.widget.choices = field.choices  # the menu keeps the iterator it was given
        if field.empty_label == _DASHES[1]:
            field.empty_label = _CHOOSE
    elif isinstance(field, forms.ChoiceField):
        given: Any = field.choices
        choices = list(given)
        if _DASHES in choices:  # a filter's field adds its own empty choice to whatever it is given
            field.choices = [("", _CHOOSE) if choice == _DASHES else choice for choice in choices]


class PortalMixin(forms.BaseForm):
    """What every form of the portal can do; see `PortalForm` and `PortalModelForm`."""

    fieldsets: ClassVar[Sequence[Fieldset | tuple[_StrOrPromise, _StrOrPromise, Sequence[Row]]]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Every field speaks the portal's language."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)

    def field_groups(self) -> list[Group]:
        """The visible fields by fieldset; fields that no fieldset names follow in a last group without a title."""
        left = {field.name: field for field in self.visible_fields()}
        found = [Group(title, hint, list(self._rows(rows, left))) for title, hint, rows in self.fieldsets]
        if left:
            found.append(Group("", "", [[field] for field in left.values()]))
        return [group for group in found if group.rows]

    @staticmethod
    def _rows(rows: Sequence[Row], left: dict[str, BoundField]) -> Iterator[list[BoundField]]:
        """Rows of bound fields; names that this form has dropped (a right, a state) leave no gap."""
        for row in rows:
            names = (row,) if isinstance(row, str) else row
            if fields := [left.pop(name) for name in names if name in left]:
                yield fields


class PortalForm(PortalMixin, forms.Form):
    """A form: declare fields, and `fieldsets` where it is longer than a screen."""


class KeepMixin(forms.BaseForm):
    """A form about days. Where days of an old record contradict each other it asks why they are kept all the same.

    Stands before the form it widens. The box comes with the first refusal and stays while its words are sent.
    """

    contradicted = False
    """Set by a check that found a contradiction: the box is shown once all fields have been cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Words that were sent are shown again."""
        super().__init__(*args, **kwargs)
        if self.add_prefix("kept_because") in self.data:
            self.offer_keep()

    @property
    def kept_because(self) -> str:
        """The reason as it was sent."""
        return str(self.data.get(self.add_prefix("kept_because"), "")).strip()

    def full_clean(self) -> None:
        """Fields cannot be added while they are being cleaned."""
        super().full_clean()
        if self.contradicted and "kept_because" not in self.fields:
            self.offer_keep()

    def offer_keep(self) -> None:
        """Show the box."""
        field = self.fields["kept_because"] = forms.CharField(
            label=_("Keep it all the same, because…"),
            help_text=_(
                "Old papers may contradict themselves. If the days above stand as written, say why; the reason is "
                "shown with the record."
            ),
            min_length=SHORTEST_REASON,
            max_length=LONGEST_REASON,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        speak_plainly(field)


class PortalModelForm(PortalMixin, _ModelForm):
    """A form over a model, with the portal's date and time fields for the model's."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """The callback is read from Meta right after this, when Django makes the fields."""
        super().__init_subclass__(**kwargs)
        meta = cls.__dict__.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(form_field)


_FIELD_CLASSES: Final[tuple[tuple[type[models.Field[Any, Any]], type[forms.Field]], ...]] = (
    (models.DateTimeField, DateTimeField),
    (models.DateField, DateField),
    (models.TimeField, TimeField),
)


def form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: dates and times are the portal's, long texts get four lines to begin with."""
    own = next((form for model, form in _FIELD_CLASSES if isinstance(field, model)), None)
    if own is not None:
        kwargs.setdefault("form_class", own)
    if isinstance(field, models.IntegerField) and not field.choices:
        kwargs.setdefault("max_value", connection.ops.integer_field_range(field.get_internal_type())[1])
    made = field.formfield(**kwargs)
    if made is not None and isinstance(made.widget, forms.Textarea) and "widget" not in kwargs:
        made.widget.attrs["rows"] = _SHORT_TEXTAREA_ROWS
    return made


def problems(form: forms.BaseForm) -> Iterator[Problem]:
    """What is wrong, in the order of the fields: for the summary on top of a form."""
    for message in form.non_field_errors():
        yield Problem("", "", str(message))
    for bound in form:
        for message in bound.errors:
            yield Problem(*_place(bound), str(message))


def _place(bound: BoundField) -> tuple[str, str]:
    """The control to jump to; the first of several; nothing for a hidden one."""
    if bound.is_hidden:
        return "", str(bound.label)
    return bound.id_for_label or f"{bound.auto_id}_0", str(bound.label)


def active_filters(fields: Iterable[forms.BoundField]) -> int:
    """How many of these fields of a filter form narrow the list."""
    return sum(1 for field in fields if _filled(field.data))


def _filled(data: object) -> bool:
    if isinstance(data, Iterable) and not isinstance(data, str):
        return any(_filled(one) for one in data)
    return data not in {None, "", False}
