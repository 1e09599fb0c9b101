"""Filters of a sitting's papers and of verifications."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, Filters, SearchFilter
from councils.models import Committee
from followups.owners import read_key
from sessions.models import Paper, Sitting
from sessions.querysets import PUT_OFF, late_papers
from sessions.states import MISSING, TABLED, PaperState

STANDING: Final = "standing"
"""How an address calls the Standing Committee as an owner."""
GROUPS: Final = [
    ("missing", _("Missing")),
    ("late", _("Late or overdue")),
    ("received", _("Received")),
    ("to_assign", _("To be assigned")),
    ("in_verification", _("In verification")),
    ("verified", _("Verified, not yet sent")),
    ("sent", _("Sent to delegates")),
    ("tabled", _("Tabled")),
    ("put_off", _("Withdrawn or deferred")),
    ("counted", _("All but what was put off")),
]
ABOUT_PAPERS: Final = (Paper.Kind.VERIFICATION_REPORT, Paper.Kind.REVISION_NOTE)
"""Kinds of papers about other papers: no committee verifies them."""
_OF_STATES: Final[dict[str, frozenset[PaperState]]] = {
    "missing": MISSING,
    "in_verification": frozenset({PaperState.ASSIGNED, PaperState.UNDER_VERIFICATION}),
    "verified": frozenset({PaperState.VERIFIED, PaperState.REVISED}),
    "sent": frozenset({PaperState.SENT}),
    "tabled": TABLED,
    "put_off": PUT_OFF,
}


def group_condition(group: str) -> Q:
    """The papers of a group, as things stand today."""
    if group == "late":
        return late_papers(timezone.localdate())
    if group == "to_assign":
        return Q(state=PaperState.RECEIVED) & ~Q(kind__in=ABOUT_PAPERS)
    if group == "received":
        return Q(received_on__isnull=False)
    if group == "counted":
        return ~Q(state__in=sorted(PUT_OFF), received_on__isnull=True)
    return Q(state__in=sorted(_OF_STATES[group]))


def owner_condition(key: str) -> Q | None:
    """The papers of one owner; None for what is no owner."""
    if key == STANDING:
        return Q(owner_agency__isnull=True, owner_committee__isnull=True)
    kind, pk = read_key(key) or ("", 0)
    return Q(**{f"owner_{kind}": pk}) if kind in {"agency", "committee"} else None


def owner_choices(rows: QuerySet[Paper]) -> list[tuple[str, str]]:
    """Those who owe papers of a list, in Vietnamese order; one query."""
    found = rows.order_by("owner_agency__sort_key", "owner_committee__name").values_list(
        "owner_agency", "owner_agency__name", "owner_committee", "owner_committee__name"
    )
    choices: dict[str, str] = {}
    for agency, agency_name, committee, committee_name in found:
        if agency:
            choices[f"agency-{agency}"] = agency_name
        elif committee:
            choices[f"committee-{committee}"] = committee_name
        else:
            choices[STANDING] = str(_("Standing Committee"))
    return list(choices.items())


class PaperFilters(Filters):
    """By words, how they stand, owner, committee, kind and state."""

    q = SearchFilter(label=_("Words in the title or symbol"))
    group = django_filters.ChoiceFilter(label=_("How it stands"), choices=GROUPS, method="in_group")
    owner = django_filters.ChoiceFilter(label=_("Owner"), method="by_owner")
    committee = django_filters.ModelChoiceFilter(label=_("Verified by"), queryset=Committee.objects.none())
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Paper.Kind.choices)
    state = django_filters.ChoiceFilter(label=_("State"), choices=PaperState.choices)
    due_until = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        self.sitting = sitting
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Owners and committees of this list."""
        self.filters["owner"].extra["choices"] = owner_choices(Paper.objects.filter(sitting=self.sitting))
        self.filters["committee"].queryset = Committee.objects.of(self.council).order_by("name")

    def in_group(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """The papers of a group."""
        found: QuerySet[Any] = rows.filter(group_condition(value))
        return found

    def by_owner(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """What one owner owes."""
        condition = owner_condition(value)
        found: QuerySet[Any] = rows.none() if condition is None else rows.filter(condition)
        return found
