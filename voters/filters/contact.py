"""Filters of rounds, meetings and opinions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Agency, Field
from followups.states import OPEN, SETTLED, WAITING, ResultClass
from voters.models import CompetenceLevel, VoterContactRound, VoterMeeting, VoterOpinion
from voters.querysets import OpinionQuerySet
from voters.states import MeetingState
from voters.words import WordSearch


class RoundFilters(Filters):
    """By name and kind."""

    q = django_filters.CharFilter(label=_("Search"), field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=VoterContactRound.Kind.choices)


class MeetingFilters(Filters):
    """By words of the place, round, form, state and day."""

    q = SearchFilter()
    round = django_filters.ModelChoiceFilter(label=_("Round"), queryset=VoterContactRound.objects.none())
    form = django_filters.ChoiceFilter(label=_("Form"), choices=VoterMeeting.Form.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState.choices)
    held_from = DayFilter(label=_("Held from"), field_name="held_on", lookup_expr="gte")
    held_until = DayFilter(label=_("Held until"), field_name="held_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["round"].queryset = VoterContactRound.objects.of(self.council).order_by(
            "-starts_on", "-pk"
        )


Rows = OpinionQuerySet[VoterOpinion]
_STATUSES: dict[str, tuple[Any, Callable[[Rows], Rows]]] = {
    "unclassified": (_("To be classified"), lambda rows: rows.unclassified()),
    "ready": (_("To be sent"), lambda rows: rows.ready_to_send()),
    "open": (_("Sent, answer owed"), lambda rows: rows.filter(follow_up__state__in=OPEN)),
    "late": (_("Answer overdue"), lambda rows: rows.overdue(timezone.localdate())),
    "answered": (_("Answered, to be assessed"), lambda rows: rows.filter(follow_up__state__in=WAITING)),
    "settled": (_("Accepted, closed or withdrawn"), lambda rows: rows.filter(follow_up__state__in=SETTLED)),
    "on_spot": (
        _("Answered on the spot"),
        lambda rows: rows.filter(screening=VoterOpinion.Screening.ON_SPOT),
    ),
    "out_of_scope": (
        _("Out of scope"),
        lambda rows: rows.filter(screening=VoterOpinion.Screening.OUT_OF_SCOPE),
    ),
    "unsent": (_("Not sent yet"), lambda rows: rows.unsent()),
    "backlog": (_("Backlog: not resolved, not explained"), lambda rows: rows.backlog()),
    "repeated": (_("Raised again"), lambda rows: rows.working().repeated()),
    "forwarded": (
        _("Forwarded to another council"),
        lambda rows: rows.forwarded(),
    ),
    "replaced": (
        _("Merged or split"),
        lambda rows: rows.filter(Q(merged_into__isnull=False) | Q(is_split=True)),
    ),
}
"""What the list can be cut to by status: value -> its name, and the rows."""

QUICK_STATUSES = [
    (name, _STATUSES[name][0]) for name in ("unsent", "unclassified", "late", "backlog", "repeated")
]
"""What people ask for most."""


class OpinionFilters(Filters):
    """The working list's filters. `meeting` (an id) comes from a meeting's page."""

    q = WordSearch()
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(name, label) for name, (label, _rows) in _STATUSES.items()],
        method="by_status",
    )
    result = django_filters.ChoiceFilter(
        label=_("Result"), choices=[*ResultClass.choices, ("none", _("No result yet"))], method="by_result"
    )
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    competence_level = django_filters.ChoiceFilter(label=_("Competence"), choices=CompetenceLevel.choices)
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=Agency.objects.none())
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="meeting__round", queryset=VoterContactRound.objects.none()
    )
    recorded_from = DayFilter(label=_("Recorded from"), field_name="recorded_on", lookup_expr="gte")
    recorded_until = DayFilter(label=_("Recorded until"), field_name="recorded_on", lookup_expr="lte")
    meeting = django_filters.NumberFilter(field_name="meeting_id", min_value=1, widget=HiddenInput)

    def narrow(self) -> None:
        self.filters["field"].queryset = Field.objects.for_council(self.council)
        self.filters["agency"].queryset = Agency.objects.of(self.council)
        self.filters["round"].queryset = VoterContactRound.objects.of(self.council).order_by(
            "-starts_on", "-pk"
        )

    def by_status(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Rows that stand where the value says."""
        return _STATUSES[value][1](queryset)

    def by_result(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Rows with a class of result, or sent ones without."""
        wanted = "" if value == "none" else value
        return queryset.filter(follow_up__isnull=False, follow_up__result_class=wanted)
