"""What in a plan wants a second look: two places at once, a group without a meeting, a sitting on the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import combinations
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.display import day as shown
from core.text import fold
from core.workdays import Calendar
from councils.models import Delegate, DelegateGroup, DelegateSeat
from sessions.models import Sitting
from sessions.states import OFF
from voters.models import VoterContactRound, VoterMeeting

APART: Final = 15
"""Days that lie between a meeting and the sitting of its round (regulations of localities; domain §3.4)."""
NAMED: Final = 6
"""Names that one sentence lists."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One meeting of a plan: saved, or still a line of the grid (then `line` is its number)."""

    day: date
    venue: str
    locality: str
    starts_at: time | None = None
    ends_at: time | None = None
    groups: frozenset[int] = frozenset()
    delegates: Mapping[int, str] = field(default_factory=dict)
    line: int = 0
    of_round: bool = True
    """A meeting of another round of the council can clash, and counts for nobody here."""

    @property
    def where(self) -> str:
        """Place and day in a sentence."""
        return f"{self.venue}, {self.locality} ({shown(self.day)})"

    @property
    def place(self) -> str:
        """The venue, however it is written."""
        return fold(f"{self.venue} {self.locality}")

    def meets(self, other: Planned) -> bool:
        """Whether two meetings are under way at the same time; one without hours takes the whole day."""
        if self.day != other.day:
            return False
        begins, ends = self._hours()
        other_begins, other_ends = other._hours()
        return begins < other_ends and other_begins < ends

    def _hours(self) -> tuple[time, time]:
        if self.starts_at is None:
            return time.min, time.max
        if self.ends_at is None:  # half a day, as meetings with voters last
            noon = time(12)
            return self.starts_at, noon if self.starts_at < noon else time.max
        return self.starts_at, self.ends_at


@dataclass(frozen=True)
class Clash:
    """A sentence, and the lines of the grid that it is about (none: the plan as a whole)."""

    sentence: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a plan is held against: who should meet voters, sittings nearby, days off."""

    groups: Mapping[int, str]
    delegates: Mapping[int, str]
    sittings: Sequence[Sitting]
    calendar: Calendar

    @classmethod
    def of(cls, contact: VoterContactRound, calendar: Calendar) -> Surroundings:
        """Read them; three queries."""
        groups = DelegateGroup.objects.filter(council_term=contact.council_term_id)
        during = Q(valid_from__lte=contact.ends_on) & (
            Q(valid_to__isnull=True) | Q(valid_to__gte=contact.starts_on)
        )
        seats = DelegateSeat.objects.filter(during, council_term=contact.council_term_id)
        delegates = Delegate.objects.filter(pk__in=seats.values("delegate")).order_by("sort_key")
        reach = timedelta(days=APART)
        near = Sitting.objects.of(contact.council_id).filter(
            opens_on__lte=contact.ends_on + reach, closes_on__gte=contact.starts_on - reach
        )
        return cls(
            groups=dict(groups.values_list("pk", "name")),
            delegates=dict(delegates.values_list("pk", "full_name")),
            sittings=list(near.exclude(state__in=OFF).order_by("opens_on")),
            calendar=calendar,
        )


def planned_of(contact: VoterContactRound) -> list[Planned]:
    """The meetings of the council on the days of the round; three queries."""
    rows = VoterMeeting.objects.of(contact.council_id).takes_place()
    nearby = rows.filter(Q(round=contact) | Q(held_on__range=(contact.starts_on, contact.ends_on)))
    found = nearby.prefetch_related("groups", "delegates").order_by("held_on", "starts_at", "pk")
    return [of_meeting(meeting, contact) for meeting in found]


def of_meeting(meeting: Any, contact: VoterContactRound) -> Planned:
    """A saved meeting."""
    return Planned(
        day=meeting.held_on,
        venue=meeting.venue,
        locality=meeting.locality,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        groups=frozenset(group.pk for group in meeting.groups.all()),
        delegates={delegate.pk: delegate.full_name for delegate in meeting.delegates.all()},
        of_round=meeting.round_id == contact.pk,
    )


def clashes_of(
    contact: VoterContactRound, plan: Iterable[Planned], around: Surroundings, *, whole: bool = True
) -> list[Clash]:
    """Everything in a plan that wants a second look; `whole`: also what the plan as a whole lacks."""
    rows = list(plan)
    own = [row for row in rows if row.of_round]
    found = [*_at_once(rows), *(clash for row in own for clash in _on_its_day(row, contact, around))]
    if whole and own:
        found += [*_groups_without(own, around), *_delegates_without(own, contact, around)]
    return found


def _at_once(rows: Sequence[Planned]) -> Iterator[Clash]:
    """The same delegate, or the same venue, in two meetings at one time."""
    by_day: dict[date, list[Planned]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(row)
    for same_day in by_day.values():
        for one, other in combinations(same_day, 2):
            if (one.of_round or other.of_round) and one.meets(other):
                yield from _pair(one, other)


def _pair(one: Planned, other: Planned) -> Iterator[Clash]:
    lines = tuple(row.line for row in (one, other) if row.line)
    words = {"one": one.where, "other": other.where}
    both = [name for pk, name in one.delegates.items() if pk in other.delegates]
    if one.place == other.place:
        yield Clash(_("Two meetings at one venue at the same time: %(one)s.") % words, lines)
    elif both:
        sentence = _("At two places at the same time: %(names)s – %(one)s and %(other)s.")
        yield Clash(sentence % {**words, "names": _listed(both)}, lines)


def _on_its_day(row: Planned, contact: VoterContactRound, around: Surroundings) -> Iterator[Clash]:
    lines = (row.line,) if row.line else ()
    holiday = around.calendar.note(row.day)
    if holiday and not around.calendar.is_working(row.day):
        words = {"where": row.where, "holiday": holiday}
        yield Clash(_("%(where)s falls on a day off: %(holiday)s.") % words, lines)
    for sitting in around.sittings:
        words = {"where": row.where, "sitting": str(sitting)}
        if sitting.opens_on <= row.day <= sitting.closes_on:
            yield Clash(_("%(where)s falls on a day of %(sitting)s.") % words, lines)
        elif sitting.pk == contact.sitting_id and (left := _days_apart(row.day, sitting)) < APART:
            sentence = ngettext(
                "%(where)s lies only %(count)s day from %(sitting)s; local rules ask for %(apart)s.",
                "%(where)s lies only %(count)s days from %(sitting)s; local rules ask for %(apart)s.",
                left,
            )
            yield Clash(sentence % {**words, "count": left, "apart": APART}, lines)
    if contact.cut_off_on and row.day > contact.cut_off_on:
        words = {"where": row.where, "day": shown(contact.cut_off_on)}
        yield Clash(
            _("%(where)s lies after the cut-off day %(day)s: its opinions go to the next sitting.") % words,
            lines,
        )


def _days_apart(on: date, sitting: Sitting) -> int:
    return (sitting.opens_on - on).days if on < sitting.opens_on else (on - sitting.closes_on).days


def _groups_without(rows: Sequence[Planned], around: Surroundings) -> Iterator[Clash]:
    meeting = set().union(*(row.groups for row in rows))
    without = [name for pk, name in around.groups.items() if pk not in meeting]
    if without and meeting:
        yield Clash(_("No meeting yet: %(names)s.") % {"names": _listed(without)})


def _delegates_without(
    rows: Sequence[Planned], contact: VoterContactRound, around: Surroundings
) -> Iterator[Clash]:
    """Only where the plan names delegates at all: many plans name the groups."""
    times = Counter(pk for row in rows for pk in row.delegates)
    if not times:
        return
    without = [name for pk, name in around.delegates.items() if not times[pk]]
    if without:
        yield Clash(_("Delegates without a meeting: %(names)s.") % {"names": _listed(without)})
    needed = contact.meetings_needed
    fewer = [name for pk, name in around.delegates.items() if 0 < times[pk] < needed]
    if fewer:
        sentence = ngettext(
            "Fewer than %(count)s meeting: %(names)s.", "Fewer than %(count)s meetings: %(names)s.", needed
        )
        yield Clash(sentence % {"count": needed, "names": _listed(fewer)})


def _listed(names: Sequence[str]) -> str:
    """Some names in one line, and how many more there are."""
    shown_names = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    return (
        _("%(names)s and %(count)s more") % {"names": shown_names, "count": left} if left > 0 else shown_names
    )
