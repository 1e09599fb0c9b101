"""The working calendar of a year."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import whole
from core.views import CouncilView
from councils.calendar import national_calendar
from councils.models import CalendarYear
from councils.views.reference import CATALOGUE, REFERENCE
from councils.year import months


class CalendarPage(CouncilView):
    """The working days of a year: holidays, swapped days, and how many days each month is worked."""

    roles = REFERENCE
    years = range(2010, 2051)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The year of the address, else the present one."""
        year = self.year(request.GET.get("year", ""))
        calendar = national_calendar()
        shown = months(calendar, year)
        context = {
            "title": _("Working calendar %(year)s") % {"year": year},
            "crumbs": [CATALOGUE, (_("Working calendar"), None)],
            "year": year,
            "months": shown,
            "total": sum(month.working_days for month in shown),
            "estimated": calendar.is_estimated(date(year, 12, 31)),
            "confirmed": CalendarYear.objects.filter(year=year).first(),
        }
        return render(request, "councils/calendar.html", context)

    def year(self, wanted: str) -> int:
        """404 for what is no year that the calendar knows."""
        if not wanted:
            return timezone.localdate().year
        year = whole(wanted)
        if year is None or year not in self.years:
            raise Http404
        return year
