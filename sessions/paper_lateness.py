"""Who hands in papers late: for each owner of a sitting's papers what came, what came late, what is missing today.

Late is what came after its due day, or is still missing past it. Delays are calendar days up to the receipt, or up to
today. Every number has its rows: `Line.url` is the list with exactly the papers that were counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import sort_key
from sessions.models import Paper, Sitting
from sessions.querysets import PaperQuerySet, days_late, late_papers
from sessions.states import MISSING


@dataclass(frozen=True)
class Line:
    """One owner (or all together, without a key) with its counts."""

    sitting_id: int
    key: str
    name: str
    papers: int
    received: int
    late: int
    missing: int
    days: int
    longest_days: int

    @property
    def mean_days(self) -> Decimal | None:
        """Calendar days late on an average; None where nothing is late."""
        return round(Decimal(self.days) / self.late, 1) if self.late else None

    @property
    def shown_name(self) -> SafeString | str:
        """All together stand out."""
        return self.name if self.key else format_html("<b>{}</b>", self.name)

    def url(self, group: str) -> str:
        """The list of exactly the papers of one number."""
        owner = {"owner": self.key} if self.key else {}
        address = reverse("sittings:sitting_papers", args=[self.sitting_id])
        return f"{address}?{urlencode({**owner, 'group': group})}"


def lines(rows: PaperQuerySet[Paper], sitting: Sitting, today: date) -> list[Line]:
    """A line for each owner, in Vietnamese order; one query."""
    late = late_papers(today)
    columns = ("owner_agency", "owner_agency__name", "owner_committee", "owner_committee__name")
    grouped = (
        rows.counted()
        .annotate(delay=days_late(today))
        .order_by()
        .values(*columns)
        .annotate(
            papers=Count("pk"),
            received=Count("received_on"),
            late=Count("pk", filter=late),
            missing=Count("pk", filter=Q(state__in=sorted(MISSING))),
            days=Coalesce(Sum("delay", filter=late), 0),
            longest_days=Coalesce(Max("delay", filter=late), 0),
        )
    )
    found = [_line(row, sitting) for row in grouped]
    return sorted(found, key=lambda line: sort_key(line.name))


def _line(row: dict[str, Any], sitting: Sitting) -> Line:
    agency, committee = row.pop("owner_agency"), row.pop("owner_committee")
    names = row.pop("owner_agency__name"), row.pop("owner_committee__name")
    key = f"agency-{agency}" if agency else f"committee-{committee}" if committee else "standing"
    name = next(filter(None, names), "") or _("Standing Committee")
    return Line(sitting.pk, key, name, **row)


def total(found: Iterable[Line], sitting: Sitting) -> Line:
    """All owners together."""
    rows = list(found)
    sums = {
        name: sum(getattr(line, name) for line in rows)
        for name in ("papers", "received", "late", "missing", "days")
    }
    longest = max((line.longest_days for line in rows), default=0)
    return Line(sitting.pk, "", _("All together"), **sums, longest_days=longest)


def in_order(found: list[Line], order: str) -> list[Line]:
    """By name, or by a number with the greatest first as asked; who has no such number comes last."""
    name, down = order.removeprefix("-"), order.startswith("-")
    if name == "name":
        return sorted(found, key=lambda line: sort_key(line.name), reverse=down)
    known = [line for line in found if getattr(line, name) is not None]
    unknown = [line for line in found if getattr(line, name) is None]
    return sorted(known, key=lambda line: getattr(line, name), reverse=down) + unknown
