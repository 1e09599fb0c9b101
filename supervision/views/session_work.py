"""The work on a session: planned, announced, held, cancelled; minutes, photos, papers asked for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.drafts import DraftMixin
from core.access import access_of
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.sessions import (
    AskPaperForm,
    HoldForm,
    MinutesForm,
    PhotoForm,
    ReceiveForm,
    SessionForm,
)
from supervision.forms.steps import DayForm, OnlyReasonForm, SignForm, TeamTermsForm
from supervision.models import RequestedPaper, SessionFile, SupervisionMission, WorkingSession
from supervision.states import TOLD
from supervision.views.common import MissionAct, PartAct
from supervision.views.sessions import working_sessions


class SessionCreate(MissionAct):
    """Plan a session or visit."""

    template_name = "core/form.html"
    form_class = SessionForm
    back = "mission_sessions"
    title = _("Plan a session")
    submit_label = _("Save")
    done_message = _("The session has been planned.")

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "instance": WorkingSession(mission=self.record),
            "mission": self.record,
            "initial": {"members": [row.pk for row in self.record.members.exclude(part="helper")]},
        }

    def form_context(self, form: Any) -> dict[str, Any]:
        return {**super().form_context(form), "add_another": True}

    def perform(self, form: SessionForm) -> WorkingSession:
        return services.save_session(
            session=form.instance, members=form.cleaned_data["members"], user=person(self.request)
        )


class SessionAct(PartAct):
    """Something done to one session."""

    def reachable(self) -> QuerySet[Any]:
        return working_sessions(self.request.user)

    def cancel_url(self) -> str:
        return reverse("supervision:session_detail", args=[self.record.pk])


class LeadersAct(SessionAct):
    """What the head of the team does, or who organises the mission."""

    right = staticmethod(rights.leads)


class SessionEdit(SessionAct):
    """Change the plan of a session."""

    template_name = "core/form.html"
    form_class = SessionForm
    title = _("Change the session")
    submit_label = _("Save")
    done_message = _("The session has been changed.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "mission": self.record.mission}

    def perform(self, form: SessionForm) -> WorkingSession:
        return services.save_session(
            session=form.instance,
            members=form.cleaned_data["members"],
            user=person(self.request),
            version=form.cleaned_data["version"],
        )


class Announce(SessionAct):
    """The body has been told the day and who comes."""

    form_class = DayForm
    title = _("Record the announcement")
    done_message = _("The announcement has been recorded. The body sees the day on its page.")

    def perform(self, form: DayForm) -> WorkingSession:
        return services.announce_session(
            session=self.record, user=person(self.request), on=form.cleaned_data["on"]
        )


class Hold(SessionAct):
    """The session took place."""

    form_class = HoldForm
    title = _("Record it as held")
    done_message = _("The session counts as held.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"session": self.record}

    def perform(self, form: HoldForm) -> WorkingSession:
        typed = form.cleaned_data
        return services.hold_session(
            session=self.record,
            user=person(self.request),
            members=typed["members"],
            others=typed["others"],
        )


class Cancel(SessionAct):
    """The session does not take place."""

    form_class = OnlyReasonForm
    title = _("Cancel the session")
    submit_label = _("Cancel the session")
    done_message = _("The session has been cancelled.")

    def perform(self, form: OnlyReasonForm) -> WorkingSession:
        return services.cancel_session(
            session=self.record, user=person(self.request), reason=form.cleaned_data["reason"]
        )


class Minutes(DraftMixin, LeadersAct):
    """The minutes by parts; what is half-typed is kept."""

    template_name = "core/form.html"
    form_class = MinutesForm
    title = _("Write the minutes")
    submit_label = _("Save")
    done_message = _("The minutes have been saved. They can be changed until they are issued.")

    @property
    def draft_key(self) -> str:
        """A draft ends with the version it was begun on."""
        return f"session-minutes-{self.record.pk}-{self.record.version}"

    def draft_names(self) -> list[str]:
        return [name for name in MinutesForm.base_fields if name != "version"]

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, **super().form_kwargs()}

    def perform(self, form: MinutesForm) -> WorkingSession:
        return services.save_minutes(
            session=self.record,
            user=person(self.request),
            texts=form.texts(),
            version=form.cleaned_data["version"],
        )


class IssueMinutes(LeadersAct):
    """The minutes get their number and are kept."""

    form_class = TeamTermsForm
    title = _("Issue the minutes")
    submit_label = _("Number and keep the minutes")
    done_message = _("The minutes have been numbered and kept as Word and PDF.")
    consequence = _("The minutes get their number and can no longer be changed.")

    def perform(self, form: TeamTermsForm) -> WorkingSession:
        return services.issue_minutes(
            session=self.record, user=person(self.request), on=form.cleaned_data["on"], terms=form.terms()
        )


class SignMinutes(LeadersAct):
    """The signed and scanned minutes."""

    form_class = SignForm
    title = _("Attach the signed minutes")
    submit_label = _("Attach")
    done_message = _("The signed minutes are kept with the session.")

    def perform(self, form: SignForm) -> WorkingSession:
        return services.attach_signed_minutes(
            session=self.record, user=person(self.request), upload=form.cleaned_data["upload"]
        )


class PhotoAdd(LeadersAct):
    """A photo or paper of the session, with what it shows."""

    form_class = PhotoForm
    title = _("Add a photo or paper")
    submit_label = _("Add")
    done_message = _("It has been added.")

    def perform(self, form: PhotoForm) -> SessionFile:
        return services.add_session_file(session=self.record, user=person(self.request), **form.cleaned_data)


class PaperAsk(LeadersAct):
    """Ask the body for a paper."""

    form_class = AskPaperForm
    title = _("Ask for a paper")
    submit_label = _("Ask for it")
    done_message = _("The body sees on its page what is asked for, and by when.")

    def perform(self, form: AskPaperForm) -> RequestedPaper:
        return services.ask_paper(session=self.record, user=person(self.request), **form.cleaned_data)


class OfSession(PartAct):
    """Something done to a part of a session."""

    def mission(self) -> SupervisionMission:
        found: SupervisionMission = self.record.session.mission
        return found

    def cancel_url(self) -> str:
        return reverse("supervision:session_detail", args=[self.record.session_id])


class PhotoRemove(OfSession):
    """Take a photo away from the session."""

    right = staticmethod(rights.leads)
    title = _("Remove the photo or paper")
    done_message = _("It has been removed from the session.")

    def reachable(self) -> QuerySet[Any]:
        rows = SessionFile.objects.visible_to(self.request.user)
        return rows.select_related("session__mission__council")

    def perform(self, form: Any) -> None:
        services.remove_session_file(file=self.record, user=person(self.request))


def requested_papers(user: Any) -> QuerySet[Any]:
    """Papers asked for at sessions: those of the councils the user reads, and of the agencies the user answers for."""
    access = access_of(user)
    own = Q(session__body__agency__in=access.agencies, session__mission__state__in=TOLD)
    rows = RequestedPaper.objects.filter(access.readable("session__mission__council") | own)
    return rows.select_related("session__mission__council", "session__body", "file")


class PaperReceive(OfSession):
    """What was asked for has come: handed in by the body itself, or recorded by those who organise the mission."""

    form_class = ReceiveForm
    title = _("Record the paper as received")
    submit_label = _("Record")
    done_message = _("The paper has been recorded as received.")

    def reachable(self) -> QuerySet[Any]:
        return requested_papers(self.request.user)

    @property
    def own(self) -> bool:
        """Whether the user answers for the body that owes the paper."""
        body = self.record.session.body
        return body is not None and body.agency_id in self.access.agencies

    def check_record(self) -> None:
        if not (self.own or rights.leads(self.mission(), self.access)):
            raise PermissionDenied

    def cancel_url(self) -> str:
        if self.own:
            return reverse("supervision:body_detail", args=[self.record.session.body_id])
        return super().cancel_url()

    def form_kwargs(self) -> dict[str, Any]:
        return {"own": self.own}

    def form_context(self, form: Any) -> dict[str, Any]:
        context = super().form_context(form)
        if self.own:
            mission = self.mission()
            context["crumbs"] = [(mission.title, self.cancel_url()), (self.title, None)]
        return context

    def perform(self, form: ReceiveForm) -> RequestedPaper:
        return services.receive_requested_paper(
            paper=self.record,
            user=person(self.request),
            on=form.cleaned_data.get("on") or timezone.localdate(),
            upload=form.cleaned_data["upload"],
        )
