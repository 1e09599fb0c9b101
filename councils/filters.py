"""Filters of the lists of councils, agencies, delegates and deadline rules."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import Filters, SearchFilter
from councils.models import Agency, CouncilWord, DeadlineRule, DelegateGroup, Level
from councils.querysets import valid_on


class ValidFilter(django_filters.ChoiceFilter):  # type: ignore[misc]  # django-filter ships no types
    """Rows of a period that are valid today, or no longer."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("now", _("valid today")), ("ended", _("ended"))]
        super().__init__(label=_("Validity"), choices=choices, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        if value == "now":
            return qs.filter(valid_on(today))
        return qs.filter(valid_to__lt=today) if value == "ended" else qs


class CouncilFilters(Filters):
    """By name, level, and whether the council still exists; `parent` (an id) comes from a council's page."""

    q = SearchFilter()
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    valid = ValidFilter()
    parent = django_filters.NumberFilter(field_name="parent_id", min_value=1, widget=HiddenInput)


class AgencyFilters(Filters):
    """By name, kind and validity."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Agency.Kind.choices)
    valid = ValidFilter()


class DelegateFilters(Filters):
    """By name, group, and whether the seat is held today."""

    q = SearchFilter()
    group = django_filters.ModelChoiceFilter(
        label=_("Delegate group"),
        queryset=DelegateGroup.objects.none(),
        field_name="seats__group",
        distinct=True,
    )
    seat = django_filters.ChoiceFilter(
        label=_("Seat"), choices=[("now", _("in office")), ("ended", _("left"))], method="by_seat"
    )

    def narrow(self) -> None:
        self.filters["group"].queryset = DelegateGroup.objects.of(self.council)

    def by_seat(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Delegates with or without a seat today."""
        return queryset.filter(in_office=value == "now")


class WordFilters(Filters):
    """By letters, what it names, and whether its meaning is known."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Names a"), choices=CouncilWord.Kind.choices)
    known = django_filters.ChoiceFilter(
        label=_("Meaning"),
        choices=[("no", _("still to be said")), ("yes", _("known"))],
        method="by_meaning",
    )

    def by_meaning(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Words that mean something, or those that wait."""
        rows: Any = queryset
        return rows.known() if value == "yes" else rows.unknown()  # type: ignore[no-any-return]


FORCE = [("past", _("no longer")), ("all", _("today, later or no longer"))]


GENERAL = "general"
"""Rules of every level, in the filter by level."""


class RuleFilters(Filters):
    """By words of the rule or its article, level, whose it is, and how sure; in force today unless asked for others."""

    q = django_filters.CharFilter(label=_("Search"), method="by_words")
    force = django_filters.ChoiceFilter(
        label=_("In force"), choices=FORCE, method="by_force", empty_label=_("today")
    )
    whose = django_filters.ChoiceFilter(
        label=_("Own value"),
        choices=[("own", _("own values")), ("national", _("national rules"))],
        method="by_owner",
    )
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=DeadlineRule._meta.get_field("confidence").choices
    )
    level = django_filters.ChoiceFilter(label=_("Level"), method="by_level")

    def narrow(self) -> None:
        own = [(self.council.level, self.council.get_level_display())] if self.council else []
        self.filters["level"].extra["choices"] = [(GENERAL, _("every level")), *own]

    def by_owner(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """The council's own values, or the national rules."""
        return queryset.filter(council__isnull=value == "national")

    def by_level(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Rules for the council's level, or for every level."""
        return queryset.filter(level="" if value == GENERAL else value)

    def by_words(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Rules with these letters in their code, name or legal basis."""
        wanted = Q(code__icontains=value) | Q(name__icontains=value) | Q(legal_basis__icontains=value)
        return queryset.filter(wanted | Q(name_en__icontains=value))

    def by_force(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Called only for a chosen value: rules that have ended, or all."""
        return queryset.filter(effective_to__lt=timezone.localdate()) if value == "past" else queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Nothing chosen: the rules in force today."""
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("force") else found.in_force(timezone.localdate())  # type: ignore[attr-defined]  # see RuleList.rows
