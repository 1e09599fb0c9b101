"""Missions with a conclusion, and recommendations in every stage, entered through the services of their pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from documents.services import register_document
from followups import services as followups
from followups.models import FollowUp
from supervision.models import (
    Consideration,
    Recommendation,
    SupervisionConclusion,
    SupervisionMission,
    Verdict,
)
from supervision.services import Wanted, add_recommendation, give_verdict, issue_recommendations
from tests.factories import BodyMeetingFactory, MissionFactory

DAY = timedelta(days=1)
CONCLUDED = date(2026, 6, 15)


def reported(council: Any, *, on: date = CONCLUDED, **facts: Any) -> SupervisionMission:
    """A mission (or survey) whose report has been handed in."""
    given = {"state": "reported", "reported_on": on, "decided_on": on - 60 * DAY, **facts}
    made: SupervisionMission = MissionFactory(council=council, **given)
    return made


def concluded(council: Any, *, on: date = CONCLUDED, **facts: Any) -> SupervisionMission:
    """A thematic mission considered and concluded on a day, with its numbered notice."""
    mission = reported(council, on=on, **{"state": "considered", "considered_on": on, **facts})
    considered = Consideration.objects.create(
        mission=mission,
        considered_on=on,
        meeting=BodyMeetingFactory(council=council, held_on=on, state="held"),
        debate="Thống nhất với báo cáo của Đoàn giám sát.",
    )
    document = register_document(
        council=council, issuer="HĐND", kind="TB", issued_on=on, abstract="Kết luận giám sát"
    )
    SupervisionConclusion.objects.create(
        mission=mission, consideration=considered, concluded_on=on, document=document
    )
    mission.state, mission.concluded_on = "concluded", on
    mission.save()
    return mission


def wanted(
    agency: Any, text: str = "Rà soát, thu hồi diện tích đất sử dụng sai mục đích", **clears: Any
) -> Wanted:
    """A recommendation with its five clears; `agency` None leaves it without a body."""
    given = {
        "agency": agency,
        "due_on": CONCLUDED + 60 * DAY,
        "accountable": "Trưởng phòng Kinh tế",
        "evidence": "Quyết định thu hồi đất",
        **clears,
    }
    return Wanted(text=text, follow_up=FollowUp(**given), legal_ground="Điều 81 Luật Đất đai")


def recommended(mission: SupervisionMission, agency: Any, **more: Any) -> Recommendation:
    """A draft."""
    return add_recommendation(mission=mission, user=None, wanted=wanted(agency, **more))


def issued(
    council: Any, agency: Any, *, on: date = CONCLUDED, mission: Any = None, **more: Any
) -> Recommendation:
    """A recommendation sent with the conclusion of a mission."""
    of = mission or concluded(council, on=on)
    more.setdefault("due_on", on + 60 * DAY)
    made = recommended(of, agency, **more)
    issue_recommendations(mission=of, conclusion=of.conclusion, on=on, user=None, quiet=True)
    made.refresh_from_db()
    return made


def claim(recommendation: Recommendation, on: date, result: str = "resolved", **more: Any) -> Any:
    """The body answers."""
    recommendation.follow_up.refresh_from_db()
    return followups.reply_to(
        follow_up=recommendation.follow_up,
        user=None,
        text="Đã ban hành quyết định thu hồi.",
        result_class=result,
        dated_on=on,
        quiet=True,
        **more,
    )


def judge(recommendation: Recommendation, outcome: str, on: date, user: Any = None, **more: Any) -> Verdict:
    """The reviewer's verdict."""
    verdict = give_verdict(
        recommendation=recommendation,
        user=user,
        outcome=outcome,
        on=on,
        reason="Đoàn kiểm tra hồ sơ tại chỗ.",
        quiet=True,
        **more,
    )
    recommendation.follow_up.refresh_from_db()
    return verdict
