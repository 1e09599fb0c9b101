"""Other councils of the past: what sources date of their contact, sittings and missions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from accounts.models import User
from councils.models import Council
from portal.demo.decisions import adopt_many
from portal.demo.district import DISTRICT_BODIES, DISTRICT_COMMITTEES, District, term_of
from portal.demo.hall import Hall
from portal.demo.people import assemble, employ
from portal.demo.plenum import full_course, review
from portal.demo.supervision import missions_of_bac_kan
from sessions.models import Sitting
from sessions.services import move_sitting, save_sitting
from voters import services as voters
from voters.models import VoterOpinion


def dam_ha(users: Mapping[str, User]) -> None:
    """Đầm Hà district, 2019: before its 11th sitting voters were met at four joint points and one thematic one."""
    council, province = Council.objects.get(slug="dam-ha"), Council.objects.get(slug="quang-ninh")
    term = term_of(council, "2016-2021")
    places = ("thị trấn Đầm Hà", "xã Quảng Tân", "xã Đầm Hà", "xã Đại Bình")
    assembly = assemble(council, term, DISTRICT_BODIES, places, DISTRICT_COMMITTEES)
    employ(users, council, assembly)
    stage = District(council, term, users["chuyenvien.damha"], places, assembly.bodies, assembly.delegates)
    sitting = stage.sitting(11, "regular_yearend", date(2019, 12, 17), only_planned=True)
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
        accepted = meeting.consents.get(council=province)
        voters.answer_consent(consent=accepted, name="accept", user=None, on=meeting.held_on)
        opinions += stage.hold(meeting, 5, spot=1)
    topic = stage.plan_meeting(
        contact, date(2019, 11, 27), "xã Quảng Lâm", form="thematic", headcount=48, speakers=7
    )
    opinions += stage.hold(topic, 4)
    matters = stage.send(opinions, date(2019, 12, 2))
    stage.settle_in_time(matters[:15], "resolved", date(2020, 1, 6))
    stage.settle_in_time(matters[15:], "explained", date(2020, 1, 6))
    hall = Hall(council, term, users["chuyenvien.damha"], assembly.delegates, assembly.committees)
    full_course(hall, sitting, late={6: 4, 8: 2, 13: 3, 22: 1}, signed_on=date(2019, 12, 20))
    review(hall, sitting, date(2020, 1, 7))


class Old(NamedTuple):
    """A sitting of the past: council, number, kind, first day, days, resolutions, when they were signed."""

    slug: str
    number: int
    kind: str
    opens_on: date
    days: int
    resolutions: int
    signed_on: date


BAC_KAN: Final = (
    Old("bac-kan", 1, "constituting", date(2021, 6, 24), 1, 24, date(2021, 6, 24)),
    Old("bac-kan", 2, "regular_midyear", date(2021, 7, 19), 2, 26, date(2021, 7, 20)),
    Old("bac-kan", 3, "thematic", date(2021, 9, 9), 1, 9, date(2021, 9, 9)),
    Old("bac-kan", 4, "thematic", date(2021, 10, 26), 1, 8, date(2021, 10, 26)),
    Old("bac-kan", 5, "regular_yearend", date(2021, 12, 7), 2, 27, date(2021, 12, 10)),
    Old("bac-kan", 6, "thematic", date(2022, 3, 29), 1, 10, date(2022, 3, 30)),
    Old("bac-kan", 7, "regular_midyear", date(2022, 7, 19), 2, 22, date(2022, 7, 21)),
    Old("bac-kan", 8, "thematic", date(2022, 9, 15), 1, 7, date(2022, 9, 15)),
    Old("bac-kan", 9, "thematic", date(2022, 11, 2), 1, 11, date(2022, 11, 3)),
)
"""Khóa X until 17/11/2022: 144 resolutions."""
HAI_DUONG: Final = (
    Old("hai-duong", 4, "thematic", date(2021, 10, 29), 1, 11, date(2021, 10, 29)),
    Old("hai-duong", 10, "thematic", date(2022, 8, 12), 1, 5, date(2022, 8, 12)),
    Old("hai-duong", 11, "thematic", date(2022, 9, 29), 1, 4, date(2022, 9, 29)),
)
HUNG_YEN: Final = (
    Old("hung-yen", 11, "regular_yearend", date(2022, 12, 6), 3, 36, date(2022, 12, 9)),
    Old("tp-hung-yen", 9, "regular_yearend", date(2022, 12, 19), 2, 12, date(2022, 12, 21)),
    Old("my-hao", 8, "regular_yearend", date(2022, 12, 20), 2, 11, date(2022, 12, 22)),
    Old("van-lam", 8, "regular_yearend", date(2022, 12, 20), 2, 10, date(2022, 12, 22)),
    Old("van-giang", 9, "regular_yearend", date(2022, 12, 15), 2, 12, date(2022, 12, 19)),
    Old("yen-my", 8, "regular_yearend", date(2022, 12, 22), 1, 11, date(2022, 12, 23)),
    Old("khoai-chau", 9, "regular_yearend", date(2022, 12, 21), 2, 10, date(2022, 12, 23)),
    Old("an-thi", 8, "regular_yearend", date(2022, 12, 19), 2, 11, date(2022, 12, 21)),
    Old("kim-dong", 8, "regular_yearend", date(2022, 12, 21), 2, 12, date(2022, 12, 23)),
    Old("tien-lu", 8, "regular_yearend", date(2022, 12, 15), 2, 10, date(2022, 12, 19)),
    Old("phu-cu", 9, "regular_yearend", date(2022, 12, 20), 2, 11, date(2022, 12, 22)),
)
"""The province and its ten districts between two briefing conferences: 11 sittings, 146 resolutions."""


def provinces() -> None:
    """Bắc Kạn's committees up to 17/11/2022; sittings and resolutions of Bắc Kạn, Hải Dương and Hưng Yên."""
    missions_of_bac_kan()
    for old in (*BAC_KAN, *HAI_DUONG, *HUNG_YEN):
        _enter(old)


def _enter(old: Old) -> None:
    """As a secretariat enters what was over before it had the portal."""
    council = Council.objects.get(slug=old.slug)
    closes_on = old.opens_on + timedelta(days=old.days - 1)
    sitting = save_sitting(
        sitting=Sitting(
            council=council,
            council_term=term_of(council, "2021-2026"),
            number=old.number,
            kind=old.kind,
            opens_on=old.opens_on,
            closes_on=closes_on,
        )
    )
    move_sitting(sitting=sitting, name="hold", user=None, on=closes_on)
    adopt_many(
        council,
        sitting,
        old.resolutions,
        user=None,
        signed_on=old.signed_on,
        start=old.number * 10,
        sent_late=1,
    )
