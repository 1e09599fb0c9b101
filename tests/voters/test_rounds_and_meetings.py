"""Rounds and meetings: what they take, and what they refuse in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import User
from core.errors import Refused
from councils.models import Council, CouncilTerm
from tests.factories import (
    CouncilTermFactory,
    MeetingFactory,
    OpinionFactory,
    SeatFactory,
    SittingFactory,
    seated,
)
from tests.voters.conftest import DAY
from voters import services
from voters.models import VoterContactRound, VoterMeeting


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def new_round(council: Council, user: User, **changes: Any) -> VoterContactRound:
    given = {
        "kind": "pre_sitting",
        "name": "Trước kỳ họp thứ 2",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 30),
    }
    return services.create_round(council=council, user=user, **{**given, **changes})


def new_meeting(contact: VoterContactRound, user: User, **changes: Any) -> VoterMeeting:
    given = {"held_on": DAY, "venue": "Nhà văn hóa thôn 1", "locality": "Xã Gia Phú"}
    return services.create_meeting(round=contact, user=user, **{**given, **changes})


def said(refusal: pytest.ExceptionInfo[Refused]) -> dict[str, list[str]]:
    return refusal.value.message_dict


def test_a_round_takes_the_term_in_force_on_its_first_day(
    council: Council, term: CouncilTerm, user: User
) -> None:
    CouncilTermFactory(council=council, instance=2, starts_on=date(2031, 7, 1))
    assert new_round(council, user).council_term == term


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": date(2019, 12, 31)}, "starts_on"),
        ({"ends_on": date(2026, 5, 31)}, "ends_on"),
        ({"cut_off_on": date(2026, 5, 31)}, "cut_off_on"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_round_refuses_beside_the_field(council: Council, user: User, changes: Any, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        new_round(council, user, **changes)
    assert list(said(refusal)) == [field]


def test_a_round_stays_within_a_term_that_has_ended(council: Council, term: CouncilTerm, user: User) -> None:
    CouncilTerm.objects.filter(pk=term.pk).update(ends_on=date(2026, 6, 15))
    with pytest.raises(Refused) as refusal:
        new_round(council, user)
    assert "15/06/2026" in said(refusal)["starts_on"][0]


def test_a_round_does_not_take_the_sitting_of_another_council(council: Council, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        new_round(council, user, sitting=SittingFactory())
    assert "sitting" in said(refusal)


def test_a_round_keeps_the_days_of_its_meetings(council: Council, user: User) -> None:
    contact = new_round(council, user)
    new_meeting(contact, user)
    with pytest.raises(Refused) as refusal:
        services.update_round(round=contact, user=user, version=1, starts_on=date(2026, 6, 11))
    assert "10/06/2026" in said(refusal)["ends_on"][0]
    contact.refresh_from_db()
    services.update_round(round=contact, user=user, version=1, starts_on=DAY)


def test_the_second_of_two_editors_is_told(council: Council, user: User) -> None:
    contact = new_round(council, user)
    services.update_round(round=contact, user=user, version=1, name="Trước kỳ họp thứ hai")
    with pytest.raises(Refused):
        services.update_round(round=contact, user=user, version=1, name="Khác")


def test_a_misspelt_change_does_not_pass_in_silence(council: Council, user: User) -> None:
    with pytest.raises(TypeError, match="nmae"):
        services.update_round(round=new_round(council, user), user=user, version=1, nmae="x")


def test_the_history_names_the_user_also_where_no_request_does(council: Council, user: User) -> None:
    contact = new_round(council, user)
    (event,) = contact.history.select_related("pgh_context")  # type: ignore[attr-defined]  # made by pghistory
    assert event.pgh_context.metadata["user"] == user.pk


def test_a_meeting_keeps_who_was_there(contact: VoterContactRound, term: CouncilTerm, user: User) -> None:
    delegate = seated(term)
    made = new_meeting(contact, user, delegates=[delegate], headcount=1500, headcount_qualifier="more_than")
    assert list(made.delegates.all()) == [delegate]
    assert (made.council, made.state) == (contact.council, "planned")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2026, 7, 1)}, "held_on"),
        ({"venue": " "}, "venue"),
        ({"locality": ""}, "locality"),
        ({"headcount": 5, "speakers": 6}, "speakers"),
        ({"starts_at": time(9), "ends_at": time(8)}, "ends_at"),
    ],
)
def test_a_meeting_refuses_beside_the_field(
    contact: VoterContactRound, user: User, changes: Any, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        new_meeting(contact, user, **changes)
    assert list(said(refusal)) == [field]


def test_a_meeting_is_not_held_jointly_with_its_own_council(contact: VoterContactRound, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        new_meeting(contact, user, joint_councils=[contact.council])
    assert "joint_councils" in said(refusal)


def test_a_delegate_whose_seat_had_ended_was_not_there(
    contact: VoterContactRound, term: CouncilTerm, user: User
) -> None:
    left = SeatFactory(council_term=term, valid_to=DAY - timedelta(days=1)).delegate
    with pytest.raises(Refused) as refusal:
        new_meeting(contact, user, delegates=[seated(term), left])
    assert left.full_name in said(refusal)["delegates"][0]


def test_a_seat_may_end_on_the_day_itself(contact: VoterContactRound, term: CouncilTerm, user: User) -> None:
    assert new_meeting(contact, user, delegates=[SeatFactory(council_term=term, valid_to=DAY).delegate]).pk


def test_holding_needs_the_headcount(contact: VoterContactRound, user: User) -> None:
    made = new_meeting(contact, user)
    with pytest.raises(Refused) as refusal:
        services.move_meeting(meeting=made, name="hold", user=user)
    assert "headcount" in said(refusal)
    services.update_meeting(meeting=made, user=user, version=1, headcount=60)
    assert services.move_meeting(meeting=made, name="hold", user=user).state == "held"


def test_nothing_was_held_in_the_future(contact: VoterContactRound, user: User) -> None:
    made = new_meeting(contact, user, headcount=60)
    with time_machine.travel(DAY - timedelta(days=1), tick=False), pytest.raises(Refused) as refusal:
        services.move_meeting(meeting=made, name="hold", user=user)
    assert "10/06/2026" in said(refusal)["held_on"][0]


def test_a_held_meeting_keeps_its_headcount(meeting: VoterMeeting, user: User) -> None:
    with pytest.raises(Refused) as refusal:
        services.update_meeting(meeting=meeting, user=user, version=1, headcount=None)
    assert "headcount" in said(refusal)


def test_a_step_that_the_table_lacks_is_refused_in_words(meeting: VoterMeeting, user: User) -> None:
    with pytest.raises(Refused):
        services.move_meeting(meeting=meeting, name="cancel", user=user)


def test_opinions_move_with_the_day_of_their_meeting(meeting: VoterMeeting, user: User) -> None:
    opinion = OpinionFactory(meeting=meeting)
    services.update_meeting(meeting=meeting, user=user, version=1, held_on=date(2026, 6, 12))
    opinion.refresh_from_db()
    assert opinion.recorded_on == date(2026, 6, 12)


def test_numbered_opinions_hold_the_year(council: Council, user: User) -> None:
    contact = new_round(council, user, starts_on=date(2025, 12, 20), ends_on=date(2026, 1, 10))
    meeting = MeetingFactory(round=contact, held_on=date(2026, 1, 5))
    OpinionFactory(meeting=meeting)
    with pytest.raises(Refused) as refusal:
        services.update_meeting(meeting=meeting, user=user, version=1, held_on=date(2025, 12, 30))
    assert "2026" in said(refusal)["held_on"][0]
