"""Forms about what hangs on rounds and meetings: steps, papers, reports, minutes, photos, consents."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from followups.forms.answers import FilesField
from sessions.forms.uploads import UploadField
from voters.forms.letters import SignedForm
from voters.models import MeetingMinutes

_LONG: Final = 5000


class StepForm(PortalForm):
    """When a legal step was done."""

    on = DateField(label=_("Done on"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("The letter or person that proves it.")
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "note"),)),)


class DayForm(PortalForm):
    """The day of a move."""

    on = DateField(label=_("Day"), initial=timezone.localdate)


class ReasonForm(PortalForm):
    """Why a meeting is put off, called off or taken back."""

    note = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NewDayForm(PortalForm):
    """The new day of a meeting that was put off."""

    held_on = DateField(label=_("New day"))


class ConsentForm(PortalForm):
    """On which day a council answered, and why it declines."""

    on = DateField(label=_("Day"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(SignedForm):
    """Day and signer of the plan or the notice of a round."""

    on = DateField(label=_("Dated"), initial=timezone.localdate)
    fieldsets: ClassVar = (Fieldset("", "", ("on", ("signer", "signer_name"))),)


class AskForm(PortalForm):
    """The day on which the groups are asked for their reports."""

    on = DateField(label=_("Asked on"), initial=timezone.localdate)


class GroupReportForm(PortalForm):
    """A report as it came."""

    on = DateField(label=_("Received on"), initial=timezone.localdate)
    symbol = forms.CharField(label=_("Number and symbol"), max_length=60, required=False)
    upload = UploadField(
        label=_("File"), required=False, help_text=_("PDF or Word; may stay empty where the text is written.")
    )
    text = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "symbol"), "upload", "text")),)


class MinutesForm(RecordForm):
    """What the minutes say beside the records."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", _("Everything else comes from the records of the meeting."), ("absent", "reported")),
        Fieldset("", "", ("replies", "closing", "copies")),
    )

    class Meta:
        model = MeetingMinutes
        fields: ClassVar = ["absent", "reported", "replies", "closing", "copies"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "reported", "replies", "closing"):
            self.fields[name].widget.attrs["maxlength"] = _LONG
        copies = self.fields["copies"]
        copies.widget.attrs |= {"class": "brief", "min": 1}
        copies.error_messages["min_value"] = _("There is at least one copy.")
        copies.validators.append(_at_least_one)


def _at_least_one(value: int) -> None:
    if value < 1:
        raise forms.ValidationError(_("There is at least one copy."))


class SignedMinutesForm(PortalForm):
    """The signed copy."""

    upload = UploadField(
        label=_("Signed copy"),
        help_text=_("PDF, Word or an image. A copy before it stays as an older version."),
    )


class PhotosForm(PortalForm):
    """Photos of a meeting."""

    photos = FilesField(label=_("Photos"), help_text=_("JPEG or PNG; several at once."))
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    alt = forms.CharField(
        label=_("What they show"),
        max_length=200,
        help_text=_("For those who do not see them: who does what, where."),
    )

    def clean_photos(self) -> list[UploadedFile[Any]]:
        """At least one."""
        photos: list[UploadedFile[Any]] = self.cleaned_data["photos"]
        if not photos:
            raise forms.ValidationError(_("Choose at least one photo."))
        return photos


class PhotoForm(PortalForm):
    """Caption and description of one photo."""

    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
    alt = forms.CharField(label=_("What it shows"), max_length=200)
