"""What tests of missions share: a Standing Committee with a mission on its way, by services only."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from councils.models import Agency, CouncilTerm, Delegate, Post
from followups.models import FollowUp
from sessions.models import BodyMeeting
from sessions.services import SectionText
from supervision import services
from supervision.models import OutlineItem, SupervisedBody, SupervisionMission, WorkingSession
from supervision.parts import PARTS, Paper
from supervision.services import Given, Hearing, MemberLine, Question, Terms
from tests.factories import AgencyFactory, BodyMeetingFactory, MissionFactory, RuleFactory, seated

ON_PAPER = Terms(drawn=False)
"""Registered, not drawn: drawing costs a second, and only tests of documents need it."""


def refuses(words: str) -> AbstractContextManager[Any]:
    """The service refuses with this sentence."""
    return pytest.raises(ValidationError, match=re.escape(words))


def owed(body: SupervisedBody) -> FollowUp:
    """The report that a body was asked for, as a follow-up."""
    assert body.follow_up is not None
    return body.follow_up


def ago(days: int) -> date:
    """So many days before today."""
    return timezone.localdate() - timedelta(days=days)


def rules() -> None:
    """The deadline rules of supervision."""
    for code, offset, direction in (
        ("SUP-PLAN-NOTIFY", 15, "after"),
        ("SUP-TEAM-NOTIFY", 10, "before"),
        ("SUP-GROUP-NOTIFY", 7, "before"),
        ("SUP-REPORT-SC", 15, "after"),
        ("SUP-REPORT-COM", 10, "after"),
        ("SUP-REPORT-DEL", 10, "after"),
        ("SUP-CONSIDER", 7, "after"),
    ):
        RuleFactory(code=code, offset=offset, direction=direction, unit="calendar")


def vice_chair(term: CouncilTerm, **named: Any) -> Delegate:
    """A delegate who is Vice-chair."""
    delegate = seated(term, **named)
    Post.objects.create(delegate=delegate, kind="vice_chair")
    return delegate


def agency_of(term: CouncilTerm, name: str) -> Agency:
    """An agency by name."""
    found = term.council.agencies.filter(name=name).first()
    made: Agency = found or AgencyFactory(council=term.council, name=name)
    return made


class World:
    """A mission of the Standing Committee on two bodies, carried as far as a test wants it."""

    def __init__(self, term: CouncilTerm, *, agency: Agency | None = None, **changes: Any) -> None:
        rules()
        self.term, self.council = term, term.council
        self.head = vice_chair(term, full_name="Phó Chủ tịch HĐND – 01")
        self.member = seated(term, full_name="Đại biểu Tổ 2 – 03")
        self.first = agency or agency_of(term, "Phòng Kinh tế")
        self.second = agency_of(term, "Phòng Văn hóa - Xã hội")
        built = MissionFactory.build(
            council=self.council, **{"decided_on": None, "state": "proposed", **changes}
        )
        self.mission: SupervisionMission = services.save_mission(
            mission=built, bodies=[self.first, self.second]
        )

    @property
    def one(self) -> SupervisedBody:
        """The first body's row."""
        found: SupervisedBody = self.mission.supervised.get(agency=self.first)
        return found

    @property
    def other(self) -> SupervisedBody:
        """The second body's row."""
        found: SupervisedBody = self.mission.supervised.get(agency=self.second)
        return found

    def with_team(self) -> World:
        """Head and one member."""
        rows = [MemberLine("head", self.head), MemberLine("member", self.member, task="Tổng hợp")]
        services.save_team(mission=self.mission, rows=rows, user=None)
        self.mission.refresh_from_db()
        return self

    def with_outline(self) -> World:
        """A heading, a figure over two years, a sum of money, a question in words, a day and a yes or no."""
        kind = OutlineItem.Kind
        questions = [
            Question("Kết quả thực hiện", kind.HEADING),
            Question("Số hộ nghèo", kind.NUMBER, "hộ", "2024; 2025"),
            Question("Kinh phí đã giải ngân", kind.MONEY, "triệu đồng"),
            Question("Tồn tại, hạn chế", kind.TEXT),
            Question("Ngày ban hành kế hoạch", kind.DAY, required=False),
            Question("Đã niêm yết công khai", kind.YES_NO, required=False),
        ]
        services.add_questions(mission=self.mission, questions=questions, user=None)
        return self

    def decided(self) -> World:
        """Decided sixty days ago by an act issued elsewhere."""
        services.decide_mission(mission=self.mission, user=None, on=ago(60), act_symbol="12/QĐ-HĐND")
        return self

    def notified(self) -> World:
        """The bodies were told, and owe their reports in five days."""
        self.with_team().with_outline().decided()
        due = timezone.localdate() + timedelta(days=5)
        services.notify_bodies(
            mission=self.mission, user=None, on=ago(50), reports_due_on=due, ask=True, quiet=True
        )
        return self

    def item(self, text: str) -> OutlineItem:
        """A question by its first words."""
        found: OutlineItem = self.mission.outline.get(text__startswith=text)
        return found

    def answers(self, households: tuple[str, str] = ("120", "95")) -> dict[tuple[int, str], Given]:
        """A complete set of answers."""
        poor, money, words = (self.item(text) for text in ("Số hộ", "Kinh phí", "Tồn tại"))
        return {
            (poor.pk, "2024"): Given(Decimal(households[0])),
            (poor.pk, "2025"): Given(Decimal(households[1])),
            (money.pk, ""): Given(no_data="Chưa quyết toán"),
            (words.pk, ""): Given("Tiến độ giải ngân còn chậm"),
        }

    def answered(self) -> World:
        """The first body has sent its report."""
        services.save_answers(body=self.one, given=self.answers(), user=None)
        services.submit_report(body=self.one, user=None, on=timezone.localdate(), symbol="45/BC-PKT")
        return self

    def session(self, **changes: Any) -> WorkingSession:
        """A working session with the first body twenty days ago, planned."""
        given = {"held_on": ago(20), "place": "Trụ sở UBND xã", "body": self.one, **changes}
        built = WorkingSession(mission=self.mission, **given)
        return services.save_session(session=built, members=self.mission.members.all(), user=None)

    def visited(self) -> World:
        """One session was held."""
        services.hold_session(
            session=self.session(), user=None, members=self.mission.members.all(), others="Lãnh đạo phòng"
        )
        services.begin_sessions(mission=self.mission, user=None, on=ago(20))
        return self

    def write(self, paper: str) -> World:
        """Every part of a text has words."""
        rows = [SectionText(heading, "Nội dung.") for heading in PARTS[paper]]
        services.save_text(mission=self.mission, paper=paper, rows=rows, user=None)
        return self

    def drafting(self) -> World:
        """The sessions have ended ten days ago."""
        self.notified().visited()
        services.end_sessions(mission=self.mission, user=None, on=ago(10))
        return self

    def reported(self) -> World:
        """The report was handed in five days ago."""
        self.drafting().write(Paper.REPORT)
        services.hand_in_report(mission=self.mission, user=None, on=ago(5), terms=ON_PAPER)
        return self

    def meeting(self, **changes: Any) -> BodyMeeting:
        """A meeting of the Standing Committee two days ago."""
        made: BodyMeeting = BodyMeetingFactory(council=self.council, held_on=ago(2), state="held", **changes)
        return made

    def considered(self) -> World:
        """The Standing Committee considered the report two days ago."""
        self.reported()
        services.record_consideration(
            mission=self.mission, user=None, hearing=Hearing(meeting=self.meeting()), debate="Nhất trí."
        )
        return self

    def concluded(self) -> World:
        """The conclusion was issued yesterday."""
        self.considered().write(Paper.CONCLUSION)
        services.conclude_mission(mission=self.mission, user=None, on=ago(1), terms=ON_PAPER)
        return self
