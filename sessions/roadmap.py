"""The timeline of legal steps as pages show it: what is done, by whom, what is next, by when, on which article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.display import day
from core.workdays import Due
from councils.calendar import UNSURE, Clock
from sessions.blueprints import CATALOGUE, Anchor, Phase, StepPlan, steps_of
from sessions.deadlines import Deadlines
from sessions.models import Sitting, SittingStep
from sessions.progress import SIGNED_SINCE, Proof, proof_of
from sessions.services.steps import title_of
from sessions.states import OFF, SittingState

Standing = Literal["done", "late", "soon", "open", "unrecorded", "left_out"]

ICONS: Final[dict[Standing, str]] = {
    "done": "ok",
    "late": "error",
    "soon": "warn",
    "open": "clock",
    "unrecorded": "clock",
    "left_out": "close",
}
WORDS: Final[dict[Standing, str | Promise]] = {
    "done": gettext_lazy("done"),
    "late": gettext_lazy("overdue"),
    "soon": gettext_lazy("due soon"),
    "open": gettext_lazy("to do"),
    "unrecorded": gettext_lazy("not recorded"),
    "left_out": gettext_lazy("not needed"),
}
LONG_OVER: Final = 365
"""Days after its closing from which nobody waits for a step of a sitting any more."""
_WAITING: Final = frozenset[Standing]({"late", "soon", "open"})
_FINISHED: Final = frozenset({SittingState.REVIEWED, SittingState.ARCHIVED})

PHASES: Final[dict[Phase, str | Promise]] = {
    Phase.BEFORE: gettext_lazy("Before the sitting"),
    Phase.DURING: gettext_lazy("At the sitting"),
    Phase.AFTER: gettext_lazy("After the sitting"),
}


@dataclass(frozen=True)
class Milestone:
    """One step as it stands on the day of the clock."""

    step: SittingStep
    title: str
    phase: Phase
    standing: Standing
    due: Due | None = None
    no_due: str = ""
    """Why it has no due day, where a rule should give one."""
    proof: Proof | None = None
    done_on: date | None = None
    unconfirmed: bool = False
    """The rule behind the due day is still to be confirmed."""
    by_records: bool = False
    """The records prove it; nobody had to tick it off."""

    @property
    def icon(self) -> str:
        """Drawn beside the word."""
        return ICONS[self.standing]

    @property
    def word(self) -> str | Promise:
        """How it stands."""
        return WORDS[self.standing]

    @property
    def is_open(self) -> bool:
        """Whether it can still be recorded."""
        return self.is_waiting or self.standing == "unrecorded"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to do it."""
        return self.standing in _WAITING

    @property
    def share(self) -> Proof | None:
        """How many of how many, where the step consists of several records."""
        return self.proof if self.proof and self.proof.total > 1 else None


@dataclass(frozen=True)
class Roadmap:
    """All steps of a sitting in their order."""

    milestones: tuple[Milestone, ...]

    def by_phase(self) -> Iterator[tuple[str | Promise, list[Milestone]]]:
        """The steps under the headings of the page."""
        for phase, heading in PHASES.items():
            rows = [milestone for milestone in self.milestones if milestone.phase == phase]
            if rows:
                yield heading, rows

    @property
    def next(self) -> Milestone | None:
        """The open step to be done first: by due day, then in the order of the timeline."""
        waiting = [milestone for milestone in self.milestones if milestone.is_waiting]
        dated = [milestone for milestone in waiting if milestone.due]
        by_day = min(dated, key=lambda found: found.due.day if found.due else date.max, default=None)
        return by_day or next(iter(waiting), None)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(milestone.standing == "done" for milestone in self.milestones)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(milestone.standing == "late" for milestone in self.milestones)

    @property
    def needed(self) -> int:
        """How many the sitting needs."""
        return sum(milestone.standing != "left_out" for milestone in self.milestones)


def roadmap_of(sitting: Any, steps: Iterable[SittingStep], clock: Clock) -> Roadmap:
    """The timeline of a sitting read `with_progress`, over its steps with rule and person.

    One query more where a step counts from signatures that have been made.
    """
    plans = {plan.code: plan for plan in steps_of(sitting.kind)}
    waiting = {code: getattr(sitting, name) for code, name in SIGNED_SINCE.items()}
    codes = [plans[code].rule for code, since in waiting.items() if since and code in plans]
    deadlines = Deadlines(sitting.council, codes, clock.calendar) if codes else None
    found = []
    for step in steps:
        plan = plans.get(step.code)
        since = waiting.get(step.code)
        signed = deadlines.due(plan.rule, since) if deadlines and plan and since else None
        if signed and step.due_on is None:
            step.due_on, step.due_rule, step.due_anchor_on = signed.day, signed.rule, signed.anchor
            step.legal_basis = signed.legal_basis
        found.append(_milestone(sitting, step, plan, clock))
    return Roadmap(tuple(found))


def _milestone(sitting: Sitting, step: SittingStep, plan: StepPlan | None, clock: Clock) -> Milestone:
    proof = proof_of(sitting, step.code)
    proven = proof is not None and proof.complete
    done_on = step.done_on or (proof.on if proof and proven else None)
    done = step.done_on is not None or proven
    left = not done and _is_over(sitting, clock)
    due = None if left or (done and done_on is None) else clock.due(step.due_on, done_on)
    return Milestone(
        step=step,
        title=title_of(step),
        phase=_phase(sitting, step),
        standing=_standing(sitting, step, due, done=done, left=left),
        due=None if step.not_needed else due,
        no_due="" if done or left or step.not_needed else _no_due(sitting, step, plan),
        proof=proof,
        done_on=done_on,
        unconfirmed=_is_unconfirmed(step),
        by_records=proven and step.done_on is None,
    )


def _is_over(sitting: Sitting, clock: Clock) -> bool:
    """Whether the sitting was reviewed, or closed so long ago that an open step only lacks its record."""
    closed = sitting.closed_on
    return sitting.state in _FINISHED or (closed is not None and (clock.today - closed).days > LONG_OVER)


def _is_unconfirmed(step: SittingStep) -> bool:
    """Whether the rule must still be confirmed and its legal basis does not say so itself."""
    uncertain = step.due_rule is not None and step.due_rule.confidence == "U"
    return uncertain and UNSURE not in step.legal_basis


def _standing(sitting: Sitting, step: SittingStep, due: Due | None, *, done: bool, left: bool) -> Standing:
    """Steps of a sitting that was called off or is long over are late for nobody."""
    if step.not_needed:
        return "left_out"
    if done:
        return "done"
    if left:
        return "unrecorded"
    if due is None or due.grade == "ok" or sitting.state in OFF:
        return "open"
    return "late" if due.grade == "late" else "soon"


def _phase(sitting: Sitting, step: SittingStep) -> Phase:
    """By the template; a step added by hand by its due day."""
    if plan := CATALOGUE.get(step.code):
        return plan.phase
    if step.due_on is None or step.due_on < sitting.opens_on:
        return Phase.BEFORE
    return Phase.DURING if step.due_on <= sitting.closes_on else Phase.AFTER


def _no_due(sitting: Sitting, step: SittingStep, plan: StepPlan | None) -> str:
    """Why a step that a rule should date has no due day."""
    if step.due_on or plan is None or not plan.rule:
        return ""
    if plan.anchor == Anchor.SIGNING:
        return _("Counted from the signature of the resolutions.")
    if plan.anchor == Anchor.STEP:
        return _("Counted once “%(step)s” is done.") % {"step": CATALOGUE[plan.follows].title}
    return _("No rule on this due day is in force at this level on %(day)s.") % {
        "day": day(step.due_anchor_on or sitting.opens_on)
    }
