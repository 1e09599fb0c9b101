"""The home page of each role: what it shows, whose it is, where its numbers lead, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.services import save_draft
from councils.models import Agency, Council, CouncilTerm
from followups import services
from followups.models import FollowUp, Notice
from sessions.models import Invitation, Paper, Sitting, Verification
from supervision.models import SupervisionMission, TeamMember
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    GroupFactory,
    MeetingFactory,
    MissionFactory,
    OpinionFactory,
    PaperFactory,
    RoundFactory,
    SeatFactory,
    SittingFactory,
    SittingStepFactory,
    UserFactory,
    follow_up,
    member,
)
from voters.models import VoterMeeting

ClientAs = Callable[..., Client]
UserAs = Callable[..., User]
HOME = "/"


def day(offset: int) -> date:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=offset)


def owed(agency: Agency, due_in: int, **extra: Any) -> FollowUp:
    """A task due some days from now."""
    return follow_up(agency, on=min(day(due_in), day(0)) - timedelta(days=40), due=day(due_in), **extra)


def answered(task: FollowUp, user: User) -> FollowUp:
    """The task with an answer of today."""
    services.reply_to(
        follow_up=task, user=user, text="Đã sửa", result_class="resolved", dated_on=day(0), quiet=True
    )
    return task


def texts(answer: Any) -> dict[str, str]:
    """Label -> value of the tiles."""
    return {str(tile.label): tile.value_text for tile in answer.context["tiles"]}


def titles(answer: Any) -> dict[str, list[str]]:
    """Heading -> tasks of the sections."""
    return {
        str(section.title): [row.follow_up.title for row in section.rows]
        for section in answer.context["sections"]
    }


# --- Whose page ---


@pytest.mark.parametrize(
    "role", ["administrator", "secretariat", "leader", "committee", "delegate", "agency", "auditor"]
)
def test_every_role_has_a_home_even_with_nothing_in_it(client_as: ClientAs, role: str) -> None:
    assert client_as(role).get(HOME).status_code == 200


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(HOME)["Location"].startswith(reverse("account_login"))


def test_somebody_without_a_role_is_told_what_to_do(client: Client, db: None) -> None:
    client.force_login(UserFactory())
    answer = client.get(HOME)
    assert answer.status_code == 200
    assert _("You do not serve in any council yet") in answer.content.decode()


def test_who_holds_several_roles_gets_the_richest_page_and_a_way_to_the_others(
    client_as: ClientAs, council: Council, term: CouncilTerm
) -> None:
    client = client_as("delegate")
    member(client.user, council, "leader")  # type: ignore[attr-defined]  # set by client_as
    assert "portal/home_leader.html" in [template.name for template in client.get(HOME).templates]
    other = client.get(HOME, {"role": "delegate"})
    assert "portal/home_delegate.html" in [template.name for template in other.templates]
    assert "?role=leader" in other.content.decode()


def test_a_role_one_does_not_hold_cannot_be_asked_for(client_as: ClientAs) -> None:
    answer = client_as("agency").get(HOME, {"role": "leader"})
    assert "portal/home_agency.html" in [template.name for template in answer.templates]


# --- Staff ---


def test_staff_see_what_is_late_due_and_waiting(
    client_as: ClientAs, user_as: UserAs, agency: Agency, term: CouncilTerm
) -> None:
    owed(agency, -3, title="Việc quá hạn")
    owed(agency, 0, title="Việc hôm nay")
    answered(owed(agency, 5, title="Việc đã trả lời"), user_as("agency"))
    OpinionFactory(meeting__round__council_term=term)
    answer = client_as("secretariat").get(HOME)
    shown = texts(answer)
    assert (shown[_("Late")], shown[_("Due today")], shown[_("Answers to assess")]) == ("1", "1", "1")
    assert (shown[_("To classify")], shown[_("To send")]) == ("1", "0")
    found = titles(answer)
    assert found[_("Late")] == ["Việc quá hạn"]
    assert found[_("Answers to assess")] == ["Việc đã trả lời"]


def test_the_numbers_of_staff_lead_to_exactly_their_rows(
    client_as: ClientAs, user_as: UserAs, agency: Agency, term: CouncilTerm
) -> None:
    for due_in in (-9, -2, 0, 1):
        owed(agency, due_in)
    answered(owed(agency, 5), user_as("agency"))
    OpinionFactory.create_batch(3, meeting__round__council_term=term)
    client = client_as("secretariat")
    for tile in client.get(HOME).context["tiles"]:
        assert str(client.get(tile.url).context["count"]) == tile.value_text, tile.label


def test_requests_for_more_time_say_until_when_and_why(
    client_as: ClientAs, user_as: UserAs, agency: Agency
) -> None:
    task, user = owed(agency, 3), user_as("agency")
    first = services.request_extension(follow_up=task, user=user, until=day(9), reason="Lần đầu")
    services.decide_extension(extension=first, user=user_as("leader"), granted=False, note="Chưa đủ lý do")
    services.request_extension(follow_up=task, user=user, until=day(30), reason="Chờ bố trí vốn")
    for role in ("secretariat", "leader"):
        page = client_as(role).get(HOME).content.decode()
        assert f"{day(30):%d/%m/%Y}" in page
        assert "Chờ bố trí vốn" in page
        assert "Lần đầu" not in page


def test_drafts_and_unfinished_meetings_are_found_again(client_as: ClientAs, term: CouncilTerm) -> None:
    client = client_as("secretariat")
    filed = MeetingFactory(round__council_term=term, state="minutes_filed")
    held = MeetingFactory(round__council_term=term)
    save_draft(user=client.user, key=f"opinions-{filed.pk}", data={"rows": "x"})  # type: ignore[attr-defined]  # by client_as
    begun = [(one["meeting"], bool(one["draft"])) for one in client.get(HOME).context["begun"]]
    assert begun == [(filed, True), (held, False)]


def test_the_quick_way_leads_into_the_newest_round(client_as: ClientAs, term: CouncilTerm) -> None:
    client = client_as("secretariat")
    assert reverse("voters:round_create") in client.get(HOME).content.decode()
    newest = RoundFactory(council_term=term)
    assert reverse("voters:meeting_create", args=[newest.pk]) in client.get(HOME).content.decode()


# --- Leader ---


def year_of_opinions(term: CouncilTerm, agency: Agency, year: int, count: int) -> VoterMeeting:
    """A meeting in June with opinions sent to an agency and due in July."""
    meeting: VoterMeeting = MeetingFactory(round__council_term=term, held_on=date(year, 6, 10))
    for opinion in OpinionFactory.create_batch(count, meeting=meeting):
        opinion.follow_up = follow_up(agency, on=date(year, 6, 15), due=date(year, 7, 15))
        opinion.save()
    return meeting


def test_a_leader_sees_figures_with_their_trend(
    client_as: ClientAs, term: CouncilTerm, agency: Agency
) -> None:
    year_of_opinions(term, agency, 2024, 2)
    year_of_opinions(term, agency, 2025, 3)
    answer = client_as("leader").get(HOME, {"from": "2025-01-01", "to": "2025-12-31", "as_of": "2025-12-31"})
    tiles = {tile.url.split("/")[-3]: tile for tile in answer.context["tiles"]}
    assert (tiles["O01"].value_text, tiles["T01"].value_text) == ("3", "1")
    assert "+1" in tiles["O01"].note
    assert _("as a year before") in tiles["T01"].note
    assert tiles["O11"].late


def test_the_tiles_of_a_leader_open_exactly_their_rows(
    client_as: ClientAs, term: CouncilTerm, agency: Agency
) -> None:
    year_of_opinions(term, agency, 2025, 3)
    client = client_as("leader")
    answer = client.get(HOME, {"from": "2025-01-01", "to": "2025-12-31"})
    tiles = {tile.url.split("/")[-3]: tile for tile in answer.context["tiles"]}
    for code in ("T01", "O01", "O06", "O11"):
        assert str(client.get(tiles[code].url).context["count"]) == tiles[code].value_text, code


def test_agencies_stand_by_the_due_days_they_missed_and_open_their_rows(
    client_as: ClientAs, user_as: UserAs, council: Council, agency: Agency
) -> None:
    slow, user = AgencyFactory(council=council, name="Cơ quan chậm"), user_as("agency")
    owed(slow, -5)
    owed(slow, -4)
    owed(slow, 2)
    answered(owed(agency, 1), user)
    services.withdraw(follow_up=owed(agency, 1), user=user, reason="Chuyển nhầm")
    client = client_as("leader")
    span = {"from": day(-30).isoformat(), "to": day(30).isoformat(), "as_of": day(0).isoformat()}
    rows = client.get(HOME, span).context["agencies"]
    assert [(row.name, row.given, row.kept, row.missed) for row in rows] == [
        ("Cơ quan chậm", 3, 0, 2),
        (agency.name, 1, 1, 0),
    ]
    for row in rows:
        counts = [client.get(url).context["count"] for url in (row.given_url, row.kept_url, row.missed_url)]
        assert counts == [row.given, row.kept, row.missed]


def test_the_chart_counts_each_month_and_opens_it(
    client_as: ClientAs, term: CouncilTerm, agency: Agency
) -> None:
    year_of_opinions(term, agency, 2025, 3)
    client = client_as("leader")
    chart = client.get(HOME, {"from": "2025-01-01", "to": "2025-09-30"}).context["chart"]
    assert list(chart.series[0].values) == [0, 0, 0, 0, 0, 3, 0, 0, 0]
    assert client.get(chart.urls[5]).context["count"] == 3
    assert client.get(chart.urls[4]).context["count"] == 0


def test_years_with_opinions_are_one_click_away(
    client_as: ClientAs, term: CouncilTerm, agency: Agency
) -> None:
    year_of_opinions(term, agency, 2023, 1)
    client = client_as("leader")
    years = client.get(HOME).context["period"].choices.years
    assert [choice.label for choice in years] == [str(day(0).year), "2023"]
    shown = client.get(HOME + years[1].url).context["period"].choices
    nine = next(choice for choice in shown.spans if choice.label == _("9 months"))
    question = client.get(HOME + nine.url).context["period"].question
    assert (question.start, question.end, question.as_of) == (
        date(2023, 1, 1),
        date(2023, 9, 30),
        date(2023, 9, 30),
    )


def test_a_period_that_makes_no_sense_is_refused_in_words_and_the_usual_one_shown(
    client_as: ClientAs,
) -> None:
    answer = client_as("leader").get(HOME, {"from": "2023-09-30", "to": "2023-01-01"})
    assert answer.status_code == 200
    assert answer.context["period"].form.errors
    assert answer.context["period"].question.end == day(0)


def test_an_ended_council_says_so_and_shows_its_last_year(client_as: ClientAs, council: Council) -> None:
    Council.objects.filter(pk=council.pk).update(valid_to=date(2025, 6, 30))
    answer = client_as("leader").get(HOME)
    page = answer.content.decode()
    assert "30/06/2025" in page
    assert _("What became of it") in page
    assert answer.context["period"].question.start == date(2025, 1, 1)
    assert answer.context["period"].question.end == date(2025, 6, 30)


def test_a_figure_of_another_day_says_so_beside_what_is_late_today(
    client_as: ClientAs, council: Council, agency: Agency
) -> None:
    owed(agency, -3, title="Việc quá hạn")
    client = client_as("leader")
    answer = client.get(HOME)
    assert titles(answer)[_("Late")] == ["Việc quá hạn"]
    assert _("as of %(day)s") % {"day": f"{day(0):%d/%m/%Y}"} not in answer.context["tiles"][-1].note
    assert not answer.context["sections"][-1].note
    Council.objects.filter(pk=council.pk).update(valid_to=date(2025, 6, 30))
    for role in ("leader", "auditor"):
        answer = client_as(role).get(HOME)
        assert _("as of %(day)s") % {"day": "30/06/2025"} in answer.context["tiles"][-1].note
        assert str(answer.context["sections"][-1].note) == _("as it stands today")


def test_sittings_to_come_say_how_far_away_they_are(client_as: ClientAs, term: CouncilTerm) -> None:
    SittingFactory(council_term=term, opens_on=day(-40), closes_on=day(-39))
    coming = SittingFactory(council_term=term, opens_on=day(19), closes_on=day(20))
    found = client_as("leader").get(HOME).context["sittings"]
    assert [(row.sitting, "19" in row.when) for row in found] == [(coming, True)]


def test_sittings_to_come_say_how_ready_they_are(client_as: ClientAs, term: CouncilTerm) -> None:
    coming = SittingFactory(council_term=term, opens_on=day(19), closes_on=day(20))
    for state in ("postponed", "cancelled"):
        SittingFactory(council_term=term, opens_on=day(9), closes_on=day(9), state=state)
    SittingStepFactory(sitting=coming, title="Thử hệ thống biểu quyết", due_on=day(-3))
    SittingStepFactory(sitting=coming, title="In thẻ đại biểu", due_on=day(2))
    PaperFactory(sitting=coming)
    Paper.objects.filter(pk=PaperFactory(sitting=coming).pk).update(state="received", received_on=day(-1))
    for role in ("leader", "delegate", "auditor"):
        answer = client_as(role).get(HOME)
        (row,) = answer.context["sittings"]
        assert row.sitting == coming
        assert (row.next.title, row.next.standing) == ("Thử hệ thống biểu quyết", "late")
        assert (row.sitting.papers_missing, row.sitting.papers_all) == (1, 2)
        assert str(coming.get_state_display()) in answer.content.decode()


def test_a_sitting_under_way_is_still_shown_and_one_that_is_over_is_not(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    now = SittingFactory(
        council_term=term, opens_on=day(-1), closes_on=day(1), state="in_session", opened_on=day(-1)
    )
    SittingFactory(council_term=term, opens_on=day(-9), closes_on=day(-8), state="closed")
    assert [row.sitting for row in client_as("leader").get(HOME).context["sittings"]] == [now]


def test_a_delegate_reads_the_papers_from_home_once_they_are_open(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    client = client_as("delegate")
    coming = SittingFactory(council_term=term, opens_on=day(5), closes_on=day(6), state="convened")
    reading = reverse("sittings:sitting_reading", args=[coming.pk])
    assert reading not in client.get(HOME).content.decode()
    Sitting.objects.filter(pk=coming.pk).update(state="papers_open")
    assert reading in client.get(HOME).content.decode()


def test_a_delegate_who_is_called_and_owes_an_answer_registers_from_the_top_of_home(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    seat, other = SeatFactory(council_term=term), SeatFactory(council_term=term)
    coming = SittingFactory(council_term=term, opens_on=day(5), closes_on=day(6), state="convened")
    client = client_as("delegate", delegate=seat.delegate)
    register = reverse("sittings:registration_edit", args=[coming.pk])
    Invitation.objects.create(sitting=coming, delegate=other.delegate, sent_on=day(-1))
    assert register not in client.get(HOME).content.decode()
    mine = Invitation.objects.create(sitting=coming, delegate=seat.delegate, sent_on=day(-1))
    shown = client.get(HOME).content.decode()
    assert shown.index(register) < shown.index(_("My meetings"))
    Invitation.objects.filter(pk=mine.pk).update(answer="present")
    assert register not in client.get(HOME).content.decode()


def test_the_next_step_leads_to_where_it_is_taken(client_as: ClientAs, term: CouncilTerm) -> None:
    coming = SittingFactory(council_term=term, opens_on=day(19), closes_on=day(20))
    SittingStepFactory(sitting=coming, code="convene", due_on=day(2))
    convene = reverse("sittings:sitting_convene", args=[coming.pk])
    for role, expected in (
        ("leader", convene),
        ("secretariat", convene),
        ("delegate", f"{coming.get_absolute_url()}#steps"),
    ):
        answer = client_as(role).get(HOME)
        assert [row.next_url for row in answer.context["sittings"]] == [expected]
        assert expected in answer.content.decode()


def test_committee_staff_find_at_home_what_their_own_committee_must_verify(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    own, other = CommitteeFactory(council=term.council), CommitteeFactory(council=term.council, kind="legal")
    paper = PaperFactory(sitting__council_term=term, state="assigned")
    for committee, lead in ((own, True), (other, False)):
        Verification.objects.create(
            paper=paper, committee=committee, is_lead=lead, assigned_on=day(-3), due_on=day(4)
        )
    client = client_as("committee", committee=own)
    assert [row.committee for row, _due in client.get(HOME).context["verifications"]] == [own]


def test_auditors_read_the_figures_and_ask_for_no_report(client_as: ClientAs, council: Council) -> None:
    mission = MissionFactory(council=council)
    page = client_as("auditor").get(HOME).content.decode()
    assert mission.title in page
    assert reverse("reports:run_create") not in page
    assert reverse("reports:run_create") in client_as("leader").get(HOME).content.decode()


# --- Delegate ---


def test_a_delegate_sees_what_came_of_the_groups_own_meetings(
    client_as: ClientAs, user_as: UserAs, term: CouncilTerm, agency: Agency
) -> None:
    mine, other = GroupFactory.create_batch(2, council_term=term)
    seat = SeatFactory(council_term=term, group=mine)
    for group, title in ((mine, "Của tổ tôi"), (other, "Của tổ khác")):
        meeting = MeetingFactory(round__council_term=term, held_on=day(-40))
        meeting.groups.add(group)
        opinion = OpinionFactory(meeting=meeting)
        opinion.follow_up = answered(owed(agency, 3, title=title), user_as("agency"))
        opinion.save()
    answer = client_as("delegate", delegate=seat.delegate).get(HOME)
    found = titles(answer)
    assert found[_("Answers to assess")] == ["Của tổ tôi"]
    assert [meeting.groups.get() for meeting in answer.context["my_meetings"]["past"]] == [mine]
    assert "?verdict=accepted" in answer.content.decode()


def test_a_delegate_finds_the_missions_served_on_and_no_others(
    client_as: ClientAs, term: CouncilTerm
) -> None:
    seat = SeatFactory(council_term=term)
    served, other, over = (
        MissionFactory(council=term.council, title=title)
        for title in ("Việc quản lý đất đai", "Việc thu phí", "Việc đã xong")
    )
    for mission in (served, over):
        TeamMember.objects.create(mission=mission, position=1, part="head", delegate=seat.delegate)
    SupervisionMission.objects.filter(pk=over.pk).update(state="dropped")
    answer = client_as("delegate", delegate=seat.delegate).get(HOME)
    assert list(answer.context["my_missions"]) == [served]
    page = answer.content.decode()
    assert served.get_absolute_url() in page
    assert other.title not in page


def test_what_a_colleague_of_the_group_heard_is_the_groups(
    client_as: ClientAs, user_as: UserAs, term: CouncilTerm, agency: Agency
) -> None:
    mine, other = GroupFactory.create_batch(2, council_term=term)
    me, colleague = SeatFactory.create_batch(2, council_term=term, group=mine)
    stranger = SeatFactory(council_term=term, group=other)
    for seat, title in ((colleague, "Tổ viên nghe"), (stranger, "Tổ khác nghe")):
        meeting = MeetingFactory(round__council_term=term, held_on=day(-40))
        meeting.delegates.add(seat.delegate)
        opinion = OpinionFactory(meeting=meeting)
        opinion.follow_up = answered(owed(agency, 3, title=title), user_as("agency"))
        opinion.save()
    found = titles(client_as("delegate", delegate=me.delegate).get(HOME))
    assert found[_("Answers to assess")] == ["Tổ viên nghe"]


# --- Agency ---


def test_an_agency_sees_what_it_owes_and_nothing_of_others(
    client_as: ClientAs, user_as: UserAs, council: Council, agency: Agency
) -> None:
    owed(agency, -2, title="Đã quá hạn")
    owed(agency, 40, title="Còn lâu")
    owed(AgencyFactory(council=council), -2, title="Của cơ quan khác")
    asked = owed(agency, 3, title="Đã xin gia hạn")
    client = client_as("agency")
    services.request_extension(follow_up=asked, user=client.user, until=day(30), reason="Chờ vốn")  # type: ignore[attr-defined]  # by client_as
    answer = client.get(HOME)
    assert titles(answer) == {
        _("Late"): ["Đã quá hạn"],
        _("Due this week"): [],
        _("Later"): ["Còn lâu"],
        _("More time asked for, to be decided"): ["Đã xin gia hạn"],
        _("Answered, to be judged"): [],
    }
    assert "Của cơ quan khác" not in answer.content.decode()


# --- Administrator ---


def test_an_administrator_sees_failed_notices_of_the_own_council_only(
    client_as: ClientAs, agency: Agency, other_council: Council
) -> None:
    for where in (agency, AgencyFactory(council=other_council)):
        Notice.objects.create(
            recipient=UserFactory(),
            follow_up=owed(where, 3),
            kind="issued",
            for_day=day(0),
            delivery="failed",
        )
    shown = texts(client_as("administrator").get(HOME))
    assert shown[_("Failed notices")] == "1"


# --- How much it costs ---


@pytest.mark.parametrize(
    ("role", "questions"),
    [
        ("secretariat", 23),
        ("leader", 21),
        ("committee", 18),
        ("auditor", 18),
        ("delegate", 17),
        ("agency", 10),
        ("administrator", 10),
    ],
)
def test_a_home_asks_the_same_questions_for_1_and_3_of_everything(
    client_as: ClientAs,
    user_as: UserAs,
    term: CouncilTerm,
    agency: Agency,
    role: str,
    questions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    group = GroupFactory(council_term=term)
    seat = SeatFactory(council_term=term, group=group)
    answering = user_as("agency")

    def add() -> None:
        opens_on = day(9 + Sitting.objects.count())
        sitting = SittingFactory(council_term=term, opens_on=opens_on, closes_on=opens_on)
        SittingStepFactory(sitting=sitting, due_on=day(5))
        PaperFactory(sitting=sitting, owner_agency=agency)
        mission = MissionFactory(council=term.council)
        TeamMember.objects.create(mission=mission, position=1, part="head", delegate=seat.delegate)
        meeting = MeetingFactory(round__council_term=term, held_on=day(-40))
        meeting.groups.add(group)
        for due_in in (-3, 0, 9):
            opinion = OpinionFactory(meeting=meeting)
            opinion.follow_up = owed(agency, due_in)
            opinion.save()
        asking = owed(agency, 20)
        services.request_extension(follow_up=asking, user=answering, until=day(50), reason="Chờ vốn")
        opinion = OpinionFactory(meeting=meeting)
        opinion.follow_up = answered(owed(agency, 8), answering)
        opinion.save()

    client = client_as(role, delegate=seat.delegate) if role == "delegate" else client_as(role)
    add()
    client.get(HOME)
    with django_assert_num_queries(questions):
        client.get(HOME)
    add()
    add()
    with django_assert_num_queries(questions):
        client.get(HOME)
