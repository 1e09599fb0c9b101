"""Forms of working sessions: planning, holding, minutes, photos and requested papers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from followups.forms.answers import conditional
from sessions.forms.uploads import UploadField, paper_hint
from supervision.models import SupervisionMission, TeamMember, WorkingSession
from supervision.services.sessions import PARTS


class SessionForm(RecordForm):
    """Plan a session or visit."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(_("What and where"), "", (("kind", "body"), "content", "place")),
        Fieldset(_("When"), "", (("held_on", "starts_at", "ends_at"),)),
        Fieldset(_("Who"), "", ("members", "others", "preparation")),
    )

    class Meta:
        model = WorkingSession
        fields: ClassVar = [
            "kind",
            "body",
            "content",
            "place",
            "held_on",
            "starts_at",
            "ends_at",
            "members",
            "others",
            "preparation",
        ]
        widgets: ClassVar = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, mission: SupervisionMission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["body"]
        bodies.queryset = mission.supervised.select_related("agency")
        bodies.empty_label = "–"
        members: Any = self.fields["members"]
        members.queryset = mission.members.select_related("delegate")
        conditional(self, "body")


class HoldForm(PortalForm):
    """Who took part."""

    members = forms.ModelMultipleChoiceField(
        label=_("Of the team took part"),
        queryset=TeamMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Others present"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Of the body and guests, with their posts."),
    )

    def __init__(self, *args: Any, session: WorkingSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = session.mission.members.select_related("delegate")
        self.initial.setdefault("members", [row.pk for row in session.members.all()])
        self.initial.setdefault("others", session.others)


class MinutesForm(RecordForm):
    """The parts of the minutes."""

    checked_by_service = True

    class Meta:
        model = WorkingSession
        fields: ClassVar = [*PARTS]
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 6}) for name in PARTS}

    def texts(self) -> dict[str, str]:
        """For the service."""
        return {name: self.cleaned_data[name] for name in PARTS}


class PhotoForm(PortalForm):
    """A photo or paper, with what it shows."""

    upload = UploadField(label=_("Photo or paper"))
    caption = forms.CharField(label=_("What it shows"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = paper_hint()


class AskPaperForm(PortalForm):
    """What a body is to hand in later."""

    text = forms.CharField(
        label=_("What is asked for"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = DateField(label=_("Due on"))


class ReceiveForm(PortalForm):
    """What was asked for has come."""

    on = DateField(label=_("Received on"), initial=timezone.localdate)
    upload = UploadField(label=_("File"), required=False)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        """A body hands its paper in today."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = paper_hint()
        if own:
            del self.fields["on"]
            self.fields["upload"].required = True
