"""Pages of the guests of a sitting."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import STAFF
from core.views import ActionPage, RecordView, UpdatePage
from sessions import services
from sessions.forms.convening import GuestForm
from sessions.models import Guest, Sitting
from sessions.views.common import person, sitting_crumbs, sittings


def guests_url(sitting_id: int) -> str:
    """The guests on the page of those who are called."""
    return f"{reverse('sittings:sitting_delegates', args=[sitting_id])}#guests"


class GuestCreate(UpdatePage):
    """Invite a guest."""

    form_class = GuestForm
    done_message = gettext_lazy("The guest has been entered.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": Guest(sitting=self.record)}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Invite a guest")
        crumbs = [*sitting_crumbs(self.record), (_("Delegates"), self.cancel_url()), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs, "add_another": True}

    def cancel_url(self) -> str:
        return guests_url(self.record.pk)

    def perform(self, form: GuestForm) -> Guest:
        return services.save_guest(guest=form.instance, user=person(self.request))

    def success_url(self, result: Guest) -> str:
        return self.cancel_url()

    def still_reachable(self, result: Guest) -> bool:
        return Guest.objects.visible_to(self.request.user).filter(pk=result.pk).exists()


class GuestMixin:
    """A page about one guest."""

    request: HttpRequest
    record: Any

    def reachable(self) -> QuerySet[Guest]:
        """The guests of the councils the user reads."""
        rows: QuerySet[Guest] = Guest.objects.visible_to(self.request.user)
        return rows.select_related("sitting__council", "sitting__council_term__term")

    def council_of_record(self) -> int:
        """The council of the sitting."""
        council: int = self.record.sitting.council_id
        return council

    def cancel_url(self) -> str:
        """Back to the guests."""
        return guests_url(self.record.sitting_id)

    def way_here(self) -> list[Any]:
        """From the register to the page."""
        crumbs = [*sitting_crumbs(self.record.sitting), (_("Delegates"), self.cancel_url())]
        return [*crumbs, (str(self.record), None)]


class GuestEdit(GuestMixin, UpdatePage):
    """Change a guest."""

    form_class = GuestForm
    done_message = gettext_lazy("The guest has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": self.way_here()}

    def perform(self, form: GuestForm) -> Guest:
        return services.save_guest(
            guest=form.instance, user=person(self.request), version=form.cleaned_data["version"]
        )

    def success_url(self, result: Guest) -> str:
        return self.cancel_url()


class GuestConfirm(GuestMixin, RecordView):
    """One press: the guest will come, or that is taken back."""

    roles = STAFF
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseRedirect:
        """Confirm, unless `confirmed` is "no"."""
        wanted = request.POST.get("confirmed", "yes") != "no"
        services.confirm_guest(guest=self.record, confirmed=wanted, user=person(request))
        return HttpResponseRedirect(self.cancel_url())


class GuestRemove(GuestMixin, ActionPage):
    """Take a guest off the list."""

    title = gettext_lazy("Take the guest off the list")
    submit_label = title
    consequence = gettext_lazy("The history keeps who was on it.")
    done_message = gettext_lazy("The guest has been taken off the list.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": self.way_here()}

    def cancel_url(self) -> str:
        return GuestMixin.cancel_url(self)

    def perform(self, form: Any) -> None:
        services.remove_guest(guest=self.record, user=person(self.request))
