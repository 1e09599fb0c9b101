"""Forms about people: who wrote or came, why somebody looks, who handles, for how long it is kept."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import Fieldset, PortalForm
from voters.identity import Identity, Person
from voters.models import RetentionTerm
from voters.services.identity import possible_handlers

MOST_PEOPLE = 500
_PARTS = 4


class SenderMixin(forms.BaseForm):
    """Fields of the people of a matter; `identity()` is what was typed. Never kept as a draft."""

    cleaned_data: dict[str, Any]

    def identity(self) -> Identity:
        """The people, the first one first; lines of others are "name; address; ID number; telephone"."""
        data = self.cleaned_data
        first = Person(data["name"], data["address"], data["id_number"], data["phone"])
        rest = (_person(line) for line in data["others"].splitlines() if line.strip())
        persons = tuple(person for person in (first, *rest) if person.name)
        return Identity(persons, data["names"])


def _person(line: str) -> Person:
    parts = [part.strip() for part in line.split(";", _PARTS - 1)]
    return Person(*parts)


def lines_of(identity: Identity) -> str:
    """The others as the box shows them."""
    return "\n".join(
        f"{one.name}; {one.address}; {one.id_number}; {one.phone}".rstrip("; ") for one in identity.others
    )


def sender_initial(identity: Identity) -> dict[str, str]:
    """What the boxes begin with."""
    first = identity.first
    return {
        "name": first.name,
        "address": first.address,
        "id_number": first.id_number,
        "phone": first.phone,
        "others": lines_of(identity),
        "names": identity.names,
    }


def _off(**attrs: Any) -> dict[str, Any]:
    return {"autocomplete": "off", **attrs}


class SenderForm(SenderMixin, PortalForm):
    """Who wrote or came."""

    name = forms.CharField(
        label=_("Full name"), max_length=200, required=False, widget=forms.TextInput(attrs=_off())
    )
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, widget=forms.TextInput(attrs=_off())
    )
    id_number = forms.CharField(
        label=_("ID or passport number"), max_length=40, required=False, widget=forms.TextInput(attrs=_off())
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_off(inputmode="tel")),
    )
    others = forms.CharField(
        label=_("Other senders or representatives"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs=_off(rows=3)),
        help_text=_("One person a line: name; address; ID number; telephone."),
    )
    names = forms.CharField(
        label=_("Names inside the matter (protected)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_off(rows=2)),
        help_text=_("Names that would give a denouncer away: they are sealed and stay out of the summary."),
    )
    fieldsets: ClassVar[tuple[Fieldset, ...]] = (
        Fieldset(
            _("Who wrote or came"),
            _(
                "Sealed in the database. Of a denunciation only its handlers can open it, each time on record."
            ),
            (("name", "address"), ("id_number", "phone"), "others", "names"),
        ),
    )


class ReasonForm(PortalForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    )


class LookForm(ReasonForm):
    """Why somebody opens an identity."""

    fieldsets: ClassVar = (
        Fieldset(
            "", _("Your name, the moment and the reason are recorded and shown to the handlers."), ("reason",)
        ),
    )


class HandlerForm(PortalForm):
    """Whom to name."""

    handler = forms.ModelChoiceField(label=_("Handler"), queryset=User.objects.none())

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[User]", self.fields["handler"])
        field.queryset = possible_handlers(record)


class RetentionForm(PortalForm):
    """For how many years."""

    kept = forms.ChoiceField(label=_("Kind of data"), choices=RetentionTerm.Data.choices)
    years = forms.IntegerField(label=_("Years after closing"), min_value=1, max_value=100)
    fieldsets: ClassVar = (Fieldset("", "", (("kept", "years"),)),)
