"""The legal steps of a round and its meetings as pages show them: done or not, by when, on which article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.display import day
from core.workdays import Due
from councils.calendar import UNSURE, Clock
from sessions.roadmap import ICONS, WORDS
from voters.models import ContactStep, VoterContactRound, VoterMeeting
from voters.services.contact_steps import RULES, Code

LONG_OVER: Final = 60
"""Days after the end of a round from which nobody waits for one of its steps any more."""

Standing = Literal["done", "late", "soon", "open", "unrecorded"]


@dataclass(frozen=True)
class Milestone:
    """One step as it stands on the day of the clock."""

    step: ContactStep
    title: str
    standing: Standing
    due: Due | None
    no_due: str
    unconfirmed: bool

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
        return self.step.done_on is None


def steps_of(record: VoterContactRound | VoterMeeting, clock: Clock | None = None) -> list[Milestone]:
    """The steps of a round with those of its meetings, or of one meeting, the first due first; one query or two."""
    rows: Any = record.steps.select_related("due_rule", "done_by", "meeting", "round").order_by(
        "due_on", "pk"
    )
    steps = list(rows)
    return milestones(steps, clock or Clock()) if steps else []


def milestones(steps: Iterable[ContactStep], clock: Clock) -> list[Milestone]:
    """Steps with rule, person and meeting, as they stand."""
    return [_milestone(step, clock) for step in steps]


def _milestone(step: ContactStep, clock: Clock) -> Milestone:
    left = step.done_on is None and _is_over(step, clock.today)
    due = None if left else clock.due(step.due_on, step.done_on)
    rule = step.due_rule
    return Milestone(
        step=step,
        title=f"{step}: {step.meeting.locality}" if step.meeting else str(step),
        standing=_standing(step, due, left=left),
        due=due,
        no_due="" if step.due_on or left or step.done_on else _no_due(step),
        unconfirmed=rule is not None and rule.confidence == "U" and UNSURE not in step.legal_basis,
    )


def _is_over(step: ContactStep, today: date) -> bool:
    return (today - step.round.ends_on).days > LONG_OVER


def _standing(step: ContactStep, due: Due | None, *, left: bool) -> Standing:
    if step.done_on is not None:
        return "done"
    if left:
        return "unrecorded"
    if due is None or due.grade == "ok":
        return "open"
    return "late" if due.grade == "late" else "soon"


def _no_due(step: ContactStep) -> str:
    return _("No deadline rule %(code)s is in force on %(day)s.") % {
        "code": RULES[Code(step.code)],
        "day": day(step.due_anchor_on),
    }
