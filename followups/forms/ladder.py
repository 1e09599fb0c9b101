"""Forms of the escalation ladder: climbing, letting a rung rest, a council's own ladder, and the reminder letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateField, PortalForm
from followups.ladder import Step
from followups.letters import SIGNERS, Terms
from followups.models import RungKind
from followups.services.climbing import HIGHEST, LONGEST_WAIT
from followups.services.letters import check_terms

_ASKED: Final[dict[str, str | Any]] = {
    RungKind.JOINT_MEETING: gettext_lazy("Which meeting, who spoke, what was said."),
    RungKind.COMPETENT_AUTHORITY: gettext_lazy("To whom it is proposed, and what they are to decide."),
    RungKind.EXPLANATION: gettext_lazy("What is to be explained, and by whom."),
    RungKind.QUESTIONING: gettext_lazy("What the council is to ask about, and of whom."),
    RungKind.RE_SUPERVISION: gettext_lazy("What is to be supervised again, and why."),
}
_WORDS: Final = 2000


class RungForm(PortalForm):
    """About one rung: it travels along, so that nobody decides on another one than was shown."""

    position = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=RungKind.choices, widget=forms.HiddenInput)


class ClimbForm(RungForm):
    """The next rung is climbed: on which day, and what was done."""

    on = DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea(attrs={"rows": 4}), max_length=_WORDS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The remark says what is asked of this rung."""
        super().__init__(*args, **kwargs)
        kind = self.initial.get("kind", "")
        self.fields["reason"].help_text = _ASKED.get(kind, "")
        if kind == RungKind.JOINT_MEETING:
            self.fields["on"].label = _("Day of the meeting")


class DeclineForm(RungForm):
    """The next rung is not climbed now."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_WORDS,
        help_text=gettext_lazy("Stays inside the council and stands in the record with your name."),
    )


class TopicForm(PortalForm):
    """A questioning topic out of turn."""

    on = DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    reason = forms.CharField(
        label=gettext_lazy("Topic"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_WORDS,
        help_text=_ASKED[RungKind.QUESTIONING],
    )


class LetterForm(PortalForm):
    """What the writer of reminder letters decides."""

    dated_on = DateField(label=gettext_lazy("Dated"), initial=timezone.localdate)
    answer_by = DateField(label=gettext_lazy("Answer by"))
    signer = forms.ChoiceField(
        label=gettext_lazy("Signed by"),
        choices=[(key, " / ".join(lines)) for key, lines in SIGNERS.items()],
        help_text=gettext_lazy("The office only where the working regulations allow it."),
    )
    signer_name = forms.CharField(
        label=gettext_lazy("Name of the signer"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("May stay open until the letter is signed."),
    )
    next_step = forms.CharField(
        label=gettext_lazy("If there is no answer, the Standing Committee will …"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        help_text=gettext_lazy("In Vietnamese, as the letter says it. The ladder proposes the words."),
    )

    fieldsets: ClassVar = (
        (gettext_lazy("The letter"), "", (("dated_on", "answer_by"), "signer", "signer_name", "next_step")),
    )

    def clean(self) -> dict[str, Any]:
        """Days that do not fit are said in the same round as everything else."""
        data = super().clean() or {}
        if not self.errors:
            check_terms(self.terms())
        return data

    def terms(self) -> Terms:
        """For the service."""
        return Terms(**{name: self.cleaned_data[name] for name in self.base_fields})


class LadderLine(PortalForm):
    """A rung of the council's own ladder. An empty line is none."""

    order = forms.IntegerField(
        label=gettext_lazy("Order"),
        min_value=1,
        max_value=999,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is done"), choices=[("", gettext_lazy("Choose …")), *RungKind.choices]
    )
    wait_days = forms.IntegerField(
        label=gettext_lazy("Working days to wait"),
        min_value=0,
        max_value=LONGEST_WAIT,
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[LadderLine]
else:
    _FormSet = forms.BaseFormSet


class BaseLadder(_FormSet):
    """The lines of a ladder: numbers give the order, ticked lines go."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A line that was emptied is none, the first ones too."""
        own = {} if index is None else {"empty_permitted": True}
        return {**super().get_form_kwargs(index), **own}

    def rungs(self) -> list[Step]:
        """In their new order; lines that were left empty and those to be removed are none."""
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data.get("kind")]
        kept = [line for line in lines if not line["remove"]]
        return [
            Step(line["kind"], line["wait_days"]) for line in sorted(kept, key=lambda line: line["order"])
        ]

    def clean(self) -> None:
        """A ladder without rungs is no ladder: the usual one is chosen by its own button."""
        if not any(self.errors) and not self.rungs():
            raise forms.ValidationError(_("Keep at least one rung, or go back to the usual ladder."))


LadderFormSet = forms.formset_factory(
    LadderLine, formset=BaseLadder, extra=2, max_num=HIGHEST, validate_max=True, absolute_max=2 * HIGHEST
)


def ladder_lines(rungs: Any) -> list[dict[str, Any]]:
    """What the lines begin with: tens leave room for a rung between two."""
    return [
        {"order": place * 10, "kind": rung.kind, "wait_days": rung.wait_days}
        for place, rung in enumerate(rungs, start=1)
    ]


def default_answer_by(calendar: Any, on: date) -> date:
    """Ten working days after a day."""
    day: date = calendar.add_working_days(on, 10)
    return day
