"""Filters of the list of hand-overs."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.access import READERS, access_of
from core.filters import Filters, SearchFilter
from followups.models import HandOver
from followups.states import OPEN

PARTS = [
    ("to_accept", _("For us to accept")),
    ("asked", _("Asked by us, not yet decided")),
    ("decided", _("Decided")),
]


class HandOverFilters(Filters):
    """By words, and by whose turn it is."""

    q = SearchFilter(field_name="follow_up__search", label=_("Words in the task"))
    part = django_filters.ChoiceFilter(label=_("Where it stands"), choices=PARTS, method="in_part")
    kind = django_filters.ChoiceFilter(label=_("To whom"), choices=HandOver.Kind.choices)

    def in_part(self, rows: Any, _name: str, part: str) -> QuerySet[Any]:
        """Those that wait for this side, those that this side waits for, or those that nobody waits for."""
        waiting = rows.pending().filter(follow_up__state__in=OPEN)
        found: dict[str, QuerySet[Any]] = {
            "to_accept": waiting.filter(to_council=self.council, **self._taking()),
            "asked": waiting.filter(from_council=self.council).exclude(**self._taking()),
            "decided": rows.exclude(decision=HandOver.Decision.ASKED),
        }
        return found[part]

    def _taking(self) -> dict[str, Any]:
        """Which side somebody who only answers here is on: their agency takes, or gives. The council may do both."""
        access = access_of(self.request.user)
        reads = access.roles_in(self.council.pk) & READERS
        return {} if reads else {"to_agency_id__in": access.agencies}
