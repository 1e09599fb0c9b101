"""Handing on: until it is accepted nothing changes; then the new body owes it, and both sides know."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import Refused
from followups import services
from followups.models import FollowUp, HandOver, Notice
from tests.factories import (
    AgencyFactory,
    CommitteeFactory,
    CouncilFactory,
)
from tests.followups.passing_on import JULY, WHY, accepted, fresh, handed

# --- Asking ---


def test_until_it_is_accepted_the_present_body_goes_on_owing_the_answer(task: Any, second: Any) -> None:
    before = fresh(task)
    hand_over = handed(task, second)
    after = fresh(task)
    for name in ("agency_id", "council_id", "state", "due_on", "fruitless", "accountable"):
        assert getattr(after, name) == getattr(before, name)
    assert (hand_over.decision, hand_over.from_owner) == ("asked", task.agency.name)
    services.reply_to(follow_up=after, user=None, text="Đã làm", result_class="resolved", dated_on=JULY)
    assert fresh(task).state == "answered"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ("itself", "agency"),
        ("ended agency", "agency"),
        ("agency not yet there", "agency"),
        ("agency of another council", "agency"),
        ("own council", "council"),
        ("ended council", "council"),
        ("no reason", "reason"),
        ("before it was sent", "on"),
        ("future", "on"),
    ],
)
def test_what_cannot_be_handed_on_is_refused_beside_its_field(
    task: Any, second: Any, other_council: Any, case: str, field: str
) -> None:
    council = task.council
    receivers: dict[str, Any] = {
        "itself": task.agency,
        "ended agency": AgencyFactory(council=council, valid_to=date(2026, 6, 30)),
        "agency not yet there": AgencyFactory(council=council, valid_from=date(2026, 7, 2)),
        "agency of another council": AgencyFactory(council=other_council),
        "own council": council,
        "ended council": CouncilFactory(valid_to=date(2026, 6, 30)),
    }
    days = {"before it was sent": date(2026, 6, 14), "future": timezone.localdate() + timedelta(days=1)}
    reason = " " if case == "no reason" else WHY
    with pytest.raises(Refused) as refusal:
        services.hand_on(
            follow_up=task,
            user=None,
            to=receivers.get(case, second),
            reason=reason,
            on=days.get(case, JULY),
        )
    assert list(refusal.value.message_dict) == [field]
    assert not HandOver.objects.exists()


def test_a_body_that_still_existed_on_the_day_of_the_letter_may_be_asked(task: Any) -> None:
    assert handed(task, AgencyFactory(council=task.council, valid_to=JULY)).pk


def test_a_second_request_waits_for_the_decision_on_the_first(task: Any, second: Any) -> None:
    handed(task, second)
    with pytest.raises(Refused, match=r"."):
        handed(task, AgencyFactory(council=task.council))


@pytest.mark.parametrize("end", ["answered", "withdrawn"])
def test_what_nobody_owes_any_more_is_not_handed_on(task: Any, second: Any, user_as: Any, end: str) -> None:
    if end == "answered":
        services.reply_to(follow_up=task, user=None, text="Xong", result_class="resolved", dated_on=JULY)
    else:
        services.withdraw(follow_up=task, user=user_as("secretariat"), reason="Trùng")
    with pytest.raises(Refused):
        handed(task, second)


# --- Accepting ---


def test_the_agency_that_accepts_owes_the_answer_by_the_same_day(task: Any, second: Any) -> None:
    accepted(handed(task, second), accountable="Trưởng phòng Hạ tầng")
    after = fresh(task)
    assert (after.agency, after.council, after.raised_by) == (second, task.council, None)
    assert (after.state, after.due_on, after.fruitless) == ("acknowledged", task.due_on, 1)
    assert after.accountable == "Trưởng phòng Hạ tầng"
    move = after.moves.last()
    assert (move.from_state, move.to_state, move.effective_on) == ("issued", "acknowledged", JULY)
    assert move.note == f"{task.agency} → {second}"
    assert FollowUp.objects.filter(search__contains="phong ha tang").get() == after


def test_a_committee_s_matter_goes_to_an_agency_and_the_committee_is_rid_of_it(
    task: Any, second: Any
) -> None:
    committee = CommitteeFactory(council=task.council)
    FollowUp.objects.filter(pk=task.pk).update(agency=None, committee=committee)
    hand_over = accepted(handed(task, second))
    assert hand_over.from_owner == committee.name
    assert (fresh(task).agency, fresh(task).committee) == (second, None)


def test_who_takes_the_whole_over_has_no_part_of_its_own_left(task: Any, second: Any) -> None:
    task.coordinations.create(agency=second, part="Khảo sát")
    accepted(handed(task, second))
    assert not task.coordinations.exists()


def test_another_council_chooses_its_agency_and_asks_for_the_answer_from_then_on(
    task: Any, province: Any
) -> None:
    theirs = AgencyFactory(council=province, name="Sở Xây dựng")
    hand_over = accepted(handed(task, province), agency=theirs)
    after = fresh(task)
    assert (after.council, after.agency, after.raised_by) == (province, theirs, task.council)
    assert (hand_over.to_agency, hand_over.decision) == (theirs, "accepted")
    assert after.due_on == task.due_on


def test_the_first_council_stays_the_one_that_raised_it_and_nobody_raises_what_came_back(
    task: Any, province: Any, other_council: Any
) -> None:
    for council in (province, other_council):
        accepted(handed(task, council), agency=AgencyFactory(council=council))
    assert fresh(task).raised_by == task.council
    accepted(handed(task, task.council, again=True), agency=AgencyFactory(council=task.council))
    after = fresh(task)
    assert (after.council, after.raised_by, after.fruitless) == (task.council, None, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": None}, "agency"),
        ({"agency": "ours"}, "agency"),
        ({"accountable": " "}, "accountable"),
        ({"on": date(2026, 6, 30)}, "on"),
        ({"on": date(2100, 1, 1)}, "on"),
    ],
)
def test_an_acceptance_needs_their_agency_somebody_who_answers_and_a_possible_day(
    task: Any, province: Any, changes: dict[str, Any], field: str
) -> None:
    given = {"agency": AgencyFactory(council=province), **changes}
    if given["agency"] == "ours":
        given["agency"] = task.agency
    with pytest.raises(Refused) as refusal:
        accepted(handed(task, province), **given)
    assert list(refusal.value.message_dict) == [field]
    assert fresh(task).council == task.council


def test_what_was_answered_meanwhile_is_not_taken_over(task: Any, second: Any) -> None:
    hand_over = handed(task, second)
    services.reply_to(follow_up=task, user=None, text="Xong", result_class="resolved", dated_on=JULY)
    with pytest.raises(Refused):
        accepted(hand_over)
    assert fresh(task).agency == task.agency


def test_a_refusal_says_why_is_counted_and_leaves_it_where_it_was(task: Any, second: Any) -> None:
    hand_over = handed(task, second)
    with pytest.raises(Refused) as refusal:
        services.refuse_hand_over(hand_over=hand_over, user=None, reason=" ", on=JULY)
    assert list(refusal.value.message_dict) == ["note"]
    services.refuse_hand_over(hand_over=hand_over, user=None, reason="Không phải của chúng tôi", on=JULY)
    after = fresh(task)
    assert (after.agency, after.state, after.fruitless) == (task.agency, "issued", 1)
    assert handed(task, AgencyFactory(council=task.council)).decision == "asked"


def test_a_request_taken_back_counts_for_nothing_and_makes_room_for_another(task: Any, second: Any) -> None:
    services.take_back_hand_over(hand_over=handed(task, second), user=None)
    assert fresh(task).fruitless == 0
    assert handed(task, second).decision == "asked"


def test_an_answer_that_is_given_back_is_counted_as_fruitless_too(task: Any) -> None:
    for count in (1, 2):
        services.reply_to(
            follow_up=task, user=None, text="Chung chung", result_class="resolved", dated_on=JULY
        )
        services.assess(follow_up=task, user=None, verdict="returned", reason="Chưa rõ", on=JULY)
        assert fresh(task).fruitless == count
    services.reply_to(follow_up=task, user=None, text="Đã xong", result_class="resolved", dated_on=JULY)
    services.assess(follow_up=task, user=None, verdict="accepted", on=JULY)
    assert fresh(task).fruitless == 2


@pytest.mark.parametrize("back", ["first", "refused"])
def test_a_matter_that_travels_in_circles_is_said_to_and_needs_a_tick(
    task: Any, second: Any, back: str
) -> None:
    hand_over = handed(task, second)
    if back == "first":
        accepted(hand_over)
        receiver = task.agency
    else:
        services.refuse_hand_over(hand_over=hand_over, user=None, reason="Không phải", on=JULY)
        receiver = second
    with pytest.raises(Refused) as refusal:
        handed(task, receiver)
    assert list(refusal.value.message_dict) == ["again"]
    assert str(receiver) in refusal.value.message_dict["again"][0]
    assert handed(task, receiver, again=True).decision == "asked"


@pytest.mark.django_db(transaction=True)
def test_two_people_who_decide_at_once_do_so_once(task: Any, second: Any) -> None:
    hand_over, start = handed(task, second, quiet=True), Barrier(2)
    outcomes: list[str] = []

    def decide(accept: bool) -> None:
        start.wait()
        try:
            if accept:
                accepted(hand_over, quiet=True)
            else:
                services.refuse_hand_over(hand_over=hand_over, user=None, reason="Không", on=JULY, quiet=True)
            outcomes.append("done")
        except Refused:
            outcomes.append("told that it is decided")
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(accept,)) for accept in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told that it is decided"]
    assert fresh(task).fruitless == 1


# --- Who is told ---


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_the_receiving_agency_is_told_and_its_council_s_secretariat_where_it_has_nobody(
    task: Any, second: Any, user_as: Any
) -> None:
    staff, owner = user_as("secretariat"), user_as("agency")
    hand_over = handed(task, second, owner)
    assert told("handed_on") == {staff.pk}
    services.take_back_hand_over(hand_over=hand_over, user=owner)
    taker = user_as("agency", agency=second)
    handed(task, second, staff)
    assert told("handed_on") == {staff.pk, taker.pk}


def test_both_sides_are_told_of_an_acceptance_and_of_a_refusal_the_one_that_asked(
    task: Any, second: Any, user_as: Any
) -> None:
    staff, owner, taker, reader = (
        user_as("secretariat"),
        user_as("agency"),
        user_as("agency", agency=second),
        user_as("agency", agency=second),
    )
    services.refuse_hand_over(hand_over=handed(task, second, owner), user=taker, reason="Không", on=JULY)
    assert told("handed_on_decided") == {staff.pk, owner.pk}
    accepted(handed(task, second, owner, again=True), taker)
    assert told("handed_on_decided") == {staff.pk, owner.pk, reader.pk}
