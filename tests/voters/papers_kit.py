"""A round with meetings, opinions of all levels and fields, merges, repeats and answers, for tests of its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from councils.models import Agency, Council
from tests.factories import AgencyFactory, FieldFactory, MeetingFactory, RuleFactory
from tests.voters.opinions_kit import said
from voters import services
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion

DAY = date(2026, 6, 10)
LAST = date(2026, 6, 30)


@dataclass
class World:
    """What the papers are about."""

    contact: VoterContactRound
    meetings: list[VoterMeeting]
    works: Agency
    delegation: Agency
    opinions: list[VoterOpinion]


def world(council: Council, contact: VoterContactRound) -> World:
    """Two meetings; five opinions carried on, one answered at the meeting, two merged into one of the five."""
    RuleFactory()
    RuleFactory(code="OP-ANSWER-CENTRAL", offset=60)
    roads, power = FieldFactory(order=10), FieldFactory(code="dien", name="Điện", order=80)
    works = AgencyFactory(council=council, name="Phòng Kinh tế và Hạ tầng")
    delegation = AgencyFactory(
        council=council, name="Đoàn đại biểu Quốc hội tỉnh Lào Cai", kind="national_delegation"
    )
    first = MeetingFactory(
        round=contact, locality="Thôn Nậm Phảng", headcount=1500, headcount_qualifier="more_than"
    )
    second = MeetingFactory(round=contact, locality="Thôn Khe Sanh", headcount=80, speakers=5)
    own: dict[str, Any] = {
        "field": roads,
        "competence_level": "commune",
        "agency": works,
        "voter_place": "Thôn 1",
    }
    made = said(first, "Đề nghị sửa cầu dân sinh", "Đề nghị mở rộng đường liên thôn", **own)
    made += said(
        second, "Đề nghị lắp điện chiếu sáng", **{**own, "field": power, "competence_level": "province"}
    )
    made += said(
        second,
        "Đề nghị tăng mức hỗ trợ hộ nghèo",
        **{**own, "competence_level": "central", "agency": delegation},
    )
    made += said(second, "Đề nghị sửa cầu cống đầu làng", **own)
    made += said(
        second, "Hỏi về phí đò", screening="answered_on_spot", spot_answer="Theo Nghị quyết số 12", **own
    )
    twice = said(second, "Cầu dân sinh hỏng, đề nghị sửa", **{**own, "voter_place": "Thôn 7"})
    services.merge(opinions=twice, into=made[0], user=None, on=DAY)
    return World(contact, [first, second], works, delegation, made)


def send_all(found: World, on: date = date(2026, 6, 20)) -> None:
    """Send what can be sent."""
    services.send(opinions=VoterOpinion.objects.ready_to_send(), user=None, on=on, quiet=True)
    for opinion in found.opinions:
        opinion.refresh_from_db()
