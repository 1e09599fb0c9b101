"""Filters of the lists of resolutions, indicators and reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import django_filters
from django.db.models import Q
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Field
from sessions.models import IndicatorTarget, Resolution, ResolutionReview
from sessions.querysets import ResolutionQuerySet
from sessions.states import ResolutionState, ReviewStep, TargetStanding

Rows = ResolutionQuerySet[Resolution]
_TO_DO: Final[dict[str, tuple[Any, Callable[[Rows], Rows]]]] = {
    "sign": (_("Adopted, not signed yet"), lambda rows: rows.filter(state=ResolutionState.PASSED)),
    "issue": (_("Signed, not issued yet"), lambda rows: rows.filter(state=ResolutionState.SIGNED)),
    "send_up": (
        _("Signed, not sent up yet"),
        lambda rows: rows.signed().filter(sent_up_on__isnull=True),
    ),
    "sent_late": (_("Not sent up in time"), lambda rows: rows.not_sent_up(timezone.localdate())),
    "publish": (
        _("Signed, not published yet"),
        lambda rows: rows.signed().filter(published_on__isnull=True),
    ),
    "late_tasks": (_("With overdue tasks"), lambda rows: rows.with_late_tasks(timezone.localdate())),
}
"""What the list can be cut to by what is still to do: value -> its name, and the rows."""


class ResolutionFilters(Filters):
    """The register's filters. `sitting` (an id) comes from a sitting's page."""

    q = SearchFilter()
    to_do = django_filters.ChoiceFilter(
        label=_("To do"),
        choices=[(name, label) for name, (label, _rows) in _TO_DO.items()],
        method="by_to_do",
    )
    in_force = DayFilter(label=_("In force on"), method="by_force")
    year = django_filters.NumberFilter(
        label=_("Year of adoption"), field_name="adopted_on__year", min_value=1945, max_value=2100
    )
    normative = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="is_normative",
        choices=[("True", _("Normative")), ("False", _("Individual"))],
    )
    issuer = django_filters.ChoiceFilter(label=_("Issued by"), choices=Resolution.Issuer.choices)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    state = django_filters.ChoiceFilter(label=_("State"), choices=ResolutionState.choices)
    sitting = django_filters.NumberFilter(field_name="sitting_id", min_value=1, widget=HiddenInput)

    def narrow(self) -> None:
        self.filters["field"].queryset = Field.objects.for_council(self.council)

    def by_to_do(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Rows on which this is still to be done."""
        return _TO_DO[value][1](queryset)

    def by_force(self, queryset: Rows, _name: str, value: Any) -> Rows:
        """What had to be applied on the day."""
        return queryset.in_force(value)


class IndicatorFilters(Filters):
    """By words, year and standing."""

    q = django_filters.CharFilter(label=_("Search"), max_length=200, method="by_words")
    year = django_filters.NumberFilter(label=_("Year"), min_value=1945, max_value=2100)
    standing = django_filters.ChoiceFilter(label=_("Standing"), choices=TargetStanding.choices)
    direction = django_filters.ChoiceFilter(
        label=_("To be reached as"), choices=IndicatorTarget.Direction.choices
    )

    def by_words(self, queryset: Any, _name: str, value: str) -> Any:
        """In the name, the area or the resolution."""
        found = Q(name__icontains=value) | Q(area__icontains=value) | Q(resolution__title__icontains=value)
        return queryset.filter(found | Q(resolution__document__symbol__icontains=value))


class ReviewFilters(Filters):
    """By words, step, outcome and whose text it is."""

    q = SearchFilter(field_name="resolution__search")
    step = django_filters.ChoiceFilter(label=_("Step"), choices=ReviewStep.choices)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=ResolutionReview.Outcome.choices)
    whose = django_filters.ChoiceFilter(
        label=_("Issued by"),
        field_name="is_own",
        choices=[("True", _("This council")), ("False", _("An earlier council"))],
    )
