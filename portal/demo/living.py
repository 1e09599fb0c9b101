"""A living council, xã Bảo Thắng, as its people find it today: matters in every state; and the province above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from accounts.models import User
from councils.models import Agency, Committee, Council, CouncilTerm, Delegate
from followups import notices
from followups import services as followups
from followups.models import FollowUp
from portal.demo.accounts import ABOVE, LIVING
from portal.demo.decisions import adopt_many
from portal.demo.district import PROVINCE_COMMITTEES, term_of
from portal.demo.hall import Hall
from portal.demo.matters import in_the_living_council
from portal.demo.papers import receive
from portal.demo.people import assemble, employ
from portal.demo.plenum import full_course, prepare, review
from portal.demo.programmes import living_programmes
from portal.demo.stage import Course, Stage, known
from portal.demo.subjects import DRAFTS, PROPOSALS, REPORTS, Expected
from portal.demo.supervision import living_mission
from portal.demo.texts import MORE_TIME
from sessions import services
from sessions.models import BodyMeeting, Resolution, Sitting
from sessions.services.conclusions import Task
from sessions.services.indicators import TargetRow
from voters import services as voters
from voters.models import VoterMeeting, VoterOpinion

Kind = Agency.Kind
TERM: Final = "2026-2031"
PLACES: Final = tuple(
    f"thôn {name}" for name in ("Phú Long", "Khe Mụ", "Cầu Bản", "Sơn Tùng", "Làng Mi", "Đồng Tâm")
)
COMMUNE_BODIES: Final = {
    "committee": ("UBND xã Bảo Thắng", Kind.PEOPLES_COMMITTEE),
    "council_office": ("Văn phòng HĐND và UBND xã", Kind.DEPARTMENT),
    "land": ("Phòng Kinh tế xã", Kind.DEPARTMENT),
    "social": ("Phòng Văn hóa - Xã hội xã", Kind.DEPARTMENT),
    "clinic": ("Trạm Y tế xã", Kind.OTHER),
    "police": ("Công an xã", Kind.DEPARTMENT),
    "power": ("Đội Quản lý điện lực khu vực Bảo Thắng", Kind.COMPANY),
    "department": ("UBND tỉnh Lào Cai", Kind.PEOPLES_COMMITTEE),
    "delegation": ("Đoàn đại biểu Quốc hội tỉnh Lào Cai", Kind.NATIONAL_DELEGATION),
}
SHARED: Final = {"works": "committee", "farming": "land", "school": "social"}
"""A commune has few bodies: one answers for several fields."""
PROVINCE_BODIES: Final = {
    "council_office": ("Văn phòng UBND tỉnh", Kind.DEPARTMENT),
    "land": ("Sở Nông nghiệp và Môi trường", Kind.DEPARTMENT),
    "works": ("Sở Xây dựng", Kind.DEPARTMENT),
    "school": ("Sở Giáo dục và Đào tạo", Kind.DEPARTMENT),
    "social": ("Sở Nội vụ", Kind.DEPARTMENT),
    "clinic": ("Sở Y tế", Kind.DEPARTMENT),
    "police": ("Công an tỉnh", Kind.DEPARTMENT),
    "power": ("Công ty Điện lực Lào Cai", Kind.COMPANY),
    "department": ("UBND tỉnh", Kind.PEOPLES_COMMITTEE),
    "delegation": ("Đoàn đại biểu Quốc hội tỉnh", Kind.NATIONAL_DELEGATION),
}
OWN_LINE: Final = Expected(
    "report", "Báo cáo công tác quản lý đất đai, môi trường năm {y}", "own", verified=True
)
"""What the demonstration's agency owes."""
LINES_OF_COMMUNE: Final = (*REPORTS[:6], REPORTS[8], OWN_LINE, *PROPOSALS[:4])
"""A commune's council hears no court and no procuracy (Law 72/2025 Art. 21)."""
COMMUNE_COMMITTEES: Final = (
    (Committee.Kind.ECONOMIC_BUDGET, "Ban Kinh tế - Ngân sách"),
    (Committee.Kind.CULTURE_SOCIETY, "Ban Văn hóa - Xã hội"),
)


class Living(Stage):
    """A stage whose days are counted from today; none falls before the term has settled in."""

    def day(self, ahead: int) -> date:
        """Today plus so many days (minus: ago)."""
        return max(timezone.localdate() + timedelta(days=ahead), self.term.starts_on + timedelta(days=20))

    def attending(self) -> list[Delegate]:
        """The delegate of the demonstration account, and two others."""
        return [self.delegates[0], *self.dice.sample(self.delegates[1:-2], 2)]

    def met(
        self,
        contact: object,
        ahead: int,
        place: int,
        head: int,
        opinions: int,
        *,
        spot: int = 0,
        file: bool = True,
    ) -> list[VoterOpinion]:
        """A meeting held on a day, with what was said."""
        meeting: VoterMeeting = self.plan_meeting(
            contact,  # type: ignore[arg-type]  # a round; named so that rounds need not be imported for a hint
            self.day(ahead),
            PLACES[place % len(PLACES)],
            headcount=head,
            speakers=opinions + spot,
        )
        return self.hold(meeting, opinions, spot=spot, file=file)

    def over(self, matters: Sequence[FollowUp], results: Sequence[str], after: int) -> None:
        """Answered so many days after sending, then accepted; results in turn."""
        for number, matter in enumerate(matters):
            result = results[number % len(results)]
            answered = min(known(matter.issued_on) + timedelta(days=after + number % 9), self.day(-3))
            answered = max(answered, known(matter.issued_on))
            roadmap = self.day(60 + 30 * (number % 6)) if result == "scheduled" else None
            reason = "no_funds" if result == "unresolved" else ""
            self.run(
                matter,
                Course(result, answered, min(answered + timedelta(days=4), self.day(-1)), roadmap, reason),
            )


def commune(users: Mapping[str, User]) -> None:
    """Xã Bảo Thắng: half a year of contact, the next sitting in three weeks, matters of every state."""
    council = Council.objects.get(slug=LIVING)
    term = term_of(council, TERM)
    assembly = assemble(council, term, COMMUNE_BODIES, PLACES, COMMUNE_COMMITTEES)
    employ(users, council, assembly, "land")
    bodies = {**assembly.bodies, **{role: assembly.bodies[other] for role, other in SHARED.items()}}
    agents = {bodies["land"].pk: users["coquan"]}
    stage = Living(council, term, users["chuyenvien"], PLACES, bodies, assembly.delegates, agents)
    hall = Hall(
        council,
        term,
        users["chuyenvien"],
        assembly.delegates,
        assembly.committees,
        own=assembly.bodies["land"],
        draws=True,
    )
    _spring(stage, hall)
    _autumn(stage)
    _now(stage, hall)
    _standing_committee(stage, hall)
    living_mission(stage, assembly.committees[0])
    living_programmes(stage, assembly.committees)
    notices.plan(timezone.localdate())


def _spring(stage: Living, hall: Hall) -> None:
    """Around the mid-year sitting: nearly everything is settled."""
    first = stage.sitting(1, "constituting", stage.day(-205), days=1)
    adopt_many(stage.council, first, 6, user=stage.clerk, signed_on=first.closes_on)
    sitting = stage.sitting(2, "regular_midyear", stage.day(-128), only_planned=True)
    before = stage.round(
        "pre_sitting", "Tiếp xúc cử tri trước kỳ họp thứ Hai", stage.day(-165), stage.day(-150), sitting
    )
    opinions = [
        opinion
        for number, head in enumerate((62, 48, 55, 71))
        for opinion in stage.met(before, -163 + 4 * number, number, head, 6, spot=number % 2)
    ]
    stage.over(stage.send(opinions, stage.day(-143)), ("resolved", "explained", "scheduled", "resolved"), 14)
    after = stage.round(
        "post_sitting", "Tiếp xúc cử tri sau kỳ họp thứ Hai", stage.day(-115), stage.day(-100), sitting
    )
    opinions = [
        opinion
        for number, head in enumerate((45, 58, 40, 52))
        for opinion in stage.met(after, -114 + 4 * number, number + 2, head, 5, spot=1)
    ]
    matters = stage.send(opinions, stage.day(-94))
    stage.over(matters[2:], ("in_progress", "resolved", "unresolved", "scheduled", "explained"), 18)
    for matter in matters[:2]:
        stage.begin(matter, stage.day(-90))
    adopted = full_course(
        hall,
        sitting,
        lines=LINES_OF_COMMUNE,
        drafts=DRAFTS[:4],
        late={4: 2, 6: 1},
        signed_on=sitting.closes_on + timedelta(days=2),
    )
    _measure(stage, adopted[0])
    first_of_term = first.resolutions.order_by("pk").first()
    services.relate(
        resolution=adopted[2],
        user=stage.clerk,
        kind="amends",
        effective_on=sitting.closes_on + timedelta(days=2),
        target=first_of_term,
        note="Biểu số 2 kèm theo Nghị quyết",
    )
    review(hall, sitting, sitting.closes_on + timedelta(days=14))


def _measure(stage: Living, resolution: Resolution) -> None:
    """Targets of the plan for the year, with what was reached at two days."""
    year = stage.day(0).year
    targets = services.save_targets(
        resolution=resolution,
        user=stage.clerk,
        rows=[
            TargetRow("Tỷ lệ giải ngân vốn đầu tư công", "%", year, Decimal(95)),
            TargetRow("Tỷ lệ hộ nghèo", "%", year, Decimal("4.5"), direction="at_most"),
            TargetRow("Thu ngân sách trên địa bàn", "triệu đồng", year, Decimal(18500)),
        ],
    )
    for ahead, values in ((-60, ("41.5", "6.1", "9840")), (-15, ("68.2", "5.4", "14120"))):
        services.report_values(
            resolution=resolution,
            user=stage.clerk,
            as_of=stage.day(ahead),
            source="Báo cáo của UBND xã về tình hình thực hiện Nghị quyết",
            values={target.pk: Decimal(value) for target, value in zip(targets, values, strict=True)},
        )


def _standing_committee(stage: Living, hall: Hall) -> None:
    """Monthly meetings of the Standing Committee; the last one has conclusions that somebody must carry out."""
    for number, ahead in enumerate((-95, -63, -30), start=1):
        meeting = services.save_meeting(
            meeting=BodyMeeting(
                council=stage.council,
                title=f"Phiên họp Thường trực HĐND xã tháng {stage.day(ahead).month}",
                held_on=stage.day(ahead),
                starts_at=time(8, 0),
                place="Phòng họp số 1",
                chair="Chủ tịch Hội đồng nhân dân",
                agenda="Đánh giá công tác tháng; nhiệm vụ trọng tâm; xem xét báo cáo của các Ban",
            ),
            user=stage.clerk,
            delegates=hall.delegates[:4],
        )
        services.move_meeting(meeting=meeting, name="hold", user=stage.clerk)
        _conclude(stage, hall, meeting, stage.day(ahead + 1), with_task=number > 1)


def _conclude(stage: Living, hall: Hall, meeting: BodyMeeting, on: date, *, with_task: bool) -> None:
    services.add_conclusion(
        meeting=meeting, user=stage.clerk, text="Thống nhất nội dung báo cáo kết quả công tác tháng."
    )
    if with_task:
        task = FollowUp(
            council=stage.council,
            title="Báo cáo tiến độ giải ngân vốn đầu tư công và kiến nghị tháo gỡ",
            agency=hall.owners["ubnd"],
            accountable="Chủ tịch UBND xã",
            evidence="Báo cáo bằng văn bản kèm biểu số liệu",
            due_on=on + timedelta(days=45),
        )
        services.add_conclusion(
            meeting=meeting,
            user=stage.clerk,
            text="Giao UBND xã báo cáo tiến độ giải ngân vốn đầu tư công.",
            task=Task(task),
        )
    services.conclude(meeting=meeting, user=stage.clerk, on=on, signer="vice_chair", quiet=True)


def _autumn(stage: Living) -> None:
    """A thematic meeting seven weeks ago: late, sent back, granted more time."""
    topic = stage.round(
        "thematic",
        "Tiếp xúc cử tri chuyên đề về đất đai, môi trường",
        stage.day(-54),
        stage.day(-48),
        topic="quản lý đất đai, bảo vệ môi trường",
    )
    meeting = stage.plan_meeting(
        topic, stage.day(-52), PLACES[0], form="thematic", headcount=80, qualifier="more_than", speakers=14
    )
    matters = stage.send(stage.hold(meeting, 9, spot=2), stage.day(-46))
    for matter in matters[:3]:
        stage.begin(matter, stage.day(-40))
    for matter in matters[3:5]:
        stage.answer(matter, "in_progress", stage.day(-18))
        stage.give_back(matter, stage.day(-12), quiet=False)
    stage.begin(matters[5], stage.day(-40))
    stage.extend(matters[5], 30, stage.day(-20))
    stage.begin(matters[6], stage.day(-40))
    stage.extend(matters[6], 15, stage.day(-19), granted=False)
    stage.over(matters[7:], ("resolved",), 20)


def _now(stage: Living, hall: Hall) -> None:
    """Before the year-end sitting: due today and soon, answers to assess, requests to decide, entries half done."""
    sitting = stage.sitting(3, "regular_yearend", stage.day(23))
    _preparing(hall, sitting)
    contact = stage.round(
        "pre_sitting", "Tiếp xúc cử tri trước kỳ họp thứ Ba", stage.day(-40), stage.day(7), sitting
    )
    for sent, ahead in ((-30, -36), (-28, -33), (-26, -31)):
        _due_soon(
            stage, stage.send(stage.met(contact, ahead, -ahead, 50 - ahead, 5, spot=1), stage.day(sent))
        )
    recent = stage.send(stage.met(contact, -20, 1, 66, 6, spot=2), stage.day(-6), quiet=False)
    for matter in recent[:2]:
        followups.acknowledge(follow_up=matter, user=stage.agent_of(matter), on=stage.day(-5))
    _ask_for_time(stage, recent[2])
    in_the_living_council(stage, stage.met(contact, -8, 2, 57, 7, spot=1), stage.day(-1))
    unsorted = stage.plan_meeting(contact, stage.day(-2), PLACES[3], headcount=49, speakers=6)
    _unclassified(stage, unsorted)
    announced = stage.plan_meeting(contact, stage.day(3), PLACES[4])
    voters.move_meeting(meeting=announced, name="announce", user=stage.clerk)
    stage.plan_meeting(contact, stage.day(5), PLACES[5])


def _preparing(hall: Hall, sitting: Sitting) -> None:
    """The next sitting is to be convened: half of the papers are here, some are being verified."""
    prepare(hall, sitting, LINES_OF_COMMUNE, DRAFTS[:4])
    papers = list(sitting.papers.select_related("sitting__council", "committee").order_by("number"))
    here = [paper for paper in papers if paper.number % 2 and paper.owner_agency_id != known(hall.own).pk]
    for paper in here:
        on = timezone.localdate() - timedelta(days=paper.number % 5)
        receive(hall, [paper], {paper.number: (on - paper.due_on).days})
    here = [paper for paper in here if paper.committee is not None]
    services.assign_papers(papers=here, user=hall.clerk, on=timezone.localdate())


def _due_soon(stage: Living, matters: Sequence[FollowUp]) -> None:
    """Of five matters two are still owed, one is being handled, two are answered and wait to be judged."""
    stage.begin(matters[0], stage.day(-20))
    stage.begin(matters[1], stage.day(-15))
    stage.answer(matters[2], "resolved", stage.day(-4), quiet=False)
    stage.answer(matters[3], "scheduled", stage.day(-2), roadmap_on=stage.day(150), quiet=False)


def _ask_for_time(stage: Living, matter: FollowUp) -> None:
    """A request for more time that waits for a decision."""
    followups.request_extension(
        follow_up=matter,
        user=stage.agent_of(matter),
        until=known(matter.due_on) + timedelta(days=21),
        reason=MORE_TIME,
        on=stage.day(-1),
    )


def _unclassified(stage: Living, meeting: VoterMeeting) -> None:
    """A meeting of the day before yesterday: opinions typed, not yet classified, entry still open."""
    voters.move_meeting(meeting=meeting, name="hold", user=stage.clerk)
    rows = [stage.said(meeting) for _ in range(6)]
    bare = [voters.OpinionRow(content=row.content, voter_place=row.voter_place) for row in rows]
    voters.add_opinions(meeting=meeting, rows=bare, user=stage.clerk)


def province(users: Mapping[str, User]) -> None:
    """Tỉnh Lào Cai: a little of its own, so that the level above has something to look at."""
    council = Council.objects.get(slug=ABOVE)
    term: CouncilTerm = term_of(council, TERM)
    places = ("xã Bảo Thắng", "phường Sa Pa", "xã Bắc Hà")
    assembly = assemble(council, term, PROVINCE_BODIES, places, PROVINCE_COMMITTEES)
    employ(users, council, assembly)
    bodies = {**assembly.bodies, "farming": assembly.bodies["land"]}
    stage = Living(council, term, users["chuyenvien.laocai"], places, bodies, assembly.delegates)
    stage.sitting(1, "constituting", stage.day(-205), days=1)
    sitting = stage.sitting(2, "regular_midyear", stage.day(-120), days=3)
    contact = stage.round(
        "pre_sitting", "Tiếp xúc cử tri trước kỳ họp thứ Hai", stage.day(-150), stage.day(-130), sitting
    )
    opinions = [*stage.met(contact, -148, 0, 130, 6), *stage.met(contact, -140, 1, 96, 5)]
    matters = stage.send(opinions, stage.day(-126))
    stage.over(matters[3:], ("resolved", "in_progress", "explained"), 20)
    for matter in matters[:3]:
        stage.begin(matter, stage.day(-110))
