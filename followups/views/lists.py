"""Everything that is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import DECIDERS, READERS, Role
from core.compiled import compiled
from core.paging import Page
from core.views import Action, BulkAction, Empty, ListPage, Text
from councils.calendar import Clock
from followups.filters.lists import FollowUpFilters
from followups.models import FollowUp
from followups.scopes import Scope
from followups.tables.lists import FollowUpTable, rows_of

LIST = (gettext_lazy("Follow-ups"), reverse_lazy("followups:followup_list"))


@compiled
def _shown(user: Any, ids: Sequence[int]) -> QuerySet[FollowUp]:
    return FollowUp.objects.visible_to(user).filter(pk__in=ids).with_owner().with_order()


class FollowUpList(ListPage):
    """Việc theo dõi: one list for everything that somebody owes this council, whatever it came from."""

    roles = READERS | {Role.AGENCY}
    title = gettext_lazy("Follow-ups")
    table_class = FollowUpTable
    filterset_class = FollowUpFilters
    order = ("stage", "due_sort", "pk")
    count_order = ("council_id",)
    bulk_actions = (
        BulkAction("remind", gettext_lazy("Remind"), reverse_lazy("followups:followup_remind")),
        BulkAction(
            "letters", gettext_lazy("Draft reminder letters"), reverse_lazy("followups:letter_create")
        ),
    )

    @cached_property
    def scope(self) -> Scope:
        """Whose follow-ups the address asks for."""
        return Scope(self.council, self.access, self.request.GET.get("scope", ""))

    def rows(self) -> QuerySet[FollowUp]:
        """Of the scope, the late ones first; an agency's user sees what was sent to the agency."""
        return self.scope.follow_ups(self.request.user).with_owner().with_order()

    shown = staticmethod(_shown)

    def sought(self) -> QuerySet[FollowUp]:
        """Without the names that rows show."""
        return self.scope.follow_ups(self.request.user).with_order()

    def make_filters(self, rows: QuerySet[FollowUp]) -> FollowUpFilters:
        """The filters know the scope: its choices are theirs."""
        return FollowUpFilters(
            self.request.GET, queryset=rows, request=self.request, council=self.council, scope=self.scope
        )

    def make_table(self, page: Page) -> FollowUpTable:
        """The columns read rows with their due words and origins; rows of several councils name theirs."""
        rows = rows_of(page.rows, self.request.user, Clock())
        columns = self.request.GET.getlist("columns")
        return FollowUpTable(
            rows,
            sort=self.request.GET.get("sort", ""),
            columns=columns or (FollowUpTable.begins_with("council") if self.scope.several else ()),
            selectable=self.selectable(),
            caption=str(self.page_title()),
        )

    def selectable(self) -> bool:
        """Those who decide tick what is owed to their own council, not what they oversee below."""
        own = self.scope.councils == [self.council.pk] and not self.scope.several
        return own and bool(self.roles_here() & DECIDERS)

    def page_actions(self) -> list[Action]:
        actions = [
            Action(_("Punctuality"), self.here("followups:punctuality")),
            Action(_("Hand-overs"), self.here("followups:hand_over_list")),
        ]
        if self.roles_here() & DECIDERS:
            actions.append(Action(_("Give a task"), self.here("followups:followup_create"), primary=True))
        return actions

    def here(self, name: str) -> str:
        """A page about the council that this page is about, whichever the switcher shows."""
        council = f"?council={self.council.slug}" if "council" in self.request.GET else ""
        return reverse(name) + council

    def context(self) -> dict[str, Any]:
        """With the questions of every day one click away; letters are written for the council of the list."""
        context = super().context()
        letters = [
            replace(action, url=self.here("followups:letter_create")) if action.name == "letters" else action
            for action in context["bulk_actions"]
        ]
        return {**context, "bulk_actions": letters, "quick_filters": self.quick_filters()}

    def quick_filters(self) -> list[tuple[Text, str]]:
        """(label, address); of the council that the page is about."""
        asked = [
            (_("Overdue"), {"late": "on"}),
            (_("Became overdue this week"), {"late": "week"}),
            (_("Due this week"), {"due": "week"}),
            (_("Answers to assess"), {"state": "waiting"}),
        ]
        council = {"council": self.council.slug} if "council" in self.request.GET else {}
        return [(label, f"?{urlencode({**council, **query})}") for label, query in asked]

    def count_label(self, count: int) -> str:
        return ngettext("follow-up", "follow-ups", count)

    def empty_state(self) -> Empty:
        if self.roles_here() & READERS:
            return Empty(
                _("Nobody owes this council anything yet."),
                _(
                    "A follow-up begins when an opinion, a resolution's task or a recommendation is sent to a body."
                ),
            )
        return Empty(
            _("Nothing has been sent to you yet."), _("What the council sends to your agency stands here.")
        )
