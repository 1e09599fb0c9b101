"""Working sessions and visits: the schedule of a mission, and one session with its minutes and papers."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.portal_tags import badge
from core.views import Action, DetailPage, RecordView
from councils.calendar import Clock
from supervision import rights
from supervision.models import WorkingSession
from supervision.services.sessions import PLANNING, WRITING
from supervision.views.common import MissionPage, mission_crumbs

State = WorkingSession.State
_BADGES: Final = {State.PLANNED: "run", State.HELD: "ok", State.CANCELLED: "late"}


def session_badge(session: WorkingSession) -> SafeString:
    """Whether it took place."""
    return badge(_BADGES[State(session.state)], session.get_state_display())


def working_sessions(user: Any) -> QuerySet[WorkingSession]:
    """The sessions a user reaches, with what pages show."""
    return WorkingSession.objects.visible_to(user).select_related(
        "mission__council", "mission__committee", "mission__group", "body__agency", "minutes"
    )


class SessionsPage(MissionPage):
    """The schedule: what is planned, whether it was announced in time, what was held."""

    template_name = "supervision/sessions.html"
    tab = "mission_sessions"

    def context(self) -> dict[str, Any]:
        clock, base = Clock(), super().context()
        rows = (
            self.record.sessions.select_related("body__agency")
            .annotate(
                papers=Count("requested", distinct=True),
                open_papers=Count("requested", filter=Q(requested__received_on__isnull=True), distinct=True),
            )
            .order_by("held_on", "starts_at", "pk")
        )
        may_plan = base["organises"] and self.record.state in PLANNING
        add = reverse("supervision:session_create", args=[self.record.pk])
        return {
            **base,
            "rows": [(row, session_badge(row), _announced(row, clock)) for row in rows],
            "may_plan": may_plan,
            "add_url": add,
            "actions": [Action(_("Plan a session"), add, primary=True)] if may_plan else [],
        }


def _announced(session: WorkingSession, clock: Clock) -> Any:
    """How its announcement stands; nothing for a meeting of the team or one that was cancelled."""
    if session.state == State.CANCELLED or session.notice_due_on is None:
        return None
    if session.state == State.HELD and session.notified_on is None:
        return None
    return clock.due(session.notice_due_on, session.notified_on)


class SessionReach(RecordView):
    """One session within reach of the council's side."""

    def reachable(self) -> QuerySet[Any]:
        return working_sessions(self.request.user)

    def council_of_record(self) -> int:
        council_id: int = self.record.mission.council_id
        return council_id


class SessionDetail(SessionReach, DetailPage):
    """One session: when, where, who, its minutes by parts, photos, papers asked for."""

    template_name = "supervision/session_detail.html"

    def reachable(self) -> QuerySet[WorkingSession]:
        return super().reachable().select_related("notice_due_rule", "signed_minutes")

    def context(self) -> dict[str, Any]:
        session, mission, clock = self.record, self.record.mission, Clock()
        reads = rights.reads_papers(mission, self.access)
        leads = rights.leads(mission, self.access)
        organises = rights.organises(mission, self.access)
        schedule = (_("Working sessions"), reverse("supervision:mission_sessions", args=[mission.pk]))
        return {
            **super().context(),
            "title": str(session.body or session.place),
            "crumbs": [*mission_crumbs(mission), schedule, (str(session.body or session.place), None)],
            "badge": session_badge(session),
            "announced": _announced(session, clock),
            "members": list(session.members.select_related("delegate")),
            "reads": reads,
            "parts": self._parts() if reads else [],
            "files": list(session.files.select_related("file")) if reads else [],
            "requested": [(row, clock.due(row.due_on, row.received_on)) for row in session.requested.all()],
            "leads": leads,
            "organises": organises,
            "writes": leads and mission.state in WRITING,
            "actions": self._actions(leads=leads, organises=organises),
        }

    def _parts(self) -> list[tuple[Any, str]]:
        names = ("course", "remarks", "explanations", "summing_up")
        fields = {name: WorkingSession._meta.get_field(name) for name in names}
        return [(field.verbose_name, getattr(self.record, name)) for name, field in fields.items()]  # type: ignore[union-attr]

    def _actions(self, *, leads: bool, organises: bool) -> list[Action]:
        session, mission = self.record, self.record.mission
        found = []
        if organises and session.state == State.PLANNED and mission.state in PLANNING:
            if session.notified_on is None and session.notice_due_on:
                found.append(Action(_("Record the announcement"), self._url("session_announce")))
            found += [
                Action(_("Record it as held"), self._url("session_hold"), primary=True),
                Action(_("Edit"), self._url("session_edit")),
                Action(_("Cancel the session"), self._url("session_cancel")),
            ]
        if leads and session.state == State.HELD and mission.state in WRITING:
            if session.minutes_id is None:
                found += [
                    Action(_("Write the minutes"), self._url("session_minutes"), primary=not session.course),
                    Action(
                        _("Issue the minutes"),
                        self._url("session_issue_minutes"),
                        primary=bool(session.course),
                    ),
                ]
            else:
                found.append(Action(_("Attach the signed minutes"), self._url("session_sign_minutes")))
        return found

    def _url(self, name: str) -> str:
        return reverse(f"supervision:{name}", args=[self.record.pk])
