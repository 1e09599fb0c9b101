"""Forms of the councils floor, and the choices that forms of the floors above cut to a council."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm, PortalModelForm
from councils.models import Agency, Council, CouncilWord, DeadlineRule, Field
from councils.querysets import valid_on


def term_choices(form: forms.BaseForm, council: Council, name: str = "council_term") -> None:
    """Offer a council's own terms by the names the council gives them; a new record begins in the newest."""
    choice = cast("forms.ModelChoiceField[Any]", form.fields[name])
    choice.queryset = council.terms.select_related("term")
    choice.label_from_instance = attrgetter("label")  # type: ignore[assignment]  # the one way without a subclass
    if not form.initial.get(name):
        form.initial[name] = council.terms.values_list("pk", flat=True).first()


def valid_or_chosen(field: forms.Field, rows: QuerySet[Any], chosen: Iterable[Any]) -> None:
    """Offer what is valid today and what the record already names; in a council that has ended, everything."""
    choice = cast("forms.ModelChoiceField[Any]", field)
    today = timezone.localdate()
    ended = Q(council__valid_to__lt=today)
    choice.queryset = rows.filter(valid_on(today) | ended | Q(pk__in=[key for key in chosen if key]))


class AgencyForm(RecordForm):
    """Enter or change an agency of the council's own list."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("name", ("short_name", "kind"), "email")),
        Fieldset(
            _("Valid"), _("Leave both empty for a body without known limits."), (("valid_from", "valid_to"),)
        ),
    )

    class Meta:
        model = Agency
        fields: ClassVar = ["name", "short_name", "kind", "email", "valid_from", "valid_to"]
        help_texts: ClassVar = {
            "name": _("In full, as letters address it: Phòng Kinh tế và Hạ tầng."),
            "email": _("Notices also go to the users who answer for this agency."),
            "valid_to": _("From the next day on it is no longer offered; what it owes stays."),
        }


class OwnValueForm(PortalForm):
    """A council's own value of a deadline: how it counts, from when to when, and by which regulation of its own."""

    offset = forms.IntegerField(label=_("Number of days"), min_value=0, max_value=3650)
    unit = forms.ChoiceField(label=_("Counted in"), choices=DeadlineRule.Unit.choices)
    direction = forms.ChoiceField(label=_("Before or after"), choices=DeadlineRule.Direction.choices)
    effective_from = DateField(
        label=_("In force from"),
        help_text=_("What is counted from an earlier day keeps the rule of that day."),
    )
    effective_to = DateField(
        label=_("In force until"), required=False, help_text=_("Leave it empty while no end is known.")
    )
    legal_basis = forms.CharField(
        label=_("The council's own regulation"),
        max_length=300,
        help_text=_(
            "With its number and date, for example: Nghị quyết số 05/NQ-HĐND ngày 12/07/2026 ban hành Quy chế làm "
            "việc của HĐND, Điều 14."
        ),
    )
    confidence = forms.ChoiceField(
        label=_("How sure it is"), choices=DeadlineRule._meta.get_field("confidence").choices or []
    )
    fieldsets: ClassVar = (
        Fieldset(_("Counting"), "", (("offset", "unit", "direction"),)),
        Fieldset(_("In force"), "", (("effective_from", "effective_to"),)),
        Fieldset(_("Legal basis"), "", ("legal_basis", "confidence")),
    )

    def clean_legal_basis(self) -> str:
        """A regulation without number and date is nobody's to check."""
        basis: str = self.cleaned_data["legal_basis"]
        if not any(character.isdigit() for character in basis):
            raise forms.ValidationError(
                _("Name the regulation with its number and date, so that others can find it.")
            )
        return basis


class FieldForm(PortalModelForm):
    """A field of the council's own, and the committee view that reports fold it into."""

    fieldsets: ClassVar = (
        Fieldset("", "", ("name", "name_en", ("committee_view", "order"))),
        Fieldset("", "", ("is_active",)),
    )

    class Meta:
        model = Field
        fields: ClassVar = ["name", "name_en", "committee_view", "order", "is_active"]
        help_texts: ClassVar = {
            "name": _("Parts with commas are understood one by one: “Điện, nước sạch”."),
            "committee_view": _("Reports in three parts count the field there."),
            "order": _("Place in lists and reports; empty or 0: the last."),
            "is_active": _("Untick a field that is no longer used: what was classified under it keeps it."),
        }


class FieldListForm(PortalForm):
    """Which list of fields the council offers."""

    letter = forms.ChoiceField(label=_("List"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lists: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ChoiceField", self.fields["letter"])
        choice.choices = list(lists)


class WordForm(RecordForm):
    """A word as people write it, and what it means."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", (("text", "kind"),)),
        Fieldset(
            _("What it means"),
            _("Choose the one that belongs to what the word names; the other boxes are left out."),
            ("field", "agency", "level"),
        ),
    )

    class Meta:
        model = CouncilWord
        fields: ClassVar = ["text", "kind", "field", "agency", "level"]
        help_texts: ClassVar = {
            "text": _("For example: điện chiếu sáng, Sở GTVT, TW. Accents and capitals do not count."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word: CouncilWord = self.instance
        cast("forms.ModelChoiceField[Any]", self.fields["field"]).queryset = Field.objects.for_council(
            word.council
        )
        valid_or_chosen(self.fields["agency"], Agency.objects.of(word.council), [word.agency_id])
