"""Items of a programme: entered and ordered while it is written, settled once it is decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionPage, UpdatePage
from sessions.views.common import person
from supervision import services
from supervision.forms.programmes import ItemForm, OnForm, PostponeForm, ReasonOnForm
from supervision.models import Programme, ProgrammeItem
from supervision.views.programmes import programme_crumbs, programmes
from supervision.views.subjects import Prepared

_STEPS = {"up": -1, "down": 1}


class ItemCreate(Prepared, UpdatePage):
    """Add an item to a programme."""

    form_class = ItemForm
    done_message = gettext_lazy("The item has been added.")

    def reachable(self) -> QuerySet[Any]:
        return programmes(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": ProgrammeItem(programme=self.record), "council": self.record.council}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Add an item")
        crumbs = [*programme_crumbs(self.record), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs, "add_another": True}

    def perform(self, form: ItemForm) -> Programme:
        services.save_item(item=form.instance, bodies=form.cleaned_data["bodies"], user=person(self.request))
        programme: Programme = self.record
        return programme


class ItemWriter(Prepared):
    """A page about one item, for those who prepare its programme."""

    record: Any

    def reachable(self) -> QuerySet[Any]:
        rows = ProgrammeItem.objects.visible_to(self.request.user)
        return rows.select_related(
            "programme__council", "programme__committee", "programme__group", "mission"
        )

    def prepared(self) -> Programme:
        programme: Programme = self.record.programme
        return programme

    def council_of_record(self) -> int:
        return self.prepared().council_id

    def cancel_url(self) -> str:
        """Back to the item in its programme."""
        return f"{self.prepared().get_absolute_url()}#item-{self.record.pk}"

    def success_url(self, _result: Any) -> str:
        """Back to the item in its programme."""
        return self.cancel_url()


class ItemEdit(ItemWriter, UpdatePage):
    """Change an item."""

    form_class = ItemForm
    done_message = gettext_lazy("The item has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "council": self.prepared().council}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Change the item")
        crumbs = [*programme_crumbs(self.prepared()), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def perform(self, form: ItemForm) -> ProgrammeItem:
        return services.save_item(
            item=form.instance,
            bodies=form.cleaned_data["bodies"],
            user=person(self.request),
            version=form.cleaned_data["version"],
        )


class ItemAction(ItemWriter, ActionPage):
    """Something done to an item."""

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*programme_crumbs(self.prepared()), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs, "intro": self.record.title}


class ItemRemove(ItemAction):
    """Take an item out of a programme that is not decided."""

    title = gettext_lazy("Remove the item")
    submit_label = gettext_lazy("Remove the item")
    consequence = gettext_lazy("The proposals that it came of wait for a decision again.")
    done_message = gettext_lazy("The item has been removed.")

    def cancel_url(self) -> str:
        return self.prepared().get_absolute_url()

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "danger": True}

    def perform(self, form: Any) -> None:
        services.remove_item(item=self.record, user=person(self.request))


class ItemMove(ItemWriter):
    """Move an item one place up or down."""

    def post(self, request: HttpRequest, pk: int, direction: str) -> HttpResponse:
        """Back to the programme."""
        places = _STEPS.get(direction)
        if places is None:
            raise Http404
        try:
            services.move_item(item=self.record, user=person(request), places=places)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self.cancel_url())


class ItemFinish(ItemAction):
    """Record that an item without a mission was done."""

    form_class = OnForm
    title = gettext_lazy("Record the item as done")
    submit_label = gettext_lazy("Record")
    done_message = gettext_lazy("The item has been recorded as done.")

    def perform(self, form: OnForm) -> None:
        services.finish_item(item=self.record, user=person(self.request), on=form.cleaned_data["on"])


class ItemDrop(ItemAction):
    """Drop an item, with the reason."""

    form_class = ReasonOnForm
    title = gettext_lazy("Drop the item")
    submit_label = gettext_lazy("Drop the item")
    consequence = gettext_lazy("It stays in the programme as dropped, and the result report says why.")
    done_message = gettext_lazy("The item has been dropped.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "danger": True}

    def perform(self, form: ReasonOnForm) -> None:
        typed = form.cleaned_data
        services.drop_item(
            item=self.record, user=person(self.request), on=typed["on"], reason=typed["reason"]
        )


class ItemPostpone(ItemAction):
    """Put an item off, with the reason."""

    form_class = PostponeForm
    title = gettext_lazy("Postpone the item")
    submit_label = gettext_lazy("Postpone the item")
    consequence = gettext_lazy("Without new days the item no longer stands on the board.")
    done_message = gettext_lazy("The item has been postponed.")

    def perform(self, form: PostponeForm) -> None:
        services.postpone_item(item=self.record, user=person(self.request), **form.cleaned_data)


class ItemResume(ItemAction):
    """Take back what was entered about an item."""

    title = gettext_lazy("Take back")
    submit_label = gettext_lazy("Take back")
    consequence = gettext_lazy("The item counts as planned again.")
    done_message = gettext_lazy("The item is planned again.")

    def perform(self, form: Any) -> None:
        services.resume_item(item=self.record, user=person(self.request))


class ItemMission(ItemWriter):
    """Make the mission of an item: one click."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """To the mission; back to the programme where there can be none."""
        try:
            mission = services.mission_from_item(item=self.record, user=person(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.cancel_url())
        messages.success(request, _("The mission has been made. It waits for its decision."))
        return HttpResponseRedirect(reverse("supervision:mission_detail", args=[mission.pk]))
