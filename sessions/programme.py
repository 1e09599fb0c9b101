"""The agenda as it is read: numbered lines by half-day, with their hours and how the time is spent. Pure; no query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import roman
from sessions.models import AgendaItem, Paper, PlenaryMeeting
from sessions.outline import Place, possible, token


def in_words(minutes: int) -> str:
    """A length of time: "45 minutes", "3 h 20 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not rest:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@dataclass(frozen=True, slots=True)
class Minutes:
    """Time in minutes: for what is read out, and for what is discussed."""

    reading: int = 0
    discussion: int = 0

    def __add__(self, other: Minutes) -> Minutes:
        """Both parts added up."""
        return Minutes(self.reading + other.reading, self.discussion + other.discussion)

    @property
    def total(self) -> int:
        """All of it."""
        return self.reading + self.discussion

    @property
    def words(self) -> str:
        """All of it in words."""
        return in_words(self.total)

    @property
    def reading_words(self) -> str:
        """What is read out, in words."""
        return in_words(self.reading)

    @property
    def discussion_words(self) -> str:
        """What is discussed, in words."""
        return in_words(self.discussion)

    @property
    def share(self) -> int | None:
        """How much of it is reading, in whole per cent rounded half up; None where nothing is planned."""
        return (200 * self.reading + self.total) // (2 * self.total) if self.total else None

    @property
    def mostly_read(self) -> bool:
        """Whether reading takes more than half: the complaint that agendas are known for (domain reference 7.1)."""
        return self.reading > self.discussion


@dataclass(slots=True)
class Row:
    """A line as it is shown: its number, when it begins, its own time and that of what hangs under it."""

    item: AgendaItem
    label: str
    begins_at: time | None = None
    estimated: bool = False
    """Whether the hour is counted from the lines before and not set by hand."""
    minutes: Minutes = field(default_factory=Minutes)
    moves: frozenset[str] = frozenset()

    @property
    def is_section(self) -> bool:
        """Whether it only heads what follows."""
        return self.item.kind == AgendaItem.Kind.SECTION

    @property
    def papers(self) -> list[Paper]:
        """Its papers in the order of the list (prefetched)."""
        return sorted(self.item.papers.all(), key=lambda paper: paper.number)


@dataclass(frozen=True, slots=True)
class Half:
    """How a half-day is filled: minutes planned against the minutes it has."""

    meeting: PlenaryMeeting
    minutes: Minutes
    room: int | None

    @property
    def over(self) -> int:
        """By how many minutes the plan is longer than the half-day; 0 where it fits or no hours are set."""
        return max(self.minutes.total - self.room, 0) if self.room is not None else 0

    @property
    def room_words(self) -> str:
        """The minutes it has, in words; nothing where no hours are set."""
        return in_words(self.room) if self.room is not None else ""

    @property
    def over_words(self) -> str:
        """By how much the plan is longer, in words; nothing where it fits."""
        return in_words(self.over) if self.over else ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that follow one another in one half-day; without one they are not yet placed."""

    meeting: PlenaryMeeting | None
    rows: list[Row]
    half: Half | None = None
    """How the whole half-day is filled."""


@dataclass(frozen=True, slots=True)
class Programme:
    """An agenda: its lines, the same by half-day, and its sums."""

    rows: list[Row]
    parts: list[Part]
    halves: list[Half]
    minutes: Minutes
    token: str

    @property
    def sections(self) -> list[Row]:
        """The sections, each with the time of what stands under it."""
        return [row for row in self.rows if row.is_section]

    @property
    def last_meeting(self) -> int | None:
        """The half-day of the last item: the next one entered most likely follows it there."""
        return next((row.item.meeting_id for row in reversed(self.rows) if not row.is_section), None)

    @property
    def unplaced(self) -> int:
        """Lines that are in no half-day yet; sections head whatever follows and need none."""
        return sum(not row.is_section and row.item.meeting_id is None for row in self.rows)


def places(items: Iterable[AgendaItem]) -> list[Place]:
    """The bare order of some items."""
    return [Place(item.pk, item.depth, item.kind == AgendaItem.Kind.SECTION) for item in items]


def programme(items: Sequence[AgendaItem], *, public: bool = False) -> Programme:
    """The agenda of these items, given in their order with their half-days and papers.

    `public`: only what stands in the public programme; what hangs under a hidden line is hidden with it.
    """
    order = places(items)
    moves = possible(order)
    shown = _public(items) if public else list(items)
    rows = [
        Row(item, label, minutes=_own(item), moves=moves[item.pk])
        for item, label in zip(shown, _labels(shown), strict=True)
    ]
    _add_up(rows)
    halves = _halves(shown)
    return Programme(rows, _parts(rows, halves), halves, _sum(shown), token(order))


def room_of(meeting: PlenaryMeeting) -> int | None:
    """The minutes of a half-day whose hours are set."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return None
    return (_minute(meeting.ends_at) - _minute(meeting.starts_at)).seconds // 60


def _own(item: AgendaItem) -> Minutes:
    return Minutes(item.reading_minutes, item.discussion_minutes)


def _sum(items: Iterable[AgendaItem]) -> Minutes:
    return sum((_own(item) for item in items), Minutes())


def _public(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    found: list[AgendaItem] = []
    hidden: int | None = None
    for item in items:
        if hidden is not None and item.depth > hidden:
            continue
        hidden = None if item.is_public else item.depth
        if item.is_public:
            found.append(item)
    return found


def _labels(items: Iterable[AgendaItem]) -> list[str]:
    """I, 1, 1.1: items are counted anew in each section; a break has no number."""
    counts, found = [0, 0, 0], list[str]()
    for item in items:
        if item.kind == AgendaItem.Kind.BREAK:
            found.append("")
            continue
        counts[item.depth] += 1
        counts[item.depth + 1 :] = [0] * (len(counts) - item.depth - 1)
        deeper = f"{counts[1]}.{counts[2]}" if item.depth > 1 else str(counts[1])
        found.append(deeper if item.depth else roman(counts[0]))
    return found


def _add_up(rows: Sequence[Row]) -> None:
    """A line shows its own time and that of everything under it."""
    above: list[Row] = []
    for row in rows:
        while above and above[-1].item.depth >= row.item.depth:
            above.pop()
        for parent in above:
            parent.minutes = parent.minutes + _own(row.item)
        above.append(row)


def _parts(rows: Sequence[Row], halves: Sequence[Half]) -> list[Part]:
    found, filled = [], {half.meeting.pk: half for half in halves}
    for _key, run in groupby(_with_heads(rows), key=lambda pair: pair[0].pk if pair[0] else 0):
        pairs = list(run)
        meeting = pairs[0][0]
        half = filled.get(meeting.pk) if meeting else None
        part = Part(meeting, [row for _meeting, row in pairs], half)
        _set_hours(part)
        found.append(part)
    return found


def _with_heads(rows: Sequence[Row]) -> list[tuple[PlenaryMeeting | None, Row]]:
    """Each line with its half-day; a section that has none heads what follows it, the last one ends what it follows."""
    last = next((row.item.meeting for row in reversed(rows) if not row.is_section), None)
    found: list[tuple[PlenaryMeeting | None, Row]] = []
    following = last
    for row in reversed(rows):
        following = row.item.meeting or following if row.is_section else row.item.meeting
        found.append((following, row))
    return found[::-1]


def _set_hours(part: Part) -> None:
    """The hour of each line: set by hand, or counted on from the half-day's beginning.

    An hour that the line before has said is not repeated, unless a new section begins.
    """
    clock = part.meeting.starts_at if part.meeting else None
    said: time | None = None
    for row in part.rows:
        clock = row.item.starts_at or clock
        if row.is_section:
            said = None
            continue
        if clock is None:
            continue
        if clock != said:
            row.begins_at, row.estimated, said = clock, row.item.starts_at is None, clock
        clock = _later(clock, _own(row.item).total)


def _halves(items: Iterable[AgendaItem]) -> list[Half]:
    """In the order of the calendar, those that hold something."""
    filled: dict[int, tuple[PlenaryMeeting, Minutes]] = {}
    for item in items:
        if item.meeting is not None:
            before = filled.get(item.meeting.pk, (item.meeting, Minutes()))[1]
            filled[item.meeting.pk] = (item.meeting, before + _own(item))
    ordered = sorted(filled.values(), key=lambda half: (half[0].day, half[0].part, half[0].kind))
    return [Half(meeting, minutes, room_of(meeting)) for meeting, minutes in ordered]


def _minute(at: time) -> datetime:
    return datetime.combine(date.min, at)


def _later(at: time, minutes: int) -> time:
    return (_minute(at) + timedelta(minutes=minutes)).time()
