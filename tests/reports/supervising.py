"""Plain rows of supervision, as services leave them behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from supervision.models import (
    OngoingItem,
    Programme,
    ProgrammeItem,
    SupervisedBody,
    SupervisionMission,
    TextReview,
    WorkingSession,
)
from tests.factories import AgencyFactory, CommitteeFactory, MissionFactory
from tests.reports.records import DAY
from tests.supervision.recommending import claim, issued, judge
from tests.voters.letters_kit import register


def moved(mission: SupervisionMission, to: str, on: date) -> None:
    """One dated move."""
    mission.moves.create(from_state="decided", to_state=to, effective_on=on)


def session(mission: SupervisionMission, agency: Any, on: date, **facts: Any) -> WorkingSession:
    """A session that was held with a body of the mission."""
    body = SupervisedBody.objects.get_or_create(mission=mission, agency=agency)[0] if agency else None
    given = {"place": "Hội trường xã", "state": "held", "body": body, **facts}
    return WorkingSession.objects.create(mission=mission, held_on=on, **given)


def programme(council: Any, year: int, decided: date | None, **facts: Any) -> Programme:
    """A decided programme."""
    given = {"subject": "standing_committee", "state": "decided", **facts}
    return Programme.objects.create(council=council, year=year, decided_on=decided, **given)


def item(of: Programme, **facts: Any) -> ProgrammeItem:
    """One line of a programme."""
    given = {"form": "texts", "title": "Giám sát văn bản", **facts}
    return ProgrammeItem.objects.create(programme=of, position=of.items.count() + 1, **given)


def review(council: Any, on: date | None, finding: str = "sound", **facts: Any) -> TextReview:
    """A legal text whose review ended on a day, if one is given."""
    given = {"fault": "content", "explanation": "Trái luật"} if finding == "faulty" else {}
    return TextReview.objects.create(
        council=council,
        subject="council",
        symbol=f"{TextReview.objects.count() + 1}/2026/QĐ-UBND",
        title="Quyết định",
        issuer=AgencyFactory(council=council),
        issued_on=date(2025, 11, 3),
        received_on=date(2025, 12, 1),
        reviewed_on=on,
        finding=finding if on else "",
        **{**given, **facts},
    )


def matter(council: Any, on: date, **facts: Any) -> OngoingItem:
    """A letter taken under supervision as an item of its own."""
    given = facts or {"letter": register(council, None, received_on=on)}
    return OngoingItem.objects.create(
        council=council, subject="standing_committee", taken_on=on, reason="Kéo dài nhiều năm", **given
    )


def everything(council: Any, agency: Any, first: date) -> None:
    """One row or more behind every figure of the chapter, from one day on."""
    of_council: dict[str, Any] = {"council": council}
    mission = MissionFactory(**of_council, decided_on=first, reported_on=first + 5 * DAY, state="reported")
    committee = council.committees.first() or CommitteeFactory(council=council)
    MissionFactory(**of_council, kind="survey", subject="committee", committee=committee, decided_on=first)
    session(mission, agency, first + DAY)
    matter(council, first)
    review(council, first, "faulty")
    plan = Programme.objects.filter(council=council).first() or programme(
        council, first.year, first - 60 * DAY
    )
    item(plan, done_on=first)
    item(plan)
    rows = [issued(council, agency, on=first, due_on=first + 9 * DAY) for _ in range(5)]
    for row, outcome in zip(rows, ("done", "partly", "not_done", "not_applicable"), strict=False):
        claim(row, first + DAY)
        judge(row, outcome, first + 2 * DAY)
    again = MissionFactory(**of_council, decided_on=first + 3 * DAY)
    again.looks_again.create(recommendation=rows[2])
