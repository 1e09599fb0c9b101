"""Filters of the list of sittings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from core.text import fold, whole
from councils.models import CouncilTerm
from sessions.models import Sitting
from sessions.states import SittingState


class ThemeFilter(SearchFilter):
    """Sittings by number, or by words of their theme, whatever the accents.

    A council has few sittings and fewer themes: they are folded here instead of in a column of their own.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        words = fold(value or "").split()
        if not words:
            return qs
        themes = qs.exclude(theme="").order_by().values_list("pk", "theme")
        found = [pk for pk, theme in themes if all(word in fold(theme) for word in words)]
        numbers = [number for word in words if (number := whole(word)) is not None]
        return qs.filter(Q(pk__in=found) | Q(number__in=numbers))


class SittingFilters(Filters):
    """By words or number, state, kind, year, term and opening day."""

    q = ThemeFilter(label=_("Number or theme"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=SittingState.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Sitting.Kind.choices)
    year = django_filters.NumberFilter(
        label=_("Year"), field_name="opens_on", lookup_expr="year", min_value=1900, max_value=2100
    )
    council_term = django_filters.ModelChoiceFilter(
        label=_("Council term"), queryset=CouncilTerm.objects.none()
    )
    opened_from = DayFilter(label=_("Opened from"), field_name="opens_on", lookup_expr="gte")
    opened_until = DayFilter(label=_("Opened until"), field_name="opens_on", lookup_expr="lte")

    def narrow(self) -> None:
        term = self.filters["council_term"]
        term.queryset = self.council.terms.select_related("term")
