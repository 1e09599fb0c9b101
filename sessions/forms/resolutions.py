"""Forms of resolutions: the text, its steps, its relations."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.errors import LONGEST_REASON
from core.forms import DateField, Fieldset, KeepMixin, PortalForm
from councils.forms import term_choices, valid_or_chosen
from councils.models import Committee, Council, CouncilTerm, Field
from sessions.models import BodyMeeting, Paper, Resolution, ResolutionRelation, Sitting
from sessions.services.resolutions import fixed_fields
from sessions.states import OFF
from sessions.succession import predecessors_of


def _choices(form: forms.BaseForm, name: str) -> Any:
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class ResolutionForm(RecordForm):
    """Begin or change a resolution. What its place and its days must obey is checked by the service."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(
            _("Where it is adopted"),
            _("The council adopts at a sitting, its Standing Committee at a meeting between sittings."),
            ("issuer", ("sitting", "meeting"), "paper"),
        ),
        Fieldset(_("What it is about"), "", ("title", "is_normative", ("field", "committee"), "proposer")),
        Fieldset(_("Bases and text"), "", ("bases", "text")),
    )

    class Meta:
        model = Resolution
        fields: ClassVar = [
            "issuer",
            "sitting",
            "meeting",
            "paper",
            "title",
            "is_normative",
            "field",
            "committee",
            "proposer",
            "bases",
            "text",
        ]
        widgets: ClassVar = {
            "title": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "bases": forms.Textarea(attrs={"rows": 4}),
            "text": forms.Textarea(attrs={"rows": 16}),
        }
        labels: ClassVar = {"text": _("Text of the resolution")}
        help_texts: ClassVar = {
            "title": _("As under the word NGHỊ QUYẾT. Empty: taken from the paper."),
            "paper": _("Its abstract, proposer and verifying committee are taken over."),
            "bases": _("One a line. Empty: the laws of the day, the proposal and the verification report."),
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        """Choices of the council; what vote or signature have fixed is shown and cannot be changed."""
        super().__init__(*args, **kwargs)
        sittings = Sitting.objects.of(council).exclude(state__in=OFF).select_related("council_term")
        _choices(self, "sitting").queryset = sittings.order_by("-opens_on", "-pk")
        own = BodyMeeting.objects.of(council).filter(committee__isnull=True)
        _choices(self, "meeting").queryset = own.order_by("-held_on", "-pk")
        unused = Q(resolution__isnull=True) | Q(resolution=self.instance.pk)
        papers = Paper.objects.of(council).filter(unused, kind=Paper.Kind.DRAFT_RESOLUTION)
        _choices(self, "paper").queryset = papers.order_by("-sitting__opens_on", "number")
        _choices(self, "field").queryset = Field.objects.for_council(council)
        valid_or_chosen(self.fields["committee"], Committee.objects.of(council), [self.instance.committee_id])
        self.fields["title"].required = False
        for name in fixed_fields(self.instance):
            if name in self.fields:
                self.fields[name].disabled = True


class EntryForm(PortalForm):
    """Enter a resolution that was adopted and signed before it came here, or on paper."""

    fieldsets: ClassVar = (
        Fieldset(
            _("Where it was adopted"),
            _("Leave the sitting empty if it is not kept here; choose the term then."),
            ("issuer", ("sitting", "meeting"), "council_term"),
        ),
        Fieldset(_("What it is about"), "", ("title", "is_normative", ("field", "committee"), "proposer")),
        Fieldset(
            _("Number and days"),
            _("Without a number the next one of that year's series is given."),
            (
                ("adopted_on", "signed_on"),
                ("number", "signer"),
                ("in_force_on", "expires_on"),
                ("sent_up_on", "gazette_on"),
                ("published_on", "published_at"),
            ),
        ),
    )
    issuer = forms.ChoiceField(label=_("Issued by"), choices=Resolution.Issuer.choices)
    sitting = forms.ModelChoiceField(Sitting.objects.none(), label=_("Sitting"), required=False)
    meeting = forms.ModelChoiceField(
        BodyMeeting.objects.none(), label=_("Meeting of the Standing Committee"), required=False
    )
    council_term = forms.ModelChoiceField(
        CouncilTerm.objects.none(),
        label=_("Council term"),
        required=False,
        help_text=_("Of a sitting its own term is taken."),
    )
    title = forms.CharField(
        label=_("Abstract"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )
    is_normative = forms.BooleanField(
        label=_("Normative"),
        required=False,
        help_text=_("General rules; its number carries the year: 15/2024/NQ-HĐND."),
    )
    field = forms.ModelChoiceField(Field.objects.none(), label=_("Field"), required=False)
    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("Verified by"), required=False)
    proposer = forms.CharField(label=_("Proposed by"), max_length=200, required=False)
    adopted_on = DateField(label=_("Adopted on"))
    signed_on = DateField(label=_("Signed on"))
    number = forms.IntegerField(label=_("Number (digits only)"), min_value=1, max_value=9999, required=False)
    signer = forms.CharField(label=_("Signer"), max_length=200, required=False)
    in_force_on = DateField(
        label=_("In force from"), required=False, help_text=_("An individual text: empty for its signature.")
    )
    expires_on = DateField(
        label=_("No longer in force from"), required=False, help_text=_("Only if the text itself says so.")
    )
    sent_up_on = DateField(label=_("Sent up on"), required=False)
    gazette_on = DateField(label=_("Sent to the gazette on"), required=False)
    published_on = DateField(label=_("Published on"), required=False)
    published_at = forms.CharField(
        label=_("Published at"),
        max_length=300,
        required=False,
        help_text=_("Gazette number, or an address."),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        """Choices of the council; bodies of the past among them."""
        super().__init__(*args, **kwargs)
        sittings = Sitting.objects.of(council).exclude(state__in=OFF)
        _choices(self, "sitting").queryset = sittings.order_by("-opens_on", "-pk")
        own = BodyMeeting.objects.of(council).filter(committee__isnull=True)
        _choices(self, "meeting").queryset = own.order_by("-held_on", "-pk")
        _choices(self, "field").queryset = Field.objects.for_council(council)
        _choices(self, "committee").queryset = Committee.objects.of(council)
        term_choices(self, council)


# --- Steps ---


class DayForm(PortalForm):
    """The day on which a step was taken."""

    on = DateField(label=_("Day"), initial=timezone.localdate)


class ReasonForm(PortalForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeferForm(DayForm, ReasonForm):
    """When and why a draft is put off."""

    field_order = ("on", "reason")


class SignForm(PortalForm):
    """Who signed when; the number that the paper already bears, if it does."""

    on = DateField(label=_("Signed on"), initial=timezone.localdate)
    signer = forms.CharField(
        label=_("Signer"), max_length=200, help_text=_("The name as it stands under the signature.")
    )
    number = forms.IntegerField(
        label=_("Number (digits only)"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("Empty: the next one of the series. Type it only if the paper already bears one."),
    )


class SignedCopyForm(PortalForm):
    """The scan of the signed paper."""

    file = forms.FileField(
        label=_("Signed copy"), help_text=_("PDF or picture; earlier copies are kept as versions.")
    )


class IssueForm(KeepMixin, DayForm):
    """The day of issue."""


class KeepForm(KeepMixin, PortalForm):
    """Nothing but why contradicting days of an old record are kept, where they are."""


class PublishForm(DayForm):
    """Day and place of the publication."""

    where = forms.CharField(
        label=_("Published at"), max_length=300, help_text=_("Gazette number, or an address.")
    )


class ForceForm(KeepMixin, PortalForm):
    """Since when, and until when if the text itself says so."""

    in_force_on = DateField(label=_("In force from"))
    expires_on = DateField(
        label=_("No longer in force from"),
        required=False,
        help_text=_("Only where the text itself sets its end; a later text says so by its relation."),
    )


# --- Relations ---


class EarlierTexts(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when the class is made
    """The signed resolutions that can be changed, each with its number, day and abstract."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, day and abstract."""
        day = f"{obj.signed_on:%d/%m/%Y}" if obj.signed_on else ""
        return " · ".join(filter(None, [str(obj.document or ""), day, obj.title[:120]]))


class RelationForm(PortalForm):
    """What a resolution does to an earlier text."""

    fieldsets: ClassVar = (
        Fieldset("", "", ("kind",)),
        Fieldset(
            _("To which text"),
            _("Choose it where the register has it; name it by hand otherwise."),
            ("target", "target_text"),
        ),
        Fieldset("", "", (("effective_on",), "note")),
    )
    kind = forms.ChoiceField(label=_("This resolution"), choices=ResolutionRelation.Kind.choices)
    target = EarlierTexts(Resolution.objects.none(), label=_("Earlier resolution"), required=False)
    target_text = forms.CharField(
        label=_("Or another text"),
        max_length=300,
        required=False,
        help_text=_("With its number, day and issuer."),
    )
    effective_on = DateField(label=_("Since"))
    note = forms.CharField(
        label=_("Which parts"), max_length=300, required=False, help_text=_("Điều 3; khoản 2 Điều 5.")
    )

    def __init__(self, *args: Any, resolution: Resolution, **kwargs: Any) -> None:
        """Signed resolutions of the council and of those it followed."""
        super().__init__(*args, **kwargs)
        councils = {resolution.council_id, *predecessors_of(resolution.council, timezone.localdate())}
        rows = Resolution.objects.signed().filter(council__in=councils).exclude(pk=resolution.pk)
        _choices(self, "target").queryset = rows.select_related("document").order_by("-signed_on", "-pk")
