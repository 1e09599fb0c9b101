"""What a figure is: a value with its definition, and the address of exactly the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import display
from reports.figures.facts import Facts
from voters.models import Qualifier

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Value = int | Decimal | None


class Listing(StrEnum):
    """What the rows behind a figure are."""

    MEETINGS = "meetings"
    ROUNDS = "rounds"
    DELEGATES = "delegates"
    OPINIONS = "opinions"


class Part(NamedTuple):
    """One line of a breakdown; `url` opens the rows of this part ("" where it has none of its own)."""

    label: str
    value: int
    url: str


class Share(NamedTuple):
    """A part before it has an address: `key` names it there, `code` another figure that it is."""

    label: _StrOrPromise
    value: int
    key: str = ""
    code: str = ""


class Outcome(NamedTuple):
    """What a figure function computes."""

    value: Value
    shares: Sequence[Share] = ()
    note: _StrOrPromise = ""
    qualifier: Qualifier = Qualifier.EXACT


class Tile(NamedTuple):
    """A figure as `components/tiles.html` shows it."""

    label: str
    value_text: str
    qualifier: str
    url: str
    note: str
    late: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure. `value` is None where there is nothing to divide by."""

    code: str
    name: str
    value: Value
    qualifier: Qualifier
    unit: str
    note: str
    breakdown: list[Part]
    url: str
    definition: str
    late: bool = False

    @property
    def mark(self) -> str:
        """The code as a reader knows it: "T02" also for "T02-thematic"; "O-none" has no number of its own."""
        mark = self.code.partition("-")[0]
        return mark if mark[1:].isdigit() else ""

    @property
    def value_text(self) -> str:
        """The value as a page prints it."""
        return display.number(self.value)

    @property
    def qualifier_text(self) -> str:
        """The words "more than" and its kin in the reader's language; nothing for an exact value."""
        return str(self.qualifier.label) if self.qualifier else ""

    @property
    def tile(self) -> Tile:
        """For the tiles of a page; a figure of late things stands out as soon as there is one."""
        late = self.late and bool(self.value)
        return Tile(self.name, self.value_text, self.qualifier_text, self.url, self.note or self.unit, late)


def _no_parts(_key: str) -> Q | None:
    return None


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of a figure: how it is computed, and the rows that it counts (or whose `counted` it sums)."""

    code: str
    name: _StrOrPromise
    unit: _StrOrPromise
    definition: _StrOrPromise
    listing: Listing
    compute: Callable[[Facts], Outcome]
    rows: Callable[[Facts], QuerySet[Any]]
    whole: Q = field(default_factory=Q)
    """Which of the rows the figure itself counts, where its parts take from more rows than it does."""
    part: Callable[[str], Q | None] = _no_parts
    sums: bool = False
    late: bool = False

    def counted(self, facts: Facts, key: str = "") -> QuerySet[Any] | None:
        """The rows that the figure, or one part of it, counted; None for a part that it does not have."""
        condition = self.part(key) if key else self.whole
        return None if condition is None else self.rows(facts).filter(condition)

    def figure(self, facts: Facts) -> Figure:
        """Compute the figure of one question."""
        found = self.compute(facts)
        return Figure(
            code=self.code,
            name=str(self.name),
            value=found.value,
            qualifier=found.qualifier,
            unit=str(self.unit),
            note=str(found.note),
            breakdown=[self._part(share, facts) for share in found.shares],
            url=facts.query.rows_url(self.code),
            definition=str(self.definition),
            late=self.late,
        )

    def _part(self, share: Share, facts: Facts) -> Part:
        url = facts.query.rows_url(share.code or self.code, share.key) if share.key or share.code else ""
        return Part(str(share.label), share.value, url)


@dataclass(slots=True)
class Registry:
    """All indicators by code, in the order of the domain reference."""

    indicators: dict[str, Indicator] = field(default_factory=dict)

    def indicator(
        self, code: str, name: _StrOrPromise, **definition: Any
    ) -> Callable[[Callable[[Facts], Outcome]], Callable[[Facts], Outcome]]:
        """Register a figure function: `@registry.indicator("T01", _("…"), unit=…, definition=…, listing=…, rows=…)`."""

        def register(compute: Callable[[Facts], Outcome]) -> Callable[[Facts], Outcome]:
            self.indicators[code] = Indicator(code, name, compute=compute, **definition)
            return compute

        return register


registry = Registry()

NONE = "none"
"""The key of the part whose property nobody has entered."""


def by(name: str, *, empty: object = "") -> Callable[[str], Q | None]:
    """Parts told apart by one column of the rows; `empty` is what stands there while nothing was entered."""

    def condition(key: str) -> Q | None:
        return Q(**{name: empty}) if key == NONE else Q(**{name: key})

    return condition


def percentage(part: int, whole: int) -> Decimal | None:
    """A share in per cent with at most one decimal, half up; None of nothing."""
    if not whole:
        return None
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return share.to_integral_value() if share == share.to_integral_value() else share


def share_note(part: int, whole: int) -> str:
    """The counts behind a share: "30/148 (20.3%)"."""
    if not whole:
        return ""
    return _("%(part)s of %(whole)s (%(percent)s%%)") % {
        "part": display.number(part),
        "whole": display.number(whole),
        "percent": display.number(percentage(part, whole)),
    }
