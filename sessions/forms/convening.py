"""Forms of convening: the decision that calls a sitting, calling one more delegate, registering, guests."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.models import Delegate
from sessions.models import Guest, Invitation

SIGNERS = (
    ("chair", _("Chair of the council")),
    ("vice_chair", _("Vice-chair, for the chair")),
    ("office", _("Chief of office, by order")),
)


class ConveneForm(PortalForm):
    """Day, signer and numbers of the decision; where papers are missing, why it is convened all the same."""

    fieldsets: ClassVar = (
        Fieldset(
            _("Papers are missing"),
            _("You accept this. What you write is kept with the list of missing papers."),
            ("accepted_because",),
        ),
        Fieldset(_("The decision"), "", (("on", "answer_by"), ("signer", "signer_name"))),
        Fieldset(
            _("Numbers"),
            _("Empty: the next numbers of the series. Fill in only where the documents already bear one."),
            (("decision_number", "invitation_number"),),
        ),
    )

    accepted_because = forms.CharField(
        label=_("Why it is convened all the same"),
        max_length=1000,
        error_messages={"required": _("Papers are missing: say why the sitting is convened all the same.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = DateField(label=_("Convened on"))
    answer_by = DateField(
        label=_("Delegates register by"),
        required=False,
        help_text=_("Empty: three working days before the opening."),
    )
    signer = forms.ChoiceField(label=_("Signed by"), choices=SIGNERS)
    signer_name = forms.CharField(label=_("Name of the signer"), required=False, max_length=120)
    decision_number = forms.IntegerField(
        label=_("Number of the decision"), required=False, min_value=1, max_value=99_999
    )
    invitation_number = forms.IntegerField(
        label=_("Number of the invitation"), required=False, min_value=1, max_value=99_999
    )

    def __init__(self, *args: Any, missing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["accepted_because"]
        for name in ("decision_number", "invitation_number"):
            self.fields[name].widget.attrs |= {"class": "brief", "inputmode": "numeric"}


class OnForm(PortalForm):
    """The day on which a step takes effect."""

    on = DateField(label=_("On"))


class InviteForm(PortalForm):
    """Which delegate is called, and by when to register."""

    delegate = forms.ModelChoiceField(label=_("Delegate"), queryset=Delegate.objects.none())
    answer_by = DateField(
        label=_("Registers by"),
        required=False,
        help_text=_("Empty: three working days before the opening, but not before today."),
    )

    def __init__(self, *args: Any, delegates: QuerySet[Delegate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Delegate]", self.fields["delegate"]).queryset = delegates


class RegistrationForm(PortalForm):
    """Presence, or absence with its reason."""

    answer = forms.ChoiceField(
        label=_("Attendance of the delegate"), choices=Invitation.Answer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason of absence"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where the delegate cannot come."),
    )


class GuestForm(RecordForm):
    """A guest of the sitting."""

    checked_by_service = True

    class Meta:
        model = Guest
        fields: ClassVar = ["name", "count", "is_confirmed"]
        help_texts: ClassVar = {"name": _("A body, or name and post of a person.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].widget.attrs |= {"class": "brief", "min": 1, "inputmode": "numeric"}
