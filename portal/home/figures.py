"""Figures of a home page: tiles with their trend, opinions by month, due days kept and missed by agency."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.charts import Chart, Series
from core.display import number
from followups.querysets import KEPT, missed
from followups.states import ResultClass
from portal.home.desk import Desk, Tile, link
from reports.figures import INDICATORS, Facts, Figure, FigureQuery
from reports.periods import last_day

SHOWN = ("T01", "T04", "O01", "O05", "O06", "O11")
"""Meetings, attendances, opinions; of these resolved, in progress and overdue."""
MOST_MONTHS = 24


def tiles(facts: Facts) -> list[Tile]:
    """The main figures, each with its change on the same span of the year before."""
    before = facts.at(facts.query.year_before())
    return [
        _tile(INDICATORS[code].figure(facts), INDICATORS[code].figure(before), _its_day(code, facts.query))
        for code in SHOWN
    ]


def _its_day(code: str, question: FigureQuery) -> str:
    """Of what was late on another day than today, which day: the lists beside it count today's."""
    if not INDICATORS[code].late or question.as_of == timezone.localdate():
        return ""
    return _("as of %(day)s") % {"day": f"{question.as_of:%d/%m/%Y}"}


def _tile(now: Figure, then: Figure, day: str) -> Tile:
    # "more than 1,500" has no difference to anything: the rule of official reports holds on the page too.
    change = "" if now.qualifier or then.qualifier else trend(now.value, then.value)
    note = " · ".join(filter(None, [now.note, day, change]))
    plain = now.tile
    return Tile(plain.label, plain.value_text, plain.url, note, late=plain.late, qualifier=plain.qualifier)


def trend(now: Any, then: Any) -> str:
    """The change in words; nothing where there is nothing to compare."""
    if not then:
        return ""
    if now == then:
        return _("as a year before")
    change = f"{'+' if now > then else '−'}{number(abs(now - then))}"
    return _("%(change)s on a year before") % {"change": change}


def _months(question: FigureQuery) -> list[date]:
    """First days of the months of the period, the last two years of it at most."""
    first, found = question.start.replace(day=1), []
    while first <= question.until:
        found.append(first)
        first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return found[-MOST_MONTHS:]


def opinions_by_month(facts: Facts) -> Chart:
    """Opinions received each month, and of these the resolved ones as of the day."""
    received: Counter[date] = Counter()
    for (month, _result), n in facts.months.items():
        received[month] += n
    months = _months(facts.query)
    several = months[0].year != months[-1].year if months else False
    return Chart(
        _("Opinions by month"),
        [f"{month:%m/%y}" if several else _("M%(month)s") % {"month": month.month} for month in months],
        (
            Series(_("Received"), [received[month] for month in months]),
            Series(_("Resolved"), [facts.months[month, ResultClass.RESOLVED] for month in months]),
        ),
        part=True,
        urls=[_month_url(facts.query, month) for month in months],
        label_title=_("Month"),
    )


def _month_url(question: FigureQuery, month: date) -> str:
    start, end = max(month, question.start), min(last_day(month), question.until)
    span = FigureQuery(question.council, question.scope, start, end, question.as_of)
    return span.rows_url("O01")


@dataclass(frozen=True)
class Punctuality:
    """One agency's due days in the period: asked, kept, missed; each with its rows."""

    name: str
    given: int
    kept: int
    missed: int
    parameters: dict[str, str]

    @property
    def decided(self) -> int:
        """Due days of which one knows whether they were kept."""
        return self.kept + self.missed

    def url(self, punctual: str) -> str:
        """The rows of one column."""
        return link("followups:followup_list", **self.parameters, punctual=punctual)

    @property
    def given_url(self) -> str:
        """Everything that fell due."""
        return self.url("sent")

    @property
    def kept_url(self) -> str:
        """What was answered in time."""
        return self.url("kept")

    @property
    def missed_url(self) -> str:
        """What was not."""
        return self.url("missed")


def punctuality(desk: Desk, question: FigureQuery, most: int = 10) -> list[Punctuality]:
    """Agencies by how many due days of the period they missed, as it stands today; one query."""
    days = {"due_from": question.start.isoformat(), "due_until": question.end.isoformat()}
    rows = (
        desk.follow_ups()
        .sent()
        .filter(agency__isnull=False, due_on__range=(question.start, question.end))
        .order_by()
        .values("agency_id", "agency__name")
        .annotate(
            given=Count("pk"), kept=Count("pk", filter=KEPT), missed=Count("pk", filter=missed(desk.today))
        )
        .order_by("-missed", "-given", "agency__name")[:most]
    )
    return [
        Punctuality(
            row["agency__name"],
            row["given"],
            row["kept"],
            row["missed"],
            {"agency": str(row["agency_id"]), **days},
        )
        for row in rows
    ]
