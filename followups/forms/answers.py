"""Forms of the responsible body and of those who judge its answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Contradiction
from core.forms import DateField, KeepMixin, PortalForm
from documents.services import ALLOWED_TYPES, check_upload
from followups.models import Assessment, Extension, FollowUp
from followups.services import check_day, check_result
from followups.states import ResultClass, State, UnresolvedReason

_MEANINGS: Final = {
    ResultClass.RESOLVED: gettext_lazy("what was asked for has been done"),
    ResultClass.IN_PROGRESS: gettext_lazy("work has begun and goes on"),
    ResultClass.SCHEDULED: gettext_lazy("it will be done, by a day that you name"),
    ResultClass.EXPLAINED: gettext_lazy(
        "nothing is to be done; the matter is explained, information is given"
    ),
    ResultClass.UNRESOLVED: gettext_lazy("it is not done, for a reason that you choose"),
}
EXPLAINED_CLASSES: Final = [
    (value, format_lazy("{label}: {meaning}", label=value.label, meaning=_MEANINGS[value]))
    for value in ResultClass
]
"""Classes of result with what each one says."""
_REASONS: Final = [("", gettext_lazy("Choose a reason")), *UnresolvedReason.choices]


def conditional(form: forms.BaseForm, *names: str) -> None:
    """Fields that another answer makes necessary are not called optional."""
    for name in names:
        if name in form.fields:
            vars(form.fields[name])["conditional"] = True


class FilesInput(forms.FileInput):
    """A file box that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files, each checked by its content."""

    widget = FilesInput(attrs={"accept": ",".join(ALLOWED_TYPES)})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Every file that may not be attached is named, not only the first."""
        uploads = [upload for upload in (data or []) if upload]
        problems: list[ValidationError] = []
        for upload in uploads:
            try:
                check_upload(upload)
            except ValidationError as refusal:
                problems.append(refusal)
        if problems:
            raise ValidationError(problems)
        return uploads


class AboutFollowUp(KeepMixin, PortalForm):
    """A form about one follow-up; days in it lie between its sending and today, unless an old record says otherwise."""

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        """Keep the follow-up for checks."""
        self.follow_up = follow_up
        super().__init__(*args, **kwargs)

    def _checked(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        try:
            check_day(day, follow_up=self.follow_up)
        except Contradiction:
            self.contradicted = True
            if not self.kept_because:
                raise
        return day


class ReplyForm(AboutFollowUp):
    """The answer of the responsible body."""

    text = forms.CharField(
        label=gettext_lazy("Answer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "What has been done, what will be done, or why not: as it may be read to the voters."
        ),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example 125/UBND-KT, if the answer is an official letter."),
    )
    dated_on = DateField(label=gettext_lazy("Dated"), initial=timezone.localdate)
    result_class = forms.ChoiceField(
        label=gettext_lazy("Result, as you see it"), choices=EXPLAINED_CLASSES, widget=forms.RadioSelect
    )
    roadmap_on = DateField(
        label=gettext_lazy("Will be done by"),
        required=False,
        help_text=gettext_lazy("Needed for “scheduled with a date”; useful while it is being resolved."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not"),
        choices=_REASONS,
        required=False,
        help_text=gettext_lazy("Needed for “not resolved”."),
    )
    files = FilesField(  # type: ignore[assignment]  # the form's `files` are its uploads; fields leave the class
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("PDF, Word, Excel, PNG, JPEG or ZIP; several at once."),
    )

    fieldsets = (
        (gettext_lazy("The answer"), "", ("text", ("number", "dated_on"), "files")),
        (
            gettext_lazy("What came of it"),
            gettext_lazy("The council's side judges the answer and may correct this."),
            ("result_class", ("roadmap_on", "reason")),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The class of the result says whether its day or its reason is needed."""
        super().__init__(*args, **kwargs)
        conditional(self, "roadmap_on", "reason")

    def clean_dated_on(self) -> date:
        """Not before the sending, not in the future."""
        return self._checked("dated_on")

    def clean(self) -> dict[str, Any]:
        """What a class of result needs is said in the same round as everything else."""
        data = super().clean() or {}
        if "result_class" in data and "roadmap_on" in data:
            after = data.get("dated_on") or date.min
            check_result(data["result_class"], data["roadmap_on"], data.get("reason", ""), after=after)
        return data


class ExtensionForm(PortalForm):
    """A request for more time."""

    until = DateField(label=gettext_lazy("More time until"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What has been done so far, and what stands in the way."),
    )


class DecisionForm(PortalForm):
    """The decision on a request for more time."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (Extension.Decision.GRANTED, gettext_lazy("Grant: the due date moves")),
            (Extension.Decision.REFUSED, gettext_lazy("Refuse: the present due date stands")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the body"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("A refusal needs its reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Needed or not, as its help says."""
        super().__init__(*args, **kwargs)
        conditional(self, "note")


class AssessForm(AboutFollowUp):
    """The judgement of the latest answer. "Answered" is not "settled"."""

    verdict = forms.ChoiceField(label=gettext_lazy("Judgement"), widget=forms.RadioSelect)
    on = DateField(label=gettext_lazy("Judged on"), initial=timezone.localdate)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("Needed when the answer is not accepted; the responsible body reads it."),
    )
    result_class = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=ResultClass.choices, widget=forms.RadioSelect, required=False
    )
    roadmap_on = DateField(label=gettext_lazy("Will be done by"), required=False)
    unresolved_reason = forms.ChoiceField(
        label=gettext_lazy("Why not resolved"), choices=_REASONS, required=False
    )
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    fieldsets = (
        ("", "", ("verdict", "on", "reason")),
        (
            gettext_lazy("Result, if the answer is accepted"),
            gettext_lazy(
                "As the body sees it; correct it where the facts say otherwise. Figures count this class."
            ),
            ("result_class", ("roadmap_on", "unresolved_reason")),
        ),
    )
    _VERDICTS: ClassVar = {
        Assessment.Verdict.ACCEPTED: gettext_lazy("Accept the answer"),
        Assessment.Verdict.RETURNED: gettext_lazy("Do not accept: the body must answer again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An answer already accepted can only be taken back."""
        super().__init__(*args, **kwargs)
        conditional(self, "reason", "roadmap_on", "unresolved_reason")
        field = cast(forms.ChoiceField, self.fields["verdict"])
        field.choices = list(self._VERDICTS.items())
        if self.follow_up.state == State.ACCEPTED:
            field.choices = [(Assessment.Verdict.RETURNED, self._VERDICTS[Assessment.Verdict.RETURNED])]
            self.initial["verdict"] = Assessment.Verdict.RETURNED
            for name in ("result_class", "roadmap_on", "unresolved_reason"):
                del self.fields[name]

    def clean_on(self) -> date:
        """Not before the sending, not in the future."""
        return self._checked("on")

    def clean(self) -> dict[str, Any]:
        """A result that is not resolved needs its reason, beside its own field."""
        data = super().clean() or {}
        unresolved = data.get("result_class") == ResultClass.UNRESOLVED and not data.get("unresolved_reason")
        if data.get("verdict") == Assessment.Verdict.ACCEPTED and unresolved:
            self.add_error("unresolved_reason", _("A result that is not resolved needs its reason."))
        return data


class ResultForm(AboutFollowUp):
    """A later class of result."""

    result_class = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=EXPLAINED_CLASSES, widget=forms.RadioSelect
    )
    on = DateField(
        label=gettext_lazy("Took effect on"),
        initial=timezone.localdate,
        help_text=gettext_lazy("Figures count it from this day on; earlier days keep the result they had."),
    )
    roadmap_on = DateField(label=gettext_lazy("Will be done by"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Why not resolved"), choices=_REASONS, required=False)

    fieldsets: ClassVar[Sequence[Any]] = (("", "", ("result_class", "on", ("roadmap_on", "reason"))),)

    def clean_on(self) -> date:
        """Not before the sending, not in the future."""
        return self._checked("on")


class NoteForm(PortalForm):
    """A note for the council's own file."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Stays inside the council; the responsible body does not read it."),
    )


class ReasonForm(PortalForm):
    """A reason that the responsible body reads too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The responsible body reads it."),
    )
