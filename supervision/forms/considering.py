"""Forms of consideration, conclusion and publication."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Fieldset, PortalForm
from sessions.models import BodyMeeting, Resolution, Sitting
from sessions.states import BodyMeetingState
from supervision.forms.steps import TermsForm, meeting_words
from supervision.models import Publication, Subject, SupervisionMission
from supervision.services import Hearing
from supervision.services.considering import ADOPTED


class ConsiderForm(PortalForm):
    """Who considered the report, when, what the bodies explained, what was said."""

    meeting = forms.ModelChoiceField(
        label=_("Meeting"), queryset=BodyMeeting.objects.none(), required=False, empty_label="–"
    )
    sitting = forms.ModelChoiceField(
        label=_("Sitting of the council"), queryset=Sitting.objects.none(), required=False, empty_label="–"
    )
    on = DateField(
        label=_("Considered on"), required=False, help_text=_("Of a meeting: its day, if left empty.")
    )
    explanation = forms.CharField(
        label=_("Explanation of the supervised bodies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    debate = forms.CharField(label=_("Debate and opinion"), widget=forms.Textarea(attrs={"rows": 6}))
    fieldsets: ClassVar = (
        Fieldset(_("Where it was considered"), "", ("meeting", "sitting", "on")),
        Fieldset(_("What was said"), "", ("explanation", "debate")),
    )

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = mission.subject == Subject.COUNCIL
        meetings: Any = self.fields["meeting"]
        own = mission.committee_id if mission.subject == Subject.COMMITTEE else None
        rows = BodyMeeting.objects.filter(council=mission.council, committee=own)
        if mission.reported_on:
            rows = rows.filter(held_on__gte=mission.reported_on)
        meetings.queryset = rows.exclude(state=BodyMeetingState.CANCELLED).order_by("-held_on")
        meetings.label_from_instance = meeting_words
        sittings: Any = self.fields["sitting"]
        sittings.queryset = Sitting.objects.of(mission.council).order_by("-opens_on")
        if not council:
            del self.fields["sitting"]
        else:
            meetings.help_text = _("The Standing Committee looks at the report first.")

    def hearing(self) -> Hearing:
        """For the service."""
        return Hearing(self.cleaned_data.get("meeting"), self.cleaned_data.get("sitting"))


class ConcludeForm(TermsForm):
    """The day of the conclusion, and its number or the resolution."""

    resolution = forms.ModelChoiceField(
        label=_("Resolution of the council"), queryset=Resolution.objects.none(), empty_label="–"
    )
    fieldsets: ClassVar = (
        Fieldset(_("The conclusion"), "", (("on", "number"), ("signer", "signer_name"), "resolution")),
    )

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mission.subject != Subject.COUNCIL:
            del self.fields["resolution"]
            return
        for name in ("number", "signer", "signer_name"):
            del self.fields[name]
        field: Any = self.fields["resolution"]
        rows = Resolution.objects.of(mission.council).filter(state__in=ADOPTED)
        field.queryset = rows.select_related("document").order_by("-adopted_on", "-pk")


class PublishForm(PortalForm):
    """Published on a day at a place, or why it is not."""

    published_on = DateField(label=_("Published on"), required=False)
    place = forms.CharField(
        label=_("Where"), max_length=300, required=False, help_text=_("Address, paper, broadcast.")
    )
    exempt_because = forms.CharField(
        label=_("Not published because"),
        max_length=300,
        required=False,
        help_text=_("State secrets, for example."),
    )
    fieldsets: ClassVar = (
        Fieldset(_("Published"), "", (("published_on", "place"),)),
        Fieldset(_("Or exempt"), "", ("exempt_because",)),
    )

    def __init__(self, *args: Any, publication: Publication | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("published_on", "place", "exempt_because"):
            vars(self.fields[name])["conditional"] = True
            if publication is not None:
                self.initial.setdefault(name, getattr(publication, name))
