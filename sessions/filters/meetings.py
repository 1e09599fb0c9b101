"""Filters of the list of meetings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from core.text import whole
from councils.models import Committee
from sessions.models import BodyMeeting
from sessions.states import BodyMeetingState

STANDING = "standing"
"""Value of the filter for the Standing Committee, which is no row."""


class BodyMeetingFilters(Filters):
    """By words, body, kind, day and state."""

    q = SearchFilter()
    body = django_filters.ChoiceFilter(label=_("Whose meeting"), method="by_body")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=BodyMeeting.Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=BodyMeetingState.choices)
    held_from = DayFilter(label=_("Held from"), field_name="held_on", lookup_expr="gte")
    held_until = DayFilter(label=_("Held until"), field_name="held_on", lookup_expr="lte")

    def narrow(self) -> None:
        committees = Committee.objects.of(self.council).order_by("name", "pk")
        self.filters["body"].extra["choices"] = [
            (STANDING, _("Standing Committee")),
            *((str(pk), name) for pk, name in committees.values_list("pk", "name")),
        ]

    def by_body(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Meetings of the Standing Committee, or of one committee."""
        if value == STANDING:
            return queryset.filter(committee__isnull=True)
        return queryset.filter(committee=whole(value))
