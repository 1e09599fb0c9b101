"""Forms of the register of official documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.models import Council
from documents.house import COMMITTEE_SYMBOLS
from documents.kinds import kind_choices
from documents.models import OfficialDocument

ACCEPTED = ".pdf,.docx"


def upload_field(**options: Any) -> forms.FileField:
    """A box for one file of the register."""
    return forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPTED}), max_length=255, **options
    )


class DocumentForm(PortalForm):
    """A document entered by hand."""

    kind = forms.ChoiceField(label=_("Kind"))
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=20,
        help_text=_("The symbol after the hyphen; of an official letter the unit that drafted it: VP."),
    )
    issued_on = DateField(label=_("Issued on"), initial=timezone.localdate)
    number = forms.IntegerField(
        label=_("Its number"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("The number that the document bears. Empty: the next number of its series is given."),
        widget=forms.NumberInput(attrs={"class": "brief", "min": 1}),
    )
    normative = forms.BooleanField(
        label=_("Normative"),
        required=False,
        help_text=_("Only of resolutions: its number carries the year, 15/2026/NQ-HĐND."),
    )
    abstract = forms.CharField(
        label=_("Abstract"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500})
    )
    signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    recipients = forms.CharField(
        label=_("Recipients"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    upload = upload_field(required=False, help_text=_("PDF of the signed copy, or Word (DOCX)."))
    fieldsets: ClassVar = (
        Fieldset(
            _("Number"),
            _("An old document is entered under the number that it bears; numbers run from 1 January."),
            (("kind", "issuer"), ("issued_on", "number"), "normative"),
        ),
        Fieldset(_("Content"), "", ("abstract", ("signer", "note"), "recipients")),
        Fieldset(_("File"), "", ("upload",)),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose …")), *kind_choices()]  # type: ignore[attr-defined]  # a ChoiceField
        self.issuers = issuers_of(council)
        self.fields["issuer"].initial = council.standing_symbol
        self.fields["issuer"].widget.attrs |= {
            "list": "known-issuers",
            "class": "short",
            "autocomplete": "off",
        }


def issuers_of(council: Council) -> list[str]:
    """The symbols that the council's numbers have borne, and those of its bodies; two queries."""
    used = council.series.order_by().values_list("issuer", flat=True).distinct()
    kinds = council.committees.order_by().values_list("kind", flat=True).distinct()
    committees = [symbol for kind, symbol in COMMITTEE_SYMBOLS.items() if kind in set(kinds)]
    return sorted({"HĐND", council.standing_symbol, "VP", *committees, *used})


class EntryForm(RecordForm):
    """What may be corrected in an entry."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", ("abstract", ("signer", "note"), "recipients")),)

    class Meta:
        model = OfficialDocument
        fields: ClassVar = ["abstract", "signer", "recipients", "note"]
        widgets: ClassVar = {"abstract": forms.Textarea(attrs={"rows": 3, "maxlength": 500})}


class AttachForm(PortalForm):
    """One file of an entry."""

    upload = upload_field(
        help_text=_("PDF of the signed copy, or Word (DOCX). The file before it stays as an older version.")
    )


class VoidForm(PortalForm):
    """When and why an entry was voided."""

    on = DateField(label=_("Voided on"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )
