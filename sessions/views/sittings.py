"""Pages of sittings: the register, one sitting, entering and changing it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import STAFF
from core.display import day
from core.views import Action, CreatePage, Empty, ListPage, UpdatePage
from sessions import services
from sessions.filters.sittings import SittingFilters
from sessions.forms.sittings import SittingForm
from sessions.models import Sitting
from sessions.tables.sittings import SittingTable
from sessions.views.common import LIST, SittingPage, sittings


class SittingList(ListPage):
    """Kỳ họp: the register of sittings."""

    title = gettext_lazy("Sittings")
    table_class = SittingTable
    filterset_class = SittingFilters
    order = ("-opens_on", "-pk")

    def rows(self) -> QuerySet[Sitting]:
        return sittings(self.request.user).of(self.council)

    def count_label(self, count: int) -> str:
        return ngettext("sitting", "sittings", count)

    def page_actions(self) -> list[Action]:
        if not self.roles_here() & STAFF:
            return []
        return [Action(_("Enter a sitting"), reverse("sittings:sitting_create"), primary=True)]

    def empty_state(self) -> Empty:
        title = _("No sitting has been entered yet.")
        if not self.roles_here() & STAFF:
            return Empty(title)
        text = _("Voter-contact rounds are held before and after a sitting: enter the next one first.")
        return Empty(title, text, _("Enter a sitting"), reverse("sittings:sitting_create"))


class SittingDetail(SittingPage):
    """One sitting with what hangs on it."""

    template_name = "sittings/sitting_detail.html"

    def context(self) -> dict[str, Any]:
        actions = []
        if self.roles_on_record() & STAFF:
            actions.append(Action(_("Edit"), reverse("sittings:sitting_edit", args=[self.record.pk])))
        return {**super().context(), "actions": actions, "facts": self.facts()}

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value."""
        sitting = self.record
        days = [day(sitting.opens_on), day(sitting.closes_on)]
        return [
            (_("Kind"), sitting.get_kind_display()),
            (_("Days"), " – ".join(dict.fromkeys(days))),
            (_("Council term"), sitting.council_term.label),
            (_("Council"), sitting.council.full_name),
            (_("Place"), sitting.place),
        ]


class SittingCreate(CreatePage):
    """Enter a sitting."""

    form_class = SittingForm
    title = gettext_lazy("Enter a sitting")
    done_message = gettext_lazy("The sitting has been entered.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": Sitting(council=self.council), "council": self.council}

    def page_crumbs(self) -> list[Any]:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return reverse("sittings:sitting_list")

    def perform(self, form: SittingForm) -> Sitting:
        return services.save_sitting(sitting=form.instance)


class SittingEdit(UpdatePage):
    """Change a sitting."""

    form_class = SittingForm
    done_message = gettext_lazy("The sitting has been changed.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        here = (str(self.record), self.record.get_absolute_url())
        return {**super().form_context(form), "crumbs": [LIST, here, (_("Edit"), None)]}

    def perform(self, form: SittingForm) -> Sitting:
        return services.save_sitting(sitting=form.instance, version=form.cleaned_data["version"])
