"""Forms over opinions as wholes: merging, splitting, forwarding, telling voters, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.display import day
from core.forms import DateField, Fieldset, PortalForm
from councils.models import Agency, Council, Field
from voters.forms.contact import agencies_for, choose_fields, choose_levels
from voters.models import VoterMeeting, VoterOpinion
from voters.services import OpinionRow
from voters.services.opinions import CONTENT_LIMIT, PLACE_LIMIT
from voters.services.regrouping import MOST_PARTS
from voters.states import TOOK_PLACE

COMBINED: Final = "new"
"""The choice of a new opinion with a text of its own."""
NOTE_LIMIT: Final = 300


def _today() -> date:
    return timezone.localdate()


class MergeForm(PortalForm):
    """Which opinion carries the matter on, or the text of a new one."""

    carrier = forms.ChoiceField(label=_("What carries the matter on"), widget=forms.RadioSelect)
    content = forms.CharField(
        label=_("Combined text"),
        help_text=_(
            "Used for a new opinion only. What the voters said stays as it is, under its own number."
        ),
        required=False,
        max_length=CONTENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    on = DateField(label=_("Merged on"), initial=_today)
    note = forms.CharField(label=_("Note"), required=False, max_length=NOTE_LIMIT)
    fieldsets: ClassVar = (Fieldset("", "", ("carrier", "content", ("on", "note"))),)

    def __init__(self, *args: Any, chosen: Sequence[VoterOpinion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carrier = cast("forms.ChoiceField", self.fields["carrier"])
        carrier.choices = [
            (COMBINED, _("A new opinion with the text below")),
            *((str(row.pk), _("No. %(number)s, as it is") % {"number": row}) for row in chosen),
        ]
        self.initial.setdefault("carrier", COMBINED)


class PartForm(PortalForm):
    """One matter of a compound statement."""

    content = forms.CharField(
        label=_("Content"), max_length=CONTENT_LIMIT, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    voter_place = forms.CharField(label=_("Voters of"), max_length=PLACE_LIMIT, required=False)
    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.none(), required=False)
    competence_level = forms.ChoiceField(label=_("Competence"), required=False)
    agency = forms.ModelChoiceField(
        label=_("Responsible agency"), queryset=Agency.objects.none(), required=False
    )
    fieldsets: ClassVar = (
        Fieldset("", "", ("content", ("voter_place", "field"), ("competence_level", "agency"))),
    )

    def __init__(self, *args: Any, opinion: VoterOpinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_fields(self.fields["field"], opinion.council)
        days = {opinion.recorded_on, timezone.localdate()}
        agency = cast("forms.ModelChoiceField[Agency]", self.fields["agency"])
        agency.queryset = agencies_for(opinion.council, days)
        choose_levels(self.fields["competence_level"], opinion.recorded_on)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written: such a part says nothing."""
        return not str(self.cleaned_data.get("content", "")).strip()

    def row(self) -> OpinionRow:
        """The part as the service takes it."""
        return OpinionRow(**self.cleaned_data)


PartForms: Final = forms.formset_factory(PartForm, extra=0, max_num=MOST_PARTS, validate_max=True)
"""The parts of a statement."""


class WhenForm(PortalForm):
    """On which day, and a note where it helps."""

    on = DateField(label=_("On"), initial=_today)


class SplitForm(PortalForm):
    """What is said of a split as a whole."""

    on = DateField(label=_("Split on"), initial=_today)
    note = forms.CharField(label=_("Note"), required=False, max_length=NOTE_LIMIT)
    fieldsets: ClassVar = (Fieldset("", "", (("on", "note"),)),)


class ForwardForm(PortalForm):
    """To which council, and why."""

    to = forms.ModelChoiceField(label=_("To the council"), queryset=Council.objects.none())
    reason = forms.CharField(label=_("Why it is forwarded"), max_length=NOTE_LIMIT)
    on = DateField(label=_("Forwarded on"), initial=_today)

    def __init__(self, *args: Any, receivers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Council]", self.fields["to"])
        field.queryset = receivers
        if len(receivers) == 1:
            self.initial.setdefault("to", receivers[0])


class ReturnForm(PortalForm):
    """Why a forwarded opinion is returned."""

    reason = forms.CharField(label=_("Why it is returned"), max_length=NOTE_LIMIT)
    on = DateField(label=_("Returned on"), initial=_today)


class ToldForm(PortalForm):
    """At which meeting voters were told."""

    meeting = forms.ModelChoiceField(
        label=_("Told at the meeting"), queryset=VoterMeeting.objects.none(), empty_label=_("Choose …")
    )

    def __init__(self, *args: Any, raised_at: VoterMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[VoterMeeting]", self.fields["meeting"])
        later = VoterMeeting.objects.filter(
            council=raised_at.council, state__in=TOOK_PLACE, held_on__gte=raised_at.held_on
        )
        field.queryset = later.exclude(pk=raised_at.pk).order_by("-held_on", "-pk")
        field.label_from_instance = _meeting_words  # type: ignore[method-assign]  # the one way without a subclass


def _meeting_words(obj: VoterMeeting) -> str:
    return f"{day(obj.held_on)}, {obj.locality} ({obj.venue})"
