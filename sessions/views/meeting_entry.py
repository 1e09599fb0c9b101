"""Entering and changing a meeting, and its steps: held, cancelled, minutes signed, conclusions issued."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.drafts import DraftMixin
from core.access import DECIDERS
from core.display import day
from core.states import Move
from core.text import whole
from core.views import ActionPage, CreatePage, FormMixin, Text, UpdatePage
from documents.composition import compose
from sessions import services
from sessions.documents.conclusions import document_of
from sessions.forms.meetings import BodyMeetingForm, ConcludeForm, MinutesForm, NoForm
from sessions.models import BodyMeeting, Sitting
from sessions.services.conclusions import lacking, notice_of
from sessions.services.meetings import sitting_words
from sessions.states import BODY_MEETING_TABLE, VERIFIERS
from sessions.views.body_meetings import (
    LIST,
    MeetingReach,
    MeetingWriter,
    body_meetings,
    meeting_crumbs,
    own_committees,
)
from sessions.views.common import Crumbs, person

_OFFERED = ("place", "chair", "starts_at")
"""What the last meeting of the same body had is offered again."""


class MovesItsSitting(FormMixin):
    """A step after which the page says whether the sitting moved with it."""

    done: Text = ""

    def say(self, before: str | None, meeting: BodyMeeting) -> None:
        """The message for the next page."""
        after = sitting_state(meeting)
        self.done_message = f"{self.done} {sitting_words(after)}" if after and after != before else self.done


def sitting_state(meeting: BodyMeeting) -> str | None:
    """Where its sitting stands now."""
    if meeting.sitting_id is None:
        return None
    return Sitting.objects.values_list("state", flat=True).get(pk=meeting.sitting_id)


class BodyMeetingCreate(DraftMixin, MovesItsSitting, CreatePage):
    """Enter a meeting; one that has taken place may be recorded as held at once.

    `?sitting=` and `?kind=` come from a sitting's page, `?committee=` from a committee's.
    """

    roles = VERIFIERS
    form_class = BodyMeetingForm
    template_name = "sittings/body_meeting_form.html"
    title = pgettext_lazy("council body", "Enter a meeting")

    def check_page(self) -> None:
        """Committee staff need a committee."""
        super().check_page()
        self.own = own_committees(self.council, self.access)
        if self.own is not None and not self.own.exists():
            raise PermissionDenied

    @property
    def draft_key(self) -> str:
        return f"body-meeting-{self.council.pk}"

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        initial = {**self.offered(), **given.get("initial", {})}
        instance = BodyMeeting(council=self.council)
        return {"instance": instance, "council": self.council, "committees": self.own, "initial": initial}

    def offered(self) -> dict[str, Any]:
        """What the address says, and what the last meeting of that body had."""
        asked = self.request.GET
        found: dict[str, Any] = {
            name: pk for name in ("sitting", "committee") if (pk := whole(asked.get(name, "")))
        }
        if self.own is not None:
            found.setdefault("committee", self.own.values_list("pk", flat=True).first())
        if asked.get("kind", "") in BodyMeeting.Kind.values:
            found["kind"] = asked["kind"]
        earlier = body_meetings(self.request.user).filter(
            council=self.council, committee=found.get("committee")
        )
        last = earlier.order_by("-created_at", "-pk").first()
        same = {name: getattr(last, name) for name in _OFFERED} if last else {}
        return {"held_on": timezone.localdate(), **same, **found}

    def page_crumbs(self) -> Crumbs:
        return [LIST, (self.title, None)]

    def cancel_url(self) -> str:
        return str(LIST[1])

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "may_hold": True}

    def perform(self, form: BodyMeetingForm) -> BodyMeeting:
        data, user = form.cleaned_data, person(self.request)
        made = services.save_meeting(
            meeting=form.instance,
            user=user,
            delegates=data.get("delegates"),
            verifications=data.get("verifications"),
        )
        self.done = pgettext("council body", "The meeting has been entered.")
        before = sitting_state(made)
        if "hold" in self.request.POST:
            self.done = pgettext("council body", "The meeting has been entered and recorded as held.")
            services.move_meeting(meeting=made, name="hold", user=user)
        self.say(before, made)
        return made

    def still_reachable(self, result: BodyMeeting) -> bool:
        return body_meetings(self.request.user).filter(pk=result.pk).exists()


class BodyMeetingEdit(MeetingWriter, UpdatePage):
    """Change a meeting; what its notice says of it stands once it has been issued."""

    form_class = BodyMeetingForm
    template_name = "sittings/body_meeting_form.html"
    done_message = pgettext_lazy("council body", "The meeting has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        council = self.record.council
        own = own_committees(council, self.access)
        return {**super().form_kwargs(), "council": council, "committees": own}

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*meeting_crumbs(self.record), (_("Edit"), None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, form: BodyMeetingForm) -> BodyMeeting:
        data = form.cleaned_data
        return services.save_meeting(
            meeting=form.instance,
            user=person(self.request),
            version=data["version"],
            delegates=data.get("delegates"),
            verifications=data.get("verifications"),
        )


_CONSEQUENCES = {
    "hold": gettext_lazy("From now on the meeting counts in figures, and its conclusions can be issued."),
    "cancel": pgettext_lazy("council body", "The meeting stays in the list as cancelled and counts nowhere."),
}
_DONE = {
    "hold": gettext_lazy("The meeting has been recorded as held."),
    "cancel": gettext_lazy("The meeting has been cancelled."),
}


class BodyMeetingMove(MovesItsSitting, MeetingWriter, ActionPage):
    """Record a meeting as held, or cancel it."""

    form_class = NoForm
    step: Move

    def fetch(self, kwargs: dict[str, Any]) -> BodyMeeting:
        """404 also for a step that does not exist; conclusions have a page of their own."""
        if kwargs["name"] not in _CONSEQUENCES:
            raise Http404
        self.step = BODY_MEETING_TABLE.moves[kwargs["name"]]
        return cast("BodyMeeting", super().fetch(kwargs))

    def form_context(self, form: Any) -> dict[str, Any]:
        label = self.step.label
        return {
            **super().form_context(form),
            "title": label,
            "submit_label": label,
            "crumbs": [*meeting_crumbs(self.record), (label, None)],
            "consequence": _CONSEQUENCES[self.step.name],
            "danger": self.step.name == "cancel",
        }

    def perform(self, form: Any) -> BodyMeeting:
        before = sitting_state(self.record)
        moved = services.move_meeting(meeting=self.record, name=self.step.name, user=person(self.request))
        self.done = _DONE[self.step.name]
        self.say(before, moved)
        return moved


class BodyMeetingAttach(MeetingWriter, ActionPage):
    """Keep the signed minutes."""

    form_class = MinutesForm
    title = gettext_lazy("Attach the signed minutes")
    submit_label = gettext_lazy("Attach the signed minutes")
    done_message = gettext_lazy("The signed minutes have been attached.")

    def form_context(self, form: Any) -> dict[str, Any]:
        crumbs: Crumbs = [*meeting_crumbs(self.record), (self.title, None)]
        return {**super().form_context(form), "crumbs": crumbs}

    def perform(self, form: MinutesForm) -> BodyMeeting:
        user = person(self.request)
        return services.attach_minutes(meeting=self.record, user=user, upload=form.cleaned_data["upload"])


class BodyMeetingConclude(MovesItsSitting, MeetingReach, ActionPage):
    """Issue the conclusions: the page shows the notice and what is still missing, then numbers and sends all of it."""

    roles = DECIDERS
    form_class = ConcludeForm
    template_name = "sittings/conclude.html"
    title = gettext_lazy("Issue the conclusions")
    submit_label = gettext_lazy("Give the number and send the tasks")

    def form_kwargs(self) -> dict[str, Any]:
        first = max(timezone.localdate(), self.record.held_on)
        return {"meeting": self.record, "initial": {"on": first}}

    def form_context(self, form: ConcludeForm) -> dict[str, Any]:
        meeting = self.record
        notice = self.notice(form)
        drafts = [row for row in notice.conclusions if row.follow_up is not None]
        missing = [
            (row, ", ".join(lacks)) for row in drafts if row.follow_up and (lacks := lacking(row.follow_up))
        ]
        return {
            **super().form_context(form),
            "crumbs": [*meeting_crumbs(meeting), (self.title, None)],
            "preview": compose(document_of(notice)) if notice.conclusions else None,
            "missing": missing,
            "task_count": len(notice.tasks),
            "refusal": BODY_MEETING_TABLE.refusal("conclude", meeting.state),
            "may_change": own_committees(meeting.council, self.access) is None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The second button only draws the notice anew."""
        if "again" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.build_form(request.POST)
        return self.show(form, 200 if form.is_valid() else 422)

    def notice(self, form: ConcludeForm) -> Any:
        """As the form has it by now."""
        typed = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
        choices = [key for key, _label in cast("Any", form.fields["signer"]).choices]
        return notice_of(
            self.record,
            on=typed.get("on") or form.initial["on"],
            signer=typed.get("signer") or choices[0],
            signer_name=typed.get("signer_name") or "",
        )

    def perform(self, form: ConcludeForm) -> BodyMeeting:
        before, data = sitting_state(self.record), form.cleaned_data
        done = services.conclude(
            meeting=self.record,
            user=person(self.request),
            on=data["on"],
            signer=data["signer"],
            signer_name=data["signer_name"],
            kept_because=data.get("kept_because", ""),
        )
        words = _("The conclusions have been issued as %(symbol)s of %(day)s; their tasks are sent.")
        self.done = words % {"symbol": done.document, "day": day(data["on"])}
        self.say(before, done)
        return done
