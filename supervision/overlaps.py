"""Chồng chéo: two subjects that visit the same body within 30 days of each other.

Read from the programmes of all subjects of a council and from missions outside programmes. Where an item has become a
mission, the mission's own bodies and days count, and of a body with working sessions the days of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Final

from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.display import day as shown
from core.display import period_words
from councils.models import Council
from supervision.models import ProgrammeItem, SupervisedBody, SupervisionMission
from supervision.standings import BY_MISSION, mission_of
from supervision.states import MissionState

WINDOW: Final = 30
"""Days between two visits of one body below which, or at which, they are too close."""
_OFF: Final = (MissionState.DROPPED, MissionState.POSTPONED)

Who = tuple[str, int | None, int | None]
"""A subject: its kind, and the id of its committee or group."""


@dataclass(frozen=True, slots=True)
class Place:
    """A body that is visited, and from when to when."""

    body_id: int
    name: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """An item of a programme, or a mission outside programmes: who does what, when, at which bodies."""

    who: Who
    supervisor: str
    title: str
    form: str
    first: date | None
    last: date | None
    visits: bool
    places: tuple[Place, ...] = ()
    item: Any = field(default=None, compare=False)
    mission: Any = field(default=None, compare=False)

    @property
    def url(self) -> str:
        """The mission's page where there is one, else the programme's."""
        if self.mission is not None:
            return str(self.mission.get_absolute_url())
        return f"{self.item.programme.get_absolute_url()}#item-{self.item.pk}"

    @property
    def programme_id(self) -> int | None:
        """The programme it stands in."""
        return self.item.programme_id if self.item is not None else None


@dataclass(frozen=True, slots=True)
class Visit:
    """A body visited by a subject from a day to a day."""

    plan: Plan
    body_id: int
    body: str
    first: date
    last: date

    @property
    def days(self) -> str:
        """From when to when."""
        return shown(self.first) if self.first == self.last else period_words(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two visits of one body by two subjects; `days` lie between them, 0 where they touch or share days."""

    one: Visit
    other: Visit
    days: int

    @property
    def body(self) -> str:
        """Who is visited."""
        return self.one.body

    @property
    def visits(self) -> tuple[Visit, Visit]:
        """The earlier one first."""
        return self.one, self.other

    @property
    def words(self) -> str:
        """How close."""
        if self.one.last >= self.other.first:
            return _("on the same days")
        return ngettext("%(count)s day apart", "%(count)s days apart", self.days) % {"count": self.days}

    def concerns(self, programme_id: int) -> bool:
        """Whether one of the two stands in this programme."""
        return programme_id in {self.one.plan.programme_id, self.other.plan.programme_id}


def gap(one: Visit, other: Visit) -> int:
    """Days from the end of the earlier visit to the beginning of the later one; 0 where they share days."""
    earlier, later = sorted((one, other), key=lambda visit: visit.first)
    return max(0, (later.first - earlier.last).days)


def overlaps(visits: Iterable[Visit]) -> list[Overlap]:
    """Pairs of visits to one body by different subjects within the window, in the order of their days."""
    by_body: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_body[visit.body_id].append(visit)
    found = [
        Overlap(*_in_order(*pair), gap(*pair))
        for rows in by_body.values()
        for pair in combinations(rows, 2)
        if pair[0].plan.who != pair[1].plan.who and gap(*pair) <= WINDOW
    ]
    return sorted(found, key=lambda pair: (pair.one.first, pair.body, pair.other.first))


def _in_order(one: Visit, other: Visit) -> tuple[Visit, Visit]:
    return (one, other) if (one.first, one.last) <= (other.first, other.last) else (other, one)


def visits_of(plans: Iterable[Plan]) -> Iterator[Visit]:
    """The visits that plans with days and bodies make."""
    for plan in plans:
        for place in plan.places if plan.visits else ():
            if place.first and place.last:
                yield Visit(plan, place.body_id, place.name, place.first, place.last)


def undated(plans: Iterable[Plan]) -> list[Plan]:
    """Plans that would visit bodies, but do not say when: nobody can tell whether they overlap."""
    return [plan for plan in plans if plan.visits and any(place.first is None for place in plan.places)]


# --- Reading ---


def plans_around(council: Council, year: int) -> list[Plan]:
    """What subjects plan for a year and its neighbours, without what is dropped or put off; four queries."""
    years = (year - 1, year, year + 1)
    rows = (
        ProgrammeItem.objects.of(council)
        .filter(programme__year__in=years, dropped_on__isnull=True)
        .select_related("programme__committee", "programme__group", "mission")
        .prefetch_related("bodies")
        .order_by("programme__subject", "programme_id", "position", "pk")
    )
    bodies = _bodies_of_missions(council, years)
    found = [_plan_of_item(item, bodies) for item in rows if not _off(item)]
    alone = (
        SupervisionMission.objects.of(council)
        .filter(_in_years(years), item__isnull=True)
        .exclude(state__in=_OFF)
        .select_related("committee", "group")
        .order_by("starts_on", "pk")
    )
    return found + [_plan_of_mission(mission, bodies) for mission in alone]


def _off(item: ProgrammeItem) -> bool:
    mission = mission_of(item)
    if mission is not None:
        return mission.state in _OFF
    return item.postponed_on is not None and item.starts_on is None and item.ends_on is None


def _in_years(years: Iterable[int], prefix: str = "") -> Q:
    wanted = list(years)
    return Q(**{f"{prefix}starts_on__year__in": wanted}) | Q(
        **{f"{prefix}starts_on__isnull": True, f"{prefix}decided_on__year__in": wanted}
    )


def _bodies_of_missions(council: Council, years: tuple[int, ...]) -> dict[int, list[Any]]:
    """The supervised bodies of the missions of these years, with the days of their working sessions."""
    held = ~Q(sessions__state="cancelled")
    rows = (
        SupervisedBody.objects.of(council)
        .filter(_in_years(years, "mission__") | Q(mission__item__programme__year__in=years))
        .annotate(
            name=F("agency__name"),
            first_session=Min("sessions__held_on", filter=held),
            last_session=Max("sessions__held_on", filter=held),
        )
        .order_by("position", "pk")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.mission_id].append(row)
    return found


def _days(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """A single day where only one end is known."""
    return first or last, last or first


def _places(
    mission: Any, bodies: dict[int, list[Any]], days: tuple[date | None, date | None]
) -> tuple[Place, ...]:
    return tuple(
        Place(row.agency_id, row.name, row.first_session or days[0], row.last_session or days[1])
        for row in bodies.get(mission.pk, ())
    )


def _plan_of_item(item: ProgrammeItem, bodies: dict[int, list[Any]]) -> Plan:
    programme, mission = item.programme, mission_of(item)
    days = _days(item.starts_on, item.ends_on)
    if mission is not None and (mission.starts_on or mission.ends_on):
        days = _days(mission.starts_on, mission.ends_on)
    places = _places(mission, bodies, days) if mission is not None else ()
    if not places:
        places = tuple(Place(body.pk, body.name, *days) for body in item.bodies.all())
    return Plan(
        who=(programme.subject, programme.committee_id, programme.group_id),
        supervisor=str(programme.supervisor),
        title=item.title,
        form=str(item.get_form_display()),
        first=days[0],
        last=days[1],
        visits=item.form in BY_MISSION,
        places=places,
        item=item,
        mission=mission,
    )


def _plan_of_mission(mission: SupervisionMission, bodies: dict[int, list[Any]]) -> Plan:
    days = _days(mission.starts_on, mission.ends_on)
    places = _places(mission, bodies, days)
    if days[0] is None:
        known = [place for place in places if place.first]
        days = (
            min((place.first for place in known if place.first), default=None),
            max((place.last for place in known if place.last), default=None),
        )
    return Plan(
        who=(mission.subject, mission.committee_id, mission.group_id),
        supervisor=str(mission.supervisor),
        title=mission.title,
        form=str(mission.get_kind_display()),
        first=days[0],
        last=days[1],
        visits=True,
        places=places,
        mission=mission,
    )
