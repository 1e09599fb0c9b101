"""Which period the figures of a home page are about: the running year, unless the address says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.models import Council
from reports.figures import FigureQuery
from reports.forms import QuestionForm, default_question
from voters.models import VoterOpinion


class Choice(NamedTuple):
    """One period to choose: its name, its address, whether it is the one shown."""

    label: str
    url: str
    current: bool


def span_words(question: FigureQuery) -> str:
    """The period in words: "Year 2023", "First 9 months of 2023", "01/04/2023 – 30/06/2023"."""
    year, ends = question.start.year, (question.end.month, question.end.day)
    names = {
        (6, 30): _("First 6 months of %(year)s"),
        (9, 30): _("First 9 months of %(year)s"),
        (12, 31): _("Year %(year)s"),
    }
    if question.start == date(year, 1, 1) and question.end.year == year and ends in names:
        return names[ends] % {"year": year}
    return f"{question.start:%d/%m/%Y} – {question.end:%d/%m/%Y}"


@dataclass(frozen=True)
class Period:
    """The period of a request. A question that makes no sense is answered with the usual period and the reasons."""

    council: Council
    asked: Any
    opinions: QuerySet[VoterOpinion]
    """Opinions of the council within the user's reach: their years are offered."""

    @cached_property
    def form(self) -> QuestionForm:
        """From, to, as of; the scope of a home page is always the council itself."""
        usual = default_question(self.council).parameters()
        asked = {**usual, **self.asked.dict()} if "from" in self.asked else usual
        if "from" in self.asked and not self.asked.get("as_of"):
            asked["as_of"] = min(asked["to"], timezone.localdate().isoformat())
        return QuestionForm({**asked, "scope": ""}, council=self.council, wide=False)

    @cached_property
    def question(self) -> FigureQuery:
        """What the figures are asked."""
        return (
            self.form.question
            if self.form.is_valid() and self.form.question
            else default_question(self.council)
        )

    @property
    def words(self) -> str:
        """The period and the day of its results."""
        return _("%(period)s, as of %(day)s") % {
            "period": span_words(self.question),
            "day": f"{self.question.as_of:%d/%m/%Y}",
        }

    @property
    def last_day(self) -> date:
        """Today, or the day on which the council ended."""
        return default_question(self.council).as_of

    @cached_property
    def years(self) -> list[Choice]:
        """The last year, and every year with opinions, the newest first."""
        found = set(self.opinions.order_by().values_list("year", flat=True).distinct()) | {self.last_day.year}
        shown = self.question.start.year
        return [
            Choice(str(year), self._url(date(year, 12, 31)), year == shown)
            for year in sorted(found, reverse=True)
        ]

    @property
    def spans(self) -> list[Choice]:
        """6 months, 9 months and the whole of the shown year, as far as they have begun."""
        question = self.question
        year = question.start.year
        ends = [date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)]
        begun = [end for i, end in enumerate(ends) if i == 0 or ends[i - 1] < self.last_day]
        shown = begun[-1] if question.end == self.last_day else question.end
        names = dict(zip(ends, (_("6 months"), _("9 months"), _("whole year")), strict=True))
        from_new_year = question.start == date(year, 1, 1)
        return [Choice(names[end], self._url(end), from_new_year and end == shown) for end in begun]

    def _url(self, end: date) -> str:
        """The address of the span from New Year to this day."""
        as_of = min(end, self.last_day)
        days = {"from": date(end.year, 1, 1), "to": end, "as_of": as_of}
        return f"?{urlencode({name: day.isoformat() for name, day in days.items()})}"
