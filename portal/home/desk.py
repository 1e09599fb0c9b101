"""What every home page is built from: who is asking, for which council, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from core.access import Access, Role
from core.compiled import Reading
from core.display import number
from councils.calendar import Clock
from councils.models import Council
from followups.models import FollowUp
from followups.querysets import FollowUpQuerySet
from followups.tables.lists import Row, rows_of


class Tile(NamedTuple):
    """A number with its way to the rows, as `components/tiles.html` shows it."""

    label: str | Promise
    value_text: str
    url: str
    note: str = ""
    late: bool = False
    qualifier: str = ""


@dataclass(frozen=True)
class Section:
    """Some rows under a heading, with the way to all of them."""

    title: str | Promise
    rows: list[Row]
    url: str = ""
    kind: str = ""
    """"late", "assess" (all wait for a judgement), "time" (all ask for more time), or "" for mixed states."""
    note: str | Promise = ""
    """What the reader must know of all its rows."""


@dataclass(frozen=True)
class Desk:
    """One request for a home page."""

    request: HttpRequest
    access: Access
    council: Council

    @property
    def user(self) -> Any:
        """Who is asking."""
        return self.request.user

    @cached_property
    def clock(self) -> Clock:
        """Today and the working calendar; one query."""
        return Clock()

    @property
    def today(self) -> date:
        """Today in Viet Nam."""
        return self.clock.today

    @property
    def sunday(self) -> date:
        """The last day of this week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    @property
    def roles(self) -> frozenset[Role]:
        """The user's roles in this council."""
        return self.access.roles_in(self.council.pk)

    def follow_ups(self) -> FollowUpQuerySet[FollowUp]:
        """The follow-ups of this council within the user's reach, with what rows show."""
        return follow_ups(self.user, self.council.pk)

    def read(self, reading: Reading, **plain: Any) -> list[Any]:
        """What a compiled reading finds for this user in this council."""
        return reading(user=self.user, council=self.council.pk, **plain)

    def rows(self, follow_ups: Iterable[FollowUp]) -> list[Row]:
        """Rows with due words and origins."""
        return rows_of(follow_ups, self.user, self.clock)

    def own(self, rows: QuerySet[Any]) -> Any:
        """Rows of another kind: those of this council within the user's reach."""
        return rows.visible_to(self.user).of(self.council)  # type: ignore[attr-defined]  # every business model has both


def follow_ups(user: Any, council: int) -> FollowUpQuerySet[FollowUp]:
    """The follow-ups of a council within a user's reach, with what rows show."""
    rows: FollowUpQuerySet[FollowUp] = FollowUp.objects.visible_in(user, [council])
    return rows.with_owner()


def link(page: str, **parameters: str) -> str:
    """A page with filters in its address."""
    address = reverse(page)
    return f"{address}?{urlencode(parameters)}" if parameters else address


def tile(label: str | Promise, count: int, url: str, *, late: bool = False, note: str = "") -> Tile:
    """A plain count."""
    return Tile(label, number(count), url, note, late=late and count > 0)
