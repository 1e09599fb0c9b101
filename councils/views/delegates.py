"""A council's delegates with their seats and posts."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from core.views import DetailPage, Empty
from councils.filters import DelegateFilters
from councils.models import Delegate, DelegateSeat
from councils.querysets import OwnedQuerySet, valid_on
from councils.tables import DelegateTable
from councils.views.reference import CATALOGUE, REFERENCE, ReferenceList

DELEGATES = (gettext_lazy("Delegates"), reverse_lazy("councils:delegate_list"))


def delegates(user: Any) -> OwnedQuerySet[Any]:
    """The delegates a user reaches, with the group and constituency of their last seat, and whether they hold it."""
    seats = DelegateSeat.objects.filter(delegate=OuterRef("pk"))
    last = seats.order_by("-valid_from", "-pk")
    return Delegate.objects.visible_to(user).annotate(
        in_office=Exists(seats.filter(valid_on(timezone.localdate()))),
        group_name=Subquery(last.values("group__name")[:1]),
        constituency_area=Subquery(last.values("constituency__area")[:1]),
    )


class DelegateList(ReferenceList):
    """The council's delegates by given name."""

    title = gettext_lazy("Delegates")
    table_class = DelegateTable
    filterset_class = DelegateFilters
    order = ("sort_key", "pk")
    empty = Empty(
        gettext_lazy("No delegate has been entered yet."),
        gettext_lazy("The administrator enters delegates and their seats."),
    )

    def rows(self) -> QuerySet[Any]:
        return delegates(self.request.user).of(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("delegate", "delegates", count)


class DelegateDetail(DetailPage):
    """One delegate: seats and posts from day to day."""

    roles = REFERENCE
    template_name = "councils/delegate_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return delegates(self.request.user).select_related("council")

    def context(self) -> dict[str, Any]:
        seats = self.record.seats.select_related("council_term__term", "constituency", "group")
        posts = self.record.posts.select_related("committee", "group")
        return {
            **super().context(),
            "crumbs": [CATALOGUE, DELEGATES, (self.record.full_name, None)],
            "seats": seats.order_by("-valid_from", "-pk"),
            "posts": posts.order_by(F("valid_from").desc(nulls_last=True), "-pk"),
        }
