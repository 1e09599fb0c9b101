"""Filters of the list of everything that is owed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import READERS, access_of
from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Agency, Field
from followups import origins
from followups.models import Extension
from followups.states import ResultClass, State

STATE_GROUPS = [
    ("open", _("An answer is owed")),
    ("waiting", _("Answered, to be assessed")),
    ("more_time", _("More time asked for")),
    ("settled", _("Settled")),
    ("withdrawn", _("Withdrawn")),
]
PUNCTUAL = [("sent", _("All that were sent")), ("kept", _("Kept")), ("missed", _("Not kept"))]


class FollowUpFilters(Filters):
    """By words, state, body, origin, field, result and due days."""

    q = SearchFilter(label=_("Words in the task"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATE_GROUPS, method="in_group")
    agency = django_filters.ModelChoiceFilter(label=_("Responsible agency"), queryset=Agency.objects.none())
    kind = django_filters.ChoiceFilter(label=_("Origin"), choices=origins.choices)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    result = django_filters.ChoiceFilter(
        label=_("Result"), field_name="result_class", choices=ResultClass.choices
    )
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")
    punctual = django_filters.ChoiceFilter(label=_("Due day"), choices=PUNCTUAL, method="by_punctuality")
    late = django_filters.BooleanFilter(label=_("Late only"), method="only_late", widget=CheckboxInput)

    def narrow(self) -> None:
        """The council's own agencies and fields; somebody who only answers here has no choice of agencies."""
        self.filters["field"].queryset = Field.objects.for_council(self.council)
        if access_of(self.request.user).roles_in(self.council.pk) & READERS:
            self.filters["agency"].queryset = Agency.objects.of(self.council)
        else:
            del self.filters["agency"]

    def in_group(self, rows: Any, _name: str, group: str) -> QuerySet[Any]:
        """The rows of one group of states."""
        groups = {
            "open": rows.open,
            "waiting": rows.to_assess,
            "more_time": lambda: rows.open().filter(extensions__decision=Extension.Decision.ASKED),
            "settled": lambda: rows.filter(state__in=[State.ACCEPTED, State.CLOSED]),
            "withdrawn": lambda: rows.filter(state=State.WITHDRAWN),
        }
        found: QuerySet[Any] = groups[group]()
        return found

    def only_late(self, rows: Any, _name: str, wanted: bool | None) -> QuerySet[Any]:  # noqa: FBT001 - django-filter's
        """Open ones past their due day today."""
        found: QuerySet[Any] = rows.overdue(timezone.localdate()) if wanted else rows
        return found

    def by_punctuality(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """Sent ones, and of these the ones whose due day was kept or not."""
        sent = rows.sent()
        found: QuerySet[Any] = {
            "kept": sent.kept,
            "missed": lambda: sent.missed(timezone.localdate()),
        }.get(value, lambda: sent)()
        return found
