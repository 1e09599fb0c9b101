"""Filters of the list of missions."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters
from councils.models import Committee
from supervision.models import Subject, SupervisionMission


class MissionFilters(Filters):
    """By kind, who supervises, and the day of the decision."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SupervisionMission.Kind.choices)
    subject = django_filters.ChoiceFilter(label=_("Who supervises"), choices=Subject.choices)
    committee = django_filters.ModelChoiceFilter(label=_("Committee"), queryset=Committee.objects.none())
    decided_from = DayFilter(label=_("Decided from"), field_name="decided_on", lookup_expr="gte")
    decided_until = DayFilter(label=_("Decided until"), field_name="decided_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["committee"].queryset = Committee.objects.of(self.council)
