"""Who spoke at a half-day, in which order, for how long."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from councils.models import CouncilTerm, DelegateSeat
from sessions import services
from sessions.models import SpeakingTurn
from tests.factories import AgendaItemFactory, GroupFactory, PlenaryMeetingFactory, SittingFactory
from tests.sessions.hall import Hall, at, hall


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    made = hall(term)
    made.call(8, excused=1, absent=1)
    return made


def add(room: Hall, number: int | None = 0, **given: Any) -> SpeakingTurn:
    delegate = None if number is None else room.delegates[number]
    return services.add_turn(meeting=room.meeting, user=None, delegate=delegate, **given)


def refused(act: Any, *args: Any, **given: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return list(refusal.value.message_dict) if hasattr(refusal.value, "error_dict") else [""]


def order(room: Hall) -> list[tuple[int, str]]:
    return [(turn.position, str(turn)) for turn in room.meeting.turns.all()]


def test_speakers_are_entered_one_after_the_other(room: Hall) -> None:
    add(room, 0)
    add(room, None, speaker=" Trưởng phòng Kinh tế ", kind="answer")
    assert order(room) == [(1, room.delegates[0].full_name), (2, "Trưởng phòng Kinh tế")]


def test_a_turn_has_one_speaker(room: Hall) -> None:
    assert refused(add, room, None) == ["delegate"]
    assert refused(add, room, 0, speaker="Trưởng phòng Kinh tế") == ["delegate"]


def test_who_is_absent_or_has_no_seat_cannot_have_spoken(room: Hall) -> None:
    assert refused(add, room, 8) == ["delegate"]
    assert refused(add, room, 9) == ["delegate"]
    DelegateSeat.objects.filter(delegate=room.delegates[1]).update(valid_to=date(2026, 7, 1))
    assert refused(add, room, 1) == ["delegate"]


def test_a_turn_is_about_an_item_of_this_sitting(room: Hall, term: CouncilTerm) -> None:
    elsewhere = AgendaItemFactory(
        sitting=SittingFactory(council_term=term, opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 2))
    )
    assert refused(add, room, 0, item=elsewhere) == ["item"]
    assert add(room, 0, item=room.item()).pk


def test_a_group_discussion_names_its_group(room: Hall, term: CouncilTerm) -> None:
    room.meeting = PlenaryMeetingFactory(sitting=room.sitting, kind="groups", part="2_afternoon")
    assert refused(add, room, 0) == ["group"]
    assert refused(add, room, 0, group=GroupFactory()) == ["group"]
    assert add(room, 0, group=term.groups.get(number=1)).group is not None


@pytest.mark.parametrize("minutes", [0, 601])
def test_a_turn_lasts_a_sensible_time(room: Hall, minutes: int) -> None:
    assert refused(add, room, 0, minutes=minutes) == ["minutes"]


def test_a_turn_lies_within_the_half_day(room: Hall) -> None:
    assert refused(add, room, 0, starts_at=at(12)) == ["starts_at"]


def test_turns_move_up_and_down_and_stop_at_the_ends(room: Hall) -> None:
    turns = [add(room, number) for number in range(3)]
    services.move_turn(turn=turns[2], user=None, by=-1)
    services.move_turn(turn=turns[0], user=None, by=-1)
    names = [room.delegates[number].full_name for number in (0, 2, 1)]
    assert order(room) == list(zip((1, 2, 3), names, strict=True))
    services.move_turn(turn=turns[0], user=None, by=1)
    assert [name for _place, name in order(room)] == [names[1], names[0], names[2]]


def test_a_turn_is_taken_out_and_the_others_move_up(room: Hall) -> None:
    turns = [add(room, number) for number in range(3)]
    services.remove_turn(turn=turns[0], user=None)
    assert [place for place, _name in order(room)] == [1, 2]
    assert refused(services.move_turn, turn=turns[0], user=None, by=1) == [""]


def test_a_turn_changes_unless_somebody_was_faster(room: Hall) -> None:
    turn = add(room, 0)
    services.change_turn(turn=turn, user=None, version=1, summary="Đề nghị làm rõ", minutes=5)
    turn.refresh_from_db()
    assert (turn.summary, turn.minutes, turn.version) == ("Đề nghị làm rõ", 5, 2)
    assert refused(services.change_turn, turn=turn, user=None, version=1, summary="Khác") == [""]
    assert refused(services.change_turn, turn=turn, user=None, delegate=room.delegates[9]) == ["delegate"]
