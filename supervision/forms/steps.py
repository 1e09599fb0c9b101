"""Forms of the steps of a mission: a day, a reason, and how a document is numbered and signed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day as shown
from core.forms import DateField, Fieldset, PortalForm
from sessions.forms.uploads import UploadField
from sessions.models import Verification
from supervision.models import SupervisionMission
from supervision.services import Terms

HEAD, DEPUTY = "head", "deputy"


class DayForm(PortalForm):
    """The day on which a step was taken."""

    on = DateField(label=gettext_lazy("On the day"), initial=timezone.localdate)


class ReasonForm(DayForm):
    """The day and the reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class OnlyReasonForm(PortalForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class TermsForm(DayForm):
    """The day of a document, its number, and who signs it."""

    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=1,
        max_value=99_999,
        required=False,
        help_text=gettext_lazy("Empty: the next one of the series."),
    )
    signer = forms.ChoiceField(
        label=gettext_lazy("Signed by"),
        choices=[(HEAD, gettext_lazy("The head")), (DEPUTY, gettext_lazy("A deputy, for the head"))],
        initial=HEAD,
    )
    signer_name = forms.CharField(label=gettext_lazy("Name of the signer"), max_length=120, required=False)
    fieldsets: ClassVar[tuple[Fieldset, ...]] = (
        Fieldset(gettext_lazy("The document"), "", (("on", "number"), ("signer", "signer_name"))),
    )

    def terms(self) -> Terms:
        """For the service."""
        typed = self.cleaned_data
        return Terms(
            number=typed.get("number"),
            deputy=typed.get("signer") == DEPUTY,
            signer=typed.get("signer_name") or "",
        )


class TeamTermsForm(TermsForm):
    """A document of the team: its head signs."""

    fieldsets: ClassVar = (Fieldset(gettext_lazy("The document"), "", (("on", "number"),)),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["signer"], self.fields["signer_name"]


class DecideForm(TermsForm):
    """The act that sets the mission up: issued elsewhere, or numbered here."""

    act = forms.ChoiceField(label=gettext_lazy("Kind of the act"), choices=SupervisionMission.Act.choices)
    act_symbol = forms.CharField(
        label=gettext_lazy("Number and symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Where it was issued outside this register, such as a resolution. Empty: it is numbered and drawn here, "
            "with team and bodies as entered."
        ),
    )
    fieldsets: ClassVar = (
        Fieldset(gettext_lazy("The act"), "", (("act", "on"), "act_symbol")),
        Fieldset(gettext_lazy("Numbered here"), "", ("number", ("signer", "signer_name"))),
    )

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("act", mission.act)


class NotifyForm(DayForm):
    """When plan and outline were sent, and by when the bodies report."""

    reports_due_on = DateField(
        label=gettext_lazy("Reports of the bodies due on"),
        required=False,
        help_text=gettext_lazy("As the plan sets it; usually five to ten days before the first working day."),
    )
    ask = forms.BooleanField(
        label=gettext_lazy("Ask the bodies for their reports now"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Each body that reports gets a task with this due day, and is told."),
    )

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("reports_due_on", mission.reports_due_on)


class VerificationForm(PortalForm):
    """Which verification a survey gathers facts for."""

    verification = forms.ModelChoiceField(
        label=gettext_lazy("Verification"),
        queryset=Verification.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )

    def __init__(self, *args: Any, mission: SupervisionMission, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verification"]
        rows = Verification.objects.visible_to(user).of(mission.council)
        field.queryset = rows.select_related("paper", "committee").order_by("-assigned_on")
        field.label_from_instance = verification_words
        self.initial.setdefault("verification", mission.verification_id)


def verification_words(verification: Verification) -> str:
    """A verification by its committee and paper."""
    words = {"committee": verification.committee, "paper": verification.paper.title}
    return (_("%(committee)s: %(paper)s") % words)[:160]


class SignForm(PortalForm):
    """A signed and scanned copy."""

    upload = UploadField(label=gettext_lazy("Signed copy"), help_text=gettext_lazy("The scan, as PDF."))


def meeting_words(meeting: Any) -> str:
    """A meeting by its day and subject."""
    return f"{shown(meeting.held_on)}: {meeting.title}"
