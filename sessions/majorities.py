"""Which share of whom carries a vote, on which article it rests, and whether a half-day has its quorum.

Pure arithmetic. The denominator is the point: an ordinary resolution needs more than half of *all* delegates of the
term, not of those in the hall (domain: Law 77/2015 Art. 91; Law 72/2025 Art. 35.2). Counts are of delegates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from types import MappingProxyType
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from sessions.models import Majority

LAW_65_SINCE: Final = date(2025, 3, 1)
LAW_72_SINCE: Final = date(2025, 6, 16)
"""The laws on the organisation of local government took over on these days; Law 77/2015 held before."""
MONTHS_WITHOUT_BY_ELECTION: Final = 18
"""In the last 18 months of a term no by-election is held (Law 72/2025 Art. 49.2)."""


@unique
class Base(Enum):
    """Of whom the share is taken."""

    ALL = "all_delegates"
    IN_OFFICE = "in_office"
    PRESENT = "present"


class Seats(NamedTuple):
    """Delegates elected for the term, and those who hold a seat on a day."""

    all_delegates: int
    in_office: int

    @property
    def is_shrunken(self) -> bool:
        """Whether fewer than two thirds of the seats are filled (Law 72/2025 Art. 49.2)."""
        return self.in_office * 3 < self.all_delegates * 2


@dataclass(frozen=True, slots=True)
class Share:
    """More than, or at least, a fraction of a base."""

    base: Base
    numerator: int
    denominator: int
    strict: bool

    def needed(self, base: int) -> int:
        """The smallest number of votes that reaches the share of a base; of nobody at all it is one."""
        whole, rest = divmod(base * self.numerator, self.denominator)
        least = whole + 1 if self.strict or rest else whole
        return max(least, 1)


SHARES: Final[Mapping[Majority, Share]] = MappingProxyType(
    {
        Majority.ORDINARY: Share(Base.ALL, 1, 2, strict=True),
        Majority.TWO_THIRDS: Share(Base.ALL, 2, 3, strict=False),
        Majority.SHRUNKEN: Share(Base.IN_OFFICE, 2, 3, strict=True),
        Majority.PROCEDURAL: Share(Base.PRESENT, 1, 2, strict=True),
    }
)
QUORUM: Final = Share(Base.ALL, 2, 3, strict=False)
"""At least two thirds of all delegates. To be confirmed: the 2025 law leaves it to the working regulations."""


def base_of(majority: Majority, *, all_delegates: int, in_office: int, present: int) -> int:
    """The denominator of a majority."""
    counts = {Base.ALL: all_delegates, Base.IN_OFFICE: in_office, Base.PRESENT: present}
    return counts[SHARES[majority].base]


def needed(majority: Majority, *, all_delegates: int, in_office: int, present: int) -> int:
    """The votes for that carry it: 26 of 50 for an ordinary majority, 34 of 50 for two thirds."""
    base = base_of(majority, all_delegates=all_delegates, in_office=in_office, present=present)
    return SHARES[majority].needed(base)


def passed(majority: Majority, *, votes_for: int, all_delegates: int, in_office: int, present: int) -> bool:
    """Whether so many votes for carry it."""
    return votes_for >= needed(majority, all_delegates=all_delegates, in_office=in_office, present=present)


def quorum(all_delegates: int) -> int:
    """How many must be present for a half-day to be valid; to be confirmed (see `QUORUM`)."""
    return QUORUM.needed(all_delegates)


# --- By law ---

_LAW_77: Final = "Điều 91 Luật Tổ chức chính quyền địa phương số 77/2015/QH13"
_LAW_65: Final = "Luật Tổ chức chính quyền địa phương số 65/2025/QH15"
_LAW_72: Final = "khoản 2 Điều 35 Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
_SHRUNKEN: Final = "khoản 2 Điều 49 Luật Tổ chức chính quyền địa phương số 72/2025/QH15"
_PROCEDURAL: Final = "Quy chế làm việc, Nội quy kỳ họp của Hội đồng nhân dân"


def legal_basis(majority: Majority, on: date) -> str:
    """The article a majority rests on, on a day; in Vietnamese, as documents cite it. Nothing before it existed."""
    if majority is Majority.PROCEDURAL:
        return _PROCEDURAL
    if majority is Majority.SHRUNKEN:
        return _SHRUNKEN if on >= LAW_72_SINCE else ""
    if on >= LAW_72_SINCE:
        return _LAW_72
    return _LAW_65 if on >= LAW_65_SINCE else _LAW_77


class Proposal(NamedTuple):
    """The majority that the portal proposes, and why in words."""

    majority: Majority
    reason: str


def propose(seats: Seats, on: date) -> Proposal:
    """The ordinary majority, unless so few seats are filled that the law asks for more of those in office."""
    if seats.is_shrunken and on >= LAW_72_SINCE:
        reason = _(
            "Only %(in_office)s of %(all)s seats are filled, fewer than two thirds. In the last %(months)s months of "
            "the term, when no by-election is held, decisions need more than two thirds of the delegates in office "
            "(Law 72/2025 Art. 49.2). Earlier in the term choose the ordinary majority."
        )
        counts = {"in_office": seats.in_office, "all": seats.all_delegates}
        return Proposal(Majority.SHRUNKEN, reason % {**counts, "months": MONTHS_WITHOUT_BY_ELECTION})
    return Proposal(
        Majority.ORDINARY, _("More than half of all delegates of the term, not only of those present.")
    )


def refusal(majority: Majority, seats: Seats, on: date) -> str:
    """Why a majority is not open to this council on this day; nothing where it is."""
    if majority is not Majority.SHRUNKEN:
        return ""
    if on < LAW_72_SINCE:
        return _("The majority of the delegates in office is known since 16/06/2025 (Law 72/2025 Art. 49.2).")
    if not seats.is_shrunken:
        return _(
            "%(in_office)s of %(all)s seats are filled: the majority of the delegates in office is only for a council "
            "with fewer than two thirds of its seats filled (Law 72/2025 Art. 49.2)."
        ) % {"in_office": seats.in_office, "all": seats.all_delegates}
    return ""
