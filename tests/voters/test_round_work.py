"""What is done with a round: papers, reports of the groups, the wall, opinions that roll on to the next sitting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from councils.models import CouncilTerm, DelegateGroup
from documents.composition import compose
from followups import origins
from followups.models import Notice
from tests import factories
from tests.voters.contact_kit import EXE, PDF, group_of, hold, in_june, plan, rules
from voters import services
from voters.models import VoterContactRound, VoterMeeting, VoterOpinion
from voters.rollover import opinions_for, rolled_on, with_sitting
from voters.services.round_papers import draft_paper
from voters.stages import stage_of
from voters.wall import wall_of, wall_rows

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


@pytest.fixture
def group(term: CouncilTerm) -> DelegateGroup:
    return group_of(term)


@pytest.fixture
def met(contact: VoterContactRound, user: User, group: DelegateGroup) -> VoterMeeting:
    """A planned meeting of the group."""
    return plan(contact, user, groups=[group])


# --- Papers ---


def text_of(contact: VoterContactRound, name: str, **options: Any) -> str:
    drawn = compose(draft_paper(contact, name, **{"on": in_june(1), **options}))
    flows = [drawn.flow, *(sheet.flow for sheet in drawn.annexes)]
    lines = []
    for item in (item for flow in flows for item in flow):
        if hasattr(item, "rows"):
            lines += [" ".join(line for cell in row.cells for line in cell.lines) for row in item.rows]
        else:
            lines.append(item.text)
    said = "\n".join([drawn.abstract, *(sheet.title for sheet in drawn.annexes), *lines])
    return said.replace("\N{NO-BREAK SPACE}", " ")


def test_the_plan_says_where_and_when_and_by_when_the_groups_report(
    contact: VoterContactRound, met: VoterMeeting, term: CouncilTerm
) -> None:
    rules()
    contact.sitting = factories.SittingFactory(council_term=term, number=2)
    contact.cut_off_on, contact.meetings_needed = in_june(25), 2
    contact.save()
    said = text_of(contact, "plan")
    for words in (
        "Tiếp xúc cử tri trước kỳ họp thứ Hai",
        "ít nhất 02 cuộc",
        "chậm nhất 05 ngày",
        "Ý kiến đến sau ngày 25/6/2026",
        "LỊCH TIẾP XÚC CỬ TRI",
        "10/6/2026",
        "Nhà văn hóa thôn 1",
        "Tổ đại biểu số 1",
    ):
        assert words in said


def test_a_thematic_plan_names_its_topic(contact: VoterContactRound, met: VoterMeeting) -> None:
    contact.kind, contact.topic = "thematic", "quản lý đất đai"
    contact.save()
    assert "theo chuyên đề quản lý đất đai" in text_of(contact, "plan")


def test_the_notice_is_numbered_announces_and_tells_the_media(
    contact: VoterContactRound, met: VoterMeeting, user: User
) -> None:
    rules()
    off = plan(contact, user, venue="Trường học")
    services.move_meeting(meeting=off, name="cancel", user=user, on=in_june(1), note="Trùng lịch")
    document = services.issue_paper(round=contact, name="notice", on=in_june(2), user=user)
    met.refresh_from_db()
    off.refresh_from_db()
    assert (document.symbol, met.state, off.state) == ("01/TB-HĐND", "announced", "cancelled")
    assert document.docx is not None
    assert document.file is not None
    step = contact.steps.get(code="media")
    assert (step.done_on, step.note) == (in_june(2), "01/TB-HĐND")


def test_a_paper_is_issued_once_with_something_in_it_and_not_in_the_future(
    contact: VoterContactRound, user: User
) -> None:
    with pytest.raises(Refused):
        services.issue_paper(round=contact, name="plan", on=in_june(1), user=user)
    plan(contact, user)
    with pytest.raises(Refused):
        services.issue_paper(
            round=contact, name="plan", on=timezone.localdate() + timedelta(days=1), user=user
        )
    assert services.issue_paper(round=contact, name="plan", on=in_june(1), user=user).symbol == "01/KH-HĐND"
    with pytest.raises(Refused, match="01/KH-HĐND"):
        services.issue_paper(round=contact, name="plan", on=in_june(2), user=user)


# --- Reports of the groups ---


def ask(contact: VoterContactRound, user: User) -> Any:
    rules()
    with time_machine.travel(datetime(2026, 6, 12, 9, tzinfo=HANOI)):
        (report,) = services.ask_group_reports(round=contact, user=user, on=in_june(12))
    return report


def test_each_group_owes_its_report_by_the_rule_and_is_told(
    contact: VoterContactRound,
    met: VoterMeeting,
    group: DelegateGroup,
    term: CouncilTerm,
    user: User,
    user_as: Callable[..., User],
) -> None:
    head = factories.SeatFactory(council_term=term, group=group).delegate
    reader = user_as("delegate", delegate=head)
    owed = ask(contact, user).follow_up
    assert (owed.kind, owed.group, owed.due_on) == ("group_report", group, date(2026, 7, 6))
    assert owed.due_rule.code == "TX-GROUP-REPORT"
    assert Notice.objects.filter(recipient=reader, follow_up=owed).exists()
    link = origins.links([owed], reader)[owed.pk]
    assert link.answer is not None
    assert link.answer.url == reverse("voters:group_report_receive", args=[contact.pk, group.pk])


def test_a_group_is_asked_once_and_in_time(contact: VoterContactRound, met: VoterMeeting, user: User) -> None:
    ask(contact, user)
    assert services.ask_group_reports(round=contact, user=user, on=in_june(13)) == []
    plan(contact, user, groups=[group_of(contact.council_term, 2)])
    with pytest.raises(Refused, match="06/07/2026"):
        services.ask_group_reports(round=contact, user=user, on=date(2026, 7, 7))


def test_without_a_group_there_is_nobody_to_ask(contact: VoterContactRound, user: User) -> None:
    plan(contact, user)
    with pytest.raises(Refused):
        services.ask_group_reports(round=contact, user=user, on=in_june(12))


@pytest.mark.parametrize(("on", "late"), [(date(2026, 7, 6), False), (date(2026, 7, 7), True)])
def test_the_report_settles_what_was_owed(
    contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User, on: date, *, late: bool
) -> None:
    ask(contact, user)
    report = services.receive_report(
        round=contact, group=group, user=user, on=on, text="Cử tri phấn khởi.", symbol="03/BC-TĐB"
    )
    owed = report.follow_up
    assert owed is not None
    owed.refresh_from_db()
    assert (owed.state, report.is_late) == ("accepted", late)


def test_a_report_says_something_came_after_the_question_and_not_from_the_future(
    contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User
) -> None:
    ask(contact, user)
    for changes in (
        {"text": " "},
        {"on": in_june(11)},
        {"on": timezone.localdate() + timedelta(days=1)},
        {"upload": SimpleUploadedFile("bao-cao.exe", EXE)},
        {"upload": SimpleUploadedFile("bao-cao.pdf", b"")},
    ):
        given = {"on": in_june(20), "text": "Báo cáo", **changes}
        with pytest.raises(Refused):
            services.receive_report(round=contact, group=group, user=user, **given)  # type: ignore[arg-type]
    contact.refresh_from_db()
    assert contact.reports.get().received_on is None


def test_a_better_report_keeps_the_file_before_it(
    contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User
) -> None:
    for _ in range(2):
        report = services.receive_report(
            round=contact, group=group, user=user, on=in_june(20), upload=SimpleUploadedFile("bc.pdf", PDF)
        )
    assert report.file is not None
    assert report.file.versions.count() == 2


def test_when_the_round_ends_later_the_reports_are_due_later(
    contact: VoterContactRound, met: VoterMeeting, user: User
) -> None:
    owed = ask(contact, user).follow_up
    contact.refresh_from_db()
    services.update_round(round=contact, user=user, version=None, ends_on=date(2026, 7, 3))
    owed.refresh_from_db()
    assert owed.due_on == date(2026, 7, 8)


def test_a_held_meeting_is_reported_then_synthesised(
    contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User
) -> None:
    hold(met, user)
    assert stage_of(met) == ""
    services.receive_report(round=contact, group=group, user=user, on=in_june(20), text="Báo cáo")
    reported = stage_of(met)
    document = services.issue_paper(round=contact, name="plan", on=in_june(1), user=user)
    services.record_synthesis(round=contact, document=document, user=user)
    met.refresh_from_db()
    assert "" != reported != stage_of(VoterMeeting.objects.get(pk=met.pk))


# --- The wall ---


def wall(contact: VoterContactRound) -> list[tuple[str, int]]:
    return [
        (venue.meeting.venue, venue.lacking)
        for venue in wall_of(wall_rows(contact.meetings.all()), may_enter=True)
    ]


def test_the_wall_shows_what_lacks_most_first(contact: VoterContactRound, user: User) -> None:
    complete = hold(plan(contact, user, venue="Đủ"), user)
    upload = SimpleUploadedFile("bb.pdf", PDF)
    services.attach_signed_minutes(meeting=complete, user=user, upload=upload)
    services.move_meeting(meeting=complete, name="file", user=user)
    half = hold(plan(contact, user, venue="Một nửa"), user)
    factories.OpinionFactory(meeting=half)
    plan(contact, user, venue="Chưa gì", held_on=in_june(20))
    put_off = plan(contact, user, venue="Hoãn")
    services.move_meeting(meeting=put_off, name="postpone", user=user, on=in_june(1), note="Mưa")
    assert wall(contact) == [("Chưa gì", 5), ("Một nửa", 2), ("Đủ", 0)]


# --- Opinions that roll on ---


@pytest.fixture
def sittings(term: CouncilTerm) -> list[Any]:
    days = (date(2026, 7, 14), date(2026, 12, 8), date(2027, 7, 6))
    return [factories.SittingFactory(council_term=term, opens_on=day, closes_on=day) for day in days]


def entered(meeting: VoterMeeting, day: date) -> VoterOpinion:
    opinion: VoterOpinion = factories.OpinionFactory(meeting=meeting)
    moment = datetime(day.year, day.month, day.day, 23, 30, tzinfo=HANOI)
    VoterOpinion.objects.filter(pk=opinion.pk).update(created_at=moment)
    return opinion


@pytest.mark.parametrize(
    ("kind", "cut_off", "day", "goes_to"),
    [
        ("pre_sitting", None, in_june(30), 0),
        ("pre_sitting", in_june(25), in_june(25), 0),
        ("pre_sitting", in_june(25), in_june(26), 1),
        ("post_sitting", None, in_june(26), 0),
        ("thematic", in_june(25), in_june(26), 1),
    ],
    ids=["no cut-off", "on the day", "after it", "after a sitting", "thematic, late"],
)
def test_what_comes_after_the_cut_off_day_goes_to_the_next_sitting(
    contact: VoterContactRound,
    meeting: VoterMeeting,
    sittings: list[Any],
    kind: str,
    cut_off: date | None,
    day: date,
    goes_to: int,
) -> None:
    VoterContactRound.objects.filter(pk=contact.pk).update(
        kind=kind, cut_off_on=cut_off, sitting=sittings[0] if kind == "pre_sitting" else None
    )
    opinion = entered(meeting, day)
    assert list(opinions_for(sittings[goes_to])) == [opinion]
    assert rolled_on(VoterContactRound.objects.get()).count() == int(cut_off is not None and day > cut_off)


def test_a_cancelled_sitting_takes_no_opinions(
    contact: VoterContactRound, meeting: VoterMeeting, sittings: list[Any]
) -> None:
    contact.sitting, contact.cut_off_on = sittings[0], in_june(25)
    contact.save()
    sittings[1].state = "cancelled"
    sittings[1].save()
    entered(meeting, in_june(26))
    assert with_sitting(VoterOpinion.objects.all()).get().for_sitting == sittings[2].pk


# --- Pages ---


@pytest.fixture
def staff(client_as: Callable[..., Client]) -> Client:
    return client_as("secretariat")


def address(name: str, *args: Any) -> str:
    return reverse(f"voters:{name}", args=args)


def read(client: Client, url: str) -> bytes:
    """What is downloaded there."""
    response: Any = client.get(url)
    content: bytes = response.getvalue()
    return content


def test_a_draft_of_the_notice_is_looked_at_without_a_number(
    staff: Client, contact: VoterContactRound, met: VoterMeeting
) -> None:
    url = address("round_paper_create", contact.pk, "notice")
    data = {"on": "02/06/2026", "signer": "vice_chair"}
    assert staff.get(url).status_code == 200
    assert staff.post(url, {**data, "draft": "pdf"}).content.startswith(b"%PDF")
    contact.refresh_from_db()
    assert contact.notice is None
    assert staff.post(url, data).status_code == 302
    for extension in ("docx", "pdf"):
        assert read(staff, address("round_paper", contact.pk, "notice", extension))


def test_unknown_papers_and_files_are_not_there(staff: Client, contact: VoterContactRound) -> None:
    for url in (
        address("round_paper_create", contact.pk, "letter"),
        address("round_paper", contact.pk, "plan", "pdf"),
        address("round_paper", contact.pk, "letter", "pdf"),
        address("group_report_file", contact.pk, 1),
        address("group_report_receive", contact.pk, 10**6),
    ):
        assert staff.get(url).status_code == 404


def test_the_round_says_who_has_not_sent_a_report_and_leads_to_the_reminder(
    staff: Client, contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User
) -> None:
    owed = ask(contact, user).follow_up
    page = staff.get(contact.get_absolute_url())
    assert page.context["remind_url"].startswith(f"{reverse('followups:followup_remind')}?pk={owed.pk}")
    assert staff.get(page.context["remind_url"]).status_code == 200
    data = {"on": "20/06/2026", "symbol": "03/BC", "text": "Cử tri phấn khởi."}
    receive = address("group_report_receive", contact.pk, group.pk)
    assert staff.post(receive, {**data, "text": ""}).status_code == 422
    assert staff.post(receive, data).status_code == 302
    page = staff.get(contact.get_absolute_url())
    assert page.context["remind_url"] == ""
    assert "Cử tri phấn khởi." in page.content.decode()


def test_a_delegate_hands_in_the_report_of_the_own_group_only(
    contact: VoterContactRound,
    met: VoterMeeting,
    group: DelegateGroup,
    term: CouncilTerm,
    client_as: Callable[..., Client],
) -> None:
    member = factories.SeatFactory(council_term=term, group=group).delegate
    own, other = client_as("delegate", delegate=member), client_as("delegate")
    url = address("group_report_receive", contact.pk, group.pk)
    assert other.get(url).status_code == 403
    upload = SimpleUploadedFile("bao-cao.pdf", PDF)
    assert own.post(url, {"on": "20/06/2026", "upload": upload}).status_code == 302
    assert read(own, address("group_report_file", contact.pk, group.pk)) == PDF


def test_steps_are_recorded_and_taken_back(
    staff: Client, contact: VoterContactRound, met: VoterMeeting
) -> None:
    step = contact.steps.get()
    finish, undo = address("contact_step_finish", step.pk), address("contact_step_undo", step.pk)
    assert staff.post(finish, {"on": "01/01/2036"}).status_code == 422
    assert staff.post(finish, {"on": "02/06/2026", "note": "CV 12"}).status_code == 302
    assert "CV 12" in staff.get(contact.get_absolute_url()).content.decode()
    assert staff.post(undo).status_code == 302


def test_the_wall_of_one_group(
    staff: Client, contact: VoterContactRound, met: VoterMeeting, group: DelegateGroup, user: User
) -> None:
    plan(contact, user, venue="Trường học", groups=[group_of(contact.council_term, 2)])
    url = address("round_wall", contact.pk)
    both, one = staff.get(url), staff.get(url, {"group": group.pk})
    assert [len(page.context["wall"]) for page in (both, one)] == [2, 1]
    assert len(staff.get(url, {"group": "x"}).context["wall"]) == 2


def test_opinions_that_rolled_on_are_counted_on_the_round(
    staff: Client, contact: VoterContactRound, meeting: VoterMeeting, sittings: list[Any]
) -> None:
    contact.sitting, contact.cut_off_on = sittings[0], in_june(25)
    contact.save()
    entered(meeting, in_june(26))
    tile = staff.get(contact.get_absolute_url()).context["figures"][2]
    assert tile["note"].startswith("1 ")


@pytest.mark.parametrize(("page", "queries"), [("round_detail", 13), ("round_wall", 8)])
def test_pages_of_a_round_cost_the_same_for_one_meeting_and_three(
    page: str,
    queries: int,
    staff: Client,
    contact: VoterContactRound,
    met: VoterMeeting,
    user: User,
    django_assert_num_queries: Any,
) -> None:
    ask(contact, user)
    url = address(page, contact.pk)
    staff.get(url)
    with django_assert_num_queries(queries):
        staff.get(url)
    for number in (2, 3):
        plan(contact, user, venue=f"Hội trường {number}", groups=[group_of(contact.council_term, number)])
    with time_machine.travel(datetime(2026, 6, 12, 9, tzinfo=HANOI)):
        services.ask_group_reports(round=contact, user=user, on=in_june(12))
    with django_assert_num_queries(queries):
        staff.get(url)


def test_the_synthesis_belongs_to_the_council(contact: VoterContactRound, user: User) -> None:
    other = factories.MeetingFactory()
    plan(other.round, user, held_on=in_june(20))
    foreign = services.issue_paper(round=other.round, name="plan", on=in_june(1), user=user)
    with pytest.raises(Refused):
        services.record_synthesis(round=contact, document=foreign, user=user)
