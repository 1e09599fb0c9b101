"""Everything that is owed, and what is mine of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import ASSESSORS, DECIDERS, READERS, Role
from core.paging import Page
from core.views import Empty, ListPage, PortalView, Text
from councils.calendar import Clock
from followups import origins
from followups.filters import FollowUpFilters
from followups.models import FollowUp
from followups.states import OWNER
from followups.tables import FollowUpTable, Row, rows_of

LIST = (gettext_lazy("Follow-ups"), reverse_lazy("followups:followup_list"))


class FollowUpList(ListPage):
    """Việc theo dõi: one list for everything that somebody owes this council, whatever it came from."""

    roles = READERS | {Role.AGENCY}
    title = gettext_lazy("Follow-ups")
    table_class = FollowUpTable
    filterset_class = FollowUpFilters
    order = ("urgency", "due_sort", "pk")

    def rows(self) -> QuerySet[FollowUp]:
        """Of this council, the late ones first; an agency's user sees what was sent to the agency."""
        rows: QuerySet[FollowUp] = (
            FollowUp.objects.visible_to(self.request.user)
            .of(self.council)
            .with_owner()
            .with_urgency(timezone.localdate())
            .with_due_sort()
        )
        return rows

    def make_table(self, page: Page) -> FollowUpTable:
        """The columns read rows with their due words and origins."""
        rows = rows_of(page.rows, self.request.user, Clock())
        table: FollowUpTable = super().make_table(Page(list(rows), page.next_url, page.previous_url))
        return table

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


@dataclass(frozen=True)
class Section:
    """A heading of the page "mine" with its cards."""

    key: str
    title: Text
    rows: Sequence[Row]
    more_url: str = ""

    @property
    def judged(self) -> bool:
        """Whether its cards are answers that the reader judges."""
        return self.key == "assess"


class FollowUpMine(PortalView):
    """What is mine, made for a phone: late, this week, later, and what waits for a judgement."""

    roles = OWNER | ASSESSORS
    template_name = "followups/followup_mine.html"
    most: ClassVar[int] = 100

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        clock = Clock()
        sections = [section for section in (*self.owed(clock), self.to_assess(clock)) if section.rows]
        context = {
            "title": _("My follow-ups"),
            "crumbs": [LIST, (_("Mine"), None)],
            "sections": sections,
            "several": len(self.access.councils()) > 1,
        }
        return render(request, self.template_name, context)

    def owed(self, clock: Clock) -> list[Section]:
        """What my own body owes or has answered, at most a hundred of the most urgent; one query."""
        mine = FollowUp.objects.owned_by(self.request.user).unsettled().with_owner().order_by("due_on", "pk")
        rows = rows_of(mine[: self.most], self.request.user, clock)
        sunday = clock.today + timedelta(days=6 - clock.today.weekday())
        return [
            Section(key, title, [row for row in rows if self.section_of(row, clock.today, sunday) == key])
            for key, title in (
                ("late", gettext_lazy("Late")),
                ("week", gettext_lazy("This week")),
                ("later", gettext_lazy("Later")),
                ("waiting", gettext_lazy("Answered, waiting for the council's judgement")),
            )
        ]

    @staticmethod
    def section_of(row: Row, today: date, sunday: date) -> str:
        """Under which heading a card belongs."""
        due_on = row.follow_up.due_on
        if row.follow_up.is_waiting or due_on is None:
            return "waiting"
        if due_on < today:
            return "late"
        return "week" if due_on <= sunday else "later"

    def to_assess(self, clock: Clock) -> Section:
        """Answers that wait for this user's judgement, the oldest first; never one's own.

        For secretariat and leaders all of their council's; for a delegate those that came of the delegate's meetings.
        """
        mine = Q(council_id__in=self.access.councils(DECIDERS)) | (
            Q(council_id__in=self.access.councils({Role.DELEGATE})) & origins.concerning(self.request.user)
        )
        waiting = (
            FollowUp.objects.visible_to(self.request.user)
            .filter(mine)
            .to_assess()
            .not_owned_by(self.request.user)
            .with_owner()
            .order_by("answered_on", "pk")
        )
        shown = 20
        found = list(waiting[: shown + 1])
        more = f"{reverse('followups:followup_list')}?state=waiting" if len(found) > shown else ""
        rows = rows_of(found[:shown], self.request.user, clock)
        return Section("assess", gettext_lazy("Answers to assess"), rows, more)
