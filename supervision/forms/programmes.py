"""Forms of annual programmes and their items. What rules forbid is refused by the services."""

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
from supervision.forms.subjects import offer_subjects, signer_field
from supervision.models import Programme, ProgrammeItem, Subject


class ProgrammeForm(RecordForm):
    """Whose programme, for which year."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", (("subject", "year"), "committee", "group")),)

    class Meta:
        model = Programme
        fields: ClassVar = ["subject", "year", "committee", "group"]
        widgets: ClassVar = {"year": forms.NumberInput(attrs={"class": "brief", "min": 2000})}
        help_texts: ClassVar = {
            "committee": _("Only where a committee supervises."),
            "group": _("Only where a delegate group supervises."),
        }

    def __init__(
        self, *args: Any, council: Council, own: QuerySet[Committee] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_subjects(self, council, own)


class ItemForm(RecordForm):
    """An item: what, in which form, at which bodies, from when to when."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("title", "form", "scope")),
        Fieldset(
            _("When"),
            _("The board shows other subjects that visit the same bodies within 30 days of these days."),
            (("starts_on", "ends_on"),),
        ),
        Fieldset(_("Bodies to be supervised"), "", ("bodies",)),
        Fieldset("", "", ("note",)),
    )

    class Meta:
        model = ProgrammeItem
        fields: ClassVar = ["title", "form", "scope", "starts_on", "ends_on", "bodies", "note"]
        widgets: ClassVar = {
            "bodies": forms.CheckboxSelectMultiple,
            "title": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "scope": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar = {
            "title": _("“việc …”, as the titles of its documents go on."),
            "scope": _("Area and period that is looked at."),
            "note": "",
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.bodies.values_list("pk", flat=True) if self.instance.pk else ()
        valid_or_chosen(self.fields["bodies"], Agency.objects.of(council), chosen)


class OnForm(PortalForm):
    """A day."""

    on = DateField(label=_("Day"), initial=timezone.localdate)


class ReasonOnForm(OnForm):
    """A day and why."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The result report prints it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PostponeForm(ReasonOnForm):
    """A day, why, and the new days where they are known."""

    starts_on = DateField(label=_("New days, from"), required=False)
    ends_on = DateField(label=_("to"), required=False)
    fieldsets: ClassVar = (Fieldset("", "", ("on", "reason", ("starts_on", "ends_on"))),)


class DecideForm(PortalForm):
    """The decision: its day and act, who signs, and why overlaps are accepted."""

    on = DateField(label=_("Decided on"), initial=timezone.localdate)
    resolution = forms.ModelChoiceField(
        label=_("Resolution of the council"),
        queryset=Resolution.objects.none(),
        required=False,
        help_text=_("By which the council adopted the programme."),
    )
    act_symbol = forms.CharField(
        label=_("Number of the decision"),
        max_length=60,
        required=False,
        help_text=_("Only where it bears a number that is not in the register here."),
    )
    signer_name = forms.CharField(label=_("Name of the signer"), max_length=120, required=False)
    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        required=False,
        help_text=_("Empty: the next number of the series."),
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )
    accepted = forms.CharField(
        label=_("Why the overlaps are accepted"),
        required=False,
        help_text=_("Kept with the decision and shown on the programme's page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, programme: Programme, overlapping: bool, **kwargs: Any) -> None:
        """`overlapping`: whether there is something to accept."""
        super().__init__(*args, **kwargs)
        by_council = programme.subject == Subject.COUNCIL
        if by_council:
            rows: Any = self.fields["resolution"]
            rows.queryset = (
                Resolution.objects.of(programme.council).select_related("document").order_by("-pk")
            )
            rows.label_from_instance = lambda row: f"{row}: {row.title}" if row.document else row.title
        else:
            self.fields["signer"] = signer_field(signatures_of(programme))
            self.fields["signer"].required = False
        gone = ("signer_name", "number") if by_council else ("resolution",)
        for name in (*gone, *(() if overlapping else ("accepted",))):
            del self.fields[name]
        order = ["on", "resolution", "act_symbol", "signer", "signer_name", "number", "accepted"]
        self.order_fields([name for name in order if name in self.fields])


class ProgrammeReportForm(PortalForm):
    """The result report: its day, the assessment, who signs."""

    on = DateField(
        label=_("Day of the report"),
        initial=timezone.localdate,
        help_text=_("The figures are those of this day."),
    )
    assessment = forms.CharField(
        label=_("Assessment"),
        help_text=_(
            "What was good, what was not and why, what comes next. A line that begins with “-” is an item."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    signer_name = forms.CharField(label=_("Name of the signer"), max_length=120, required=False)
    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        required=False,
        help_text=_("Empty: the next number of the series."),
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"] = signer_field(signatures_of(programme, reporting=True))
        self.order_fields(["on", "assessment", "signer", "signer_name", "number"])
