"""Filters of reports about opinions and of transfer letters."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters
from councils.models import Agency
from voters.models import OpinionReport, VoterContactRound


class ReportFilters(Filters):
    """By round and kind."""

    round = django_filters.ModelChoiceFilter(label=_("Round"), queryset=VoterContactRound.objects.none())
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OpinionReport.Kind.choices)

    def narrow(self) -> None:
        self.filters["round"].queryset = VoterContactRound.objects.of(self.council).order_by(
            "-starts_on", "-pk"
        )


class TransferFilters(Filters):
    """By round, body and day."""

    round = django_filters.ModelChoiceFilter(label=_("Round"), queryset=VoterContactRound.objects.none())
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=Agency.objects.none())
    dated_from = DayFilter(label=_("Dated from"), field_name="dated_on", lookup_expr="gte")
    dated_until = DayFilter(label=_("Dated until"), field_name="dated_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["round"].queryset = VoterContactRound.objects.of(self.council).order_by(
            "-starts_on", "-pk"
        )
        self.filters["agency"].queryset = Agency.objects.of(self.council)
