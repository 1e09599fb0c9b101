"""Other councils of the past: what sources date of their contact, sittings and missions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from accounts.models import User
from councils.models import Committee, Council
from portal.demo.district import DISTRICT_BODIES, DISTRICT_COMMITTEES, PROVINCE_COMMITTEES, District, term_of
from portal.demo.people import assemble, employ
from sessions.models import Sitting
from sessions.services import save_sitting
from supervision.models import SupervisionMission
from supervision.services import save_mission
from voters.models import VoterOpinion

TOPICS: Final = (
    "Việc chấp hành pháp luật về quản lý, sử dụng đất công ích",
    "Việc thực hiện chính sách hỗ trợ phát triển sản xuất nông nghiệp",
    "Công tác quản lý, bảo vệ và phát triển rừng",
    "Việc thực hiện chính sách bảo hiểm y tế cho người nghèo",
    "Công tác giảm nghèo bền vững tại các xã đặc biệt khó khăn",
    "Việc quản lý, sử dụng nguồn vốn đầu tư công",
    "Công tác cải cách hành chính tại các sở, ngành",
    "Việc thực hiện chính sách đối với học sinh vùng dân tộc thiểu số",
    "Công tác thi hành án dân sự",
)


def dam_ha(users: Mapping[str, User]) -> None:
    """Đầm Hà district, 2019: before its 11th sitting voters were met at four joint points and one thematic one."""
    council, province = Council.objects.get(slug="dam-ha"), Council.objects.get(slug="quang-ninh")
    term = term_of(council, "2016-2021")
    places = ("thị trấn Đầm Hà", "xã Quảng Tân", "xã Đầm Hà", "xã Đại Bình")
    assembly = assemble(council, term, DISTRICT_BODIES, places, DISTRICT_COMMITTEES)
    employ(users, council, assembly)
    stage = District(council, term, users["chuyenvien.damha"], places, assembly.bodies, assembly.delegates)
    sitting = stage.sitting(11, "regular_yearend", date(2019, 12, 17))
    contact = stage.round(
        "pre_sitting",
        "Tiếp xúc cử tri trước kỳ họp thứ Mười một",
        date(2019, 11, 1),
        date(2019, 12, 16),
        sitting,
    )
    opinions: list[VoterOpinion] = []
    for number, place in enumerate(places):
        meeting = stage.plan_meeting(
            contact,
            date(2019, 11, 19) + timedelta(days=number),
            place,
            joint=[province],
            headcount=64 + 7 * number,
            speakers=9,
        )
        opinions += stage.hold(meeting, 5, spot=1)
    topic = stage.plan_meeting(
        contact, date(2019, 11, 27), "xã Quảng Lâm", form="thematic", headcount=48, speakers=7
    )
    opinions += stage.hold(topic, 4)
    matters = stage.send(opinions, date(2019, 12, 2))
    stage.settle_in_time(matters[:15], "resolved", date(2020, 1, 6))
    stage.settle_in_time(matters[15:], "explained", date(2020, 1, 6))


def provinces() -> None:
    """Bắc Kạn's committees up to 17/11/2022; sittings of Hải Dương, Hưng Yên and Kim Động that sources date."""
    _missions_of_bac_kan()
    for slug, number, kind, day, length in (
        ("hai-duong", 4, "thematic", date(2021, 10, 29), 1),
        ("hai-duong", 10, "thematic", date(2022, 8, 12), 1),
        ("hai-duong", 11, "thematic", date(2022, 9, 29), 1),
        ("hung-yen", 11, "regular_yearend", date(2022, 12, 6), 3),
        ("kim-dong", 8, "regular_yearend", date(2022, 12, 21), 2),
    ):
        council = Council.objects.get(slug=slug)
        save_sitting(
            sitting=Sitting(
                council=council,
                council_term=term_of(council, "2021-2026"),
                number=number,
                kind=kind,
                opens_on=day,
                closes_on=day + timedelta(days=length - 1),
            )
        )


def _missions_of_bac_kan() -> None:
    """18 thematic missions and 8 surveys of the committees since the beginning of khóa X."""
    council = Council.objects.get(slug="bac-kan")
    committees = [
        Committee.objects.create(council=council, kind=kind, name=name) for kind, name in PROVINCE_COMMITTEES
    ]
    for number in range(26):
        kind = "survey" if number % 13 in {3, 6, 9, 12} else "thematic"
        mission = SupervisionMission(
            council=council,
            kind=kind,
            subject="committee",
            committee=committees[number % len(committees)],
            title=TOPICS[number % len(TOPICS)],
            act_symbol=f"{10 + number}/QĐ-HĐND",
            decided_on=date(2021, 8, 2) + timedelta(days=18 * number),
        )
        save_mission(mission=mission, bodies=())
