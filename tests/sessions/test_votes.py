"""Votes: three denominators, what is refused, what a final vote does to its resolution, and how one is voided."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm, DelegateSeat
from sessions import services
from sessions.models import Ballot, Minutes, Paper, PlenaryMeeting, Resolution, Sitting, Vote
from tests.factories import (
    AgendaItemFactory,
    PaperFactory,
    PlenaryMeetingFactory,
    ResolutionFactory,
    SittingFactory,
)
from tests.sessions.hall import CLOSING, OPENING, Hall, at, hall


@pytest.fixture
def room(term: CouncilTerm) -> Hall:
    """Twelve seats, ten filled, eight present."""
    made = hall(term, 10, seat_count=12)
    made.call(8, excused=1, absent=1)
    return made


def refused(act: Callable[..., Any], *args: Any, **given: Any) -> list[str]:
    """The fields at fault."""
    before = Vote.objects.count()
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    assert Vote.objects.count() == before
    return list(refusal.value.message_dict) if hasattr(refusal.value, "error_dict") else [""]


def elsewhere(term: CouncilTerm) -> Any:
    return SittingFactory(council_term=term, opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 2), number=4)


# --- Counting ---


def test_a_vote_keeps_all_three_denominators_and_what_follows_from_them(room: Hall) -> None:
    vote = room.vote(7, 1)
    assert (vote.all_delegates, vote.in_office, vote.present) == (12, 10, 8)
    assert (vote.votes_for, vote.votes_against, vote.not_voting) == (7, 1, 0)
    assert (vote.needed, vote.passed) == (7, True)
    assert "khoản 2 Điều 35" in vote.legal_basis


def test_more_than_half_of_those_present_is_not_enough_for_an_ordinary_vote(room: Hall) -> None:
    vote = room.vote(6, 0)
    assert (vote.needed, vote.passed, vote.not_voting) == (7, False, 2)
    assert room.vote(6, 0, majority="procedural").passed


def test_two_thirds_are_of_all_delegates(room: Hall) -> None:
    assert [room.vote(votes, majority="two_thirds").passed for votes in (7, 8)] == [False, True]


def test_a_shrunken_council_counts_those_in_office(term: CouncilTerm) -> None:
    room = hall(term, 9, seat_count=15)
    room.call(9)
    vote = room.vote(7, 2, majority="shrunken")
    assert (vote.needed, vote.passed) == (7, True)
    assert "khoản 2 Điều 49" in vote.legal_basis
    assert not room.vote(6, 3, majority="shrunken").passed


def test_a_council_with_enough_seats_may_not_count_those_in_office(room: Hall) -> None:
    assert refused(room.vote, 8, majority="shrunken") == ["majority"]


def test_old_sittings_rest_on_the_law_of_their_day(term: CouncilTerm) -> None:
    CouncilTerm.objects.filter(pk=term.pk).update(starts_on=date(2016, 6, 1))
    DelegateSeat.objects.all()
    room = hall(term, 9)
    DelegateSeat.objects.update(valid_from=date(2016, 6, 1))
    day = date(2019, 12, 17)
    Sitting.objects.filter(pk=room.sitting.pk).update(opens_on=day, opened_on=day)
    PlenaryMeeting.objects.filter(pk=room.meeting.pk).update(day=day)
    room.call(9)
    assert "77/2015/QH13" in room.vote(9).legal_basis


def test_who_is_present_follows_from_the_hall_at_that_moment(room: Hall) -> None:
    services.leave(meeting=room.meeting, delegate=room.delegates[0], at=at(9), user=None)
    assert [room.vote(7, held_at=at(*moment)).present for moment in ((8, 59), (9, 0))] == [8, 7]
    assert room.vote(7).present == 8


def test_the_number_counted_in_the_hall_goes_before_the_roll(room: Hall) -> None:
    assert room.vote(7, present=9).present == 9


def test_without_attendance_somebody_must_say_how_many_were_present(term: CouncilTerm) -> None:
    room = hall(term)
    assert refused(room.vote, 9) == ["present"]
    assert room.vote(9, present=10).passed


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"votes_for": 9, "votes_against": 0}, "votes_for"),
        ({"votes_for": 7, "votes_against": 2}, "votes_for"),
        ({"votes_for": None, "votes_against": 0}, "votes_for"),
        ({"votes_for": 7, "votes_against": None}, "votes_against"),
        ({"votes_for": -1, "votes_against": 0}, "votes_for"),
        ({"votes_for": 7, "votes_against": -1}, "votes_against"),
        ({"votes_for": 7, "votes_against": 0, "present": 11}, "present"),
        ({"votes_for": 7, "votes_against": 0, "present": 6}, "votes_for"),
    ],
)
def test_counts_that_cannot_be_are_refused(room: Hall, facts: dict[str, Any], field: str) -> None:
    assert refused(room.vote, **facts) == [field]


# --- Secret ballot ---

SECRET = {"method": "secret", "ballots_issued": 8, "ballots_returned": 8, "ballots_invalid": 1}


def test_a_secret_ballot_adds_up(room: Hall) -> None:
    vote = room.vote(7, 0, **SECRET)
    assert (vote.passed, vote.not_voting) == (True, 0)
    assert (vote.ballots_issued, vote.ballots_returned, vote.ballots_invalid) == (8, 8, 1)
    kept = room.vote(6, 0, **(SECRET | {"ballots_returned": 6, "ballots_invalid": 0}))
    assert kept.not_voting == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ballots_issued": 9}, "ballots_issued"),
        ({"ballots_issued": 7}, "ballots_returned"),
        ({"ballots_invalid": 0}, "ballots_invalid"),
        ({"ballots_invalid": 2}, "ballots_invalid"),
        ({"ballots_issued": None}, "ballots_issued"),
        ({"ballots_returned": None}, "ballots_returned"),
        ({"ballots_invalid": None}, "ballots_invalid"),
        ({"ballots_invalid": -1}, "ballots_invalid"),
    ],
)
def test_ballots_that_do_not_add_up_are_refused(room: Hall, changes: dict[str, Any], field: str) -> None:
    assert field in refused(room.vote, 7, 0, **(SECRET | changes))


def test_persons_are_decided_on_by_secret_ballot(room: Hall) -> None:
    person = room.item(kind="personnel")
    assert refused(room.vote, 7, item=person) == ["method"]
    assert room.vote(7, 0, item=person, **SECRET).passed
    assert room.vote(7, item=person, majority="procedural").passed, "who counts the ballots is procedure"
    assert room.vote(7, item=person, resolution=room.resolution()).passed, "so is the text that confirms it"


# --- Roll call ---


def answers(room: Hall, *choices: str) -> dict[int, str]:
    return {delegate.pk: choice for delegate, choice in zip(room.delegates, choices, strict=False)}


def roll_call(room: Hall, ballots: dict[int, str], **given: Any) -> Vote:
    facts = {"votes_for": None, "votes_against": None, "method": "roll_call", "ballots": ballots}
    return room.vote(**(facts | given))


def test_a_roll_call_counts_its_answers(room: Hall) -> None:
    vote = roll_call(room, answers(room, *["for"] * 5, "against", "against", "not_voting"))
    assert (vote.votes_for, vote.votes_against, vote.not_voting, vote.present) == (5, 2, 1, 8)
    assert Ballot.objects.filter(vote=vote, choice="against").count() == 2


def test_a_roll_call_that_does_not_add_up_is_refused(room: Hall) -> None:
    all_for = answers(room, *["for"] * 8)
    assert refused(roll_call, room, all_for, votes_for=7) == ["votes_for"]
    assert refused(roll_call, room, all_for, votes_against=1) == ["votes_against"]
    assert refused(roll_call, room, all_for, present=9) == ["present"]
    assert roll_call(room, all_for, votes_for=8, votes_against=0, present=8).passed


def test_everybody_in_the_hall_answers_and_nobody_else(room: Hall) -> None:
    assert refused(roll_call, room, answers(room, *["for"] * 7)) == ["ballots"]
    assert refused(roll_call, room, answers(room, *["for"] * 9)) == ["ballots"]
    DelegateSeat.objects.filter(delegate=room.delegates[7]).update(valid_to=date(2026, 7, 1))
    assert refused(roll_call, room, answers(room, *["for"] * 8)) == ["ballots"]
    assert roll_call(room, answers(room, *["for"] * 7)).present == 7


def test_who_has_left_does_not_answer(room: Hall) -> None:
    services.leave(meeting=room.meeting, delegate=room.delegates[0], at=at(9), user=None)
    everybody = answers(room, *["for"] * 8)
    assert refused(roll_call, room, everybody, held_at=at(10)) == ["ballots"]
    assert roll_call(room, everybody, held_at=at(8)).present == 8


def test_an_answer_is_one_of_three(room: Hall) -> None:
    assert refused(roll_call, room, answers(room, *["for"] * 7, "perhaps")) == ["ballots"]


def test_a_roll_call_follows_the_attendance(term: CouncilTerm) -> None:
    room = hall(term)
    assert refused(roll_call, room, answers(room, *["for"] * 10)) == ["ballots"]


# --- The frame ---


def test_a_vote_is_taken_while_the_sitting_is_open(room: Hall) -> None:
    sitting = Sitting.objects.filter(pk=room.sitting.pk)
    sitting.update(state="convened", opened_on=None)
    assert refused(room.vote, 8) == ["meeting"]
    sitting.update(state="in_session", opened_on=CLOSING)
    assert refused(room.vote, 8) == ["meeting"], "before the opening"
    sitting.update(state="closed", opened_on=date(2026, 7, 13), closed_on=date(2026, 7, 13))
    assert refused(room.vote, 8) == ["meeting"], "after the closing"
    sitting.update(closed_on=OPENING)
    assert room.vote(8).passed, "what was taken in time may be entered afterwards"


def test_a_vote_lies_within_its_half_day(room: Hall) -> None:
    assert refused(room.vote, 8, held_at=at(7)) == ["held_at"]
    assert refused(room.vote, 8, held_at=at(11, 31)) == ["held_at"]


def test_no_vote_is_taken_in_a_half_day_to_come(room: Hall) -> None:
    PlenaryMeeting.objects.filter(pk=room.meeting.pk).update(day=timezone.localdate() + timedelta(days=1))
    assert refused(room.vote, 8) == [""]


def test_a_vote_belongs_to_one_sitting(room: Hall, term: CouncilTerm) -> None:
    other = elsewhere(term)
    half_day = PlenaryMeetingFactory(sitting=other)
    assert refused(room.vote, 8, meeting=half_day) == ["meeting"]
    assert refused(room.vote, 8, item=AgendaItemFactory(sitting=other)) == ["item"]
    assert refused(room.vote, 8, resolution=ResolutionFactory(sitting=other)) == ["resolution"]


def test_nothing_is_voted_on_while_nobody_holds_a_seat(room: Hall) -> None:
    DelegateSeat.objects.update(valid_to=date(2026, 7, 1))
    assert refused(room.vote, 0, present=0) == ["meeting"]
    assert not Vote.objects.exists()


def test_groups_discuss_and_do_not_vote(room: Hall) -> None:
    groups = PlenaryMeetingFactory(sitting=room.sitting, kind="groups", part="2_afternoon")
    assert refused(room.vote, 8, meeting=groups, present=8) == ["meeting"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"method": "shouting"}, "method"),
        ({"majority": "most"}, "majority"),
        ({"is_final": True}, "is_final"),
    ],
)
def test_what_makes_no_sense_is_refused(room: Hall, changes: dict[str, Any], field: str) -> None:
    assert refused(room.vote, 8, **changes) == [field]


# --- What a final vote decides ---


def final(room: Hall, resolution: Resolution, votes: int = 8, **given: Any) -> Vote:
    return room.vote(votes, resolution=resolution, is_final=True, **given)


def test_a_final_vote_adopts_or_rejects(room: Hall) -> None:
    adopted, rejected = room.resolution(), room.resolution()
    final(room, adopted)
    final(room, rejected, 6)
    adopted.refresh_from_db()
    rejected.refresh_from_db()
    assert (adopted.state, adopted.adopted_on) == ("passed", OPENING)
    assert (rejected.state, rejected.adopted_on) == ("rejected", None)
    assert adopted.moves.get().note == "8/12"


def test_articles_and_alternatives_are_voted_on_before_the_whole(room: Hall) -> None:
    resolution, item = room.resolution(), room.item()
    parts = [room.vote(votes, resolution=resolution, item=item) for votes in (8, 3)]
    whole = final(room, resolution, item=item)
    assert [vote.number for vote in (*parts, whole)] == [1, 2, 3]
    resolution.refresh_from_db()
    assert resolution.state == "passed"


@pytest.mark.parametrize("votes", [8, 6])
def test_a_resolution_is_decided_once(room: Hall, votes: int) -> None:
    resolution = room.resolution()
    final(room, resolution, votes)
    assert refused(final, room, resolution) == ["resolution"]


def test_a_deferred_resolution_is_tabled_first(room: Hall) -> None:
    assert refused(final, room, room.resolution(state="deferred")) == ["resolution"]


def test_a_resolution_adopted_without_a_vote_on_record_is_not_voted_on(room: Hall) -> None:
    adopted = room.resolution(state="passed", adopted_on=OPENING)
    assert refused(final, room, adopted) == ["resolution"]


# --- What a vote carries along ---


def draft_of(room: Hall, **facts: Any) -> tuple[Resolution, Paper]:
    """A resolution with its draft among the papers."""
    paper = PaperFactory(
        sitting=room.sitting, kind="draft_resolution", **{"state": "sent_to_delegates", **facts}
    )
    return room.resolution(paper=paper), paper


@pytest.mark.parametrize(("votes", "state"), [(8, "adopted"), (6, "tabled")])
def test_the_draft_among_the_papers_follows_its_resolution(room: Hall, votes: int, state: str) -> None:
    resolution, paper = draft_of(room)
    vote = final(room, resolution, votes)
    paper.refresh_from_db()
    assert (paper.state, paper.tabled_on) == (state, OPENING)
    void(vote)
    paper.refresh_from_db()
    assert (paper.state, paper.tabled_on) == ("tabled", OPENING)
    final(room, resolution)
    paper.refresh_from_db()
    assert paper.state == "adopted"


def test_a_draft_that_never_came_stays_missing(room: Hall) -> None:
    resolution, paper = draft_of(room, state="expected")
    final(room, resolution)
    paper.refresh_from_db()
    assert (paper.state, paper.tabled_on) == ("expected", None)


def test_a_vote_on_an_item_deals_with_it_until_the_last_one_is_voided(room: Hall) -> None:
    item = room.item()
    room.vote(8, item=item, majority="procedural")
    item.refresh_from_db()
    assert item.tabled_on is None, "a vote on procedure settles no matter"
    first, second = room.vote(8, item=item), room.vote(3, item=item)
    item.refresh_from_db()
    assert item.tabled_on == OPENING
    void(first)
    item.refresh_from_db()
    assert item.tabled_on == OPENING
    void(second)
    item.refresh_from_db()
    assert item.tabled_on is None


def test_tabled_papers_take_their_items_along_if_wanted(room: Hall) -> None:
    papers = [PaperFactory(sitting=room.sitting, state="sent_to_delegates") for _each in range(2)]
    items = [room.item(), room.item()]
    for item, paper in zip(items, papers, strict=True):
        item.papers.add(paper)
    services.table_papers(papers=papers[:1], user=None, on=OPENING, with_items=True)
    services.table_papers(papers=papers[1:], user=None, on=OPENING)
    for item in items:
        item.refresh_from_db()
    assert [item.tabled_on for item in items] == [OPENING, None]


# --- Voiding ---


def void(vote: Vote, reason: str = "Nhập nhầm số phiếu") -> Vote:
    return services.void_vote(vote=vote, user=None, reason=reason)


@pytest.mark.parametrize("votes", [8, 6])
def test_voiding_a_final_vote_takes_its_decision_back(room: Hall, votes: int) -> None:
    resolution = room.resolution()
    vote = void(final(room, resolution, votes))
    resolution.refresh_from_db()
    assert (resolution.state, resolution.adopted_on) == ("tabled", None)
    assert (vote.voided_on, vote.voided_because) == (timezone.localdate(), "Nhập nhầm số phiếu")
    again = final(room, resolution)
    resolution.refresh_from_db()
    assert (again.number, resolution.state, resolution.adopted_on) == (2, "passed", OPENING)


def test_a_vote_entered_on_the_wrong_day_can_be_entered_on_the_right_one(room: Hall) -> None:
    second = PlenaryMeetingFactory(sitting=room.sitting, day=CLOSING)
    resolution = room.resolution()
    void(final(room, resolution, meeting=second, present=8))
    final(room, resolution)
    resolution.refresh_from_db()
    assert (resolution.state, resolution.adopted_on) == ("passed", OPENING)


def test_the_vote_behind_a_signed_resolution_stands(room: Hall) -> None:
    resolution = room.resolution()
    vote = final(room, resolution)
    Resolution.objects.filter(pk=resolution.pk).update(state="signed", signed_on=OPENING)
    assert refused(void, vote) == [""]
    vote.refresh_from_db()
    assert vote.voided_on is None


def test_a_vote_is_voided_once_and_for_a_reason(room: Hall) -> None:
    vote = room.vote(8)
    assert refused(void, vote, " x ") == ["reason"]
    assert refused(void, vote, "x" * 301) == ["reason"]
    void(vote)
    assert refused(void, vote) == [""]


def test_nothing_is_voided_once_the_minutes_are_approved(room: Hall) -> None:
    vote = room.vote(8)
    Minutes.objects.create(
        sitting=room.sitting, drafted_at=timezone.now(), state="approved", approved_on=CLOSING
    )
    assert refused(void, vote) == [""]


# --- Numbers and many ---


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_get_two_numbers(term: CouncilTerm) -> None:
    room = hall(term)
    room.call(10)

    def record(title: str) -> int:
        try:
            return room.vote(9, title=title).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(record, [f"Nội dung {place}" for place in range(4)]))
    assert sorted(numbers) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_decide_a_resolution_once(term: CouncilTerm) -> None:
    room = hall(term)
    room.call(10)
    resolution = room.resolution()

    def record(_place: int) -> bool:
        try:
            return final(room, resolution).passed
        except ValidationError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(record, range(2))) == [False, True]


@pytest.mark.parametrize("count", [3, 85])
def test_a_roll_call_of_85_asks_no_more_than_one_of_3(
    term: CouncilTerm, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    room = hall(term, count)
    room.call(count)
    ballots = answers(room, *["for"] * count)
    with django_assert_num_queries(26):
        assert roll_call(room, ballots).votes_for == count
