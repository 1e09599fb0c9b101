"""Filters of the list of everything that is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import READERS, access_of
from core.filters import DayFilter, Filters, SearchFilter
from councils.calendar import Clock
from councils.models import Field, Level
from followups import origins, owners
from followups.models import Extension
from followups.querysets import FRUITLESS
from followups.rules import late_since
from followups.scopes import Scope
from followups.states import ResultClass, State

STATE_GROUPS: Final = [
    ("draft", State.DRAFT.label),
    ("open", _("An answer is owed")),
    ("waiting", _("Answered, to be assessed")),
    ("more_time", _("More time asked for")),
    ("settled", _("Settled")),
    ("withdrawn", _("Withdrawn")),
]
LATE: Final = [
    ("on", _("Overdue")),
    ("week", _("Became overdue this week")),
    ("30", _("Up to 30 days overdue")),
    ("90", _("31 to 90 days overdue")),
    ("more", _("More than 90 days overdue")),
]
DUE: Final = [("today", _("Today")), ("week", _("This week")), ("fortnight", _("In the next 14 days"))]
PUNCTUAL: Final = [
    ("sent", _("All that were sent")),
    ("kept", _("Answered in time")),
    ("answered_late", _("Answered late")),
    ("overdue", _("Overdue now")),
    ("running", _("Open, not yet due")),
    ("missed", _("Answered late, or overdue now")),
    ("decided", _("Answered, or overdue now")),
]
RUNGS: Final = [
    ("none", _("No rung climbed")),
    ("climbed", _("A rung climbed")),
    ("topic", _("Proposed as a questioning topic")),
]


def days_overdue(grade: str, today: date) -> tuple[date, date]:
    """From which to which due day an open follow-up is overdue in this grade, in calendar days."""
    most, least = {"30": (30, 1), "90": (90, 31)}.get(grade, ((today - date.min).days, 91))
    return today - timedelta(days=most), today - timedelta(days=least)


class FollowUpFilters(Filters):
    """By words, state, body, origin, field, due days, lateness, the ladder, and what became of the due day."""

    q = SearchFilter(label=_("Words in the task"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATE_GROUPS, method="in_group")
    owner = django_filters.ChoiceFilter(label=_("Responsible body"), method="by_owner")
    late = django_filters.ChoiceFilter(label=_("Overdue"), choices=LATE, method="by_lateness")
    due = django_filters.ChoiceFilter(label=_("Falls due"), choices=DUE, method="falls_due")
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")
    kind = django_filters.ChoiceFilter(label=_("Origin"), choices=origins.choices)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.none())
    scope = django_filters.ChoiceFilter(label=_("Council"), empty_label=_("This council"), method="as_it_is")
    level = django_filters.ChoiceFilter(
        label=_("Level of the council"), field_name="council__level", choices=Level.choices
    )
    result = django_filters.ChoiceFilter(
        label=_("Result"), field_name="result_class", choices=ResultClass.choices
    )
    rung = django_filters.ChoiceFilter(label=_("Ladder"), choices=RUNGS, method="by_rung")
    punctual = django_filters.ChoiceFilter(label=_("Due day"), choices=PUNCTUAL, method="by_punctuality")
    sent_from = DayFilter(label=_("Sent from"), field_name="issued_on", lookup_expr="gte")
    sent_until = DayFilter(label=_("Sent until"), field_name="issued_on", lookup_expr="lte")
    extended = django_filters.BooleanFilter(
        label=_("Due day was put off"), method="was_extended", widget=CheckboxInput
    )
    fruitless = django_filters.BooleanFilter(
        label=_("Three fruitless transfers or more"), method="was_fruitless", widget=CheckboxInput
    )

    def __init__(self, data: Any = None, *args: Any, scope: Scope | None = None, **kwargs: Any) -> None:
        """`scope` has already cut the rows; its choices stand among the filters."""
        self.scope = scope
        super().__init__(_with_owner(data), *args, **kwargs)

    def narrow(self) -> None:
        """Bodies, fields and councils that there are; who only answers here may choose among their own bodies."""
        self.filters["field"].queryset = Field.objects.for_council(self.council)
        self.filters["owner"].extra["choices"] = self._owners()
        if self.scope is not None:
            self.filters["scope"].extra["choices"] = self.scope.choices
        if self.scope is None or not self.scope.lower:
            del self.filters["level"]
        if not self._inside():
            del self.filters["scope"], self.filters["rung"]

    def _inside(self) -> bool:
        return bool(access_of(self.request.user).roles_in(self.council.pk) & READERS)

    def _owners(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The bodies of the council, or of the one below that is shown; and the chosen one, whosever it is."""
        access = access_of(self.request.user)
        if not self._inside():
            return owners.grouped(owners.own(access))
        shown = [self.scope.one_below or self.council.pk] if self.scope else [self.council.pk]
        found = owners.of_councils(shown)
        chosen = owners.read_key(self.data.get("owner", ""))
        if chosen and chosen not in found:
            others = owners.named([chosen])
            found |= {key: one for key, one in others.items() if one.council_id in access.readable_councils}
        return owners.grouped(found)

    def as_it_is(self, rows: Any, _name: str, _value: str) -> QuerySet[Any]:
        """The rows come cut to their councils."""
        found: QuerySet[Any] = rows
        return found

    def in_group(self, rows: Any, _name: str, group: str) -> QuerySet[Any]:
        """The rows of one group of states."""
        groups = {
            "draft": lambda: rows.filter(state=State.DRAFT),
            "open": rows.open,
            "waiting": rows.to_assess,
            "more_time": lambda: rows.open().filter(extensions__decision=Extension.Decision.ASKED),
            "settled": lambda: rows.filter(state__in=[State.ACCEPTED, State.CLOSED]),
            "withdrawn": lambda: rows.filter(state=State.WITHDRAWN),
        }
        found: QuerySet[Any] = groups[group]()
        return found

    def by_owner(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """What one body answers for."""
        key = owners.read_key(value)
        found: QuerySet[Any] = rows.filter(owners.condition(key)) if key else rows.none()
        return found

    def by_lateness(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """Open ones past their due day today, all or of one grade."""
        today = timezone.localdate()
        found: QuerySet[Any] = rows.overdue(today)
        if value == "week":
            found = found.filter(due_on__gte=late_since(Clock()))
        elif value != "on":
            found = found.filter(due_on__range=days_overdue(value, today))
        return found

    def falls_due(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """Open ones due from today on."""
        today = timezone.localdate()
        days = {"today": 0, "week": 6 - today.weekday(), "fortnight": 14}[value]
        found: QuerySet[Any] = rows.due_between(today, today + timedelta(days=days))
        return found

    def by_rung(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """How far up the ladder."""
        found: QuerySet[Any] = {
            "none": lambda: rows.open().filter(rung=0),
            "climbed": lambda: rows.filter(rung__gt=0),
            "topic": rows.for_questioning,
        }[value]()
        return found

    def by_punctuality(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """Sent ones, and of these the ones whose due day was kept, was not, or is still to come."""
        today, sent = timezone.localdate(), rows.sent()
        parts: dict[str, Callable[[], QuerySet[Any]]] = {
            "sent": sent.all,
            "kept": sent.kept,
            "answered_late": sent.answered_late,
            "overdue": lambda: sent.overdue(today),
            "running": lambda: sent.running(today),
            "missed": lambda: sent.missed(today),
            "decided": lambda: sent.decided(today),
        }
        return parts[value]()

    def was_extended(self, rows: Any, _name: str, wanted: bool | None) -> QuerySet[Any]:  # noqa: FBT001 - django-filter's
        """Those whose due day was put off."""
        found: QuerySet[Any] = rows.extended() if wanted else rows
        return found

    def was_fruitless(self, rows: Any, _name: str, wanted: bool | None) -> QuerySet[Any]:  # noqa: FBT001 - see above
        """Those that were passed on in vain often enough to be taken up otherwise."""
        found: QuerySet[Any] = rows.filter(fruitless__gte=FRUITLESS) if wanted else rows
        return found


def _with_owner(data: Any) -> Any:
    """Addresses of earlier releases name an agency by its id."""
    if data is None or "agency" not in data:
        return data
    changed = data.copy()
    agency = changed.pop("agency")
    changed.setdefault("owner", f"agency-{agency[-1] if isinstance(agency, list) else agency}")
    return changed
