"""Filters of forwarded opinions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from voters.models import OpinionForward


class ForwardFilters(Filters):
    """By direction and decision."""

    way = django_filters.ChoiceFilter(
        label=_("Direction"),
        choices=[("in", _("Forwarded to us")), ("out", _("Forwarded by us"))],
        method="by_way",
    )
    decision = django_filters.ChoiceFilter(label=_("Decision"), choices=OpinionForward.Decision.choices)

    def by_way(self, queryset: Any, _name: str, value: str) -> Any:
        """Rows that came in, or went out."""
        path = "to_council" if value == "in" else "opinion__council"
        return queryset.filter(**{path: self.council})
