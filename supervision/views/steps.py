"""The steps of a mission on its way: decided, planned, sent, carried out, set aside, closed."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.views import Text
from sessions.views.common import person
from supervision import rights, services
from supervision.forms.steps import (
    DayForm,
    DecideForm,
    NotifyForm,
    ReasonForm,
    TermsForm,
    VerificationForm,
)
from supervision.models import SupervisionMission
from supervision.states import MISSION_TABLE
from supervision.views.common import MissionAct, Right


class Decide(MissionAct):
    """The act that sets the mission up."""

    form_class = DecideForm
    right = staticmethod(rights.decides)
    title = _("Record the decision")
    done_message = _("The decision has been recorded.")
    consequence = _("From this day the mission is decided: plan and outline go to the bodies next.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record}

    def ways(self) -> list[tuple[str, Text]]:
        return [(self.at("mission_team"), _("Team")), (self.at("mission_edit"), _("Content and bodies"))]

    def perform(self, form: DecideForm) -> SupervisionMission:
        typed = form.cleaned_data
        return services.decide_mission(
            mission=self.record,
            user=person(self.request),
            on=typed["on"],
            act=typed["act"],
            act_symbol=typed["act_symbol"],
            terms=form.terms(),
        )


class IssuePlan(MissionAct):
    """The plan with its outline: numbered and kept."""

    form_class = TermsForm
    title = _("Issue the plan")
    submit_label = _("Number and keep the plan")
    done_message = _("The plan has been numbered and kept as Word and PDF.")
    consequence = _(
        "The plan is drawn with its schedule, team and outline as they stand now, and gets its number."
    )

    def ways(self) -> list[tuple[str, Text]]:
        return [
            (self.at("mission_text", "plan"), _("Write the plan")),
            (self.at("mission_outline"), _("Outline")),
            (self.at("mission_sessions"), _("Working sessions")),
        ]

    def perform(self, form: TermsForm) -> SupervisionMission:
        return services.issue_plan(
            mission=self.record, user=person(self.request), on=form.cleaned_data["on"], terms=form.terms()
        )


class Notify(MissionAct):
    """Plan, outline and team sent to the bodies."""

    form_class = NotifyForm
    title = _("Send plan and outline")
    done_message = _("From now on each body sees its questionnaire and its days.")
    consequence = _(
        "Each supervised body sees its own questionnaire and schedule from now on. The outline can no longer be "
        "changed."
    )

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record}

    def ways(self) -> list[tuple[str, Text]]:
        return [(self.at("mission_outline"), _("Outline")), (self.at("mission_team"), _("Team"))]

    def perform(self, form: NotifyForm) -> SupervisionMission:
        typed = form.cleaned_data
        return services.notify_bodies(
            mission=self.record,
            user=person(self.request),
            on=typed["on"],
            reports_due_on=typed["reports_due_on"],
            ask=typed["ask"],
        )


class Plain(NamedTuple):
    """A step that needs its day only: the service, who may, what will happen."""

    service: Any
    right: Right
    consequence: Text


PLAIN_STEPS: Final[dict[str, Plain]] = {
    "take_in": Plain(
        services.take_into_programme,
        rights.organises,
        _("The mission stands in the programme from this day."),
    ),
    "collect": Plain(
        services.ask_for_reports, rights.organises, _("Each body that reports gets its task and is told.")
    ),
    "go_out": Plain(
        services.begin_sessions, rights.organises, _("The team works with the bodies from this day.")
    ),
    "draft": Plain(
        services.end_sessions, rights.organises, _("The report of the team is due from this day on.")
    ),
    "publish": Plain(
        services.publish_mission,
        rights.organises,
        _("The mission counts as published. Decision, plan, report and conclusion must be ticked off."),
    ),
    "follow_up": Plain(
        services.follow_up_mission, rights.organises, _("The recommendations are followed up from this day.")
    ),
    "close": Plain(services.close_mission, rights.decides, _("Nothing of the mission changes afterwards.")),
}


class MoveOn(MissionAct):
    """One plain step of the table, by its name."""

    form_class = DayForm
    done_message = _("The step has been recorded.")

    def check_record(self) -> None:
        step = PLAIN_STEPS.get(self.kwargs["name"])
        if step is None:
            raise Http404
        self.step = step
        if not step.right(self.record, self.access):
            raise PermissionDenied

    @property
    def title(self) -> Text:  # type: ignore[override]  # named by the step
        """What the step is called."""
        return MISSION_TABLE.moves[self.kwargs["name"]].label

    @property
    def consequence(self) -> Text:  # type: ignore[override]  # see above
        """What will happen."""
        return self.step.consequence

    def perform(self, form: DayForm) -> Any:
        return self.step.service(mission=self.record, user=person(self.request), on=form.cleaned_data["on"])


_ASIDE: Final[dict[str, tuple[Any, Text]]] = {
    "postpone": (services.postpone_mission, _("The mission is put off until it is decided anew.")),
    "drop": (services.drop_mission, _("The mission is given up. What its bodies owe is withdrawn.")),
}


class SetAside(MissionAct):
    """Postponed or dropped, with the reason."""

    form_class = ReasonForm
    right = staticmethod(rights.decides)
    done_message = _("The step has been recorded.")

    def check_record(self) -> None:
        if self.kwargs["name"] not in _ASIDE:
            raise Http404
        super().check_record()

    @property
    def title(self) -> Text:  # type: ignore[override]  # named by the step
        """What the step is called."""
        return MISSION_TABLE.moves[self.kwargs["name"]].label

    @property
    def consequence(self) -> Text:  # type: ignore[override]  # see above
        """What will happen."""
        return _ASIDE[self.kwargs["name"]][1]

    def perform(self, form: ReasonForm) -> Any:
        service = _ASIDE[self.kwargs["name"]][0]
        return service(mission=self.record, user=person(self.request), **form.cleaned_data)


class ServeVerification(MissionAct):
    """The verification that a survey gathers facts for."""

    form_class = VerificationForm
    title = _("Verification that the survey serves")
    submit_label = _("Save")
    done_message = _("The verification has been named.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"mission": self.record, "user": self.request.user}

    def perform(self, form: VerificationForm) -> SupervisionMission:
        return services.serve_verification(
            mission=self.record, verification=form.cleaned_data["verification"], user=person(self.request)
        )
