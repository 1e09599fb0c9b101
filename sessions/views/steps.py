"""Pages of the legal steps of a sitting: add, change, tick off, leave out, take back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionPage, UpdatePage
from sessions import services
from sessions.forms.steps import FinishForm, LeaveOutForm, StepForm
from sessions.models import Sitting, SittingStep
from sessions.services.steps import title_of
from sessions.views.common import person, sitting_crumbs, sittings


def steps(user: Any) -> QuerySet[SittingStep]:
    """The steps a user reaches, with their sittings."""
    rows = SittingStep.objects.visible_to(user)
    return rows.select_related("sitting__council", "sitting__council_term__term", "due_rule")


class StepCreate(UpdatePage):
    """Add a step to a sitting."""

    form_class = StepForm
    done_message = gettext_lazy("The step has been added.")

    def reachable(self) -> QuerySet[Sitting]:
        return sittings(self.request.user)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": SittingStep(sitting=self.record)}

    def form_context(self, form: Any) -> dict[str, Any]:
        title = _("Add a step")
        crumbs = [*sitting_crumbs(self.record), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def perform(self, form: StepForm) -> Sitting:
        services.add_step(sitting=self.record, user=person(self.request), **form.cleaned_data)
        sitting: Sitting = self.record
        return sitting


class OfStep:
    """What the pages of one step share: they come from the sitting and lead back to it."""

    record: SittingStep
    request: Any

    def reachable(self) -> QuerySet[SittingStep]:
        return steps(self.request.user)

    def council_of_record(self) -> int:
        return self.record.sitting.council_id

    def cancel_url(self) -> str:
        return self.record.sitting.get_absolute_url()

    def success_url(self, result: Any) -> str:
        return self.cancel_url()


class StepEdit(OfStep, UpdatePage):
    """Set the due day of an open step by hand, or give it back to its rule."""

    form_class = StepForm
    done_message = gettext_lazy("The step has been changed.")

    def form_context(self, form: Any) -> dict[str, Any]:
        title = title_of(self.record)
        crumbs = [*sitting_crumbs(self.record.sitting), (title, None)]
        return {**super().form_context(form), "title": title, "crumbs": crumbs}

    def perform(self, form: StepForm) -> SittingStep:
        return services.change_step(step=self.record, user=person(self.request), **form.cleaned_data)


class StepAction(OfStep, ActionPage):
    """Something done to a step."""

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs = [*sitting_crumbs(self.record.sitting), (self.title, None)]
        return {
            **super().form_context(form),
            "object": title_of(self.record),
            "consequence": title_of(self.record),
            "submit_label": self.submit_label,
            "crumbs": crumbs,
        }


class StepFinish(StepAction):
    """Tick a step off."""

    form_class = FinishForm
    title = gettext_lazy("Record a step as done")
    submit_label = gettext_lazy("Record as done")
    done_message = gettext_lazy("The step has been recorded as done.")

    def perform(self, form: FinishForm) -> SittingStep:
        return services.finish_step(step=self.record, user=person(self.request), **form.cleaned_data)


class StepLeaveOut(StepAction):
    """Say that the sitting does not need a step."""

    form_class = LeaveOutForm
    title = gettext_lazy("Leave a step out")
    submit_label = gettext_lazy("Leave it out")
    done_message = gettext_lazy("The step has been left out.")

    def perform(self, form: LeaveOutForm) -> SittingStep:
        return services.leave_out_step(step=self.record, user=person(self.request), **form.cleaned_data)


class StepUndo(StepAction):
    """Take back that a step was ticked off or left out."""

    title = gettext_lazy("Take a step back")
    submit_label = gettext_lazy("Take it back")
    done_message = gettext_lazy("The step is open again.")

    def perform(self, form: Any) -> SittingStep:
        return services.undo_step(step=self.record, user=person(self.request))
