"""Forms of reviews of legal texts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.forms import valid_or_chosen
from councils.models import Agency, Committee, Council
from sessions.models import Resolution
from supervision.documents.subjects import signatures_of
from supervision.forms.subjects import begin_with, offer_subjects, signer_field
from supervision.models import Subject, TextReview


class TextReviewForm(RecordForm):
    """A text on the list for review."""

    checked_by_service = True
    upload = forms.FileField(
        label=_("The text"),
        required=False,
        help_text=_("PDF or Word; a newer file becomes the next version."),
    )
    fieldsets: ClassVar = (
        Fieldset(_("The text"), "", ("title", ("symbol", "issued_on"), "issuer", "resolution", "upload")),
        Fieldset(_("The review"), "", (("subject", "committee"), "received_on")),
    )

    class Meta:
        model = TextReview
        fields: ClassVar = [
            "title",
            "symbol",
            "issued_on",
            "issuer",
            "resolution",
            "subject",
            "committee",
            "received_on",
        ]
        widgets: ClassVar = {"title": forms.Textarea(attrs={"rows": 2, "maxlength": 500})}
        help_texts: ClassVar = {
            "title": _("As the text calls itself: “Quy định …”."),
            "resolution": _("Only where a resolution in the register here is reviewed."),
            "committee": _("Only where a committee supervises."),
        }

    def __init__(
        self, *args: Any, council: Council, own: QuerySet[Committee] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        review: TextReview = self.instance
        subjects = (Subject.COUNCIL, Subject.STANDING_COMMITTEE, Subject.COMMITTEE)
        offer_subjects(self, council, own, subjects)
        valid_or_chosen(self.fields["issuer"], Agency.objects.of(council), [review.issuer_id])
        resolutions: Any = self.fields["resolution"]
        resolutions.queryset = Resolution.objects.of(council).select_related("document").order_by("-pk")
        resolutions.label_from_instance = lambda row: f"{row}: {row.title}" if row.document else row.title
        if review.pk is None:
            begin_with(self, received_on=timezone.localdate(), subject=Subject.STANDING_COMMITTEE)


class FindingForm(PortalForm):
    """What the review found."""

    on = DateField(label=_("Reviewed on"), initial=timezone.localdate)
    finding = forms.ChoiceField(
        label=_("Result"),
        choices=[(value, label) for value, label in TextReview.Finding.choices if value],
        widget=forms.RadioSelect,
    )
    fault = forms.ChoiceField(
        label=_("Fault"), choices=[("", _("Choose …")), *TextReview.Fault.choices], required=False
    )
    places = forms.CharField(
        label=_("Where in the text"),
        max_length=300,
        required=False,
        help_text=_("For example: khoản 2 Điều 5."),
    )
    explanation = forms.CharField(
        label=_("What is wrong, and against which text"),
        required=False,
        help_text=_("The letter to the issuer prints it. A line that begins with “-” is an item."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    fieldsets: ClassVar = (
        Fieldset("", "", ("on", "finding")),
        Fieldset(_("Where it is at fault"), "", (("fault", "places"), "explanation")),
    )


class RequestForm(PortalForm):
    """The request to the issuer: its day, who signs, which number it bears."""

    on = DateField(
        label=_("Day of the request"),
        initial=timezone.localdate,
        help_text=_("The issuer's 30 days are counted from here."),
    )
    signer_name = forms.CharField(label=_("Name of the signer"), max_length=120, required=False)
    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        required=False,
        help_text=_("Empty: the next number of the series."),
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )

    def __init__(self, *args: Any, review: TextReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"] = signer_field(signatures_of(review, reporting=True))
        self.order_fields(["on", "signer", "signer_name", "number"])
