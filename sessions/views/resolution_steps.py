"""What is done to a resolution: one page a step, GET asks, POST does, and the service has the last word."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import DECIDERS, STAFF, Role
from core.errors import Refused
from core.views import ActionPage
from core.workdays import Due
from councils.calendar import Clock
from sessions import services
from sessions.forms.resolutions import (
    DayForm,
    DeferForm,
    ForceForm,
    IssueForm,
    KeepForm,
    PublishForm,
    ReasonForm,
    RelationForm,
    SignedCopyForm,
    SignForm,
)
from sessions.models import Resolution, ResolutionRelation, Sitting
from sessions.services.implementation import waiting_tasks
from sessions.services.resolution_steps import (
    earliest_force,
    next_symbol,
    not_adopted,
    not_signed,
    unfinished,
)
from sessions.services.resolution_undo import STEPS
from sessions.states import RESOLUTION_TABLE, SIGNED
from sessions.tables.resolutions import sending
from sessions.views.common import person
from sessions.views.resolution_detail import ISSUED
from sessions.views.resolutions import resolution_crumbs, resolutions


class ResolutionAction(ActionPage):
    """A step of a resolution within reach; back to it with the reason where it cannot be taken now."""

    template_name = "sittings/resolution_step.html"
    move: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    record: Any

    def reachable(self) -> QuerySet[Resolution]:
        return resolutions(self.request.user)

    def refusal(self) -> str:
        """Why it cannot be done now, or nothing."""
        return RESOLUTION_TABLE.refusal(self.move, self.record.state) if self.move else ""

    def get(self, _request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; back to the record with the reason if it cannot be done now."""
        if refusal := self.refusal():
            messages.warning(self.request, refusal)
            return HttpResponseRedirect(self.cancel_url())
        return super().get(self.request, *args, **kwargs)

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the way here, and the text in short."""
        crumbs = [*resolution_crumbs(self.record), (self.title, None)]
        return {
            **super().form_context(form),
            "crumbs": crumbs,
            "danger": self.danger,
            "advice": self.advice(),
        }

    def advice(self) -> str:
        """What to know before; computed from the record."""
        return ""


class ResolutionTabled(ResolutionAction):
    """Record that the draft was tabled."""

    move = "table"
    form_class = DayForm
    title = gettext_lazy("Record as tabled")
    submit_label = gettext_lazy("Record as tabled")
    done_message = gettext_lazy("Recorded as tabled.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"on": _day_at(self.record.sitting)}}

    def perform(self, form: DayForm) -> Resolution:
        return services.table(resolution=self.record, user=person(self.request), **form.cleaned_data)


def _day_at(sitting: Sitting | None) -> date:
    """Today while the sitting runs, its last day afterwards, its first one before."""
    today = timezone.localdate()
    return min(max(today, sitting.opens_on), sitting.closes_on) if sitting else today


class ResolutionDefer(ResolutionAction):
    """Put the draft off."""

    move = "defer"
    form_class = DeferForm
    title = gettext_lazy("Defer the draft")
    submit_label = gettext_lazy("Defer")
    consequence = gettext_lazy("It is not voted on at this sitting; it can be tabled again later.")
    done_message = gettext_lazy("The draft has been put off.")

    def perform(self, form: DeferForm) -> Resolution:
        return services.defer(resolution=self.record, user=person(self.request), **form.cleaned_data)


class ResolutionAdopt(ResolutionAction):
    """Record that the Standing Committee adopted it at its meeting."""

    move = "adopt"
    form_class = DayForm
    title = gettext_lazy("Record the adoption")
    submit_label = gettext_lazy("Record the adoption")
    consequence = gettext_lazy(
        "The Standing Committee adopted it at its meeting. What the council adopts is recorded as a vote."
    )
    done_message = gettext_lazy("The adoption has been recorded.")

    def refusal(self) -> str:
        if self.record.issuer != Resolution.Issuer.STANDING_COMMITTEE:
            return _("The council adopts by a vote: record the final vote on the whole resolution.")
        return super().refusal()

    def form_kwargs(self) -> dict[str, Any]:
        meeting = self.record.meeting
        return {"initial": {"on": meeting.held_on}} if meeting else {}

    def perform(self, form: DayForm) -> Resolution:
        return services.adopt_at_meeting(
            resolution=self.record, user=person(self.request), **form.cleaned_data
        )


class ResolutionSign(ResolutionAction):
    """Record signature and number."""

    roles = DECIDERS
    move = "sign"
    form_class = SignForm
    title = gettext_lazy("Record signature and number")
    submit_label = gettext_lazy("Record the signature")

    def refusal(self) -> str:
        """What to do first where it was not adopted, or where the text is not finished."""
        return not_adopted(self.record) or super().refusal() or unfinished(self.record)

    def advice(self) -> str:
        symbol = next_symbol(self.record, timezone.localdate())
        words = _(
            "The next number of the series is %(symbol)s. Abstract, bases and text are fixed from now on."
        )
        return words % {"symbol": symbol}

    def form_kwargs(self) -> dict[str, Any]:
        place = self.record.sitting or self.record.meeting
        return {"initial": {"signer": place.chair if place else ""}}

    def perform(self, form: SignForm) -> Resolution:
        signed = services.sign(resolution=self.record, user=person(self.request), **form.cleaned_data)
        self.done_message = _("Signed as %(symbol)s.") % {"symbol": signed}
        return signed


class ResolutionIssue(ResolutionAction):
    """Issue it and send its tasks."""

    move = "issue"
    form_class = IssueForm
    title = gettext_lazy("Issue the resolution")
    submit_label = gettext_lazy("Issue")

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the tasks that will be sent."""
        return {**super().form_context(form), "waiting": list(waiting_tasks(self.record).with_owner())}

    def advice(self) -> str:
        return _("Every task below is sent to its body: all of them, or none while one lacks something.")

    def perform(self, form: IssueForm) -> Resolution:
        self.done_message = _("The resolution has been issued and its tasks have been sent.")
        return services.issue(
            resolution=self.record,
            user=person(self.request),
            on=form.cleaned_data["on"],
            kept_because=form.cleaned_data.get("kept_because", ""),
        )


class TasksSend(ResolutionAction):
    """Send the tasks that were written down after the issue."""

    form_class = KeepForm
    title = gettext_lazy("Send the waiting tasks")
    submit_label = gettext_lazy("Send the tasks")

    def refusal(self) -> str:
        """Tasks of what has not been issued go out with the issue."""
        if self.record.state not in ISSUED:
            return _("Its tasks are sent when the resolution is issued.")
        return "" if waiting_tasks(self.record).exists() else _("No task waits to be sent.")

    def form_context(self, form: Any) -> dict[str, Any]:
        """With the tasks that will be sent."""
        return {**super().form_context(form), "waiting": list(waiting_tasks(self.record).with_owner())}

    def advice(self) -> str:
        return _("Every task below is sent to its body: all of them, or none while one lacks something.")

    def perform(self, form: KeepForm) -> None:
        self.done_message = _("The tasks have been sent.")
        if refusal := self.refusal():
            raise Refused(refusal)
        services.send_tasks(
            resolution=self.record,
            user=person(self.request),
            on=timezone.localdate(),
            kept_because=form.cleaned_data.get("kept_because", ""),
        )


class Dated(ResolutionAction):
    """A step after the signature that moves no state."""

    form_class = DayForm

    def refusal(self) -> str:
        return not_signed(self.record)


class ResolutionSendUp(Dated):
    """Record the sending to the upper bodies."""

    title = gettext_lazy("Record as sent up")
    submit_label = gettext_lazy("Record as sent up")
    done_message = gettext_lazy("Recorded as sent up.")

    def advice(self) -> str:
        due: Due | None = sending(self.record, Clock())
        if due is None:
            return _("To the Standing Committee of the council above, or of the National Assembly.")
        basis = self.record.send_up_rule.legal_basis if self.record.send_up_rule else ""
        words = _("Due on %(day)s (%(words)s): %(basis)s.")
        return words % {"day": f"{due.day:%d/%m/%Y}", "words": due.words, "basis": basis}

    def perform(self, form: DayForm) -> Resolution:
        return services.send_up(resolution=self.record, user=person(self.request), **form.cleaned_data)


class ResolutionGazette(Dated):
    """Record the sending to the gazette."""

    title = gettext_lazy("Sent to the gazette")
    submit_label = gettext_lazy("Record the day")
    done_message = gettext_lazy("Recorded as sent to the gazette.")

    def perform(self, form: DayForm) -> Resolution:
        return services.to_gazette(resolution=self.record, user=person(self.request), **form.cleaned_data)


class ResolutionPublish(ResolutionAction):
    """Record the publication."""

    move = "publish"
    form_class = PublishForm
    title = gettext_lazy("Record the publication")
    submit_label = gettext_lazy("Record the publication")
    done_message = gettext_lazy("The publication has been recorded.")

    def perform(self, form: PublishForm) -> Resolution:
        return services.publish(resolution=self.record, user=person(self.request), **form.cleaned_data)


class ResolutionForce(ResolutionAction):
    """Say since when and until when it is in force."""

    form_class = ForceForm
    title = gettext_lazy("Set the days of force")
    submit_label = gettext_lazy("Save")
    done_message = gettext_lazy("The days of force have been set.")

    def refusal(self) -> str:
        return not_adopted(self.record)

    def advice(self) -> str:
        earliest = earliest_force(self.record)
        if earliest is None or not self.record.is_normative:
            return _("An individual text may be in force from its signature.")
        words = _("A normative text of this level is in force on %(day)s at the earliest.")
        return words % {"day": f"{earliest:%d/%m/%Y}"}

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "initial": {
                "in_force_on": self.record.in_force_on or earliest_force(self.record),
                "expires_on": self.record.expires_on,
            }
        }

    def perform(self, form: ForceForm) -> Resolution:
        return services.set_force(resolution=self.record, user=person(self.request), **form.cleaned_data)


class ResolutionAttach(ResolutionAction):
    """Attach the signed copy."""

    form_class = SignedCopyForm
    title = gettext_lazy("Attach the signed copy")
    submit_label = gettext_lazy("Attach")
    done_message = gettext_lazy("The signed copy has been attached.")

    def refusal(self) -> str:
        return not_signed(self.record)

    def perform(self, form: SignedCopyForm) -> Resolution:
        return services.attach_signed_copy(
            resolution=self.record, user=person(self.request), upload=form.cleaned_data["file"]
        )


class ResolutionUndo(ResolutionAction):
    """Take the last step of a kind back; the address names it."""

    danger = True
    form_class = ReasonForm
    done_message = gettext_lazy("The step has been taken back.")

    @property
    def roles(self) -> frozenset[Role]:  # type: ignore[override]  # who may sign may take the signature back
        """As for the step itself."""
        return DECIDERS if self.kwargs["step"] == "signature" else STAFF

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        if kwargs["step"] not in STEPS:
            raise Http404
        self.title = self.submit_label = STEPS[kwargs["step"]].label
        return super().fetch(kwargs)

    def refusal(self) -> str:
        step = STEPS[self.kwargs["step"]]
        if not step.done(self.record):
            return _("There is nothing to take back any more. Reload the page to see what changed.")
        return step.refusal(self.record)

    def advice(self) -> str:
        if self.kwargs["step"] == "signature":
            words = _("Number %(symbol)s becomes the next one of its series again.")
            return words % {"symbol": self.record}
        return _("The step is undone; the history keeps it with your reason.")

    def perform(self, form: ReasonForm) -> Resolution:
        return services.take_back(
            resolution=self.record, user=person(self.request), step=self.kwargs["step"], **form.cleaned_data
        )


# --- Relations ---


class RelationCreate(ResolutionAction):
    """Say what it does to an earlier text."""

    form_class = RelationForm
    title = gettext_lazy("Add a relation to an earlier text")
    submit_label = gettext_lazy("Add")
    done_message = gettext_lazy("The relation has been added.")

    def advice(self) -> str:
        return _("It counts from its day on, as soon as this resolution is signed.")

    def form_kwargs(self) -> dict[str, Any]:
        since = self.record.in_force_on or self.record.adopted_on
        return {"resolution": self.record, "initial": {"effective_on": since}}

    def perform(self, form: RelationForm) -> ResolutionRelation:
        return services.relate(resolution=self.record, user=person(self.request), **form.cleaned_data)


class RelationRemove(ResolutionAction):
    """Take a relation back."""

    danger = True
    form_class = ReasonForm
    title = gettext_lazy("Remove the relation")
    submit_label = gettext_lazy("Remove")
    done_message = gettext_lazy("The relation has been removed.")

    def fetch(self, kwargs: dict[str, Any]) -> Any:
        record = super().fetch(kwargs)
        rows = ResolutionRelation.objects.filter(source=record, pk=kwargs["relation_pk"])
        relation = rows.select_related("source", "target__document").first()
        if relation is None:
            raise Http404
        self.relation: ResolutionRelation = relation
        return record

    def advice(self) -> str:
        counts = self.record.state in SIGNED
        words = _("%(relation)s: no longer counted from its day on.") if counts else "%(relation)s"
        return words % {"relation": self.relation}

    def build_form(self, data: Any = None, files: Any = None) -> Any:
        """A reason is needed once it counts."""
        form = super().build_form(data, files)
        form.fields["reason"].required = self.record.state in SIGNED
        return form

    def perform(self, form: ReasonForm) -> None:
        services.unrelate(relation=self.relation, user=person(self.request), **form.cleaned_data)
