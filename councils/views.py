"""Reference pages: councils and what became of them, agencies, delegates, deadline rules, fields, the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import READERS, STAFF, Role
from core.paging import capped_count
from core.text import whole
from core.views import Action, CouncilView, CreatePage, DetailPage, Empty, ListPage, PortalView, UpdatePage
from councils import services
from councils.calendar import national_calendar
from councils.filters import AgencyFilters, CouncilFilters, DelegateFilters, RuleFilters
from councils.forms import AgencyForm
from councils.middleware import SESSION_KEY
from councils.models import (
    Agency,
    Committee,
    Council,
    DeadlineRule,
    Delegate,
    DelegateGroup,
    DelegateSeat,
    Field,
)
from councils.querysets import OwnedQuerySet, valid_on
from councils.tables import AgencyTable, CouncilTable, DelegateTable, FieldTable, RuleTable
from councils.year import months

REFERENCE = READERS | {Role.ADMINISTRATOR}
"""Those who look things up: the council's own side and its administrators, not the agencies."""
CATALOGUE = (gettext_lazy("Reference data"), reverse_lazy("councils:council_list"))
AGENCIES = (gettext_lazy("Agencies"), reverse_lazy("councils:agency_list"))
DELEGATES = (gettext_lazy("Delegates"), reverse_lazy("councils:delegate_list"))


class MembershipSwitch(PortalView):
    """Work for another of one's councils."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember the council and go back to the page the user came from."""
        wanted = request.POST.get("council", "")
        if whole(wanted) not in self.access.councils():
            raise Http404
        request.session[SESSION_KEY] = whole(wanted)
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(target if safe else reverse("home"))


class ReferenceList(ListPage):
    """A list of reference data."""

    roles = REFERENCE

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, (self.title, None)]


class CouncilList(ReferenceList):
    """Every council of the country: the living and the ended."""

    title = gettext_lazy("Councils")
    table_class = CouncilTable
    filterset_class = CouncilFilters
    order = ("sort_key", "pk")

    def rows(self) -> QuerySet[Council]:
        return Council.objects.visible_to(self.request.user).select_related("parent")

    def page_crumbs(self) -> list[Any]:
        return []

    def page_title(self) -> Any:
        return _("Reference data")

    def count_label(self, count: int) -> str:
        return ngettext("council", "councils", count)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "own": self.council}

    template_name = "councils/council_list.html"


class CouncilDetail(DetailPage):
    """One council: facts, what became of it, its terms and bodies."""

    roles = REFERENCE
    template_name = "councils/council_detail.html"

    def reachable(self) -> QuerySet[Council]:
        return Council.objects.visible_to(self.request.user).select_related("parent")

    def check_record(self) -> None:
        """That a council exists is public to all who look things up, whichever council they serve."""
        if not self.access.councils(self.roles):
            raise PermissionDenied

    def context(self) -> dict[str, Any]:
        council: Council = self.record
        user = self.request.user
        return {
            **super().context(),
            "title": council.full_name,
            "crumbs": [CATALOGUE, (council.name, None)],
            "actions": self.lists() if council == self.council else [],
            "took_over": council.inheritances.select_related("predecessor").order_by("effective_on", "pk"),
            "went_to": council.successions.select_related("successor").order_by("effective_on", "pk"),
            "terms": council.terms.select_related("term"),
            "committees": Committee.objects.visible_to(user).of(council).order_by("name"),
            "groups": DelegateGroup.objects.visible_to(user).of(council).select_related("council_term__term"),
            "lower": capped_count(council.lower.all()),
        }

    def lists(self) -> list[Action]:
        """The lists of the council one works for."""
        return [
            Action(_("Delegates"), reverse("councils:delegate_list")),
            Action(_("Agencies"), reverse("councils:agency_list")),
        ]


class AgencyList(ReferenceList):
    """The bodies this council addresses."""

    title = gettext_lazy("Agencies")
    table_class = AgencyTable
    filterset_class = AgencyFilters
    order = ("sort_key", "pk")

    def rows(self) -> QuerySet[Agency]:
        return Agency.objects.visible_to(self.request.user).of(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("agency", "agencies", count)

    def make_table(self, page: Any) -> AgencyTable:
        table: AgencyTable = super().make_table(page)
        table.editable = bool(self.roles_here() & STAFF)
        return table

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Enter an agency"), reverse("councils:agency_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No agency has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("Opinions are sent to agencies: enter those that answer to this council.")
        return Empty(title, text, _("Enter an agency"), reverse("councils:agency_create"))


class AgencyCreate(CreatePage):
    """Enter an agency."""

    form_class = AgencyForm
    title = gettext_lazy("Enter an agency")
    done_message = gettext_lazy("The agency has been entered.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": Agency(council=self.council)}

    def page_crumbs(self) -> list[Any]:
        return [CATALOGUE, AGENCIES, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("councils:agency_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def perform(self, form: AgencyForm) -> Agency:
        return services.save_agency(agency=form.instance)


class AgencyEdit(UpdatePage):
    """Change an agency."""

    form_class = AgencyForm
    done_message = gettext_lazy("The agency has been changed.")

    def reachable(self) -> QuerySet[Agency]:
        return Agency.objects.visible_to(self.request.user)

    def cancel_url(self) -> str:
        return reverse("councils:agency_list")

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [CATALOGUE, AGENCIES, (_("Edit"), None)]}

    def perform(self, form: AgencyForm) -> Agency:
        return services.save_agency(agency=form.instance, version=form.cleaned_data["version"])


def delegates(user: Any) -> OwnedQuerySet[Any]:
    """The delegates a user reaches, with the group and constituency of their last seat, and whether they hold it."""
    seats = DelegateSeat.objects.filter(delegate=OuterRef("pk"))
    last = seats.order_by("-valid_from", "-pk")
    return Delegate.objects.visible_to(user).annotate(
        in_office=Exists(seats.filter(valid_on(timezone.localdate()))),
        group_name=Subquery(last.values("group__name")[:1]),
        constituency_area=Subquery(last.values("constituency__area")[:1]),
    )


class DelegateList(ReferenceList):
    """The council's delegates by given name."""

    title = gettext_lazy("Delegates")
    table_class = DelegateTable
    filterset_class = DelegateFilters
    order = ("sort_key", "pk")
    empty = Empty(
        gettext_lazy("No delegate has been entered yet."),
        gettext_lazy("The administrator enters delegates and their seats."),
    )

    def rows(self) -> QuerySet[Any]:
        return delegates(self.request.user).of(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("delegate", "delegates", count)


class DelegateDetail(DetailPage):
    """One delegate: seats and posts from day to day."""

    roles = REFERENCE
    template_name = "councils/delegate_detail.html"

    def reachable(self) -> QuerySet[Any]:
        return delegates(self.request.user).select_related("council")

    def context(self) -> dict[str, Any]:
        seats = self.record.seats.select_related("council_term__term", "constituency", "group")
        posts = self.record.posts.select_related("committee", "group")
        return {
            **super().context(),
            "crumbs": [CATALOGUE, DELEGATES, (self.record.full_name, None)],
            "seats": seats.order_by("-valid_from", "-pk"),
            "posts": posts.order_by(F("valid_from").desc(nulls_last=True), "-pk"),
        }


class RuleList(ReferenceList):
    """What is due when, and why: read here, kept by the administrator."""

    title = gettext_lazy("Deadline rules")
    table_class = RuleTable
    filterset_class = RuleFilters
    order = ("code", "level", "pk")

    def rows(self) -> QuerySet[DeadlineRule]:
        return DeadlineRule.objects.for_council(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("rule", "rules", count)


class FieldList(ReferenceList):
    """The fields this council offers."""

    title = gettext_lazy("Fields")
    table_class = FieldTable
    order = ("order", "pk")

    def rows(self) -> QuerySet[Field]:
        return Field.objects.for_council(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("field", "fields", count)


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
