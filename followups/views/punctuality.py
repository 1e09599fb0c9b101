"""The table of punctuality: who keeps due days, every number with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import exports
from core.access import READERS, Role
from core.forms import DateField, PortalForm
from core.paging import Page
from core.views import Empty, ListPage, PageContext, Text
from councils.calendar import Clock
from followups import punctuality
from followups.punctuality import Line
from followups.scopes import BELOW, Scope
from followups.tables.lists import PunctualityTable
from followups.views.lists import LIST


class PunctualityForm(PortalForm):
    """From when to when the tasks were sent, and by which councils."""

    sent_from = DateField(label=gettext_lazy("Sent from"), required=False)
    sent_until = DateField(label=gettext_lazy("Sent until"), required=False)
    scope = forms.ChoiceField(label=gettext_lazy("Council"), required=False)

    def __init__(self, *args: Any, wide: bool, **kwargs: Any) -> None:
        """`wide`: whether the councils below may be asked for too."""
        super().__init__(*args, **kwargs)
        choices = [("", gettext_lazy("This council")), (BELOW, gettext_lazy("With the councils below"))]
        field: Any = self.fields["scope"]
        field.choices = choices
        if not wide:
            del self.fields["scope"]

    def clean(self) -> dict[str, Any]:
        """The days must make sense together."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("sent_from"), cleaned.get("sent_until")
        if first and last and last < first:
            self.add_error("sent_until", _("The period ends before it begins."))
        return cleaned


class Punctuality(ListPage):
    """Đúng hạn, quá hạn: the bodies of this council (and of those below), one line each."""

    roles = READERS | {Role.AGENCY}
    title = gettext_lazy("Punctuality")
    table_class = PunctualityTable
    empty: ClassVar[Empty] = Empty(
        gettext_lazy("Nothing was sent in this period."), gettext_lazy("Choose another period.")
    )

    @cached_property
    def clock(self) -> Clock:
        """Today and the working calendar."""
        return Clock()

    @cached_property
    def scope(self) -> Scope:
        """The council, or with those below."""
        return Scope(self.council, self.access, BELOW if self.request.GET.get("scope") == BELOW else "")

    @cached_property
    def form(self) -> PunctualityForm:
        """The question as it was asked; the running year where nothing was."""
        first, last = self.usual
        usual = {"sent_from": f"{first:%d/%m/%Y}", "sent_until": f"{last:%d/%m/%Y}"}
        asked = {name: value for name, value in self.request.GET.items() if value}
        return PunctualityForm({**usual, **asked}, wide=bool(self.scope.lower))

    @property
    def usual(self) -> tuple[date, date]:
        """This year so far."""
        return self.clock.today.replace(month=1, day=1), self.clock.today

    @cached_property
    def period(self) -> tuple[date, date]:
        """The days asked for; a question that makes no sense is answered for the usual ones, with the reasons."""
        if not self.form.is_valid():
            return self.usual
        return self.form.cleaned_data["sent_from"], self.form.cleaned_data["sent_until"]

    @property
    def asked(self) -> dict[str, str]:
        """What the addresses of all numbers have in common."""
        council = {"council": self.request.GET["council"]} if self.request.GET.get("council") else {}
        scope = {"scope": BELOW} if self.scope.several else {}
        return {**council, **scope, **days(*self.period)}

    def rows(self) -> Any:
        """What was sent in the period; for who only answers here, what their own body answers for."""
        rows = self.scope.follow_ups(self.request.user)
        if not self.roles_here() & READERS:
            rows = rows.owned_by(self.request.user)
        return rows.filter(issued_on__range=self.period)

    @cached_property
    def lines(self) -> list[Line]:
        """Every body in the order of the address; the usual one: most overdue first."""
        names = {"council_name": self.scope.name_of} if self.scope.several else {}
        found = punctuality.lines(self.rows(), self.asked, self.clock, **names)
        order = self.table_class.ordering(self.request.GET.get("sort", "")) or ("-overdue",)
        return PunctualityTable.sorted(found, order[0])

    @property
    def total(self) -> Line:
        """All of them together."""
        return punctuality.total(self.lines, self.asked)

    def table_of(self, lines: Iterable[Line]) -> PunctualityTable:
        """Some lines as a table."""
        return PunctualityTable(
            lines,
            sort=self.request.GET.get("sort", ""),
            columns=self.request.GET.getlist("columns"),
            caption=str(self.page_title()),
        )

    def context(self) -> dict[str, Any]:
        """Agencies, below them other bodies, below all their total."""
        agencies = [line for line in self.lines if line.owner and line.owner.kind == "agency"]
        return {
            **PageContext(self.page_title(), self.page_crumbs()).as_dict(),
            "filter": {"form": self.form, "short": True},
            "quick_filters": self.quick_filters(),
            "table": self.table_of(agencies),
            "further": self.further(),
            "page": Page([], None, None),
            "count": len(self.lines),
            "count_label": self.count_label(len(self.lines)),
            "empty": self.empty_state(),
            "export_urls": self.export_urls(),
        }

    def page_crumbs(self) -> list[tuple[Text, str | None]]:
        return [(LIST[0], str(LIST[1])), (self.page_title(), None)]

    def further(self) -> list[tuple[str, PunctualityTable]]:
        """What stands below the agencies, under a heading: the other bodies, then all together."""
        others = [line for line in self.lines if line.owner and line.owner.kind != "agency"]
        parts = [(_("Delegates, groups and committees"), self.table_of(others))] if others else []
        return [*parts, ("", self.table_of([self.total]))]

    def count_label(self, count: int) -> str:
        days = {"from": f"{self.period[0]:%d/%m/%Y}", "until": f"{self.period[1]:%d/%m/%Y}"}
        bodies = ngettext("responsible body", "responsible bodies", count)
        when = _("sent from %(from)s to %(until)s, as it stands today") % days
        return f"{bodies} · {when}"

    def quick_filters(self) -> list[tuple[Text, str]]:
        """(label, address) of periods that are often asked for."""
        kept = {name: value for name, value in self.asked.items() if name in {"council", "scope"}}
        return [
            (label, f"?{urlencode({**kept, **days(*span)})}") for label, *span in periods(self.clock.today)
        ]

    def export(self, kind: str) -> HttpResponseBase:
        """The lines in their order, the total last."""
        table = self.table_of(chain(self.lines, [self.total]))
        sheet = exports.Sheet(str(self.page_title()), [*table.export_header()], table.rows_for_export())
        return exports.download(kind, sheet)


def days(first: date, last: date) -> dict[str, str]:
    """A period in an address."""
    return {"sent_from": first.isoformat(), "sent_until": last.isoformat()}


def periods(today: date) -> list[tuple[str, date, date]]:
    """(name, first day, last day): this year and the last, this quarter and the last, this month and the last."""
    year, month = today.replace(month=1, day=1), today.replace(day=1)
    quarter = month.replace(month=3 * ((month.month - 1) // 3) + 1)
    day = timedelta(days=1)
    before_quarter = (quarter - day).replace(day=1)
    return [
        (_("This year so far"), year, today),
        (_("Last year"), year.replace(year=year.year - 1), year - day),
        (_("This quarter"), quarter, today),
        (
            _("Last quarter"),
            before_quarter.replace(month=3 * ((before_quarter.month - 1) // 3) + 1),
            quarter - day,
        ),
        (_("This month"), month, today),
        (_("Last month"), (month - day).replace(day=1), month - day),
    ]
