"""Forms of papers: the list, one line of it, receipt and return, and the steps after that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.models import Agency, Committee, Council
from followups.forms.answers import conditional
from followups.owners import read_key
from sessions.forms.uploads import PAPER_TYPES, UploadField, paper_hint
from sessions.models import Paper, Sitting
from sessions.services import ExpectedPaper

MOST_LINES: Final = 60
"""Lines that one entry takes."""
LONGEST_REASON: Final = 1000

Choice = tuple[Any, Any]


class Bodies:
    """Who can owe or verify a paper of a sitting: the council's agencies and committees that exist when it opens."""

    def __init__(self, council: Council, on: date, *besides: Agency | Committee | None) -> None:
        """`besides`: bodies that a record names already, also where they have ended. Two queries."""
        agencies = list(Agency.objects.of(council).valid(on).order_by("sort_key"))
        committees = list(Committee.objects.of(council).valid(on).order_by("name"))
        agencies += [body for body in besides if isinstance(body, Agency)]
        committees += [body for body in besides if isinstance(body, Committee)]
        self.agencies = {body.pk: body for body in agencies}
        self.committees = {body.pk: body for body in committees}

    def owners(self) -> list[Choice]:
        """Choices of who owes a paper, by kind of body."""
        return [
            ("", gettext_lazy("Standing Committee")),
            (gettext_lazy("Agencies"), [(f"agency-{pk}", body.name) for pk, body in self.agencies.items()]),
            (
                gettext_lazy("Committees"),
                [(f"committee-{pk}", body.name) for pk, body in self.committees.items()],
            ),
        ]

    def verifiers(self) -> list[Choice]:
        """Choices of which committee verifies."""
        return [
            ("", gettext_lazy("not verified")),
            *((str(pk), body.name) for pk, body in self.committees.items()),
        ]

    def owner(self, key: str) -> dict[str, Any]:
        """The chosen owner under the names of the paper's columns."""
        kind, pk = read_key(key) or ("", 0)
        return {
            "owner_agency": self.agencies.get(pk) if kind == "agency" else None,
            "owner_committee": self.committees.get(pk) if kind == "committee" else None,
        }

    def verifier(self, key: str) -> Committee | None:
        """The chosen committee."""
        return self.committees.get(int(key)) if key else None


def owner_key(paper: Paper) -> str:
    """How a form calls the owner of a paper."""
    if paper.owner_agency_id:
        return f"agency-{paper.owner_agency_id}"
    return f"committee-{paper.owner_committee_id}" if paper.owner_committee_id else ""


# --- Many lines ---


class PaperLine(PortalForm):
    """A line of the list as it is typed; one without a title is none."""

    number = forms.IntegerField(
        label=gettext_lazy("No."), min_value=1, max_value=999, required=False, widget=forms.TextInput
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Paper.Kind.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=500, widget=forms.Textarea(attrs={"rows": 1})
    )
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    committee = forms.ChoiceField(label=gettext_lazy("Verified by"), required=False)
    due_on = DateField(label=gettext_lazy("Due on"), required=False)
    goes_with = forms.IntegerField(
        label=gettext_lazy("Goes with no."),
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, bodies: Bodies, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        owner: Any = self.fields["owner"]
        committee: Any = self.fields["committee"]
        owner.choices, committee.choices = bodies.owners(), bodies.verifiers()
        self.fields["due_on"].widget.attrs["placeholder"] = _("by rule")
        for name in ("number", "goes_with"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def has_changed(self) -> bool:
        """Only what somebody typed makes a line; the menus always say something."""
        return any(self[name].data not in {None, ""} for name in ("title", "due_on", "goes_with", "number"))


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[PaperLine]
else:
    _FormSet = forms.BaseFormSet


class BasePaperLines(_FormSet):
    """The lines of one entry."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A line that was emptied is none, the first ones too."""
        own = {} if index is None else {"empty_permitted": True, "use_required_attribute": False}
        return {**super().get_form_kwargs(index), **own}

    def filled(self) -> list[PaperLine]:
        """The lines in which something was typed."""
        return [form for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        """An entry of nothing is no entry."""
        if not self.filled():
            raise forms.ValidationError(_("Nothing to save yet: give at least one paper its title."))

    def rows(self, legal_basis: str) -> list[ExpectedPaper]:
        """For the service; days set by hand all rest on the same words."""
        return [_expected(form, legal_basis) for form in self.filled()]


def _expected(form: PaperLine, legal_basis: str) -> ExpectedPaper:
    typed = form.cleaned_data
    owner: dict[str, Any] = form.bodies.owner(typed["owner"])
    return ExpectedPaper(
        **owner,
        kind=typed["kind"],
        title=typed["title"],
        committee=form.bodies.verifier(typed["committee"]),
        number=typed["number"],
        due_on=typed["due_on"],
        legal_basis=legal_basis if typed["due_on"] else "",
        goes_with_number=typed["goes_with"],
    )


PaperLines = forms.formset_factory(
    PaperLine,
    formset=BasePaperLines,
    extra=6,
    max_num=MOST_LINES,
    validate_max=True,
    absolute_max=2 * MOST_LINES,
)


class BasisForm(PortalForm):
    """What days set by hand rest on: one answer for the whole entry."""

    legal_basis = forms.CharField(
        label=gettext_lazy("Days set by hand rest on"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "For example the notice of the pre-sitting conference. A line without a day of its own is due by rule."
        ),
    )


# --- One line ---


class PaperForm(RecordForm):
    """Change a line of the list. What a line must obey is checked by the service."""

    checked_by_service = True
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    due_on = DateField(
        label=gettext_lazy("Due on a day set by hand"),
        required=False,
        help_text=gettext_lazy("Empty: the rules give the day."),
    )
    legal_basis = forms.CharField(label=gettext_lazy("The day rests on"), max_length=300, required=False)
    fieldsets: ClassVar = (
        Fieldset(gettext_lazy("The paper"), "", (("number", "kind"), "title", ("symbol", "dated_on"))),
        Fieldset(gettext_lazy("Owner and committee"), "", (("owner", "committee"), "goes_with")),
        Fieldset(gettext_lazy("Until when"), "", (("due_on", "legal_basis"),)),
        Fieldset("", "", ("note",)),
    )

    class Meta:
        model = Paper
        fields: ClassVar = [
            "number",
            "kind",
            "title",
            "committee",
            "goes_with",
            "symbol",
            "dated_on",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A day by rule is not offered as one that somebody set."""
        super().__init__(*args, **kwargs)
        paper: Paper = self.instance
        owned = (paper.owner_agency, paper.owner_committee, paper.committee)
        self.bodies = Bodies(paper.sitting.council, paper.sitting.opens_on, *owned)
        owner: Any = self.fields["owner"]
        owner.choices = self.bodies.owners()
        fields: Any = self.fields
        fields["committee"].queryset = Committee.objects.filter(pk__in=self.bodies.committees)
        fields["committee"].empty_label = _("not verified")
        fields["goes_with"].queryset = paper.sitting.papers.exclude(pk=paper.pk).order_by("number")
        fields["goes_with"].empty_label = _("no other paper")
        fields["goes_with"].label_from_instance = lambda other: f"{other.number}. {other.title}"
        fields["number"].widget.attrs |= {"class": "brief", "min": 1}
        by_hand = paper.due_rule_id is None
        self.initial["owner"] = owner_key(paper)
        self.initial["due_on"] = paper.due_on if by_hand else None
        self.initial["legal_basis"] = paper.legal_basis if by_hand else ""
        if not by_hand:
            self.fields["due_on"].help_text = _("Empty: due by rule on %(day)s (%(basis)s).") % {
                "day": shown(paper.due_on),
                "basis": paper.legal_basis,
            }

    def changes(self) -> dict[str, Any]:
        """What the service is told."""
        typed = dict(self.cleaned_data)
        for name in ("version", "overwrite"):
            typed.pop(name, None)
        owner = self.bodies.owner(typed.pop("owner"))
        return {**typed, **owner}


# --- Receipt, return, steps ---


class ReceiveForm(PortalForm):
    """A version of the paper. The owner itself hands in a file, today; the secretariat records what came and when."""

    upload = UploadField(label=gettext_lazy("File"), required=False)
    symbol = forms.CharField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As on the paper: 125/TTr-UBND."),
    )
    dated_on = DateField(label=gettext_lazy("Dated"), required=False)
    on = DateField(label=gettext_lazy("Received on"), initial=timezone.localdate)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What is new in this version, or what is missing from it."),
    )
    fieldsets: ClassVar = (Fieldset("", "", ("upload", ("symbol", "dated_on"), "on", "note")),)

    def __init__(self, *args: Any, paper: Paper, by_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = paper_hint()
        self.fields["upload"].widget.attrs["accept"] = ",".join(PAPER_TYPES)
        self.initial.setdefault("symbol", paper.symbol)
        self.initial.setdefault("dated_on", paper.dated_on)
        if by_owner:
            del self.fields["on"]
            self.fields["upload"].required = True


class ReturnForm(PortalForm):
    """What is missing, and since when the paper is owed again."""

    reason = forms.CharField(
        label=gettext_lazy("What is missing"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The owner reads this."),
    )
    on = DateField(label=gettext_lazy("Returned on"), initial=timezone.localdate)


class AssignForm(PortalForm):
    """Which committee leads the verification, which ones co-ordinate, and when the report is due."""

    lead = forms.ModelChoiceField(
        label=gettext_lazy("Leads the verification"), queryset=Committee.objects.none()
    )
    committees = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Co-ordinating committees"),
        queryset=Committee.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on = DateField(label=gettext_lazy("Assigned on"), initial=timezone.localdate)
    due_on = DateField(
        label=gettext_lazy("Report due on a day set by hand"),
        required=False,
        help_text=gettext_lazy("Empty: the rules give the day."),
    )
    legal_basis = forms.CharField(label=gettext_lazy("The day rests on"), max_length=300, required=False)
    fieldsets: ClassVar = (Fieldset("", "", ("lead", "committees", "on", ("due_on", "legal_basis"))),)

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = paper.sitting.council
        fields: Any = self.fields
        offered = Committee.objects.of(council).valid(timezone.localdate()).order_by("name")
        fields["lead"].queryset = fields["committees"].queryset = offered
        self.initial.setdefault("lead", paper.committee_id)
        conditional(self, "legal_basis")


class StepForm(PortalForm):
    """The day of a step, and why where it ends the paper's way."""

    on = DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *args: Any, with_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ManyForm(PortalForm):
    """The day on which something is done to many papers."""

    on = DateField(label=gettext_lazy("Day"), initial=timezone.localdate)


class TableManyForm(ManyForm):
    """The day on which papers were tabled, and whether their items were dealt with then."""

    with_items = forms.BooleanField(
        label=gettext_lazy("Their items of the agenda were dealt with on this day"),
        required=False,
        initial=True,
    )


class AssignManyForm(ManyForm):
    """All to one committee, or each to the one that the list names."""

    lead = forms.ModelChoiceField(
        label=gettext_lazy("Committee"),
        queryset=Committee.objects.none(),
        required=False,
        empty_label=gettext_lazy("as named on the list"),
    )
    fieldsets: ClassVar = (Fieldset("", "", (("on", "lead"),)),)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.queryset = Committee.objects.of(sitting.council).valid(timezone.localdate()).order_by("name")


ORDERS: Final = {
    "number": (gettext_lazy("as now, without gaps"), ("number",)),
    "kind": (gettext_lazy("by kind, then as now"), ("kind_order", "number")),
    "owner": (gettext_lazy("by owner, then as now"), ("owner_order", "number")),
    "committee": (gettext_lazy("by verifying committee, then as now"), ("committee_order", "number")),
    "due": (gettext_lazy("by due day, then as now"), ("due_on", "number")),
}
"""Ways in which the list can be numbered anew, with the order that each gives."""


class RenumberForm(PortalForm):
    """In which order the papers are numbered from 1."""

    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[(name, label) for name, (label, _fields) in ORDERS.items()],
        widget=forms.RadioSelect,
        initial="number",
    )
