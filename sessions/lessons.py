"""Lessons of a post-sitting review, as the checklist of the sitting that comes next (forms: rút kinh nghiệm)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils.safestring import SafeString

from core.workdays import Due
from councils.calendar import Clock
from followups.rules import standing
from followups.tables.lists import state_badge
from sessions.models import BodyMeeting, Conclusion, Sitting
from sessions.states import BodyMeetingState


@dataclass(frozen=True)
class Lesson:
    """One conclusion of the review, with what became of its task."""

    conclusion: Conclusion
    due: Due | None
    state: SafeString | None

    @property
    def owner(self) -> Any:
        """Who carries it out; None where it is for everybody to heed."""
        return self.conclusion.follow_up.owner if self.conclusion.follow_up else None


def lessons_for(sitting: Sitting, clock: Clock | None = None) -> list[Lesson]:
    """What the last reviewed sitting of this council before this one taught; one query beside the calendar's.

    The calendar is read only where the page hands in no `clock` and a lesson has a due day.
    """
    found = list(_conclusions(sitting))
    read = clock or (Clock() if any(one.follow_up for one in found) else None)
    return [_lesson(conclusion, read) for conclusion in found]


def _lesson(conclusion: Conclusion, clock: Clock | None) -> Lesson:
    task = conclusion.follow_up
    if task is None or clock is None:
        return Lesson(conclusion, None, None)
    return Lesson(conclusion, standing(task, clock), state_badge(task))


def _conclusions(sitting: Sitting) -> QuerySet[Conclusion]:
    reviews = BodyMeeting.objects.filter(
        kind=BodyMeeting.Kind.REVIEW,
        state=BodyMeetingState.CONCLUDED,
        council=sitting.council_id,
        sitting__opens_on__lt=sitting.opens_on,
    )
    last = reviews.order_by("-sitting__opens_on", "-sitting_id").values("sitting_id")[:1]
    rows = Conclusion.objects.filter(
        meeting__kind=BodyMeeting.Kind.REVIEW,
        meeting__state=BodyMeetingState.CONCLUDED,
        meeting__sitting=Subquery(last),
    )
    owners = [f"follow_up__{name}" for name in ("agency", "delegate", "group", "committee")]
    return rows.select_related("meeting__sitting", "follow_up", *owners).order_by(
        "meeting__held_on", "meeting_id", "position"
    )
