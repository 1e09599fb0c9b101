"""Filters of the list of recommendations, as they stand today."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import CheckboxInput
from django.utils.translation import gettext_lazy as _

from core.access import READERS, access_of
from core.filters import DayFilter, Filters, SearchFilter
from followups import owners
from followups.states import WAITING, ResultClass
from supervision.models import ReSupervision, Subject, SupervisionMission
from supervision.standing import Standing

TO_JUDGE: Final = ("to_judge", _("Answered, to be judged"))
LOOKED: Final = ("looked_again", _("Looked at again"))


class RecommendationFilters(Filters):
    """By words, how it stands, who owes it, lateness, mission, who supervised, what the body claims, days."""

    q = SearchFilter(label=_("Words in the recommendation"))
    standing = django_filters.ChoiceFilter(
        label=_("How it stands"), choices=[*Standing.choices, TO_JUDGE, LOOKED], method="by_standing"
    )
    owner = django_filters.ChoiceFilter(label=_("Responsible body"), method="by_owner")
    late = django_filters.BooleanFilter(label=_("Overdue"), method="is_late", widget=CheckboxInput)
    mission = django_filters.ModelChoiceFilter(label=_("Mission"), queryset=SupervisionMission.objects.none())
    subject = django_filters.ChoiceFilter(
        label=_("Who supervises"), field_name="mission__subject", choices=Subject.choices
    )
    claim = django_filters.ChoiceFilter(
        label=_("The body's claim"),
        choices=[*ResultClass.choices, ("none", _("No answer yet"))],
        method="by_claim",
    )
    issued_from = DayFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    issued_until = DayFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte")

    def narrow(self) -> None:
        """Missions that recommended something, and the bodies of this council; an agency has its own only."""
        access = access_of(self.request.user)
        if not access.roles_in(self.council.pk) & READERS:
            del self.filters["owner"], self.filters["mission"], self.filters["subject"]
            return
        self.filters["owner"].extra["choices"] = owners.grouped(owners.of_councils([self.council.pk]))
        missions = SupervisionMission.objects.filter(council=self.council, recommendations__isnull=False)
        self.filters["mission"].queryset = missions.distinct().order_by("-decided_on", "-pk")

    def by_standing(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """By the verdict in force today, or what waits for one."""
        if value == TO_JUDGE[0]:
            found: QuerySet[Any] = rows.filter(follow_up__state__in=WAITING)
        elif value == LOOKED[0]:
            found = rows.filter(Exists(ReSupervision.objects.filter(recommendation=OuterRef("pk"))))
        else:
            found = rows.filter(standing=value)
        return found

    def by_owner(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """What one body owes."""
        key = owners.read_key(value)
        found: QuerySet[Any] = rows.filter(**{f"follow_up__{key[0]}": key[1]}) if key else rows.none()
        return found

    def is_late(self, rows: Any, _name: str, wanted: bool | None) -> QuerySet[Any]:  # noqa: FBT001 - django-filter's
        """An answer is owed, and its day has passed."""
        found: QuerySet[Any] = rows.filter(late_then=True) if wanted else rows
        return found

    def by_claim(self, rows: Any, _name: str, value: str) -> QuerySet[Any]:
        """By what the body said last."""
        found: QuerySet[Any] = rows.filter(claim="" if value == "none" else value)
        return found
