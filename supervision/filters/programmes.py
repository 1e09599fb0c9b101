"""Filters of the lists of programmes and proposals."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filters import Filters, SearchFilter
from councils.models import Committee
from supervision.models import Proposal, Subject
from supervision.states import ProgrammeState


class ProgrammeFilters(Filters):
    """By year, whose programme, and how it stands."""

    year = django_filters.NumberFilter(label=_("Year"), min_value=2000, max_value=2100)
    subject = django_filters.ChoiceFilter(label=_("Who supervises"), choices=Subject.choices)
    committee = django_filters.ModelChoiceFilter(label=_("Committee"), queryset=Committee.objects.none())
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProgrammeState.choices)

    def narrow(self) -> None:
        self.filters["committee"].queryset = Committee.objects.of(self.council)


class ProposalFilters(Filters):
    """By words, year, subject, proposer and what became of it."""

    q = SearchFilter()
    year = django_filters.NumberFilter(label=_("For the programme of"), min_value=2000, max_value=2100)
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"),
        choices=[
            ("open", pgettext_lazy("proposal", "Not decided yet")),
            *[choice for choice in Proposal.Outcome.choices if choice[0]],
        ],
        method="by_outcome",
    )
    subject = django_filters.ChoiceFilter(label=_("Who should supervise"), choices=Subject.choices)
    proposer = django_filters.ChoiceFilter(label=_("Who proposes"), choices=Proposal.Proposer.choices)

    def by_outcome(self, rows: object, _name: str, value: str) -> object:
        """What has not been decided has no outcome."""
        return rows.filter(outcome="" if value == "open" else value)  # type: ignore[attr-defined]  # a queryset
