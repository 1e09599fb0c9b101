"""Meetings of a plan as they were typed or pasted, and what is wrong with them, in words beside the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from core.forms import DateField, TimeField
from core.text import fold
from councils.models import Council, Delegate, DelegateGroup
from voters.imports.table import clean
from voters.models import VoterContactRound, VoterMeeting
from voters.planning.clashes import Planned
from voters.services.meetings import Seats, no_seat, outside_round, seats_of
from voters.services.plan import PlannedMeeting

MAX_MEETINGS: Final = 300
"""Meetings of one entry; no round of a council has had more."""
LONGEST: Final = 200
_PARTS: Final = re.compile(r"[;,\n/]+")
_GROUP_WORDS: Final = frozenset({"to", "dai", "bieu", "so", "hdnd", "group", "va"})


@dataclass(frozen=True, slots=True)
class RawMeeting:
    """One line of the plan as text, cell by cell."""

    held_on: str = ""
    starts_at: str = ""
    ends_at: str = ""
    locality: str = ""
    venue: str = ""
    form: str = ""
    groups: str = ""
    delegates: str = ""
    joint: str = ""
    pasted: bool = False

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The cells, in the order of the grid."""
        return tuple(one.name for one in fields(cls) if one.name != "pasted")

    @property
    def filled(self) -> bool:
        """Whether anything stands in the line; the menu of forms always says something."""
        return any(getattr(self, name).strip() for name in self.names() if name != "form")

    def cleaned(self) -> RawMeeting:
        """Without invisible signs and needless spaces."""
        cells = {name: " ".join(clean(getattr(self, name)).split(" ")) for name in self.names()}
        return RawMeeting(**cells, pasted=self.pasted)


@dataclass(slots=True)
class CheckedMeeting:
    """A line after checking: `problems` stop the saving and are keyed by cell; `warnings` can be accepted."""

    raw: RawMeeting
    row: PlannedMeeting | None = None
    problems: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def planned(self, line: int) -> Planned | None:
        """For the search for clashes."""
        row = self.row
        if row is None:
            return None
        return Planned(
            day=row.held_on,
            venue=row.venue,
            locality=row.locality,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            groups=frozenset(group.pk for group in row.groups),
            delegates={delegate.pk: delegate.full_name for delegate in row.delegates},
            line=line,
        )


@dataclass
class PlanWords:
    """The council's own words for a round: groups, delegates with their seats, neighbouring councils, forms."""

    contact: VoterContactRound
    groups: list[DelegateGroup]
    delegates: list[Delegate]
    councils: list[Council]
    seats: Seats

    @classmethod
    def of(cls, contact: VoterContactRound) -> PlanWords:
        """Read them; four queries."""
        council = contact.council
        delegates = list(
            Delegate.objects.of(council)
            .filter(seats__council_term=contact.council_term_id)
            .distinct()
            .order_by("sort_key")
        )
        above = [council.parent_id, council.parent.parent_id if council.parent else None]
        near = Council.objects.filter(Q(pk__in=[pk for pk in above if pk]) | Q(parent=council))
        return cls(
            contact,
            list(DelegateGroup.objects.filter(council_term=contact.council_term_id).order_by("number")),
            delegates,
            list(near.order_by("level", "sort_key")),
            seats_of(delegates),
        )

    def group(self, text: str) -> DelegateGroup | None:
        """By its number ("Tổ 3", "3") or its name."""
        wanted = fold(text)
        number = "".join(word for word in wanted.split() if word not in _GROUP_WORDS)
        return next(
            (one for one in self.groups if fold(one.name) == wanted or str(one.number) == number), None
        )

    def delegate(self, text: str) -> list[Delegate]:
        """By the full name, or by its last words where they are one delegate's alone."""
        wanted = fold(text)
        same = [one for one in self.delegates if fold(one.full_name) == wanted]
        return same or [one for one in self.delegates if fold(one.full_name).endswith(f" {wanted}")]

    def council(self, text: str) -> Council | None:
        """By its name, its short name, or the level where one council alone has it ("tỉnh")."""
        wanted = fold(text)
        named = [one for one in self.councils if wanted in {fold(one.name), fold(one.short_name)}]
        level = [one for one in self.councils if fold(one.unit_word) == wanted]
        return named[0] if named else level[0] if len(level) == 1 else None


def check_meetings(rows: Iterable[RawMeeting], words: PlanWords) -> list[CheckedMeeting]:
    """Check lines against the council's lists and the days of the round; empty lines come back without a row."""
    return [_check(raw.cleaned(), words) for raw in rows]


def _check(raw: RawMeeting, words: PlanWords) -> CheckedMeeting:
    line = CheckedMeeting(raw)
    if not raw.filled:
        return line
    held_on = _day(line)
    starts_at, ends_at = _hour(line, "starts_at"), _hour(line, "ends_at")
    found = {
        "groups": _several(line, "groups", words),
        "delegates": _several(line, "delegates", words),
        "joint_councils": _several(line, "joint", words),
    }
    form = _form(line)
    for name in ("locality", "venue"):
        _place(line, name)
    if held_on is not None:
        _against_days(line, held_on, found["delegates"], words)
    if starts_at and ends_at and ends_at <= starts_at:
        line.problems["ends_at"] = _("The meeting ends before it begins.")
    if not line.problems and held_on is not None:
        line.row = PlannedMeeting(
            held_on=held_on,
            starts_at=starts_at,
            ends_at=ends_at,
            locality=raw.locality,
            venue=raw.venue,
            form=form,
            **{name: tuple(rows) for name, rows in found.items()},
        )
    return line


def _day(line: CheckedMeeting) -> date | None:
    day: date | None = None
    try:
        day = DateField().clean(line.raw.held_on)
    except ValidationError as refused:
        missing = not line.raw.held_on
        line.problems["held_on"] = (
            _("Say on which day the meeting takes place.") if missing else refused.messages[0]
        )
    return day


def _hour(line: CheckedMeeting, name: str) -> time | None:
    hour: time | None = None
    try:
        hour = TimeField(required=False).clean(getattr(line.raw, name))
    except ValidationError as refused:
        line.problems[name] = refused.messages[0]
    return hour


def _form(line: CheckedMeeting) -> str:
    """The value of the menu, or the words of a pasted table."""
    typed = line.raw.form
    if not typed:
        return VoterMeeting.Form.CONSTITUENCY
    wanted = fold(typed)
    for value, label in VoterMeeting.Form.choices:
        if typed == value or fold(str(label)) == wanted:
            return value
    line.problems["form"] = _("“%(typed)s” is no form of contact. Choose one of the list.") % {"typed": typed}
    return ""


def _place(line: CheckedMeeting, name: str) -> None:
    text = getattr(line.raw, name)
    if not text:
        line.problems[name] = (
            _("Say where the meeting takes place.")
            if name == "venue"
            else _("Say in which commune, ward or area the meeting takes place.")
        )
    elif len(text) > LONGEST:
        line.problems[name] = _("At most %(limit)s characters fit here.") % {"limit": LONGEST}


def _several(line: CheckedMeeting, name: str, words: PlanWords) -> list[Any]:
    """The rows that a cell names, parted by commas, semicolons or lines; what is not known is said."""
    found: list[Any] = []
    for part in filter(None, (one.strip() for one in _PARTS.split(getattr(line.raw, name)))):
        row, problem = _one(name, part, words)
        if problem:
            line.problems[name] = problem
        elif row is not None and row not in found:
            found.append(row)
    return found


def _one(name: str, text: str, words: PlanWords) -> tuple[Any, str]:
    if name == "delegates":
        return _one_delegate(text, words)
    row: Any = words.group(text) if name == "groups" else words.council(text)
    if row is not None:
        return row, ""
    known: Sequence[Any] = words.groups if name == "groups" else words.councils
    if not known:
        return None, _(
            "“%(typed)s” is not known: the council has none of this kind. Leave the cell empty."
        ) % {"typed": text}
    return None, _("“%(typed)s” is not in the list: %(known)s.") % {
        "typed": text,
        "known": ", ".join(str(one) for one in known[:8]),
    }


def _one_delegate(text: str, words: PlanWords) -> tuple[Delegate | None, str]:
    found = words.delegate(text)
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, _("“%(typed)s” fits several delegates: %(names)s. Write the full name.") % {
            "typed": text,
            "names": ", ".join(one.full_name for one in found[:5]),
        }
    return None, _("No delegate of this term is called “%(typed)s”.") % {"typed": text}


def _against_days(line: CheckedMeeting, on: date, delegates: list[Delegate], words: PlanWords) -> None:
    if outside := outside_round(words.contact, on):
        line.problems.setdefault("held_on", str(outside))
    elif seatless := no_seat(on, delegates, words.seats):
        line.problems.setdefault("delegates", str(seatless))
