"""Councils and what became of them, and the switch between one's own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.paging import capped_count
from core.text import whole
from core.views import Action, DetailPage, PortalView
from councils.filters import CouncilFilters
from councils.middleware import SESSION_KEY
from councils.models import Committee, Council, DelegateGroup
from councils.tables import CouncilTable
from councils.views.reference import CATALOGUE, REFERENCE, ReferenceList


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
