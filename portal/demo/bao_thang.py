"""Bảo Thắng district, whose published figures of nine months of 2023 the demonstration reproduces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from accounts.models import User
from councils.models import Agency, Council
from followups import services as followups
from followups.models import FollowUp
from portal.demo.district import DISTRICT_BODIES, DISTRICT_COMMITTEES, Contact, District, spread, term_of
from portal.demo.matters import REGROUPED, regrouped
from portal.demo.people import assemble, employ
from portal.demo.stage import Course, Stage, known
from portal.demo.supervision import missions_of_bao_thang
from sessions.models import Sitting

BAO_THANG_PLACES: Final = (
    "thị trấn Phố Lu",
    "xã Gia Phú",
    "xã Phong Niên",
    "xã Xuân Quang",
    "thị trấn Tằng Loỏng",
    "xã Sơn Hà",
    "xã Thái Niên",
    "xã Phú Nhuận",
    "xã Bản Phiệt",
    "xã Trì Quang",
    "xã Xuân Giao",
    "xã Sơn Hải",
)
BAO_THANG_BODIES: Final = DISTRICT_BODIES | {
    f"lower_{number}": (f"UBND {place}", Agency.Kind.LOWER_COMMITTEE)
    for number, place in enumerate(BAO_THANG_PLACES[:6])
}
SITTINGS: Final = {
    1: ("constituting", date(2021, 7, 1), 1),
    2: ("regular_yearend", date(2021, 12, 21), 2),
    3: ("regular_midyear", date(2022, 7, 13), 2),
    4: ("thematic", date(2022, 10, 5), 1),
    5: ("regular_yearend", date(2022, 12, 20), 2),
    6: ("thematic", date(2023, 3, 28), 1),
    7: ("regular_midyear", date(2023, 7, 11), 2),
    8: ("thematic", date(2023, 10, 17), 1),
    9: ("regular_yearend", date(2023, 12, 19), 2),
    10: ("regular_midyear", date(2024, 7, 9), 2),
    11: ("thematic", date(2024, 10, 15), 1),
    12: ("regular_yearend", date(2024, 12, 17), 2),
    13: ("regular_midyear", date(2025, 6, 24), 2),
}
"""Number -> kind, first day, days: a term counts its thematic sittings too."""
SHOWN_ON: Final = date(2023, 9, 29)
"""The day of the published figures of Bảo Thắng."""


def bao_thang(users: Mapping[str, User]) -> None:
    """Bảo Thắng district, 2022 to 2025.

    In nine months of 2023: 34 meetings, more than 1,500 attendances, 148 opinions; of these, on 29/9, 30 were resolved
    and 118 being resolved.
    """
    council = Council.objects.get(slug="bao-thang")
    term = term_of(council, "2021-2026")
    assembly = assemble(council, term, BAO_THANG_BODIES, BAO_THANG_PLACES, DISTRICT_COMMITTEES)
    employ(users, council, assembly, "land")
    agents = {assembly.bodies["land"].pk: users["coquan"]}
    stage = District(
        council, term, users["chuyenvien"], BAO_THANG_PLACES, assembly.bodies, assembly.delegates, agents
    )
    sittings = {
        number: stage.sitting(number, kind, day, days) for number, (kind, day, days) in SITTINGS.items()
    }
    missions_of_bao_thang(council, assembly.bodies)
    _year_2022(stage, sittings)
    _nine_months_of_2023(stage, sittings)
    _end_of_2023(stage, sittings)
    _spring_of_2025(stage, sittings)


def _heads(stage: Stage, total: int, meetings: int) -> list[tuple[int, str]]:
    return [(head, "") for head in spread(total, meetings, stage.dice, least=20)]


def _year_2022(stage: District, sittings: Mapping[int, Sitting]) -> None:
    matters = [
        *stage.whole_round(
            Contact(
                "post_sitting",
                "Tiếp xúc cử tri sau kỳ họp thứ Hai",
                (date(2022, 1, 10), date(2022, 1, 26)),
                sittings[2],
            ),
            _heads(stage, 330, 8),
            33,
            spot=4,
        ),
        *stage.whole_round(
            Contact(
                "pre_sitting",
                "Tiếp xúc cử tri trước kỳ họp thứ Ba",
                (date(2022, 5, 23), date(2022, 6, 17)),
                sittings[3],
            ),
            _heads(stage, 560, 13),
            55,
            spot=6,
        ),
        *stage.whole_round(
            Contact(
                "post_sitting",
                "Tiếp xúc cử tri sau kỳ họp thứ Ba",
                (date(2022, 8, 2), date(2022, 8, 19)),
                sittings[3],
            ),
            _heads(stage, 472, 10),
            33,
            spot=3,
        ),
    ]
    stage.dice.shuffle(matters)
    until = date(2022, 9, 27)
    rest = iter(matters)
    stage.settle_in_time(_take(rest, 22), "resolved", until)
    stage.settle_in_time(_take(rest, 6), "explained", until)
    stage.settle_in_time(running := _take(rest, 60), "in_progress", until)
    stage.settle_in_time(scheduled := list(rest), "scheduled", until)
    later = stage.whole_round(
        Contact(
            "pre_sitting",
            "Tiếp xúc cử tri trước kỳ họp thứ Năm",
            (date(2022, 11, 7), date(2022, 11, 25)),
            sittings[5],
        ),
        _heads(stage, 310, 8),
        30,
        spot=2,
    )
    stage.settle_in_time(later[:12], "resolved", date(2022, 12, 30))
    stage.settle_in_time(later[12:], "in_progress", date(2022, 12, 30))
    for matter in running:
        stage.note(matter, "resolved", date(2022, 12, 15))
    for matter in [*scheduled, *later[12:]]:
        stage.note(matter, "resolved", date(2023, 4, 28))


def _take(matters: Iterator[FollowUp], count: int) -> list[FollowUp]:
    return list(islice(matters, count))


def _heads_of_2023(stage: Stage) -> list[tuple[int, str]]:
    """34 headcounts that add up to 1,500, three of them "more than"."""
    rounded = [(60, "more_than"), (50, "more_than"), (40, "more_than")]
    exact = spread(1500 - sum(head for head, _word in rounded), 34 - len(rounded), stage.dice, least=20)
    heads = [*rounded, *((head, "") for head in exact)]
    stage.dice.shuffle(heads)
    return heads


def _nine_months_of_2023(stage: District, sittings: Mapping[int, Sitting]) -> None:
    heads = _heads_of_2023(stage)
    early = [
        *stage.whole_round(
            Contact(
                "post_sitting",
                "Tiếp xúc cử tri sau kỳ họp thứ Năm",
                (date(2023, 1, 4), date(2023, 1, 17)),
                sittings[5],
            ),
            heads[:9],
            38,
            spot=5,
            aside=1,
        ),
        *stage.whole_round(
            Contact(
                "pre_sitting",
                "Tiếp xúc cử tri trước kỳ họp thứ Bảy",
                (date(2023, 5, 22), date(2023, 6, 16)),
                sittings[7],
            ),
            heads[9:23],
            66,
            spot=8,
            aside=1,
        ),
    ]
    late = stage.whole_round(
        Contact(
            "post_sitting",
            "Tiếp xúc cử tri sau kỳ họp thứ Bảy",
            (date(2023, 8, 1), date(2023, 8, 22)),
            sittings[7],
        ),
        heads[23:],
        44 - REGROUPED,
        spot=4,
    )
    late += regrouped(stage, late, early[-1])
    stage.dice.shuffle(early)
    stage.dice.shuffle(late)
    until = SHOWN_ON - timedelta(days=2)
    silent, rest = late[:12], iter([*late[12:], *early])
    in_august = _take(rest, 32)
    stage.settle_in_time(in_august[:8], "resolved", until)
    stage.settle_in_time(in_august[8:18], "scheduled", until)
    stage.settle_in_time(in_august[18:], "in_progress", until)
    stage.settle_twice(_take(rest, 6), "resolved")
    stage.settle_in_time(_take(rest, 16), "resolved", until)
    stage.settle_late(_take(rest, 10), "in_progress")
    stage.settle_in_time(_take(rest, 31), "scheduled", until)
    stage.settle_in_time(list(rest), "in_progress", until)
    for matter in silent:
        stage.begin(matter, known(matter.issued_on))
        stage.note(matter, "in_progress", SHOWN_ON - timedelta(days=9))
    for matter in silent[:4]:
        stage.extend(matter, 45, SHOWN_ON - timedelta(days=26))
    _after_the_day(stage, [*late, *early], silent)


def _after_the_day(stage: District, matters: Sequence[FollowUp], silent: Sequence[FollowUp]) -> None:
    """What came later, and must leave the figures of the day alone."""
    for matter in silent:
        answered = SHOWN_ON + timedelta(days=5 + stage.dice.randrange(25))
        stage.run(matter, Course("explained", answered, answered + timedelta(days=5)))
    for matter in matters:
        matter.refresh_from_db()
        if matter.result_class in {"in_progress", "scheduled"}:
            stage.note(matter, "resolved", date(2023, 11, 30) + timedelta(days=30 * stage.dice.randrange(12)))
        elif matter.result_class == "resolved":
            followups.close(follow_up=matter, user=stage.clerk, on=date(2023, 12, 29))


def _end_of_2023(stage: District, sittings: Mapping[int, Sitting]) -> None:
    matters = stage.whole_round(
        Contact(
            "pre_sitting",
            "Tiếp xúc cử tri trước kỳ họp thứ Chín",
            (date(2023, 11, 6), date(2023, 11, 24)),
            sittings[9],
        ),
        _heads(stage, 350, 8),
        31,
        spot=3,
    )
    stage.settle_in_time(matters[:14], "resolved", date(2023, 12, 29))
    stage.settle_in_time(matters[14:26], "explained", date(2023, 12, 29))
    stage.settle_in_time(matters[26:], "unresolved", date(2023, 12, 29))


def _spring_of_2025(stage: District, sittings: Mapping[int, Sitting]) -> None:
    """The last round before the district level ended: some matters were still open when it did."""
    matters = stage.whole_round(
        Contact(
            "pre_sitting",
            "Tiếp xúc cử tri trước kỳ họp thứ Mười ba",
            (date(2025, 5, 19), date(2025, 5, 28)),
            sittings[13],
        ),
        _heads(stage, 190, 4),
        16,
        spot=1,
    )
    land = [matter for matter in matters if matter.agency == stage.bodies["land"]]
    others = [matter for matter in matters if matter not in land]
    stage.settle_in_time(others[:9], "resolved", date(2025, 6, 27))
    stage.settle_in_time(others[9:], "explained", date(2025, 6, 27))
    for matter in land:
        stage.begin(matter, date(2025, 6, 12))
