"""The legal steps of a mission as its page shows them: what is done, what is next, by when and on which rule.

Nothing is ticked off by hand: each step reads the dated facts of the mission.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.workdays import Due
from councils.calendar import UNSURE, Clock, DueDate
from sessions.deadlines import Deadlines
from sessions.roadmap import ICONS, WORDS, Standing
from supervision.models import Subject, SupervisionMission, WorkingSession
from supervision.services.carrying_out import REPORT_RULES
from supervision.services.sessions import rule_of
from supervision.states import MissionState

PLAN_RULE: Final = "SUP-PLAN-NOTIFY"
GROUP_RULE: Final = "SUP-GROUP-NOTIFY"
CONSIDER_RULE: Final = "SUP-CONSIDER"
_ASIDE: Final = frozenset({MissionState.POSTPONED, MissionState.DROPPED})


@dataclass(frozen=True)
class Step:
    """One step as it stands today; `done` and `total` where it consists of several records."""

    title: str
    standing: Standing
    done_on: date | None = None
    due: Due | None = None
    basis: str = ""
    unconfirmed: bool = False
    share: tuple[int, int] | None = None
    url: str = ""

    @property
    def icon(self) -> str:
        """Drawn beside the word."""
        return ICONS[self.standing]

    @property
    def word(self) -> str | Promise:
        """How it stands."""
        return WORDS[self.standing]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to do it."""
        return self.standing in {"late", "soon", "open"}


@dataclass(frozen=True)
class Itinerary:
    """All steps of a mission in their order."""

    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.is_waiting), None)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.standing == "done" for step in self.steps)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(step.standing == "late" for step in self.steps)


class _Steps:
    """Builds the steps of one mission over its rows, which are read once."""

    def __init__(
        self, mission: SupervisionMission, bodies: Sequence[Any], sessions: Sequence[Any], clock: Clock
    ) -> None:
        self.mission, self.bodies, self.clock = mission, bodies, clock
        self.sessions = [row for row in sessions if row.state != WorkingSession.State.CANCELLED]
        codes = {PLAN_RULE, GROUP_RULE, CONSIDER_RULE, rule_of(mission), *REPORT_RULES.values()}
        self.rules = Deadlines(mission.council, codes, clock.calendar)
        self.aside = mission.state in _ASIDE

    def all(self) -> Iterator[Step]:
        """Every step that this kind of mission needs."""
        mission = self.mission
        yield self.step(_("Decision on the mission"), mission.decided_on)
        yield self.notify()
        if reporting := [row for row in self.bodies if row.reports]:
            yield self.reports(reporting)
        yield from self.days()
        yield self.step(_("Working sessions ended"), mission.ended_on)
        yield self.report()
        if mission.needs_conclusion:
            yield self.consider()
            yield self.step(_("Conclusion issued"), mission.concluded_on, before_report=False)
        yield self.step(_("Mission closed"), mission.closed_on, before_report=False)

    def step(
        self,
        title: str,
        done_on: date | None,
        due: DueDate | None = None,
        share: tuple[int, int] | None = None,
        *,
        before_report: bool = True,
    ) -> Step:
        """A step with its due day by a rule, if one is in force; once the team has reported, none before is owed."""
        standing = self.clock.due(due.day, done_on) if due else None
        behind = before_report and self.mission.reported_on is not None
        rule = due.rule if due else None
        return Step(
            title,
            self.standing(done_on, standing, behind=behind),
            done_on,
            None if self.aside or (behind and not done_on) else standing,
            basis=due.legal_basis if due else "",
            unconfirmed=rule is not None and rule.confidence == "U" and UNSURE not in rule.legal_basis,
            share=share,
        )

    def standing(self, done_on: date | None, due: Due | None, *, behind: bool) -> Standing:
        """Steps of a mission that was set aside, and steps that lie behind it, are late for nobody."""
        if done_on:
            return "done"
        if self.aside:
            return "left_out"
        if behind or self.mission.state == MissionState.CLOSED:
            return "unrecorded"
        if due is None or due.grade == "ok":
            return "open"
        return "late" if due.grade == "late" else "soon"

    def due(self, code: str, anchor: date | None) -> DueDate | None:
        """By a rule, where what it counts from has happened."""
        return self.rules.due(code, anchor) if anchor else None

    def notify(self) -> Step:
        """Plan and outline; a group tells its content seven days before it begins."""
        mission = self.mission
        group = mission.subject == Subject.GROUP
        due = self.due(GROUP_RULE, mission.starts_on) if group else self.due(PLAN_RULE, mission.decided_on)
        return self.step(_("Plan and outline sent to the bodies"), mission.notified_on, due)

    def reports(self, reporting: Sequence[Any]) -> Step:
        """The written reports of the bodies, due on the day that the plan sets."""
        came = [row.submitted_on for row in reporting if row.submitted_on]
        day = self.mission.reports_due_on
        due = DueDate(day, None, day, estimated=False, basis=_("As the plan sets it.")) if day else None
        done = max(came) if len(came) == len(reporting) else None
        return self.step(_("Reports of the bodies"), done, due, (len(came), len(reporting)))

    def days(self) -> Iterator[Step]:
        """Announced in time, then held."""
        told = [row for row in self.sessions if row.kind != WorkingSession.Kind.TEAM]
        if told:
            open_ones = [row for row in told if row.notified_on is None]
            first = min((row for row in open_ones if row.notice_due_on), key=_notice_day, default=None)
            due = (
                DueDate(first.notice_due_on, first.notice_due_rule, first.held_on, estimated=False)
                if first
                else None
            )
            done = None if open_ones else max(row.notified_on for row in told)
            yield self.step(_("Working days announced"), done, due, (len(told) - len(open_ones), len(told)))
        if self.sessions:
            held = [row for row in self.sessions if row.state == WorkingSession.State.HELD]
            done = max(row.held_on for row in held) if len(held) == len(self.sessions) else None
            yield self.step(_("Working sessions held"), done, None, (len(held), len(self.sessions)))

    def report(self) -> Step:
        """The team's report, counted from the end of the sessions."""
        mission = self.mission
        code = REPORT_RULES.get(mission.subject)
        due = self.due(code, mission.ended_on) if code else None
        return self.step(_("Report of the team handed in"), mission.reported_on, due)

    def consider(self) -> Step:
        """By the competent body; the Standing Committee has seven days."""
        mission = self.mission
        by_standing = mission.subject in {Subject.STANDING_COMMITTEE, Subject.GROUP}
        due = self.due(CONSIDER_RULE, mission.reported_on) if by_standing else None
        return self.step(
            _("Report considered by the competent body"), mission.considered_on, due, before_report=False
        )


def _notice_day(session: Any) -> date:
    found: date = session.notice_due_on
    return found


def itinerary_of(
    mission: SupervisionMission, bodies: Sequence[Any], sessions: Sequence[Any], clock: Clock
) -> Itinerary:
    """The steps of a mission over its bodies and sessions; one query for the rules."""
    return Itinerary(tuple(_Steps(mission, bodies, sessions, clock).all()))
