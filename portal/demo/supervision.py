"""Supervision in the demonstration: missions that sources count, and a living one with all that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from councils.models import Agency, Committee, Council
from followups import services as followups
from followups.models import FollowUp
from portal.demo.district import PROVINCE_COMMITTEES
from portal.demo.stage import Stage
from sessions.models import BodyMeeting
from sessions.services import SectionText, move_meeting, save_meeting
from supervision import services
from supervision.models import Finding, Recommendation, SupervisionMission, WorkingSession
from supervision.parts import PARTS, Paper
from supervision.services import Hearing, MemberLine, Terms, Wanted

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
THEMATIC, SURVEYS = 18, 8
"""What the committees of Bắc Kạn had carried out by 17/11/2022."""
_ON_PAPER: Final = Terms(drawn=False)


def missions_of_bac_kan() -> None:
    """18 thematic missions and 8 surveys of the committees since the beginning of khóa X, and one mission beside them.

    The published numbers are those of the committees: the mission of the Standing Committee does not belong to them.
    """
    council = Council.objects.get(slug="bac-kan")
    committees = [
        Committee.objects.create(council=council, kind=kind, name=name) for kind, name in PROVINCE_COMMITTEES
    ]
    for number in range(THEMATIC + SURVEYS):
        _decided(
            council,
            kind="survey" if number % 13 in {3, 6, 9, 12} else "thematic",
            committee=committees[number % len(committees)],
            title=TOPICS[number % len(TOPICS)],
            act_symbol=f"{10 + number}/QĐ-HĐND",
            decided_on=date(2021, 8, 2) + timedelta(days=18 * number),
        )
    _decided(
        council,
        title="Việc giải quyết kiến nghị của cử tri",
        act_symbol="40/QĐ-TTHĐND",
        decided_on=date(2022, 3, 14),
    )


def missions_of_bao_thang(council: Council, bodies: Mapping[str, Agency]) -> None:
    """The three fields that the Standing Committee supervised in 2023."""
    for title, symbol, day, body in (
        (
            "Công tác quản lý đầu tư xây dựng cơ bản trên địa bàn huyện",
            "12/QĐ-HĐND",
            date(2023, 2, 20),
            "works",
        ),
        ("Công tác quản lý đất đai trên địa bàn huyện", "15/QĐ-HĐND", date(2023, 4, 10), "land"),
        ("Công tác tiếp công dân, giải quyết đơn thư", "21/QĐ-HĐND", date(2023, 8, 14), "council_office"),
    ):
        _decided(council, [bodies[body]], title=title, act_symbol=symbol, decided_on=day)


def _decided(
    council: Council, bodies: list[Agency] | None = None, *, committee: Committee | None = None, **facts: Any
) -> SupervisionMission:
    """A mission as its decision tells it: of a committee, else of the Standing Committee."""
    given = {"kind": "thematic", "subject": "committee" if committee else "standing_committee", **facts}
    return services.save_mission(
        mission=SupervisionMission(council=council, committee=committee, **given), bodies=bodies or []
    )


# --- A living mission ---


def living_mission(stage: Stage, committee: Committee) -> None:
    """A mission of a committee, from its decision to verdicts on what it recommended, and one that looks again."""
    mission = _until_the_report(stage, committee)
    _recommend(stage, mission)
    _conclude(stage, mission, committee)
    _followed(stage, mission)


def _day(stage: Any, ahead: int) -> date:
    """A day of the living council."""
    day: date = stage.day(ahead)
    return day


def _until_the_report(stage: Stage, committee: Committee) -> SupervisionMission:
    """Decided, announced, two bodies worked with, what was found, and the report."""
    user = stage.clerk
    mission = services.save_mission(
        mission=SupervisionMission(
            council=stage.council,
            kind="thematic",
            subject="committee",
            committee=committee,
            title="Việc quản lý, sử dụng vốn đầu tư công trên địa bàn xã",
            scope="Các công trình khởi công từ năm 2024; số liệu đến hết quý II.",
        ),
        bodies=[stage.bodies["land"], stage.bodies["committee"]],
        user=user,
    )
    head = committee.posts.select_related("delegate").get(kind="committee_head").delegate
    others = [delegate for delegate in stage.delegates[:5] if delegate != head]
    rows = [MemberLine("head", head), *(MemberLine("member", delegate) for delegate in others[:3])]
    services.save_team(mission=mission, rows=rows, user=user)
    services.decide_mission(mission=mission, user=user, on=_day(stage, -96), terms=_ON_PAPER)
    services.notify_bodies(
        mission=mission, user=user, on=_day(stage, -90), reports_due_on=_day(stage, -78), ask=True, quiet=True
    )
    for body in mission.supervised.select_related("agency"):
        services.submit_report(body=body, user=user, on=_day(stage, -79), symbol=f"{40 + body.position}/BC")
    _visit(stage, mission)
    services.end_sessions(mission=mission, user=user, on=_day(stage, -70))
    _write(stage, mission, Paper.REPORT)
    services.hand_in_report(mission=mission, user=user, on=_day(stage, -62), terms=_ON_PAPER)
    return mission


def _visit(stage: Stage, mission: SupervisionMission) -> None:
    members = list(mission.members.all())
    services.begin_sessions(mission=mission, user=stage.clerk, on=_day(stage, -76))
    for number, body in enumerate(mission.supervised.select_related("agency")):
        session = services.save_session(
            session=WorkingSession(
                mission=mission, body=body, held_on=_day(stage, -76 + number), place="Trụ sở UBND xã"
            ),
            members=members,
            user=stage.clerk,
        )
        services.hold_session(session=session, user=stage.clerk, members=members)
        services.save_finding(
            finding=Finding(
                mission=mission,
                session=session,
                text=FINDINGS[number % len(FINDINGS)],
                evidence="Hồ sơ quyết toán, biên bản nghiệm thu kèm theo biên bản làm việc",
            ),
            user=stage.clerk,
        )


FINDINGS: Final = (
    "Hai công trình quyết toán chậm quá 09 tháng so với quy định.",
    "Chưa niêm yết công khai kế hoạch vốn tại nhà văn hóa các thôn.",
)
_PART: Final = "Nội dung được thể hiện tại biên bản làm việc và các biểu số liệu kèm theo."


def _write(stage: Stage, mission: SupervisionMission, paper: str) -> None:
    rows = [SectionText(heading, _PART) for heading in PARTS[paper]]
    services.save_text(mission=mission, paper=paper, rows=rows, user=stage.clerk)


RECOMMENDED: Final = (
    (
        "Phê duyệt quyết toán hai công trình đường liên thôn đã hoàn thành; làm rõ trách nhiệm để chậm quyết toán.",
        "land",
        "Quyết định phê duyệt quyết toán",
        "Điều 52 Luật Đầu tư công",
        40,
    ),
    (
        "Niêm yết công khai kế hoạch vốn và kết quả nghiệm thu tại nhà văn hóa các thôn.",
        "land",
        "Biên bản niêm yết tại từng thôn",
        "Điều 15 Luật Thực hiện dân chủ ở cơ sở",
        35,
    ),
    (
        "Rà soát, thu hồi tạm ứng quá hạn của các nhà thầu.",
        "committee",
        "Báo cáo kết quả thu hồi kèm chứng từ",
        "Luật Ngân sách nhà nước",
        32,
    ),
    (
        "Ban hành quy chế phối hợp giám sát đầu tư của cộng đồng.",
        "committee",
        "Quy chế đã ban hành",
        "Điều 85 Luật Đầu tư công",
        120,
    ),
)
"""What is recommended, to which body, what proves it, on what ground, by how many days after the conclusion."""


def _recommend(stage: Stage, mission: SupervisionMission) -> None:
    finding = mission.findings.order_by("position").first()
    rows = [
        Wanted(
            text=text,
            follow_up=FollowUp(
                agency=stage.bodies[role],
                due_on=_day(stage, -50 + days),
                accountable=f"Người đứng đầu {stage.bodies[role].name}"[:200],
                evidence=proof,
            ),
            legal_ground=ground,
            finding=finding,
        )
        for text, role, proof, ground, days in RECOMMENDED
    ]
    services.add_recommendations(mission=mission, user=stage.clerk, rows=rows)


def _conclude(stage: Stage, mission: SupervisionMission, committee: Committee) -> None:
    """The committee considers the report at its meeting, and two days later its conclusion goes out."""
    meeting = save_meeting(
        meeting=BodyMeeting(
            council=stage.council,
            committee=committee,
            title=f"Phiên họp {committee.name} xem xét báo cáo giám sát",
            held_on=_day(stage, -52),
            place="Phòng họp số 2",
            chair="Trưởng ban",
            agenda="Xem xét báo cáo kết quả giám sát",
        ),
        user=stage.clerk,
        delegates=stage.delegates[1:4],
    )
    move_meeting(meeting=meeting, name="hold", user=stage.clerk)
    services.record_consideration(
        mission=mission,
        user=stage.clerk,
        hearing=Hearing(meeting=meeting),
        explanation="Đại diện UBND xã tiếp thu, giải trình nguyên nhân chậm quyết toán.",
        debate="Thống nhất với báo cáo của Đoàn giám sát và các kiến nghị.",
    )
    _write(stage, mission, Paper.CONCLUSION)
    services.conclude_mission(mission=mission, user=stage.clerk, on=_day(stage, -50), terms=Terms(signer=""))
    services.follow_up_mission(mission=mission, user=stage.clerk, on=_day(stage, -49))


def _followed(stage: Stage, mission: SupervisionMission) -> None:
    """One done, one in part, one overdue without an answer, one still to come; the one in part is looked at again."""
    done, partly, *_rest = mission.recommendations.select_related("follow_up__agency").order_by("position")
    for row, result in ((done, "resolved"), (partly, "resolved")):
        followups.start(follow_up=row.follow_up, user=stage.agent_of(row.follow_up), on=_day(stage, -45))
        stage.answer(row.follow_up, result, _day(stage, -18))
    _judge(stage, done, "done", "Đã kiểm tra hai quyết định phê duyệt quyết toán và văn bản kiểm điểm.")
    _judge(stage, partly, "partly", "Mới niêm yết tại bốn trên chín thôn.")
    again = SupervisionMission(
        council=stage.council,
        kind="thematic",
        subject="committee",
        committee=mission.committee,
        title="Việc thực hiện kiến nghị sau giám sát về vốn đầu tư công trên địa bàn xã",
    )
    services.start_re_supervision(mission=again, recommendations=[partly], user=stage.clerk)


def _judge(stage: Stage, row: Recommendation, outcome: str, reason: str) -> None:
    services.give_verdict(
        recommendation=row,
        user=stage.clerk,
        outcome=outcome,
        on=_day(stage, -12),
        reason=reason,
        quiet=True,
    )
