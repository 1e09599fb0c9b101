"""The bodies a council addresses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.views import Action, CreatePage, Empty, UpdatePage
from councils import services
from councils.filters import AgencyFilters
from councils.forms import AgencyForm
from councils.models import Agency
from councils.tables import AgencyTable
from councils.views.reference import CATALOGUE, ReferenceList

AGENCIES = (gettext_lazy("Agencies"), reverse_lazy("councils:agency_list"))


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
