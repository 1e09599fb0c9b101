"""Filters of the list of missions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import access_of
from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Committee
from supervision.models import Subject, SupervisionMission
from supervision.states import MissionState


class MissionFilters(Filters):
    """By kind, who supervises, where it stands, and the day of the decision; a delegate's own are one tick away."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SupervisionMission.Kind.choices)
    subject = django_filters.ChoiceFilter(label=_("Who supervises"), choices=Subject.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=MissionState.choices)
    mine = django_filters.ChoiceFilter(
        label=_("Team"), choices=[("mine", _("I serve on"))], method="serving", empty_label=_("every team")
    )
    committee = django_filters.ModelChoiceFilter(label=_("Committee"), queryset=Committee.objects.none())
    decided_from = DayFilter(label=_("Decided from"), field_name="decided_on", lookup_expr="gte")
    decided_until = DayFilter(label=_("Decided until"), field_name="decided_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["committee"].queryset = Committee.objects.of(self.council)
        if not access_of(self.request.user).delegates:
            del self.filters["mine"]

    def serving(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Missions on whose team the user serves."""
        served = SupervisionMission.objects.served_by(access_of(self.request.user))
        return rows.filter(pk__in=served.values("pk")) if value else rows
