"""Opinions for tests of merging, splitting, forwarding and telling, entered and moved through the services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from followups import services as followups
from followups.models import FollowUp
from tests.factories import FieldFactory, OpinionFactory, RuleFactory
from voters import services
from voters.models import VoterMeeting, VoterOpinion
from voters.services import OpinionRow

SENT = date(2026, 6, 15)


def said(meeting: VoterMeeting, *contents: str, **facts: Any) -> list[VoterOpinion]:
    """Statements of a meeting, with numbers of the council's series."""
    rows = [OpinionRow(content, **facts) for content in contents]
    return services.add_opinions(meeting=meeting, rows=rows, user=None)


def classified(
    meeting: VoterMeeting, agency: Any, *contents: str, level: str = "commune"
) -> list[VoterOpinion]:
    """Statements that can be sent."""
    RuleFactory()
    return said(meeting, *contents, field=FieldFactory(), competence_level=level, agency=agency)


def sent(*opinions: VoterOpinion, on: date = SENT) -> list[FollowUp]:
    """Send them quietly; all can be sent."""
    outcome = services.send(opinions=opinions, user=None, on=on, quiet=True)
    assert not outcome.refused
    tasks = []
    for opinion in opinions:
        opinion.refresh_from_db()
        assert opinion.follow_up is not None
        tasks.append(opinion.follow_up)
    return tasks


def answered(
    task: FollowUp, *, on: date | None = None, result: str = "resolved", text: str = "Đã sửa xong cầu."
) -> date:
    """The body answers, ten days after the sending unless a day is given."""
    assert task.issued_on is not None
    day = on or task.issued_on + timedelta(days=10)
    followups.reply_to(
        follow_up=task,
        user=None,
        text=text,
        result_class=result,
        dated_on=day,
        number="12/UBND",
        roadmap_on=day + timedelta(days=90) if result == "scheduled" else None,
        reason="no_funds" if result == "unresolved" else "",
        quiet=True,
    )
    return day


def judged(task: FollowUp, verdict: str = "accepted", *, on: date) -> None:
    """Somebody judges the answer."""
    reason = "Chưa trả lời đúng nội dung" if verdict == "returned" else ""
    followups.assess(follow_up=task, user=None, verdict=verdict, reason=reason, on=on, quiet=True)


def plain(meeting: VoterMeeting, **facts: Any) -> VoterOpinion:
    """One more row, as the factory makes it."""
    made: VoterOpinion = OpinionFactory(meeting=meeting, **facts)
    return made
