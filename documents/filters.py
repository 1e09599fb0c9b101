"""Filters of the register of official documents."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import Filters, SearchFilter
from documents.kinds import kind_name


class DocumentFilters(Filters):
    """By words, year, kind and issuer; only what the council's series have is offered."""

    q = SearchFilter()
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="series__year")
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="series__kind")
    issuer = django_filters.ChoiceFilter(label=_("Issuer"), field_name="series__issuer")
    voided = django_filters.ChoiceFilter(
        label=_("Standing"), choices=[("no", _("valid")), ("yes", _("voided"))], method="by_standing"
    )

    def narrow(self) -> None:
        series = self.council.series.filter(documents__isnull=False).order_by()
        found = list(series.values_list("year", "kind", "issuer").distinct())
        years = sorted({str(year) for year, _kind, _issuer in found}, reverse=True)
        kinds = sorted((kind_name(kind), kind) for kind in {kind for _year, kind, _issuer in found})
        issuers = sorted({issuer for _year, _kind, issuer in found})
        self.filters["year"].extra["choices"] = [(year, year) for year in years]
        self.filters["kind"].extra["choices"] = [(kind, name) for name, kind in kinds]
        self.filters["issuer"].extra["choices"] = [(issuer, issuer) for issuer in issuers]

    def by_standing(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that count, or those that were voided."""
        return queryset.filter(voided_on__isnull=value == "no")
