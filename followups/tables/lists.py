"""How follow-ups look in lists: their row, its badges, and the columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge, due, progress
from core.workdays import Due
from councils.anchors import anchor_words
from councils.calendar import UNSURE, Clock
from councils.models import DeadlineRule
from followups import origins
from followups.models import FollowUp
from followups.origins import OriginLink
from followups.punctuality import Line
from followups.rules import standing
from followups.states import ResultClass, State

_STATE_BADGES: Final[dict[str, str]] = {
    State.ACKNOWLEDGED: "run",
    State.IN_PROGRESS: "run",
    State.ANSWERED: "warn",
    State.RETURNED: "late",
    State.ACCEPTED: "ok",
    State.CLOSED: "ok",
}
_RESULT_BADGES: Final[dict[str, str]] = {
    ResultClass.RESOLVED: "ok",
    ResultClass.IN_PROGRESS: "run",
    ResultClass.SCHEDULED: "run",
    ResultClass.UNRESOLVED: "warn",
}

_CONFIDENCE: Final = {
    "V": _("read in the source"),
    "M": _("by custom, no rule of its own yet"),
    "U": _("to be confirmed"),
}
"""How sure a rule is, for readers who have never seen the register of rules."""


@dataclass(frozen=True)
class Row:
    """A follow-up with what its row says besides its own columns."""

    follow_up: FollowUp
    due: Due | None
    origin: OriginLink | None

    @property
    def pk(self) -> int:
        """The follow-up's id."""
        return self.follow_up.pk

    def get_absolute_url(self) -> str:
        """The row opens the follow-up."""
        return self.follow_up.get_absolute_url()

    @property
    def source(self) -> str:
        """Where it comes from and which place it concerns, in one quiet line."""
        origin = origins.name_of(self.follow_up, self.origin)
        return " · ".join(part for part in (origin, self.follow_up.locality) if part)

    @property
    def state(self) -> SafeString:
        """The state as a badge."""
        return state_badge(self.follow_up)

    @property
    def result(self) -> SafeString | None:
        """The class of result as a badge; None while there is none."""
        return result_badge(self.follow_up.result_class)


def state_badge(follow_up: FollowUp) -> SafeString:
    """The state of a follow-up in colour, shape and words."""
    return badge(_STATE_BADGES.get(follow_up.state, "plain"), follow_up.get_state_display())


def result_badge(result_class: str) -> SafeString | None:
    """A class of result in colour, shape and words."""
    return (
        badge(_RESULT_BADGES.get(result_class, "plain"), ResultClass(result_class).label)
        if result_class
        else None
    )


def rows_of(follow_ups: Iterable[FollowUp], user: Any, clock: Clock) -> list[Row]:
    """Rows with due words and the origins that this user may open: one query per kind of origin."""
    found = list(follow_ups)
    links = origins.links(found, user)
    return [Row(follow_up, standing(follow_up, clock), links.get(follow_up.pk)) for follow_up in found]


@dataclass(frozen=True)
class ShownRule:
    """Why a due date is what it is."""

    name: str
    counting: str
    legal_basis: str
    confidence: str | Promise
    doubtful: bool
    superseded: str = ""
    url: str = ""


def shown_rule(rule: DeadlineRule | None) -> ShownRule | None:
    """The rule in the reader's language; its article stays in the language of the law, and says a doubt only once."""
    if rule is None:
        return None
    english = (get_language() or "").startswith("en") and rule.name_en
    counting = (
        f"{rule.offset} {rule.get_unit_display()} {rule.get_direction_display()} {anchor_words(rule.anchor)}"
    )
    return ShownRule(
        rule.name_en if english else rule.name,
        counting,
        rule.legal_basis,
        "" if UNSURE in rule.legal_basis else _CONFIDENCE[rule.confidence],
        doubtful=rule.confidence != "V",
        superseded=_superseded(rule),
        url=rule.get_absolute_url(),
    )


def _superseded(rule: DeadlineRule) -> str:
    """That the rule says something else by now, or no longer applies; nothing while it is the newest edition."""
    if rule.superseded_at is None:
        return ""
    words = {"edition": rule.edition, "day": display.day(rule.superseded_at)}
    return gettext("edition %(edition)s, superseded on %(day)s; this due date keeps it") % words


class FollowUpTable(Table):
    """Everything that somebody owes, over `Row`s."""

    bulk = True
    columns: ClassVar = [
        Column("task", _("Task"), cell="follow_up.title", note="source", link=True, card="title"),
        Column("owner", _("Responsible body"), cell="follow_up.owner"),
        Column(
            "due",
            _("Due"),
            cell=lambda row: due(row.due) if row.due else None,
            sort=("due_sort",),
            export=lambda row: row.follow_up.due_on,
        ),
        Column("state", _("State"), card="side"),
        Column("result", _("Result")),
        Column("field", _("Field"), cell="follow_up.field", default=False),
        Column("issued_on", _("Sent on"), cell="follow_up.issued_on", default=False),
        Column("answered_on", _("Answered on"), cell="follow_up.answered_on", default=False),
        Column("council", _("Council"), cell="follow_up.council", default=False),
        Column("locality", _("Locality"), cell="follow_up.locality", default=False),
        Column("accountable", _("Who answers for it"), cell="follow_up.accountable", default=False),
        Column("rung", _("Rungs climbed"), cell="follow_up.rung", align="end", default=False),
        Column("fruitless", _("Fruitless transfers"), cell="follow_up.fruitless", align="end", default=False),
    ]


def _counted(name: str, label: Any, **narrowed: str) -> Column:
    """A number that opens its rows; nothing to open is no link."""

    def cell(line: Line) -> SafeString | int:
        value: int = getattr(line.tally, name)
        return format_html('<a href="{}">{}</a>', line.url(**narrowed), display.number(value)) if value else 0

    return Column(
        name, label, cell=cell, sort=(name,), align="end", export=lambda line: getattr(line.tally, name)
    )


def _name(line: Line) -> SafeString | str:
    return line.name if line.owner else format_html("<b>{}</b>", line.name)


def _mean_days(line: Line) -> SafeString | None:
    if line.tally.mean_days is None:
        return None
    days = display.number(line.tally.mean_days, 1)
    return format_html('<a href="{}">{}</a>', line.url(punctual="missed"), days)


def _share(line: Line) -> SafeString | None:
    if not line.tally.decided:
        return None
    bar = progress(line.tally.kept, line.tally.decided, gettext("Share in time"))
    return format_html('<a class="plain" href="{}">{}</a>', line.url(punctual="decided"), bar)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


class PunctualityTable(Table):
    """Who keeps due days, over `Line`s."""

    columns: ClassVar = [
        Column("name", _("Responsible body"), cell=_name, note="council", sort=("name",), card="title"),
        _counted("sent", _("Sent"), punctual="sent"),
        _counted("kept", _("In time"), punctual="kept"),
        _counted("late", _("Answered late"), punctual="answered_late"),
        _counted("overdue", _("Overdue now"), punctual="overdue"),
        _counted("running", _("Not yet due"), punctual="running"),
        Column(
            "mean_days",
            _("Mean delay, working days"),
            cell=_mean_days,
            sort=("mean_days",),
            align="end",
            export=lambda line: _rounded(line.tally.mean_days),
        ),
        Column(
            "share",
            _("Share in time"),
            cell=_share,
            sort=("share",),
            export=lambda line: _rounded(line.tally.share),
        ),
        _counted("extended", _("Due day put off"), punctual="sent", extended="on"),
        _counted("fruitless", _("Sent in vain ≥ 3 times"), punctual="sent", fruitless="on"),
    ]

    @staticmethod
    def sorted(lines: list[Line], order: str) -> list[Line]:
        """By name or by a number; who has no such number comes last, equal ones in Vietnamese order."""
        name, down = order.removeprefix("-"), order.startswith("-")
        if name == "name":
            return sorted(lines, key=lambda line: line.owner.order if line.owner else "", reverse=down)
        known = [line for line in lines if getattr(line.tally, name) is not None]
        unknown = [line for line in lines if getattr(line.tally, name) is None]
        return sorted(known, key=lambda line: getattr(line.tally, name), reverse=down) + unknown
