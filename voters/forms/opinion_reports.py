"""Forms of reports about opinions, of transfer letters, and of telling voters their answers."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import OverwriteInput
from core.forms import DateField, Fieldset, PortalForm
from core.text import whole
from councils.models import DelegateGroup
from followups.letters import SIGNERS
from sessions.forms.uploads import UploadField
from voters.documents.common import Signer
from voters.models import OpinionReport
from voters.services.opinion_reports import parts_of
from voters.services.transfers import TransferTerms

_SIGNERS = [(key, " / ".join(lines)) for key, lines in SIGNERS.items()]


class BeginReportForm(PortalForm):
    """Which report, of whom, to whom, and of which day its numbers are."""

    group = forms.ModelChoiceField(
        label=_("Report of"),
        queryset=DelegateGroup.objects.none(),
        required=False,
        empty_label=_("the Standing Committee"),
        help_text=_("A group reports what it heard to the Standing Committee, under its own head."),
    )
    addressee = forms.ChoiceField(
        label=_("Addressed to"), choices=OpinionReport.Addressee.choices[:2], initial="council"
    )
    as_of = DateField(
        label=_("Numbers as of"),
        initial=timezone.localdate,
        help_text=_("What is recorded for later days does not change the report."),
    )
    fieldsets: ClassVar = (Fieldset("", "", ("group", ("addressee", "as_of"))),)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["group"]).queryset = groups
        if not groups:
            del self.fields["group"]
            self.fieldsets = (Fieldset("", "", (("addressee", "as_of"),)),)  # type: ignore[misc]  # of this form alone


class WriteReportForm(PortalForm):
    """The free parts of a report."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    addressee = forms.ChoiceField(label=_("Addressed to"), choices=OpinionReport.Addressee.choices[:2])
    as_of = DateField(label=_("Numbers as of"))

    def __init__(self, *args: Any, report: OpinionReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on = report.version
        self.codes = list(parts_of(report))
        self.initial = {
            "version": report.version,
            "addressee": report.addressee,
            "as_of": report.as_of,
            **self.initial,
        }
        if report.group_id:
            del self.fields["addressee"]
        for section in report.sections.all():
            self.fields[section.code] = forms.CharField(
                label=section.heading,
                required=False,
                initial=section.text,
                widget=forms.Textarea(attrs={"rows": 7, "lang": "vi"}),
            )
        first = ("addressee", "as_of") if "addressee" in self.fields else ("as_of",)
        parts = Fieldset(
            _("Free parts"), _("A line that begins with “-” becomes an item of a list."), tuple(self.codes)
        )
        self.fieldsets = (Fieldset("", "", (first,)), parts)  # type: ignore[misc]  # of this form alone

    def clean_version(self) -> int | None:
        """The version the form was opened on, or the one that its user agreed to overwrite."""
        opened: int | None = self.cleaned_data["version"]
        return opened if (agreed := whole(self.data.get("overwrite", ""))) is None else agreed

    def offer_overwrite(self) -> None:
        """After a colleague's save: a box to overwrite what stands now."""
        self.fields["overwrite"] = forms.BooleanField(
            label=_("Overwrite with what I typed"),
            required=False,
            widget=OverwriteInput(attrs={"value": self.opened_on}),
        )

    def texts(self) -> dict[str, str]:
        """Code -> text of the free parts."""
        return {code: self.cleaned_data.get(code, "") for code in self.codes}


class SignerFields(PortalForm):
    """Who signs."""

    signer = forms.ChoiceField(label=_("Signed by"), choices=_SIGNERS, initial="vice_chair")
    signer_name = forms.CharField(
        label=_("Name of the signer"),
        max_length=120,
        required=False,
        help_text=_("May stay open until the letter is signed."),
    )

    def chosen_signer(self) -> Signer:
        """For the service."""
        return Signer(
            self.cleaned_data.get("signer") or "vice_chair", self.cleaned_data["signer_name"].strip()
        )


class IssueReportForm(SignerFields):
    """The day, the number and the signer."""

    on = DateField(label=_("Dated"), initial=timezone.localdate)
    number = forms.IntegerField(
        label=_("Number of the report"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=_("Empty: the next one of the series."),
    )
    incomplete = forms.BooleanField(
        label=_("Report what is not classified yet as such"),
        required=False,
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "number"), ("signer", "signer_name"), "incomplete")),)

    def __init__(self, *args: Any, report: OpinionReport, unclassified: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.group_id:
            del self.fields["signer"]
        if not unclassified:
            del self.fields["incomplete"]


class SignedReportForm(PortalForm):
    """The signed and scanned copy."""

    upload = UploadField(label=_("Signed copy"), help_text=_("The scan, as PDF."))


class TransferForm(SignerFields):
    """What the writer of transfer letters decides."""

    dated_on = DateField(label=_("Dated"), initial=timezone.localdate)
    answer_by = DateField(
        label=_("Answer by"),
        required=False,
        help_text=_("Empty: the latest day by which one of the letter's opinions is due."),
    )
    fieldsets: ClassVar = (Fieldset("", "", (("dated_on", "answer_by"), ("signer", "signer_name"))),)

    def terms(self) -> TransferTerms:
        """For the service."""
        typed = self.cleaned_data
        return TransferTerms(
            dated_on=typed["dated_on"], answer_by=typed["answer_by"], signer=self.chosen_signer()
        )
