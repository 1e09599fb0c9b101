"""The roll of a half-day: who holds a seat, who is there, who was in the hall at a moment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm, Delegate, DelegateSeat
from sessions import services
from sessions.models import Attendance, Invitation, Minutes, PlenaryMeeting, Presence
from sessions.roll import half_days, roll_of, rolls_of, seats
from sessions.services import Call
from sessions.services.attendance import registered
from tests.factories import CouncilTermFactory, PlenaryMeetingFactory, seated
from tests.sessions.hall import CLOSING, Hall, at, hall


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    """Ten delegates in two groups on the first morning."""
    return hall(term)


def refused(act: Any, *args: Any, **given: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    found: dict[str, list[str]] = (
        refusal.value.message_dict if hasattr(refusal.value, "error_dict") else {"": refusal.value.messages}
    )
    return found


def take(room: Hall, **calls: Call) -> int:
    rows = {room.delegates[int(name[1:])].pk: call for name, call in calls.items()}
    return services.take_attendance(meeting=room.meeting, user=None, rows=rows)


# --- Seats ---


def test_all_delegates_are_those_elected_and_in_office_those_with_a_seat(term: CouncilTerm) -> None:
    room = hall(term, 8, seat_count=10)
    assert seats(term, room.meeting.day) == (10, 8)
    assert seats(room.sitting, room.meeting.day) == (10, 8)


def test_where_nobody_entered_how_many_were_elected_all_are_in_office(room: Hall, term: CouncilTerm) -> None:
    assert seats(term, room.meeting.day) == (10, 10)


def test_delegates_assigned_from_a_district_raise_the_number_of_all(term: CouncilTerm) -> None:
    hall(term, 12, seat_count=10)
    assert seats(term, date(2026, 7, 14)) == (12, 12)


def test_a_delegate_with_two_seats_one_after_the_other_counts_once(room: Hall, term: CouncilTerm) -> None:
    again = room.delegates[0]
    DelegateSeat.objects.create(delegate=again, council_term=term, valid_from=date(2026, 1, 1))
    assert seats(term, room.meeting.day).in_office == 10
    assert roll_of(room.meeting).in_office == 10


def test_seats_are_counted_in_one_query(
    room: Hall, term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        seats(term, room.meeting.day)


def test_a_seat_that_ended_is_not_offered_and_refused_in_words(room: Hall) -> None:
    gone = room.delegates[3]
    DelegateSeat.objects.filter(delegate=gone).update(valid_to=date(2026, 7, 13))
    assert gone not in [line.delegate for line in roll_of(room.meeting).lines]
    said = refused(take, room, d3=Call("present"))
    assert "14/07/2026" in said[str(gone.pk)][0]
    assert gone.full_name in said[str(gone.pk)][0]


def test_a_seat_of_another_term_is_none(room: Hall) -> None:
    stranger = seated(CouncilTermFactory())
    rows = {stranger.pk: Call("present")}
    assert refused(services.take_attendance, meeting=room.meeting, user=None, rows=rows)


def test_the_roll_is_in_vietnamese_order_by_given_name(term: CouncilTerm) -> None:
    room = hall(term, 0)
    for name in ("Nguyễn Văn Ước", "Trần Thị Ánh", "Lê Văn An", "Phạm Đức Bình"):
        seated(term, full_name=name)
    given = [line.delegate.full_name.split()[-1] for line in roll_of(room.meeting).lines]
    assert given == ["An", "Ánh", "Bình", "Ước"]


# --- Taking the roll ---


def test_the_roll_counts_present_excused_absent_and_not_called(room: Hall) -> None:
    room.call(6, excused=2, absent=1)
    roll = roll_of(room.meeting)
    assert (roll.present, roll.excused, roll.absent, roll.open) == (6, 2, 1, 1)
    assert roll.is_taken


def test_an_excused_absence_needs_its_reason(room: Hall) -> None:
    said = refused(take, room, d0=Call("present"), d1=Call("excused", "  "))
    assert list(said) == [str(room.delegates[1].pk)]
    assert not Attendance.objects.exists(), "nothing is saved when a line is wrong"


@pytest.mark.parametrize("call", [Call("late"), Call("excused", "x" * 301)])
def test_a_line_that_makes_no_sense_is_refused(room: Hall, call: Call) -> None:
    assert list(refused(take, room, d2=call)) == [str(room.delegates[2].pk)]


def test_who_is_present_has_no_reason(room: Hall) -> None:
    take(room, d0=Call("present", "ốm"))
    assert Attendance.objects.get().reason == ""


def test_only_lines_that_differ_are_written(room: Hall) -> None:
    assert take(room, d0=Call("present"), d1=Call("absent")) == 2
    assert take(room, d0=Call("present"), d1=Call("excused", "Ốm")) == 1
    assert Attendance.objects.get(delegate=room.delegates[1]).reason == "Ốm"


def test_everybody_else_is_present_with_one_word(room: Hall) -> None:
    room.call(0, excused=1)
    assert services.everybody_present(meeting=room.meeting, user=None) == 9
    assert roll_of(room.meeting).present == 9


def test_everybody_of_one_group(room: Hall, term: CouncilTerm) -> None:
    first = term.groups.get(number=1)
    assert services.everybody_present(meeting=room.meeting, user=None, group=first.pk) == 5
    assert roll_of(room.meeting).open == 5


def test_the_whole_roll_can_be_taken_back(room: Hall) -> None:
    room.call(10)
    services.leave(meeting=room.meeting, delegate=room.delegates[0], at=at(9), user=None)
    assert services.undo_attendance(meeting=room.meeting, user=None) == 10
    assert not roll_of(room.meeting).is_taken
    assert not Presence.objects.exists()


def test_a_roll_on_which_votes_rest_is_not_taken_back(room: Hall) -> None:
    room.call(10)
    room.vote(9)
    assert refused(services.undo_attendance, meeting=room.meeting, user=None)


def test_who_answered_a_roll_call_cannot_be_absent(room: Hall) -> None:
    room.call(8, absent=2)
    ballots = {delegate.pk: "for" for delegate in room.delegates[:8]}
    room.vote(None, None, method="roll_call", ballots=ballots)
    assert list(refused(take, room, d0=Call("absent"))) == [str(room.delegates[0].pk)]
    assert take(room, d9=Call("excused", "Ốm")) == 1


def test_what_delegates_registered_is_offered(room: Hall) -> None:
    answers = [("excused", "Ốm"), ("present", ""), ("", "")]
    for delegate, (answer, reason) in zip(room.delegates, answers, strict=False):
        Invitation.objects.create(
            sitting=room.sitting,
            delegate=delegate,
            sent_on=date(2026, 7, 1),
            answer=answer,
            reason=reason,
        )
    assert registered(room.meeting) == {
        room.delegates[0].pk: Call("excused", "Ốm"),
        room.delegates[1].pk: Call("present", ""),
    }


def test_nothing_is_entered_about_a_day_that_has_not_come(room: Hall) -> None:
    PlenaryMeeting.objects.filter(pk=room.meeting.pk).update(day=timezone.localdate() + timedelta(days=1))
    assert refused(take, room, d0=Call("present"))


def test_nothing_is_entered_about_a_sitting_that_was_called_off(room: Hall) -> None:
    type(room.sitting).objects.filter(pk=room.sitting.pk).update(state="cancelled")
    assert refused(take, room, d0=Call("present"))


def test_nothing_changes_once_the_minutes_are_approved(room: Hall) -> None:
    room.call(10)
    Minutes.objects.create(
        sitting=room.sitting, drafted_at=timezone.now(), state="approved", approved_on=CLOSING
    )
    meeting, delegate = room.meeting, room.delegates[0]
    assert refused(take, room, d0=Call("absent"))
    assert refused(services.everybody_present, meeting=meeting, user=None)
    assert refused(services.undo_attendance, meeting=meeting, user=None)
    assert refused(services.leave, meeting=meeting, delegate=delegate, at=at(9), user=None)
    assert refused(services.add_turn, meeting=meeting, user=None, delegate=delegate)
    assert refused(services.unhold_plenary, meeting=meeting, user=None)
    assert refused(room.vote, 9)


# --- Quorum ---


@pytest.mark.parametrize(("present", "reached"), [(6, False), (7, True), (10, True)])
def test_the_quorum_is_two_thirds_of_all_delegates(room: Hall, present: int, reached: bool) -> None:
    room.call(present)
    roll = roll_of(room.meeting)
    assert (roll.quorum, roll.has_quorum) == (7, reached)


def test_vacant_seats_count_for_the_quorum(term: CouncilTerm) -> None:
    room = hall(term, 10, seat_count=15)
    room.call(9)
    roll = roll_of(room.meeting)
    assert (roll.quorum, roll.has_quorum) == (10, False)


# --- Arrivals and departures ---


def arrive(room: Hall, number: int, *when: int) -> Presence:
    return services.arrive(meeting=room.meeting, delegate=room.delegates[number], at=at(*when), user=None)


def leave(room: Hall, number: int, *when: int) -> Presence:
    return services.leave(meeting=room.meeting, delegate=room.delegates[number], at=at(*when), user=None)


def in_hall(room: Hall, *when: int) -> int:
    return len(roll_of(room.meeting).in_hall(at(*when)))


def test_who_is_in_the_hall_at_a_moment(room: Hall) -> None:
    room.call(5, absent=5)
    arrive(room, 5, 8, 30)  # comes late
    leave(room, 0, 9)  # leaves early
    leave(room, 1, 8)
    arrive(room, 1, 10)  # comes back
    moments = [(7, 30), (8, 0), (8, 30), (9, 0), (9, 59), (10, 0), (11, 30)]
    assert [in_hall(room, *moment) for moment in moments] == [5, 4, 5, 4, 4, 5, 5]
    assert roll_of(room.meeting).present == 6, "who came for however long was present"


def test_a_late_arrival_turns_an_absence_into_presence(room: Hall) -> None:
    room.call(0, excused=1)
    arrive(room, 0, 9)
    called = Attendance.objects.get(delegate=room.delegates[0])
    assert (called.status, called.reason) == ("present", "")


def test_an_absence_entered_afterwards_takes_the_arrivals_away(room: Hall) -> None:
    arrive(room, 0, 9)
    take(room, d0=Call("absent"))
    assert not Presence.objects.exists()


def test_who_is_in_the_hall_cannot_arrive_again(room: Hall) -> None:
    arrive(room, 0, 9)
    assert "09:00" in refused(arrive, room, 0, 10)["delegate"][0]


def test_nobody_leaves_who_is_not_there(room: Hall) -> None:
    room.call(1, absent=1)
    assert list(refused(leave, room, 1, 9)) == ["delegate"]
    leave(room, 0, 9)
    assert "09:00" in refused(leave, room, 0, 10)["delegate"][0]


def test_stretches_are_in_order(room: Hall) -> None:
    arrive(room, 0, 9)
    assert list(refused(leave, room, 0, 8, 59)) == ["at"]
    leave(room, 0, 10)
    assert list(refused(arrive, room, 0, 9, 30)) == ["at"]


@pytest.mark.parametrize("moment", [(7, 29), (11, 31)])
def test_arrivals_lie_within_the_half_day(room: Hall, moment: tuple[int, int]) -> None:
    assert list(refused(arrive, room, 0, *moment)) == ["at"]


def test_an_arrival_of_who_has_no_seat_is_refused(room: Hall, term: CouncilTerm) -> None:
    DelegateSeat.objects.filter(delegate=room.delegates[0]).update(valid_to=date(2026, 7, 1))
    assert list(refused(arrive, room, 0, 9)) == ["delegate"]


def test_the_last_thing_entered_is_undone_first(room: Hall) -> None:
    first = arrive(room, 0, 8)
    leave(room, 0, 9)
    second = arrive(room, 0, 10)
    assert refused(services.take_back_presence, presence=first, user=None)
    services.take_back_presence(presence=second, user=None)
    services.take_back_presence(presence=first, user=None)
    first.refresh_from_db()
    assert first.left_at is None
    services.take_back_presence(presence=first, user=None)
    assert not Presence.objects.exists()


# --- Held ---


def test_a_half_day_is_held_from_when_to_when(room: Hall) -> None:
    services.hold_plenary(
        meeting=room.meeting, user=None, starts_at=at(8), ends_at=at(11), chair=" Chủ tọa 02 "
    )
    room.meeting.refresh_from_db()
    found = room.meeting
    assert (found.is_held, found.starts_at, found.ends_at, found.chair) == (True, at(8), at(11), "Chủ tọa 02")


def test_a_half_day_is_held_only_while_its_sitting_was_open(room: Hall) -> None:
    sitting = type(room.sitting).objects.filter(pk=room.sitting.pk)
    sitting.update(state="convened", opened_on=None)
    assert refused(services.hold_plenary, meeting=room.meeting, user=None, starts_at=at(8))
    sitting.update(state="in_session", opened_on=CLOSING)
    assert refused(services.hold_plenary, meeting=room.meeting, user=None, starts_at=at(8))
    sitting.update(state="closed", opened_on=date(2026, 7, 13), closed_on=date(2026, 7, 13))
    assert refused(services.hold_plenary, meeting=room.meeting, user=None, starts_at=at(8))


def test_its_hours_are_in_order_and_hold_its_votes(room: Hall) -> None:
    room.call(10)
    room.vote(9, held_at=at(10))
    hold: dict[str, Any] = {"meeting": room.meeting, "user": None}
    assert list(refused(services.hold_plenary, **hold, starts_at=at(9), ends_at=at(9))) == ["ends_at"]
    assert list(refused(services.hold_plenary, **hold, starts_at=at(9), ends_at=at(9, 30))) == ["ends_at"]
    assert list(refused(services.hold_plenary, **hold, starts_at=at(10, 30))) == ["starts_at"]
    assert services.hold_plenary(**hold, starts_at=at(9), ends_at=at(10)).is_held


def test_it_is_taken_back_unless_votes_were_taken(room: Hall) -> None:
    services.hold_plenary(meeting=room.meeting, user=None, starts_at=at(8))
    assert not services.unhold_plenary(meeting=room.meeting, user=None).is_held
    room.call(10)
    room.vote(9)
    assert refused(services.unhold_plenary, meeting=room.meeting, user=None)


# --- Many ---


def test_85_delegates_ask_no_more_than_one(
    term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room = hall(term, 85, seat_count=85)
    room.call(80, absent=5)
    meeting = PlenaryMeeting.objects.select_related("sitting__council_term").get(pk=room.meeting.pk)
    with django_assert_num_queries(3):
        assert roll_of(meeting).present == 80
    calls = {delegate.pk: Call("present") for delegate in room.delegates}
    with django_assert_num_queries(8):
        assert services.take_attendance(meeting=meeting, user=None, rows=calls) == 5


def test_rolls_of_several_half_days_are_read_together(
    room: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.call(4)
    PlenaryMeetingFactory(sitting=room.sitting, part="2_afternoon")
    DelegateSeat.objects.filter(delegate=room.delegates[0]).update(valid_to=date(2026, 7, 14))
    PlenaryMeetingFactory(sitting=room.sitting, day=CLOSING)
    meetings = list(room.sitting.plenary_meetings.select_related("sitting__council_term"))
    with django_assert_num_queries(3):
        rolls = rolls_of(meetings)
    assert [(rolls[one.pk].present, rolls[one.pk].in_office) for one in meetings] == [
        (4, 10),
        (0, 10),
        (0, 9),
    ]
    assert rolls_of([]) == {}


def test_the_list_of_half_days_counts_in_one_query(
    room: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room.call(7, excused=2, absent=1)
    delegate: Delegate = room.delegates[0]
    services.add_turn(meeting=room.meeting, user=None, delegate=delegate)
    room.vote(6)
    services.void_vote(vote=room.vote(6), user=None, reason="Nhập nhầm nội dung")
    with django_assert_num_queries(1):
        (found,) = list(half_days(room.sitting))
    counts: Any = found
    assert (counts.in_office, counts.present, counts.excused, counts.absent) == (10, 7, 2, 1)
    assert (counts.turn_count, counts.vote_count) == (1, 1)
