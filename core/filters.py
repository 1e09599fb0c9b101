"""The ground of every list's filters: they know their council, search without accents, read our dates."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import django_filters
from django.db.models import QuerySet
from django.forms import SearchInput
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, PortalForm
from core.text import fold

_UNSAID: Final = "---------"
"""What django-filter says for "no choice" when a filter says nothing of its own."""


class SearchFilter(django_filters.CharFilter):  # type: ignore[misc]  # django-filter ships no types
    """Rows whose folded column holds every word, whatever its accents: "hoà binh" finds "Hòa Bình"."""

    def __init__(self, field_name: str = "search", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", SearchInput(attrs={"autocomplete": "off"}))
        super().__init__(field_name=field_name, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in fold(value or "").split():
            qs = qs.filter(**{f"{self.field_name}__contains": word})
        return qs


class DayFilter(django_filters.DateFilter):  # type: ignore[misc]  # see above
    """A day as dd/mm/yyyy, or ISO in an address."""

    field_class: ClassVar[type[DateField]] = DateField


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # see above
    """The filters of one list; `self.council` is the council whose rows it shows."""

    class Meta:
        form = PortalForm

    def __init__(self, *args: Any, council: Any = None, **kwargs: Any) -> None:
        self.council = council
        super().__init__(*args, **kwargs)
        for each in self.filters.values():
            chosen = isinstance(each, (django_filters.ChoiceFilter, django_filters.ModelChoiceFilter))
            if chosen and each.extra.get("empty_label") in {None, _UNSAID}:
                each.extra["empty_label"] = _("All")
        self.narrow()

    def narrow(self) -> None:
        """Cut the choices of filters to the council: `self.filters["agency"].queryset = …`."""
