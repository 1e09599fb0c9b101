"""Forms of voter contact. What the rules of the field forbid is refused by the services, beside the same fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.display import day
from core.editing import RecordForm
from core.forms import DateField, Fieldset, PortalForm
from councils.models import Agency, Council, Delegate, DelegateGroup, Field
from councils.querysets import valid_on
from sessions.models import Sitting
from voters.models import CompetenceLevel, Qualifier, VoterContactRound, VoterMeeting, VoterOpinion
from voters.services.opinions import CONTENT_LIMIT, DISTRICTS_UNTIL

MOST_PEOPLE = 1_000_000
"""No meeting has more; a slip of the finger does."""
_MANY_BOXES = 40
"""Beyond this many, councils are offered as a list to choose from instead of boxes to tick."""


class RoundForm(RecordForm):
    """A round of voter contact."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("name", ("kind", "sitting"), "topic")),
        Fieldset(_("Days"), "", (("starts_on", "ends_on", "cut_off_on"), "meetings_needed")),
    )

    class Meta:
        model = VoterContactRound
        fields: ClassVar = [
            "name",
            "kind",
            "sitting",
            "topic",
            "starts_on",
            "ends_on",
            "cut_off_on",
            "meetings_needed",
        ]

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sittings = Sitting.objects.of(council).select_related("council_term__term").order_by("-opens_on")
        chosen = cast("forms.ModelChoiceField[Sitting]", self.fields["sitting"])
        chosen.queryset = sittings
        needed = self.fields["meetings_needed"]
        needed.required = False
        needed.widget.attrs |= {"class": "brief", "min": 0}
        chosen.label_from_instance = _sitting_and_day  # type: ignore[method-assign]  # the one way without a subclass

    def clean_meetings_needed(self) -> int:
        """One, unless another number is given."""
        needed: int | None = self.cleaned_data["meetings_needed"]
        return 1 if needed is None else needed


def _sitting_and_day(obj: Sitting) -> str:
    return f"{obj}, {day(obj.opens_on)}"


class MeetingForm(RecordForm):
    """A voter meeting: where and when, who was there, how many came."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset(
            _("Where and when"),
            "",
            (
                ("held_on", "starts_at", "ends_at"),
                ("locality", "venue"),
                ("form", "is_online"),
                ("subject", "requested_on"),
            ),
        ),
        Fieldset(
            _("Who takes part"),
            "",
            (("chair", "secretary"), "groups", "delegates", "agencies", "joint_councils"),
        ),
        Fieldset(
            _("Voters"),
            _("May stay empty until the meeting has been held."),
            ("invited", ("headcount_qualifier", "headcount", "speakers")),
        ),
        Fieldset("", "", ("note",)),
    )

    class Meta:
        model = VoterMeeting
        fields: ClassVar = [
            "held_on",
            "starts_at",
            "ends_at",
            "locality",
            "venue",
            "form",
            "is_online",
            "subject",
            "requested_on",
            "chair",
            "secretary",
            "groups",
            "delegates",
            "agencies",
            "joint_councils",
            "invited",
            "headcount_qualifier",
            "headcount",
            "speakers",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: VoterContactRound = self.instance.round
        council, on = contact.council, contact.ends_on
        self._offer("groups", DelegateGroup.objects.filter(council_term=contact.council_term))
        self._offer("delegates", _delegates(contact, kept=self.instance))
        self._offer("agencies", Agency.objects.of(council).valid(on), kept="agencies")
        self._offer(
            "joint_councils", Council.objects.filter(_neighbours(council)).order_by("level", "sort_key")
        )
        self.fields["held_on"].help_text = _("The round runs from %(first)s to %(last)s.") % {
            "first": day(contact.starts_on),
            "last": day(contact.ends_on),
        }
        _offer_words(self.fields, ("locality", "venue", "chair", "secretary"))
        self._word_numbers()

    def _offer(self, name: str, rows: QuerySet[Any], kept: str = "") -> None:
        """The rows to choose from, with those that the record already has."""
        field = cast("forms.ModelMultipleChoiceField[Any]", self.fields[name])
        if kept and self.instance.pk:
            rows = (rows | rows.model._default_manager.filter(voter_meetings=self.instance)).distinct()
        if not _choose_several(field, rows):
            del self.fields[name]

    def _word_numbers(self) -> None:
        qualifier = cast("forms.ChoiceField", self.fields["headcount_qualifier"])
        qualifier.choices = list(Qualifier.choices)
        for name in ("invited", "headcount", "speakers"):
            self.fields[name].widget.attrs |= {"class": "brief", "inputmode": "numeric"}


def _choose_several(field: forms.ModelMultipleChoiceField[Any], rows: QuerySet[Any]) -> int:
    """Offer rows as boxes to tick while they are few; returns how many there are."""
    field.queryset = rows
    choices = list(cast("Iterable[Any]", field.choices))
    if len(choices) <= _MANY_BOXES:
        field.widget = forms.CheckboxSelectMultiple()
        field.widget.choices = field.choices = choices
    return len(choices)


def _delegates(contact: VoterContactRound, kept: VoterMeeting) -> QuerySet[Delegate]:
    """Who held a seat at any time during the round, and whom the meeting already names."""
    during = Q(seats__valid_from__lte=contact.ends_on) & (
        Q(seats__valid_to__isnull=True) | Q(seats__valid_to__gte=contact.starts_on)
    )
    wanted = during | Q(voter_meetings=kept) if kept.pk else during
    return Delegate.objects.of(contact.council).filter(wanted).distinct().order_by("sort_key")


def _neighbours(council: Council) -> Q:
    """Councils of other levels that share voters with this one: those above it, and those below it."""
    above = [council.parent_id, council.parent.parent_id if council.parent else None]
    return Q(pk__in=[pk for pk in above if pk]) | Q(parent=council)


def _offer_words(fields: dict[str, forms.Field], names: Iterable[str]) -> None:
    """Text boxes that offer what was typed before, from the lists the page carries."""
    for name in names:
        fields[name].widget.attrs |= {"list": f"known-{name}", "autocomplete": "off"}


class HoldForm(PortalForm):
    """What must be known to record a meeting as held."""

    headcount_qualifier = forms.ChoiceField(label=_("How exact"), choices=Qualifier.choices, required=False)
    headcount = forms.IntegerField(
        label=_("Attendances of voters"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("One person at one meeting; not distinct persons."),
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )
    speakers = forms.IntegerField(
        label=_("Voters who spoke"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.NumberInput(attrs={"class": "brief"}),
    )
    fieldsets: ClassVar = (Fieldset("", "", (("headcount_qualifier", "headcount", "speakers"),)),)


class MoveForm(PortalForm):
    """A move that needs nothing but its button."""


class OpinionForm(RecordForm):
    """One opinion, before it is sent."""

    checked_by_service = True
    fieldsets: ClassVar = (
        Fieldset("", "", ("content", ("voter_place", "kind"))),
        Fieldset(
            _("Classification"),
            _("What is not yet known may stay empty; all three are needed to send it."),
            (("field", "competence_level"), "agency", "coordinating"),
        ),
        Fieldset(_("Screening"), "", ("screening", "spot_answer")),
    )

    class Meta:
        model = VoterOpinion
        fields: ClassVar = [
            "content",
            "voter_place",
            "kind",
            "field",
            "competence_level",
            "agency",
            "coordinating",
            "screening",
            "spot_answer",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opinion: VoterOpinion = self.instance
        choose_fields(self.fields["field"], opinion.council)
        agencies = agencies_for(opinion.council, {opinion.recorded_on, timezone.localdate()})
        _query(self.fields["agency"], agencies)
        _choose_several(cast("forms.ModelMultipleChoiceField[Any]", self.fields["coordinating"]), agencies)
        choose_levels(self.fields["competence_level"], opinion.recorded_on)
        self.fields["content"].widget.attrs |= {"rows": 6, "maxlength": CONTENT_LIMIT}


class ClassifyForm(PortalForm):
    """A field, a level or an agency for several opinions; what stays empty is not changed."""

    field = forms.ModelChoiceField(label=_("Field"), queryset=Field.objects.none(), required=False)
    competence_level = forms.ChoiceField(label=_("Competence"), required=False)
    agency = forms.ModelChoiceField(
        label=_("Responsible agency"), queryset=Agency.objects.none(), required=False
    )
    fieldsets: ClassVar = (
        Fieldset("", _("What stays empty is not changed."), (("field", "competence_level", "agency"),)),
    )

    def __init__(self, *args: Any, council: Council, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = on or min(timezone.localdate(), council.valid_to or date.max)
        choose_fields(self.fields["field"], council)
        _query(self.fields["agency"], agencies_for(council, {latest, timezone.localdate()}))
        choose_levels(self.fields["competence_level"], latest)
        self.latest = latest
        self._keep_short()

    def _keep_short(self) -> None:
        """Says by its first choice what the box is for: in the bar under the list there is no room for labels."""
        for name, words in (
            ("field", _("Field …")),
            ("competence_level", _("Competence …")),
            ("agency", _("Agency …")),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = words
            elif isinstance(field, forms.ChoiceField):
                field.choices = [("", words), *levels(self.latest)]


class SendForm(PortalForm):
    """When opinions are sent, who answers for them and what proves them done."""

    on = DateField(label=_("Sent on"), help_text=_("The due date is counted from this day."))
    accountable = forms.CharField(
        label=_("Who answers for it"),
        max_length=200,
        required=False,
        help_text=_("Empty: the head of each agency."),
    )
    evidence = forms.CharField(label=_("Result that proves it done"), max_length=300)
    fieldsets: ClassVar = (Fieldset("", "", (("on", "accountable"), "evidence")),)


def _query(field: forms.Field, rows: QuerySet[Any]) -> None:
    cast("forms.ModelChoiceField[Any]", field).queryset = rows


def choose_fields(field: forms.Field, council: Council) -> None:
    """The subject fields that the council offers."""
    _query(field, Field.objects.for_council(council))


def agencies_for(council: Council, days: Iterable[date]) -> QuerySet[Agency]:
    """The council's agencies that exist on one of these days: the day of the meeting, or today for the successor."""
    wanted = Q()
    for one in days:
        wanted |= valid_on(one)
    return Agency.objects.of(council).filter(wanted).order_by("sort_key")


def choose_levels(field: forms.Field, on: date) -> None:
    """The levels of competence of a day."""
    cast("forms.ChoiceField", field).choices = [("", _("Choose …")), *levels(on)]


def levels(on: date) -> list[tuple[str, Any]]:
    """Values and names of the levels of competence that a day knows."""
    return [
        (value, label)
        for value, label in CompetenceLevel.choices
        if value != CompetenceLevel.DISTRICT or on <= DISTRICTS_UNTIL
    ]
