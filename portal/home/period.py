"""Which period the figures of a home page are about: the running year, unless the address says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from councils.models import Council
from reports.figures import Facts, FigureQuery
from reports.forms import QuestionForm, default_question
from reports.periods import Periods, span_words


@dataclass(frozen=True)
class Period:
    """The period of a request. A question that makes no sense is answered with the usual period and the reasons."""

    council: Council
    asked: Any
    user: Any

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

    @cached_property
    def facts(self) -> Facts:
        """What the figures are computed from."""
        return Facts(self.question, self.user)

    @property
    def words(self) -> str:
        """The period and the day of its results."""
        return _("%(period)s, as of %(day)s") % {
            "period": span_words(self.question),
            "day": f"{self.question.as_of:%d/%m/%Y}",
        }

    @cached_property
    def choices(self) -> Periods:
        """Other periods, one click away."""
        return Periods(self.facts)
