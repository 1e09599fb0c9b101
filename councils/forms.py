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
from core.forms import Fieldset
from councils.models import Agency, Council
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
