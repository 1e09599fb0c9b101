"""Forms of a verification: its meeting, the parts of the report, remarks, the report, and the owner's answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.editing import OverwriteInput
from core.forms import DateField, Fieldset, Group, PortalForm
from core.text import whole
from followups.forms.answers import conditional
from sessions.forms.uploads import UploadField
from sessions.models import BodyMeeting, PaperVersion, Verification, VerificationRemark
from sessions.report_parts import parts_of
from sessions.services import Answer, RemarkLine, SectionText
from sessions.states import BodyMeetingState

MOST_REMARKS: Final = 100
_MORE_PARTS: Final = 2
_SHORT: Final = {"rows": 2}


class BeginForm(PortalForm):
    """Since when the committee works on it."""

    on = DateField(label=gettext_lazy("Begun on"), initial=timezone.localdate)


class MeetingForm(PortalForm):
    """At which of the committee's meetings the paper is verified."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Meeting of the committee"),
        queryset=BodyMeeting.objects.none(),
        required=False,
        empty_label=gettext_lazy("no meeting yet"),
        help_text=gettext_lazy("Meetings are entered among those of the Standing Committee and committees."),
    )

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        rows = BodyMeeting.objects.filter(committee=verification.committee_id)
        rows = rows.filter(held_on__gte=verification.assigned_on)
        field.queryset = rows.exclude(state=BodyMeetingState.CANCELLED).order_by("-held_on")
        field.label_from_instance = lambda meeting: f"{shown(meeting.held_on)}: {meeting.title}"
        self.initial.setdefault("meeting", verification.meeting_id)


class SectionsForm(PortalForm):
    """The parts of the report: those that its kind must have, and some of one's own."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on = verification.version
        self.initial.setdefault("version", self.opened_on)
        self.required_parts = parts_of(verification.paper)
        standing = list(verification.sections.all())
        self.places = range(len(standing) + _MORE_PARTS)
        for place in self.places:
            section = standing[place] if place < len(standing) else None
            self._add(place, section.heading if section else "", section.text if section else "")

    def _add(self, place: int, heading: str, text: str) -> None:
        """A heading that the kind of report fixes is no question, but travels along."""
        fixed = heading in self.required_parts
        label = heading or _("Heading of another part")
        self.fields[f"heading_{place}"] = forms.CharField(
            label=label,
            max_length=200,
            required=False,
            initial=heading,
            widget=forms.HiddenInput if fixed else forms.TextInput,
        )
        self.fields[f"text_{place}"] = forms.CharField(
            label=heading if fixed else _("Text"),
            required=False,
            initial=text,
            widget=forms.Textarea(attrs={"rows": 6}),
        )
        conditional(self, f"heading_{place}", f"text_{place}")

    def field_groups(self) -> list[Any]:
        """One group per part, in their order."""
        overwrite = [Group("", "", [[self["overwrite"]]])] if "overwrite" in self.fields else []
        return [*overwrite, *(Group("", "", self._part(place)) for place in self.places)]

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

    def _part(self, place: int) -> list[list[BoundField]]:
        heading, text = self[f"heading_{place}"], self[f"text_{place}"]
        return [[text]] if heading.is_hidden else [[heading], [text]]

    def rows(self) -> list[SectionText]:
        """For the service."""
        typed = self.cleaned_data
        return [SectionText(typed[f"heading_{place}"], typed[f"text_{place}"]) for place in self.places]


# --- Remarks ---


class RemarkForm(PortalForm):
    """One remark. A line emptied drops its remark."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(
        label=gettext_lazy("Place in the draft"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs=_SHORT),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark of the committee"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    request = forms.CharField(
        label=gettext_lazy("Change asked for"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )

    def line(self) -> RemarkLine:
        """For the service."""
        typed = {name: self.cleaned_data.get(name) or "" for name in ("remark", "place", "request")}
        return RemarkLine(**typed, pk=self.cleaned_data.get("pk"))


if TYPE_CHECKING:
    _Remarks = forms.BaseFormSet[RemarkForm]
    _Answers = forms.BaseFormSet["AnswerForm"]
else:
    _Remarks = _Answers = forms.BaseFormSet


class BaseRemarks(_Remarks):
    """The remarks of one verification."""

    def lines(self) -> list[RemarkLine]:
        """For the service, every line in its place."""
        return [form.line() for form in self.forms]


RemarkForms = forms.formset_factory(
    RemarkForm,
    formset=BaseRemarks,
    extra=3,
    max_num=MOST_REMARKS,
    validate_max=True,
    absolute_max=2 * MOST_REMARKS,
)


def remark_lines(remarks: Iterable[VerificationRemark]) -> list[dict[str, Any]]:
    """What the lines begin with."""
    return [{name: getattr(row, name) for name in ("pk", "place", "remark", "request")} for row in remarks]


# --- The report ---


class ReportForm(PortalForm):
    """The committee's opinion about one version, the day, and who signs."""

    version = forms.ModelChoiceField(
        label=gettext_lazy("Version examined"),
        queryset=PaperVersion.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The report speaks about this version for ever."),
    )
    opinion = forms.ChoiceField(
        label=gettext_lazy("Opinion of the committee"),
        choices=Verification.Opinion.choices,
        widget=forms.RadioSelect,
    )
    on = DateField(label=gettext_lazy("Reported on"), initial=timezone.localdate)
    number = forms.IntegerField(
        label=gettext_lazy("Number of the report"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=gettext_lazy("Empty: the next one of the series."),
    )
    signer = forms.ChoiceField(
        label=gettext_lazy("Signed by"),
        choices=[("head", gettext_lazy("Committee head")), ("deputy", gettext_lazy("Deputy committee head"))],
        initial="head",
    )
    signer_name = forms.CharField(label=gettext_lazy("Name of the signer"), max_length=120, required=False)
    listed = forms.BooleanField(
        label=gettext_lazy("Put the report on the sitting's list of papers"),
        required=False,
        initial=True,
        help_text=gettext_lazy("It goes to the delegates with the other papers."),
    )
    fieldsets: ClassVar = (
        Fieldset(gettext_lazy("What the committee says"), "", ("version", "opinion")),
        Fieldset(gettext_lazy("The document"), "", (("on", "number"), ("signer", "signer_name"), "listed")),
    )

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        field.queryset = PaperVersion.objects.filter(paper=verification.paper_id)
        field.label_from_instance = version_words
        self.initial.setdefault("version", field.queryset.first())
        self.initial.setdefault("opinion", verification.opinion)


def version_words(version: PaperVersion) -> str:
    """A version by its number and the day it came."""
    words = {"number": version.number, "day": shown(version.received_on)}
    return _("Version %(number)s, received on %(day)s") % words


class SignForm(PortalForm):
    """The signed and scanned report."""

    upload = UploadField(label=gettext_lazy("Signed report"), help_text=gettext_lazy("The scan, as PDF."))


# --- The owner's answers ---


class AnswerForm(PortalForm):
    """The answer to one remark; left open, it can be answered later."""

    remark_pk = forms.IntegerField(widget=forms.HiddenInput)
    response = forms.ChoiceField(
        label=gettext_lazy("Response"),
        choices=[("", gettext_lazy("not answered yet")), *VerificationRemark.Response.choices],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("How, or why not"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    place = forms.CharField(label=gettext_lazy("Where in the revised draft"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whether a field is needed depends on the others: none is called optional."""
        super().__init__(*args, **kwargs)
        conditional(self, "response", "text", "place")

    def answer(self) -> Answer:
        """For the service."""
        typed = self.cleaned_data
        return Answer(typed["remark_pk"], typed["response"], typed["text"], typed["place"])


class BaseAnswers(_Answers):
    """One form per remark, in their order."""

    def answers(self) -> list[Answer]:
        """For the service."""
        return [form.answer() for form in self.forms]

    def beside(self, remarks: Iterable[VerificationRemark]) -> Iterator[tuple[VerificationRemark, Any]]:
        """Each remark with the form of its answer; forms of remarks that are none are left out."""
        forms_of = {str(form["remark_pk"].value()): form for form in self.forms}
        for remark in remarks:
            if form := forms_of.get(str(remark.pk)):
                yield remark, form


AnswerForms = forms.formset_factory(
    AnswerForm,
    formset=BaseAnswers,
    extra=0,
    max_num=MOST_REMARKS,
    validate_max=True,
    absolute_max=2 * MOST_REMARKS,
)


def answer_lines(remarks: Iterable[VerificationRemark]) -> list[dict[str, Any]]:
    """What the forms begin with."""
    return [
        {
            "remark_pk": row.pk,
            "response": row.response,
            "text": row.response_text,
            "place": row.response_place,
        }
        for row in remarks
    ]
