"""Forms of verdicts and of re-supervision."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.forms import valid_or_chosen
from councils.models import Committee, Council
from sessions.forms.uploads import UploadField, paper_hint
from supervision.models import Recommendation, SupervisionMission, Verdict

CONSEQUENCES = {
    Verdict.Outcome.DONE: _("Carried out: the answer is accepted and the matter closed"),
    Verdict.Outcome.PARTLY: _("Carried out in part: the body goes on owing the rest"),
    Verdict.Outcome.NOT_DONE: _("Not carried out: the body owes it as before"),
    Verdict.Outcome.NOT_APPLICABLE: _("No longer applicable: nobody owes it any more"),
}
"""What each verdict means for the body."""


class VerdictForm(PortalForm):
    """What the reviewer found, since when, and what proves it."""

    outcome = forms.ChoiceField(
        label=_("Verdict"), choices=list(CONSEQUENCES.items()), widget=forms.RadioSelect
    )
    on = DateField(label=_("Judged on"), initial=timezone.localdate)
    mission = forms.ModelChoiceField(
        SupervisionMission.objects.none(),
        label=_("Found by the re-supervision"),
        required=False,
        empty_label=_("Not by a re-supervision"),
    )
    reason = forms.CharField(
        label=_("What was seen, and what proves it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The responsible body reads it."),
    )
    upload = UploadField(label=_("Evidence as a file"), required=False)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fieldsets: ClassVar = (Fieldset("", "", ("outcome", ("on", "mission"), "reason", "upload")),)

    def __init__(self, *args: Any, missions: QuerySet[Any], **kwargs: Any) -> None:
        """`missions` look at the recommendation again; without any nothing is asked."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = paper_hint()
        if not missions:
            del self.fields["mission"]
            return
        cast("forms.ModelChoiceField[Any]", self.fields["mission"]).queryset = missions


class ReSupervisionForm(RecordForm):
    """The mission that looks again."""

    checked_by_service = True
    fieldsets: ClassVar = (Fieldset("", "", ("title", ("subject", "committee"), "scope")),)

    class Meta:
        model = SupervisionMission
        fields: ClassVar = ["title", "subject", "committee", "scope"]
        widgets: ClassVar = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "scope": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {"committee": _("Only where a committee supervises.")}

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valid_or_chosen(self.fields["committee"], Committee.objects.of(council), [None])
        subjects = cast("forms.ChoiceField", self.fields["subject"])
        subjects.choices = [choice for choice in SupervisionMission.Subject.choices if choice[0] != "group"]


class LookAgainForm(PortalForm):
    """Further recommendations for a re-supervision."""

    recommendations = forms.ModelMultipleChoiceField(
        Recommendation.objects.none(),
        label=_("Recommendations"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Issued ones that are not carried out yet."),
    )

    def __init__(self, *args: Any, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Any]", self.fields["recommendations"])
        field.queryset = rows
