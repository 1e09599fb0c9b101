"""Forms of recommendations: one with its five clears, many at once, sending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Fieldset, KeepMixin, PortalForm
from followups.bodies import Bodies
from followups.forms.assigning import AssignForm
from followups.models import FollowUp
from followups.services import set_owner
from supervision.models import Finding, Recommendation, SupervisionMission
from supervision.services.recommendations import MOST_LINES, ORIGIN, Wanted

if TYPE_CHECKING:
    _Lines = BaseFormSet["RecommendationLine"]
else:
    _Lines = BaseFormSet

LINES: Final = "line"
"""Prefix of the lines of many recommendations."""
_DROPPED = ("title", "detail", "locality", "issued_on")
"""What a recommendation says of itself: its text, and the day of the paper that makes it."""


class RecommendationForm(AssignForm):
    """A recommendation, saved as a draft; the five clears are needed when it is sent."""

    text = forms.CharField(label=_("Recommendation"), widget=forms.Textarea(attrs={"rows": 5}))
    finding = forms.ModelChoiceField(
        Finding.objects.none(),
        label=_("Follows from the finding"),
        required=False,
        empty_label=_("No finding"),
    )
    legal_ground = forms.CharField(
        label=_("Legal ground"),
        max_length=300,
        required=False,
        help_text=_("The article that the body must follow."),
    )
    fieldsets: ClassVar[Any] = (
        Fieldset(_("What is recommended"), "", ("text", "legal_ground", ("finding", "field"))),
        Fieldset(_("Who does it"), "", ("body", "accountable")),
        Fieldset(
            _("By when"),
            _(
                "A rule counts the day and brings its article; a day set by hand rests on the paper that makes it."
            ),
            ("rule", ("due_anchor_on", "due_on"), "legal_basis"),
        ),
        Fieldset(_("What proves it done"), "", ("evidence",)),
    )

    def __init__(
        self,
        *args: Any,
        mission: SupervisionMission,
        recommendation: Recommendation | None = None,
        **kwargs: Any,
    ) -> None:
        """A new recommendation of a mission, or a draft of it."""
        draft = recommendation.follow_up if recommendation else FollowUp(council=mission.council, kind=ORIGIN)
        own = recommendation or Recommendation()
        initial = {"text": own.text, "legal_ground": own.legal_ground, "finding": own.finding_id}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, instance=draft, council=mission.council, **kwargs)
        for name in _DROPPED:
            self.fields.pop(name)
        self.fields["legal_basis"].help_text = _("Empty: the conclusion, or the report of the survey.")
        findings = cast("forms.ModelChoiceField[Finding]", self.fields["finding"])
        findings.queryset = mission.findings.all()
        for name in ("due_on",):
            cast("Any", self.fields[name]).needed = True  # read by components/field_mark.html

    def _day(self, name: str) -> Any:
        """The day of sending is not known yet: bodies and rules are those of today."""
        return None if name == "issued_on" else super()._day(name)

    def wanted(self) -> Wanted:
        """For the service."""
        data = self.cleaned_data
        return Wanted(
            text=data["text"],
            follow_up=self.instance,
            legal_ground=data["legal_ground"],
            finding=data["finding"],
            rule=data["rule"],
            parts=self.given_parts(),
        )


class RecommendationLine(PortalForm):
    """One recommendation of many; a line in which nothing stands says nothing."""

    text = forms.CharField(
        label=_("Recommendation"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    body = forms.ChoiceField(label=_("Responsible body"), required=False)
    accountable = forms.CharField(label=_("Who answers for it"), max_length=200, required=False)
    evidence = forms.CharField(
        label=_("Result that proves it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DateField(label=_("By when"), required=False)
    legal_ground = forms.CharField(
        label=_("Legal ground"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    finding = forms.ChoiceField(label=_("Finding"), required=False)

    def __init__(self, *args: Any, bodies: Bodies, findings: dict[int, Finding], **kwargs: Any) -> None:
        """Bodies and findings are read once for all lines."""
        super().__init__(*args, **kwargs)
        self.bodies, self.findings = bodies, findings
        fields: Any = self.fields
        fields["body"].choices = bodies.choices
        fields["finding"].choices = [
            ("", _("No finding")),
            *((str(pk), str(row)) for pk, row in findings.items()),
        ]
        if not findings:
            del self.fields["finding"]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        """A line that says something says what is recommended."""
        data = super().clean() or {}
        if any(value for name, value in data.items() if name != "text") and not data.get("text"):
            self.add_error("text", _("Write what is recommended."))
        return data

    def wanted(self, mission: SupervisionMission) -> Wanted:
        """For the service."""
        data = self.cleaned_data
        follow_up = FollowUp(
            council=mission.council,
            accountable=data["accountable"],
            evidence=data["evidence"],
            due_on=data["due_on"],
        )
        set_owner(follow_up, self.bodies.by_key.get(data["body"]))
        finding = data.get("finding", "")
        return Wanted(
            text=data["text"],
            follow_up=follow_up,
            legal_ground=data["legal_ground"],
            finding=self.findings[int(finding)] if finding else None,
        )


class BaseLines(_Lines):
    """The lines, of which the empty ones are left out."""

    def filled(self) -> list[RecommendationLine]:
        """Those in which something stands, in their order."""
        return [line for line in self.forms if not line.is_empty]


RecommendationLines: Final = forms.formset_factory(
    RecommendationLine,
    formset=BaseLines,
    extra=4,
    max_num=MOST_LINES,
    validate_max=True,
    absolute_max=2 * MOST_LINES,
)


class PasteForm(PortalForm):
    """A table copied from Word or Excel."""

    paste = forms.CharField(
        label=_("Table from Word or Excel"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Copy the table of recommendations and paste it here: content, body, who answers for it, result, "
            "due day, legal ground. Columns are told by their headings."
        ),
    )


class IssueForm(KeepMixin, PortalForm):
    """The day on which recommendations are sent."""

    on = DateField(label=_("Issued on"), initial=timezone.localdate)
