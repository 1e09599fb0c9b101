"""Filters of the list of legal texts under review."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Agency
from followups.states import OPEN
from supervision.models import Subject, TextReview

_STANDINGS: Final = [
    ("open", _("Not reviewed yet")),
    ("sound", _("No fault found")),
    ("faulty", _("Signs of a fault")),
    ("to_ask", _("At fault, the issuer not asked yet")),
    ("asked", _("The issuer owes an answer")),
    ("late", _("The answer is overdue")),
]


class TextReviewFilters(Filters):
    """By words, how they stand, issuer, who reviews, and the day they came."""

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(label=_("How it stands"), choices=_STANDINGS, method="by_standing")
    issuer = django_filters.ModelChoiceFilter(label=_("Issued by"), queryset=Agency.objects.none())
    subject = django_filters.ChoiceFilter(label=_("Who supervises"), choices=Subject.choices)
    received_from = DayFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    received_until = DayFilter(label=_("Received until"), field_name="received_on", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["issuer"].queryset = Agency.objects.of(self.council)

    def by_standing(self, rows: Any, _name: str, value: str) -> Any:
        """Rows of which this is true today."""
        faulty: dict[str, Any] = {"finding": TextReview.Finding.FAULTY}
        owed: dict[str, Any] = {"follow_up__state__in": OPEN}
        conditions: dict[str, dict[str, Any]] = {
            "open": {"finding": ""},
            "sound": {"finding": TextReview.Finding.SOUND},
            "faulty": faulty,
            "to_ask": {**faulty, "follow_up__isnull": True, "issuer__isnull": False},
            "asked": owed,
            "late": {**owed, "follow_up__due_on__lt": timezone.localdate()},
        }
        return rows.filter(**conditions[value])
