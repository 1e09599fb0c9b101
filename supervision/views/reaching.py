"""What the pages of recommendations share: who reaches them, and the way here."""

from __future__ import annotations

from typing import Any, Final, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.access import READERS, Role
from core.views import RecordView, Text
from supervision.models import Recommendation, SupervisionMission
from supervision.reviewing import may_write
from supervision.views import common
from supervision.views.common import missions

Crumbs = list[tuple[Text, str | None]]
SEEN_BY: Final = READERS | {Role.AGENCY}
"""Who reads recommendations: the council's own side, and the bodies that owe them."""
LIST: Final[tuple[Text, Any]] = (
    gettext_lazy("Recommendations"),
    reverse_lazy("supervision:recommendation_list"),
)


def person(request: HttpRequest) -> User:
    """Who is at the page; it has made sure that somebody signed in."""
    return cast("User", request.user)


def recommendations(user: Any) -> Any:
    """The recommendations a user reaches, as they stand today, with what rows show."""
    rows = Recommendation.objects.visible_to(user).as_of(timezone.localdate())
    return rows.with_claim().with_order().with_owner()


def mission_crumbs(mission: SupervisionMission) -> Crumbs:
    """From the list over the mission to its recommendations."""
    own = reverse("supervision:mission_recommendations", args=[mission.pk])
    return [*common.mission_crumbs(mission), (_("Recommendations"), own)]


class MissionWriter(RecordView):
    """A page for those who write the recommendations of one mission: 403 for others who reach it."""

    roles = READERS
    record: Any

    def reachable(self) -> QuerySet[Any]:
        return missions(self.request.user)

    def check_record(self) -> None:
        super().check_record()
        if not may_write(self.record, self.access):
            raise PermissionDenied

    def cancel_url(self) -> str:
        """Back to the recommendations of the mission."""
        return reverse("supervision:mission_recommendations", args=[self.record.pk])


class RecommendationRecord(RecordView):
    """A page about one recommendation."""

    roles = SEEN_BY
    record: Any

    def reachable(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = recommendations(self.request.user)
        return rows


class DraftWriter(RecommendationRecord):
    """A page for those who write a recommendation."""

    roles = READERS

    def check_record(self) -> None:
        super().check_record()
        if not may_write(self.record.mission, self.access):
            raise PermissionDenied

    def cancel_url(self) -> str:
        """Back to the recommendations of the mission."""
        return reverse("supervision:mission_recommendations", args=[self.record.mission_id])
