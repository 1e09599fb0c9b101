"""Filters of the list of verifications."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from core.text import whole
from councils.models import Committee
from sessions.states import VerificationState

ALL: Final = "all"
"""The choice of every committee, where the list begins with the reader's own."""
GROUPS: Final = [
    ("open", _("Report is owed")),
    ("late", _("Late")),
    ("to_answer", _("Remarks wait for an answer")),
    ("done", _("Reported")),
]


class VerificationFilters(Filters):
    """By words, committee, how they stand, and due day."""

    q = SearchFilter(field_name="paper__search", label=_("Words in the paper's title"))
    group = django_filters.ChoiceFilter(label=_("How it stands"), choices=GROUPS, method="in_group")
    committee = django_filters.ChoiceFilter(label=_("Committee"), method="by_committee")
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    def __init__(self, *args: Any, own: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        """`own`: the reader's committees, with which the list begins."""
        self.own = own
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """The council's committees."""
        rows = Committee.objects.of(self.council).order_by("name").values_list("pk", "name")
        choices = [(str(pk), name) for pk, name in rows]
        chosen = self.filters["committee"].extra
        if self.own:
            chosen["empty_label"] = _("My committee")
            choices.append((ALL, str(_("All committees"))))
        chosen["choices"] = choices

    @property
    def qs(self) -> QuerySet[Any]:
        """The reader's own committee unless another is asked for."""
        rows: QuerySet[Any] = super().qs
        if self.own and not self.data.get("committee"):
            return rows.filter(committee__in=self.own)
        return rows

    def by_committee(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """What one committee verifies."""
        found: QuerySet[Any] = rows if value == ALL else rows.filter(committee=whole(value))
        return found

    def in_group(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """How the reports stand today."""
        today = timezone.localdate()
        found: QuerySet[Any] = {
            "open": rows.open,
            "late": lambda: rows.open().filter(due_on__lt=today) | rows.filter(reported_on__gt=F("due_on")),
            "to_answer": lambda: rows.filter(
                state=VerificationState.REPORTED, remarks__isnull=False, remarks__response=""
            ).distinct(),
            "done": lambda: rows.filter(reported_on__isnull=False),
        }[value]()
        return found
