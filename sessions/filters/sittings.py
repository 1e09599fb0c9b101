"""Filters of the list of sittings."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters
from councils.models import CouncilTerm
from sessions.models import Sitting


class SittingFilters(Filters):
    """By term, kind and opening day."""

    council_term = django_filters.ModelChoiceFilter(
        label=_("Council term"), queryset=CouncilTerm.objects.none()
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Sitting.Kind.choices)
    opened_from = DayFilter(label=_("Opened from"), field_name="opens_on", lookup_expr="gte")
    opened_until = DayFilter(label=_("Opened until"), field_name="opens_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["council_term"].queryset = self.council.terms.select_related("term")
