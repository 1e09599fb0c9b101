"""Missions and surveys of a year, each with bodies, sessions and report; thematic ones with recommendations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from documents.models import NumberSeries, OfficialDocument
from portal.scale.follow_ups import Owed, owe
from portal.scale.making import Year
from portal.scale.words import Words, joined, subject, words
from sessions.models import BodyMeeting
from supervision.models import (
    Consideration,
    MissionMove,
    Recommendation,
    SupervisedBody,
    SupervisionConclusion,
    SupervisionMission,
    TeamMember,
    Verdict,
    WorkingSession,
)

BODIES: Final = 3
"""Bodies that a mission visits."""
ABOUT: Final = words("Việc thực hiện")
ASKED: Final = words("Rà soát, khắc phục tồn tại về")
STEPS: Final = (
    "in_programme",
    "decided",
    "notified",
    "fieldwork",
    "drafting",
    "reported",
    "considered",
    "concluded",
)
CLAIMS: Final = {"done": "resolved", "partly": "in_progress", "not_done": "unresolved", "": "unanswered"}
"""What a body answered to what the reviewer found."""


class Asked(NamedTuple):
    """A mission and its conclusion, the bodies it visited, and the day on which it recommends."""

    mission: int
    conclusion: int
    bodies: list[int]
    on: date


def supervise(year: Year) -> None:
    """The missions of the plan, over the first three quarters of the year."""
    count = len(year.plan.missions)
    year.entered(year.span.first)
    series = year.add(
        NumberSeries,
        council_id=year.house.council.pk,
        issuer="HĐND",
        kind="TB",
        year=year.plan.year,
        last=count,
    )
    for number, (kind, found) in enumerate(year.plan.missions):
        _mission(year, number, kind, found, series)


def _mission(year: Year, number: int, kind: str, found: tuple[str, ...], series: int) -> None:
    decided = year.span.at((number + 0.5) / len(year.plan.missions) * 0.7)
    reported, considered, concluded = (
        min(decided + timedelta(days=days), year.span.last) for days in (45, 50, 54)
    )
    thematic = kind == "thematic"
    committee = year.house.committees[number % len(year.house.committees)]
    title = joined(ABOUT, subject(year.dice))
    year.entered(decided)
    key = year.add(
        SupervisionMission,
        council_id=year.house.council.pk,
        kind=kind,
        subject="committee",
        committee_id=committee,
        title=title.text,
        state="concluded" if thematic else "reported",
        act_symbol=f"{number + 1:02d}/QĐ-HĐND",
        decided_on=decided,
        starts_on=decided + timedelta(days=20),
        ends_on=decided + timedelta(days=30),
        notified_on=decided + timedelta(days=5),
        ended_on=decided + timedelta(days=30),
        reported_on=reported,
        considered_on=considered if thematic else None,
        concluded_on=concluded if thematic else None,
        search=title.folded,
    )
    _course(year, key, decided, (reported, considered, concluded), thematic=thematic)
    bodies = _bodies(year, key, decided)
    if not thematic:
        return
    meeting = _consideration(year, key, committee, considered, title)
    conclusion = year.add(
        SupervisionConclusion,
        mission_id=key,
        consideration_id=meeting,
        concluded_on=concluded,
        document_id=_notice(year, series, number, concluded, title),
    )
    for position, outcome in enumerate(found, start=1):
        _recommend(year, Asked(key, conclusion, bodies, concluded), position, outcome)


def _course(year: Year, key: int, decided: date, last: tuple[date, date, date], *, thematic: bool) -> None:
    days = (
        decided,
        decided + timedelta(days=5),
        decided + timedelta(days=20),
        decided + timedelta(days=30),
        *last,
    )
    steps = STEPS if thematic else STEPS[:6]
    for source, target, on in zip(steps, steps[1:], days, strict=False):
        year.entered(min(on, year.span.last))
        year.add(
            MissionMove,
            mission_id=key,
            from_state=source,
            to_state=target,
            effective_on=min(on, year.span.last),
            actor_id=year.house.clerk,
        )


def _bodies(year: Year, key: int, decided: date) -> list[int]:
    """Team, bodies, and a session with each; returns the bodies' agencies."""
    for position, delegate in enumerate(year.dice.sample(year.house.delegates, 4), start=1):
        part = "head" if position == 1 else "member"
        year.add(TeamMember, mission_id=key, position=position, part=part, delegate_id=delegate)
    agencies = year.dice.sample(year.house.agencies, BODIES)
    for position, agency in enumerate(agencies, start=1):
        body = year.add(SupervisedBody, mission_id=key, agency_id=agency, position=position)
        held = min(decided + timedelta(days=20 + position * 3), year.span.last)
        year.add(
            WorkingSession, mission_id=key, body_id=body, held_on=held, place="Trụ sở cơ quan", state="held"
        )
    return agencies


def _consideration(year: Year, key: int, committee: int, on: date, title: Words) -> int:
    meeting = year.add(
        BodyMeeting,
        council_id=year.house.council.pk,
        committee_id=committee,
        kind="regular",
        title=title.text,
        held_on=on,
        state="held",
        search=title.folded,
    )
    return year.add(
        Consideration,
        mission_id=key,
        considered_on=on,
        meeting_id=meeting,
        debate="Nhất trí với báo cáo của Đoàn giám sát.",
        is_final=True,
    )


def _notice(year: Year, series: int, number: int, on: date, title: Words) -> int:
    symbol = f"{number + 1:02d}/TB-HĐND"
    return year.add(
        OfficialDocument,
        council_id=year.house.council.pk,
        series_id=series,
        number=number + 1,
        symbol=symbol,
        issued_on=on,
        abstract=title.text,
        signer="Chủ tịch Hội đồng nhân dân",
        search=f"{symbol.lower()} {title.folded}",
    )


def _recommend(year: Year, of: Asked, position: int, outcome: str) -> None:
    on = of.on
    text = joined(ASKED, subject(year.dice))
    agency = of.bodies[position % len(of.bodies)]
    owed = Owed("recommendation", agency, text, on, on + timedelta(days=60), CLAIMS[outcome])
    follow_up = owe(year, owed)
    year.entered(on)
    made = year.add(
        Recommendation,
        council_id=year.house.council.pk,
        mission_id=of.mission,
        conclusion_id=of.conclusion,
        position=position,
        text=text.text,
        issued_on=on,
        follow_up_id=follow_up,
        search=text.folded,
    )
    if outcome:
        judged = min(on + timedelta(days=45), year.span.last)
        year.entered(judged)
        year.add(
            Verdict,
            recommendation_id=made,
            outcome=outcome,
            effective_on=judged,
            reason="Qua kiểm tra hồ sơ và thực tế.",
            actor_id=year.house.clerk,
        )
