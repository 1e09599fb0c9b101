"""Filters of the list of sittings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from core.text import fold, whole
from councils.models import CouncilTerm
from councils.scopes import Scope
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
    scope = django_filters.ChoiceFilter(label=_("Council"), empty_label=_("This council"), method="as_it_is")
    opened_from = DayFilter(label=_("Opened from"), field_name="opens_on", lookup_expr="gte")
    opened_until = DayFilter(label=_("Opened until"), field_name="opens_on", lookup_expr="lte")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        """`scope` has already cut the rows; its choices stand among the filters."""
        self.scope = scope
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Terms of the council that is shown; councils below only for who oversees them."""
        shown = self.scope.lower.get(self.scope.one_below or 0, self.council)
        self.filters["council_term"].queryset = shown.terms.select_related("term")
        self.filters["scope"].extra["choices"] = self.scope.choices
        if not self.scope.lower:
            del self.filters["scope"]

    def as_it_is(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """The rows come cut to their councils."""
        return rows
