"""Who leads a team, the legal steps with their days, sessions, outline: what the services promise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import fold
from councils.calendar import Clock, due_date
from councils.models import CouncilTerm, Post
from documents.docx import to_docx
from followups.models import FollowUp
from sessions.services import RefusedRows
from supervision import services
from supervision.documents.decision import decision_of
from supervision.documents.report import Counts, general
from supervision.itinerary import Itinerary, Step, itinerary_of
from supervision.models import OutlineItem, Programme, ProgrammeItem, SupervisionMission
from supervision.services import MemberLine, Question
from supervision.services.outlines import questions_of
from tests.factories import CommitteeFactory, GroupFactory, MissionFactory, seated
from tests.supervision.mission_world import World, ago, owed, refuses, rules, vice_chair


@pytest.fixture
def world(term: CouncilTerm) -> World:
    """A mission of the Standing Committee."""
    return World(term)


# --- The team ---


@pytest.mark.parametrize(
    ("subject", "post", "allowed"),
    [
        ("council", "vice_chair", True),
        ("council", "committee_head", False),
        ("standing_committee", "vice_chair", True),
        ("standing_committee", "committee_head", True),
        ("standing_committee", "committee_deputy", False),
        ("committee", "committee_deputy", True),
        ("committee", "committee_member", False),
        ("committee", "vice_chair", False),
        ("group", "group_head", True),
        ("group", "chair", False),
    ],
)
def test_a_team_is_led_from_the_post_that_the_law_asks_for(
    term: CouncilTerm, subject: str, post: str, allowed: bool
) -> None:
    rules()
    committee, group = CommitteeFactory(council=term.council), GroupFactory(council_term=term)
    delegate = seated(term)
    Post.objects.create(
        delegate=delegate,
        kind=post,
        committee=committee if post.startswith("committee") else None,
        group=group if post.startswith("group") else None,
    )
    built = MissionFactory.build(
        council=term.council,
        subject=subject,
        committee=committee if subject == "committee" else None,
        group=group if subject == "group" else None,
        decided_on=None,
        state="proposed",
    )
    mission = services.save_mission(mission=built, bodies=[])
    rows = [MemberLine("head", delegate)]
    if allowed:
        assert services.save_team(mission=mission, rows=rows, user=None)[0].delegate == delegate
    else:
        with pytest.raises(RefusedRows) as refused:
            services.save_team(mission=mission, rows=rows, user=None)
        assert list(refused.value.rows) == [0]


def test_another_committees_head_does_not_lead(term: CouncilTerm) -> None:
    own, other = (CommitteeFactory(council=term.council) for _each in range(2))
    delegate = seated(term)
    Post.objects.create(delegate=delegate, kind="committee_head", committee=other)
    built = MissionFactory.build(council=term.council, subject="committee", committee=own)
    mission = services.save_mission(mission=built, bodies=[])
    assert services.not_head(mission, delegate, ago(0))


def test_members_hold_a_seat_and_others_are_invited(world: World, term: CouncilTerm) -> None:
    gone = seated(term)
    gone.seats.update(valid_to=ago(400))
    rows = [
        MemberLine("head", world.head),
        MemberLine("member", gone),
        MemberLine("member", None, "Chuyên gia"),
        MemberLine("deputy", world.head),
    ]
    with pytest.raises(RefusedRows) as refused:
        services.save_team(mission=world.mission, rows=rows, user=None)
    assert set(refused.value.rows) == {1, 2, 3}


def test_a_new_head_takes_over_and_posts_are_filled_in(world: World, term: CouncilTerm) -> None:
    world.with_team()
    other = vice_chair(term)
    rows = [MemberLine("head", other), MemberLine("member", world.head), MemberLine("member", world.member)]
    team = services.save_team(mission=world.mission, rows=rows, user=None)
    unit = term.council.unit_word
    assert [member.post for member in team] == [
        f"Phó Chủ tịch HĐND {unit}",
        f"Phó Chủ tịch HĐND {unit}",
        f"Đại biểu HĐND {unit}",
    ]
    assert world.mission.members.get(part="head").delegate == other


# --- From the programme to the decision ---


def test_a_mission_begins_as_its_item_of_the_programme_names_it(term: CouncilTerm, world: World) -> None:
    programme = Programme.objects.create(council=term.council, year=2026, subject="standing_committee")
    item = ProgrammeItem.objects.create(
        programme=programme, position=1, form="survey", title="Việc khảo sát trường học"
    )
    mission = services.save_mission(mission=services.mission_of(item), bodies=[world.first])
    assert (mission.kind, mission.state, mission.title) == ("survey", "in_programme", item.title)
    with refuses(_("This item already has its mission.")):
        services.save_mission(mission=services.mission_of(item), bodies=[])


def test_a_decision_numbered_here_needs_team_and_bodies(world: World) -> None:
    with refuses(_("Name the head of the team first.")):
        services.decide_mission(mission=world.mission, user=None, on=ago(3))
    world.with_team()
    services.decide_mission(mission=world.mission, user=None, on=ago(3))
    assert world.mission.act_symbol == "01/QĐ-HĐND"
    assert SupervisionMission.objects.filter(search__contains=fold("01/QĐ-HĐND")).exists()


def test_a_body_that_was_asked_stays(world: World) -> None:
    world.notified()
    with pytest.raises(ValidationError, match="Phòng"):
        services.save_mission(mission=world.mission, bodies=[world.second])


def test_dropping_withdraws_what_bodies_owe(world: World) -> None:
    world.notified()
    services.drop_mission(mission=world.mission, user=None, on=ago(0), reason="Trùng nội dung")
    assert {owed(world.one).state, owed(world.other).state} == {"withdrawn"}
    assert world.mission.moves.last().note == "Trùng nội dung"  # type: ignore[union-attr]


def test_each_body_is_asked_for_its_report_by_the_day_of_the_plan(world: World) -> None:
    world.notified()
    asked = FollowUp.objects.filter(kind="supervised_report")
    assert asked.count() == 2
    assert {row.due_on for row in asked} == {world.mission.reports_due_on}
    assert "12/QĐ-HĐND" in asked[0].legal_basis


# --- The legal steps ---


def steps(world: World) -> dict[str, Step]:
    """The steps of a mission by title."""
    return {step.title: step for step in walk(world).steps}


def due(world: World, code: str, anchor: date) -> date:
    """The day that a rule gives."""
    return due_date(code=code, council=world.council, anchor=anchor).day


def walk(world: World) -> Itinerary:
    """The itinerary of a mission."""
    world.mission.refresh_from_db()
    bodies, sessions = list(world.mission.supervised.all()), list(world.mission.sessions.all())
    return itinerary_of(world.mission, bodies, sessions, Clock())


def test_the_plan_is_due_fifteen_days_after_the_act(world: World) -> None:
    world.decided()
    step = steps(world)[_("Plan and outline sent to the bodies")]
    assert step.standing == "late"
    assert step.due is not None
    assert step.due.day == due(world, "SUP-PLAN-NOTIFY", ago(60))


def test_a_working_day_is_announced_ten_days_before(world: World) -> None:
    world.notified()
    day = timezone.localdate() + timedelta(days=8)
    session = world.session(held_on=day)
    assert session.notice_due_on == due(world, "SUP-TEAM-NOTIFY", day)
    assert steps(world)[_("Working days announced")].standing == "late"
    services.announce_session(session=session, user=None, on=ago(0))
    assert steps(world)[_("Working days announced")].done_on == ago(0)


def test_the_report_is_due_by_the_rule_of_the_subject(world: World) -> None:
    world.drafting()
    assert world.mission.report_due_on == due(world, "SUP-REPORT-SC", ago(10))
    assert world.mission.report_due_rule is not None
    assert walk(world).next is not None


def test_what_was_not_recorded_before_the_report_is_late_for_nobody_after_it(world: World) -> None:
    world.reported()
    world.mission.sessions.update(notified_on=None)
    told = steps(world)[_("Working days announced")]
    assert (told.standing, told.due) == ("unrecorded", None)
    assert walk(world).late == 0


def test_a_mission_set_aside_is_late_for_nobody(world: World) -> None:
    world.decided()
    services.postpone_mission(mission=world.mission, user=None, on=ago(1), reason="Chờ ý kiến cấp trên")
    assert walk(world).late == 0


# --- Working sessions ---


def test_sessions_end_once_each_was_held_or_cancelled(world: World) -> None:
    world.notified()
    session = world.session()
    services.begin_sessions(mission=world.mission, user=None, on=ago(20))
    with refuses(_("Working sessions are still planned: record each as held or cancelled first.")):
        services.end_sessions(mission=world.mission, user=None, on=ago(1))
    with refuses(_("Say why.")):
        services.cancel_session(session=session, user=None, reason="")
    services.cancel_session(session=session, user=None, reason="Mưa lũ")
    services.end_sessions(mission=world.mission, user=None, on=ago(1))
    assert world.mission.state == "drafting"


def test_a_session_is_held_by_members_on_its_day(world: World) -> None:
    world.notified()
    later = world.session(held_on=timezone.localdate() + timedelta(days=3))
    with pytest.raises(ValidationError):
        services.hold_session(session=later, user=None, members=world.mission.members.all())
    with refuses(_("Say who of the team took part.")):
        services.hold_session(session=world.session(), user=None, members=[])


def test_minutes_need_their_course_and_keep_their_number(world: World) -> None:
    world.notified().visited()
    held = world.mission.sessions.get()
    with refuses(_("Write the course of the session and the summing up first.")):
        services.issue_minutes(session=held, user=None, on=ago(19))
    texts = {"course": "Báo cáo.", "summing_up": "Ghi nhận."}
    services.save_minutes(session=held, user=None, texts=texts)
    services.issue_minutes(session=held, user=None, on=ago(19))
    assert str(held.minutes).startswith("01/BB-ĐGS")
    with pytest.raises(ValidationError):
        services.save_minutes(session=held, user=None, texts=texts)


# --- The outline ---


def test_pasted_lines_become_questions() -> None:
    found = questions_of("# Kết quả\nSố hộ\tsố\thộ\t2024; 2025\n\nTồn tại\nTỷ lệ | %")
    assert found == [
        Question("Kết quả", "heading"),
        Question("Số hộ", "number", "hộ", "2024; 2025"),
        Question("Tồn tại"),
        Question("Tỷ lệ", "percent"),
    ]


def test_a_faulty_line_is_named_and_nothing_is_added(world: World) -> None:
    with pytest.raises(ValidationError, match="2"):
        services.paste_questions(mission=world.mission, text="Tồn tại\nSố hộ | số", user=None)
    assert not world.mission.outline.exists()


def test_the_outline_moves_is_taken_over_and_closes_when_sent(world: World, term: CouncilTerm) -> None:
    world.with_team().with_outline()
    last = world.mission.outline.last()
    assert last is not None
    services.move_question(item=last, user=None, places=-99)
    assert world.mission.outline.first() == last
    other = World(term, title="Việc khác")
    services.copy_outline(mission=other.mission, source=world.mission, user=None)
    texts = list(world.mission.outline.values_list("text", flat=True))
    assert list(other.mission.outline.values_list("text", flat=True)) == texts
    world.decided()
    services.notify_bodies(mission=world.mission, user=None, on=ago(50), reports_due_on=ago(0))
    with pytest.raises(ValidationError):
        services.add_question(mission=world.mission, question=Question("Thêm"), user=None)
    assert OutlineItem.objects.filter(mission=world.mission).count() == len(texts)


# --- Documents ---


def test_the_report_says_what_the_team_did_with_leading_zeros(world: World) -> None:
    said = general(world.mission, Counts(bodies=4, sessions=5, visits=12, reports=3, late=1))
    assert "05 cuộc làm việc tại 04 cơ quan, đơn vị, khảo sát thực tế 12 điểm và xem xét 03 báo cáo" in said
    assert "01 báo cáo gửi chậm" in said
    assert general(world.mission, Counts(0, 0, 0, 0)) == ""


def test_a_long_team_stands_in_an_annex(world: World, term: CouncilTerm) -> None:
    rows = [MemberLine("head", world.head), *(MemberLine("member", seated(term)) for _each in range(11))]
    members = services.save_team(mission=world.mission, rows=rows, user=None)
    bodies = list(world.mission.supervised.select_related("agency"))
    drawn = decision_of(world.mission, members, bodies, dated=ago(3))
    assert [annex.title for annex in drawn.annexes] == ["Danh sách Đoàn giám sát"]
    assert to_docx(drawn).startswith(b"PK")
