"""Filters of the register of letters and of receptions. Names are sought only where their reader may see them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import access_of
from core.filters import DayFilter, Filters, SearchFilter
from core.text import fold
from councils.models import Agency, Field
from followups.states import OPEN, SETTLED, WAITING
from voters.identity import SEES_SENDERS
from voters.models import CitizenReception, Letter, MatterKind
from voters.querysets import DISPOSING
from voters.states import PENDING, LetterState, ReceptionState


class NameFilter(SearchFilter):
    """Words of the text; names too for readers who see them. A protected row has no names to be found by."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Every word must be found."""
        named = bool(access_of(self.parent.request.user).roles_in(self.parent.council.pk) & SEES_SENDERS)
        for word in fold(value or "").split():
            found = Q(search__contains=word)
            qs = qs.filter(found | Q(search_senders__contains=word) if named else found)
        return qs


_STATUSES: dict[str, tuple[Any, Q]] = {
    "pending": (_("Not yet dealt with"), Q(state__in=sorted(PENDING))),
    "unscreened": (_("Conditions to be checked"), Q(state=LetterState.REGISTERED)),
    "unclassified": (_("To be classified"), Q(state=LetterState.SCREENED)),
    "classified": (_("To be forwarded or answered"), Q(state=LetterState.CLASSIFIED)),
    "waiting": (_("Awaiting the result"), Q(owed_state__in=sorted(OPEN))),
    "late": (_("Answer overdue"), Q(owed_state__in=sorted(OPEN))),
    "answered": (_("Result received"), Q(owed_state__in=sorted(WAITING | SETTLED))),
    "supervised": (_("Under supervision"), Q(state=LetterState.UNDER_SUPERVISION)),
    "closed": (pgettext_lazy("letter", "Closed"), Q(state=LetterState.CLOSED)),
}


class LetterFilters(Filters):
    """The register's filters. The hidden ones come from the account of a period."""

    q = NameFilter()
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(name, label) for name, (label, _rows) in _STATUSES.items()],
        method="by_status",
    )
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("letter", "Kind"), choices=MatterKind.choices)
    source = django_filters.ChoiceFilter(
        label=pgettext_lazy("letter", "Source"), choices=Letter.Source.choices
    )
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    agency = django_filters.ModelChoiceFilter(label=_("Competent body"), queryset=Agency.objects.none())
    eligible = django_filters.ChoiceFilter(
        label=_("Eligible"), choices=[("true", _("Yes")), ("false", _("No"))], method="by_eligible"
    )
    received_from = DayFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    received_until = DayFilter(label=_("Received until"), field_name="received_on", lookup_expr="lte")
    as_of = DayFilter(method="kept", widget=HiddenInput)
    handled = django_filters.ChoiceFilter(
        choices=[(kind, kind) for kind in (*DISPOSING, "pending", "answered")],
        method="kept",
        widget=HiddenInput,
    )
    handled_from = DayFilter(method="kept", widget=HiddenInput)

    def narrow(self) -> None:
        self.filters["field"].queryset = Field.objects.for_council(self.council)
        self.filters["agency"].queryset = Agency.objects.of(self.council)

    def kept(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """Applied together in `filter_queryset`."""
        return queryset

    def by_status(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Rows that stand where the value says."""
        rows = queryset.filter(_STATUSES[value][1])
        return rows.filter(owed_due__lt=timezone.localdate()) if value == "late" else rows

    def by_eligible(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Eligible or not; letters not yet checked are neither."""
        return queryset.filter(eligible=value == "true")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """How letters had been handled by a day, as the account of a period counts them."""
        rows: Any = super().filter_queryset(queryset)
        data = self.form.cleaned_data
        handled, day = data.get("handled"), data.get("as_of")
        if not handled:
            return rows  # type: ignore[no-any-return]  # django-filter ships no types
        rows = rows.as_of(day or timezone.localdate())
        kinds = {"pending": [""], "answered": ["guide", "reply", "return"]}.get(handled, [handled])
        rows = rows.filter(handled__in=kinds)
        first = data.get("handled_from")
        return rows.filter(handled_on__gte=first) if first else rows  # type: ignore[no-any-return]  # see above


class ReceptionFilters(Filters):
    """By state, kind and day."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ReceptionState.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=CitizenReception.Kind.choices)
    day_from = DayFilter(label=_("From"), field_name="day", lookup_expr="gte")
    day_until = DayFilter(label=_("To"), field_name="day", lookup_expr="lte")


class RecordFilters(Filters):
    """The register's filters."""

    q = NameFilter()
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("letter", "Kind"), choices=MatterKind.choices)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    day_from = DayFilter(label=_("From"), field_name="reception__day", lookup_expr="gte")
    day_until = DayFilter(label=_("To"), field_name="reception__day", lookup_expr="lte")

    def narrow(self) -> None:
        self.filters["field"].queryset = Field.objects.for_council(self.council)
