"""The register of reminder letters: its reads, filters and columns."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import READERS, access_of
from core.filters import DayFilter, Filters
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from councils.models import Agency
from followups.models import Climb, ReminderLetter, Reply


def register_of(rows: QuerySet[ReminderLetter]) -> QuerySet[Any]:
    """Letters with how many matters they list, and how many of these were answered since: in one query."""
    listed = Climb.objects.filter(letter=OuterRef("pk"))
    since = Reply.objects.filter(follow_up=OuterRef("follow_up"), dated_on__gte=OuterRef("letter__dated_on"))
    return rows.select_related("document", "agency").annotate(
        matters=_number(listed), answered=_number(listed.filter(Exists(since)))
    )


def _number(rows: QuerySet[Climb]) -> Coalesce:
    counted = rows.order_by().values("letter").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


class LetterFilters(Filters):
    """By agency and day."""

    agency = django_filters.ModelChoiceFilter(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    dated_from = DayFilter(label=gettext_lazy("Dated from"), field_name="dated_on", lookup_expr="gte")
    dated_until = DayFilter(label=gettext_lazy("Dated until"), field_name="dated_on", lookup_expr="lte")

    def narrow(self) -> None:
        """The council's own agencies; an agency has no choice of others."""
        if access_of(self.request.user).roles_in(self.council.pk) & READERS:
            self.filters["agency"].queryset = Agency.objects.of(self.council)
        else:
            del self.filters["agency"]


def answered_badge(letter: Any) -> SafeString:
    """How many of the matters were answered since, in colour, shape and words."""
    words = _("%(answered)s of %(matters)s") % {"answered": letter.answered, "matters": letter.matters}
    if letter.answered == letter.matters:
        return badge("ok", words)
    return badge("run" if letter.answered else "plain", words)


class LetterTable(Table):
    """The register."""

    columns: ClassVar = [
        Column(
            "number",
            gettext_lazy("Number"),
            cell="document.symbol",
            note=lambda letter: _("reminder no. %(time)s") % {"time": letter.time} if letter.time > 1 else "",
            link=True,
            card="title",
        ),
        Column("dated_on", gettext_lazy("Dated"), sort=("dated_on",)),
        Column("agency", gettext_lazy("To the agency")),
        Column("matters", gettext_lazy("Matters"), align="end"),
        Column("answer_by", gettext_lazy("Answer by"), sort=("answer_by",)),
        Column("answered", gettext_lazy("Answered since"), cell=answered_badge, card="side"),
    ]
