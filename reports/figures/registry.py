"""What a figure is: a value with its definition, and the address of exactly the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import display
from core.text import whole as whole_number
from reports.figures.facts import Facts
from voters.models import Qualifier

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Value = int | Decimal | None


class Chapter(TextChoices):
    """Chapters of the domain reference, in its order; the letter of a code says which is its own."""

    SITTINGS = "sittings", gettext_lazy("Sittings, delegates")
    RESOLUTIONS = "resolutions", gettext_lazy("Resolutions")
    VERIFICATION = "verification", gettext_lazy("Verification")
    CONTACT = "contact", gettext_lazy("Voter contact")
    OPINIONS = "opinions", gettext_lazy("Voters' opinions")
    RECEPTION = "reception", gettext_lazy("Citizen reception")
    LETTERS = "letters", gettext_lazy("Citizens' letters")


LETTERS: Final = dict(zip("ARVTOCL", Chapter, strict=True))
"""The first letter of a code and its chapter."""


class Listing(StrEnum):
    """What the rows behind a figure are."""

    SITTINGS = "sittings"
    HALF_DAYS = "half_days"
    ROLL_CALLS = "roll_calls"
    ITEMS = "items"
    PAPERS = "papers"
    TURNS = "turns"
    BODY_MEETINGS = "body_meetings"
    DOCUMENTS = "documents"
    SEATS = "seats"
    RESOLUTIONS = "resolutions"
    TASKS = "tasks"
    CHANGES = "changes"
    VERIFICATIONS = "verifications"
    MEETINGS = "meetings"
    ROUNDS = "rounds"
    DELEGATES = "delegates"
    OPINIONS = "opinions"
    RECEPTIONS = "receptions"
    RECORDS = "reception_records"
    LETTERS = "letters"


class Part(NamedTuple):
    """One line of a breakdown; `url` opens the rows of this part ("" where it has none of its own).

    `note` is its share of the whole in per cent, where that is told.
    """

    label: str
    value: int
    url: str
    note: str = ""


class Share(NamedTuple):
    """A part before it has an address: `key` names it there, `code` another figure that it is; `of` is its whole."""

    label: _StrOrPromise
    value: int
    key: str = ""
    code: str = ""
    of: int = 0


class Outcome(NamedTuple):
    """What a figure function computes; `exact` is the value before it was rounded, for comparisons."""

    value: Value
    shares: Sequence[Share] = ()
    note: _StrOrPromise = ""
    qualifier: Qualifier = Qualifier.EXACT
    exact: Decimal | None = None


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
    exact: Decimal | None = None

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
    mean: bool = False
    """Whether it is the mean of its rows' `counted`."""
    late: bool = False

    @property
    def chapter(self) -> Chapter:
        """The chapter that the code belongs to."""
        return LETTERS[self.code[0]]

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
            exact=found.exact,
        )

    def _part(self, share: Share, facts: Facts) -> Part:
        url = facts.query.rows_url(share.code or self.code, share.key) if share.key or share.code else ""
        return Part(str(share.label), share.value, url, percent_words(share.value, share.of))


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


def by_id(name: str) -> Callable[[str], Q | None]:
    """Parts told apart by a record that the rows name; `NONE` where they name none."""

    def condition(key: str) -> Q | None:
        if key == NONE:
            return Q(**{f"{name}__isnull": True})
        return Q(**{name: key}) if whole_number(key) is not None else None

    return condition


def by(name: str, *, empty: object = "") -> Callable[[str], Q | None]:
    """Parts told apart by one column of the rows; `empty` is what stands there while nothing was entered."""

    def condition(key: str) -> Q | None:
        return Q(**{name: empty}) if key == NONE else Q(**{name: key})

    return condition


def exact_share(part: int, whole: int) -> Decimal | None:
    """A share in per cent as it is; None of nothing."""
    return Decimal(part) * 100 / whole if whole else None


def rounded(value: Decimal | None) -> Decimal | None:
    """With at most one decimal, half up."""
    if value is None:
        return None
    short = value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return short.to_integral_value() if short == short.to_integral_value() else short


def localised(name: str, name_en: str) -> str:
    """A name that is kept in both languages, in the reader's."""
    return name_en if get_language() == "en" and name_en else name


def percentage(part: int, whole: int) -> Decimal | None:
    """A share in per cent with at most one decimal, half up; None of nothing."""
    return rounded(exact_share(part, whole))


def percent_words(part: int, whole: int) -> str:
    """A share alone, beside its count: "20.3%"; nothing of nothing."""
    return f"{display.number(percentage(part, whole))}%" if whole else ""


def share_note(part: int, whole: int) -> str:
    """The counts behind a share: "30/148 (20.3%)"."""
    if not whole:
        return ""
    return _("%(part)s of %(whole)s (%(percent)s%%)") % {
        "part": display.number(part),
        "whole": display.number(whole),
        "percent": display.number(percentage(part, whole)),
    }
