"""Pages of the plan of half-days: planned at once, added, changed, removed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionPage, UpdatePage
from sessions import services
from sessions.forms.half_days import HalfDayForm
from sessions.models import PlenaryMeeting, Sitting
from sessions.services.plenaries import HOURS
from sessions.views.common import person, sitting_crumbs, sittings


class PlenaryPlan(ActionPage):
    """A morning and an afternoon for each day that has none yet."""

    title = gettext_lazy("Plan the half-days")
    submit_label = gettext_lazy("Plan them")
    consequence = gettext_lazy(
        "Each day of the sitting gets a morning and an afternoon where it has none yet. Hours can be changed then."
    )
    done_message = gettext_lazy("The half-days have been planned.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": [*sitting_crumbs(self.record), (self.title, None)]}

    def perform(self, form: Any) -> Sitting:
        services.plan_half_days(sitting=self.record, user=person(self.request))
        sitting: Sitting = self.record
        return sitting


class PlenaryCreate(UpdatePage):
    """Add a half-day to a sitting."""

    form_class = HalfDayForm
    done_message = gettext_lazy("The half-day has been added.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        part, begins, ends = HOURS[0]
        offered = {"day": self.record.opens_on, "part": part, "starts_at": begins, "ends_at": ends}
        return {"instance": PlenaryMeeting(sitting=self.record), "initial": offered}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Add a half-day")
        crumbs = [*sitting_crumbs(self.record), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def perform(self, form: HalfDayForm) -> Sitting:
        services.save_half_day(meeting=form.instance, user=person(self.request))
        sitting: Sitting = self.record
        return sitting


class OfHalfDay:
    """What the pages of one half-day share here: they come from the plan and lead back to it."""

    record: PlenaryMeeting
    request: Any

    def reachable(self) -> QuerySet[PlenaryMeeting]:
        rows = PlenaryMeeting.objects.visible_to(self.request.user)
        return rows.select_related("sitting__council", "sitting__council_term__term")

    def council_of_record(self) -> int:
        return self.record.sitting.council_id

    def cancel_url(self) -> str:
        return self.record.sitting.get_absolute_url()

    def success_url(self, result: Any) -> str:
        return self.cancel_url()

    def crumbs_to(self, words: Any) -> list[Any]:
        return [*sitting_crumbs(self.record.sitting), (str(self.record), None), (words, None)]


class PlenaryEdit(OfHalfDay, UpdatePage):
    """Change a half-day."""

    form_class = HalfDayForm
    done_message = gettext_lazy("The half-day has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": self.crumbs_to(_("Edit"))}

    def perform(self, form: HalfDayForm) -> PlenaryMeeting:
        version = form.cleaned_data["version"]
        return services.save_half_day(meeting=form.instance, user=person(self.request), version=version)


class PlenaryRemove(OfHalfDay, ActionPage):
    """Take a half-day away while nothing hangs on it."""

    title = gettext_lazy("Remove a half-day")
    submit_label = gettext_lazy("Remove it")
    consequence = gettext_lazy(
        "Possible while no attendance, vote, speaking turn or agenda item hangs on it."
    )
    done_message = gettext_lazy("The half-day has been removed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "crumbs": self.crumbs_to(self.title), "danger": True}

    def perform(self, form: Any) -> Sitting:
        services.remove_half_day(meeting=self.record, user=person(self.request))
        return self.record.sitting
