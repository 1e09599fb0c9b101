"""The ground of every list's filters: they know their council, search without accents, read our dates."""

from __future__ import annotations

from collections import OrderedDict
from copy import copy
from typing import Any, ClassVar, Final

import django_filters
from django.db.models import QuerySet
from django.forms import HiddenInput, SearchInput
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, PortalForm
from core.text import fold

_UNSAID: Final = "---------"
"""What django-filter says for "no choice" when a filter says nothing of its own."""
_IN_SIGHT: Final = 3
"""So many filters stand above a list; the others wait behind "More filters", unless there is but one of them."""


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


class _Declared(OrderedDict[str, Any]):
    """The filters that a class declares. Each list takes copies that it may cut to its council, and no deeper ones."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> OrderedDict[str, Any]:
        return OrderedDict((name, _own(each)) for name, each in self.items())


def _own(declared: Any) -> Any:
    made = copy(declared)
    made.extra = {**declared.extra}
    if declared.method is not None:
        made.method = declared.method  # asks the list it now belongs to
    return made


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # see above
    """The filters of one list; `self.council` is the council whose rows it shows."""

    folded = False
    """Whether filters wait behind "More filters" that nobody has opened: the form does not hold them then."""
    unfolded = False
    """Whether they stand open because the reader asked for them."""

    class Meta:
        form = PortalForm

    @classmethod
    def get_filters(cls) -> OrderedDict[str, Any]:
        """As declared."""
        return _Declared(super().get_filters())

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

    def fold(self) -> None:
        """Leave out the filters behind "More filters": none of their menus is read or drawn.

        What the address uses stays, and all others with it, so that a reader sees what narrows the list.
        """
        rest = self.beyond()
        self.folded = bool(rest) and not any(map(self._used, rest))
        for name in rest if self.folded else ():
            del self.filters[name]

    def beyond(self) -> list[str]:
        """Names of the filters behind "More filters"."""
        seen = [name for name, each in self.filters.items() if not _hidden(each)]
        return seen[_IN_SIGHT:] if len(seen) > _IN_SIGHT + 1 else []

    @property
    def in_sight(self) -> list[Any]:
        """The fields above the list."""
        rest = set(self.beyond())
        return [field for field in self.form.visible_fields() if field.name not in rest]

    @property
    def rest(self) -> list[Any]:
        """The fields behind "More filters", as far as the form holds them."""
        rest = set(self.beyond())
        return [field for field in self.form.visible_fields() if field.name in rest]

    def _used(self, name: str) -> bool:
        return any(self.data.getlist(name))


def _hidden(each: Any) -> bool:
    widget = each.extra.get("widget")
    return isinstance(widget, HiddenInput) or (isinstance(widget, type) and issubclass(widget, HiddenInput))
