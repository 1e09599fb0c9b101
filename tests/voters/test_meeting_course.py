"""The course of a meeting: its dated moves, what they need, the legal steps that its days bring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.models import User
from core.errors import Refused
from councils import dependents
from councils.calendar import national_calendar
from councils.models import CouncilTerm
from tests import factories
from tests.voters.conftest import DAY
from tests.voters.contact_kit import hold, in_june, plan, rules
from voters import services
from voters.models import ContactStep, VoterContactRound, VoterMeeting
from voters.roadmap import steps_of


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def course(meeting: VoterMeeting) -> list[tuple[str, date, str]]:
    return list(meeting.moves.values_list("to_state", "effective_on", "note"))


def said(refusal: pytest.ExceptionInfo[Refused]) -> dict[str, list[str]]:
    return refusal.value.message_dict


def test_each_step_keeps_its_day(contact: VoterContactRound, user: User) -> None:
    made = plan(contact, user)
    services.move_meeting(meeting=made, name="announce", user=user, on=in_june(2))
    hold(made, user)
    services.move_meeting(meeting=made, name="file", user=user, on=in_june(12))
    assert course(made) == [
        ("announced", in_june(2), ""),
        ("held", DAY, ""),
        ("minutes_filed", in_june(12), ""),
    ]


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_what_is_put_off_or_called_off_says_why(contact: VoterContactRound, user: User, name: str) -> None:
    made = plan(contact, user)
    with pytest.raises(Refused) as refusal:
        services.move_meeting(meeting=made, name=name, user=user, note=" ")
    assert list(said(refusal)) == ["note"]
    services.move_meeting(meeting=made, name=name, user=user, on=in_june(5), note="Mưa lũ")
    assert course(made)[0][2] == "Mưa lũ"


def test_a_meeting_that_was_put_off_gets_a_new_day(contact: VoterContactRound, user: User) -> None:
    made = plan(contact, user)
    services.move_meeting(meeting=made, name="postpone", user=user, on=in_june(5), note="Mưa lũ")
    with pytest.raises(Refused):
        services.move_meeting(meeting=made, name="hold", user=user)
    services.move_meeting(meeting=made, name="replan", user=user, on=in_june(6))
    services.update_meeting(meeting=made, user=user, version=None, held_on=in_june(20))
    assert (made.state, made.held_on) == ("planned", in_june(20))


def test_held_by_mistake_is_taken_back_while_nothing_was_entered(
    contact: VoterContactRound, user: User
) -> None:
    made = hold(plan(contact, user), user)
    services.move_meeting(meeting=made, name="correct", user=user, note="Nhầm điểm")
    assert made.state == "planned"
    with time_machine.travel(date(2026, 12, 1)):
        services.move_meeting(meeting=made, name="hold", user=user)
    factories.OpinionFactory(meeting=made)
    with pytest.raises(Refused) as refusal:
        services.move_meeting(meeting=made, name="correct", user=user, note="Nhầm điểm")
    assert list(said(refusal)) == ["__all__"]


@pytest.mark.parametrize("on", [date(2026, 6, 11), date(2036, 1, 1)])
def test_a_meeting_is_announced_before_it_is_held_and_not_in_the_future(
    contact: VoterContactRound, user: User, on: date
) -> None:
    with pytest.raises(Refused) as refusal:
        services.move_meeting(meeting=plan(contact, user), name="announce", user=user, on=on)
    assert "on" in said(refusal)


@pytest.mark.parametrize(
    "changes",
    [
        {"requested_on": date(2026, 6, 1)},
        {"form": "out_of_constituency", "requested_on": date(2026, 6, 11)},
        {"form": "out_of_constituency", "requested_on": date(2036, 6, 1)},
    ],
    ids=["of another form", "after the meeting", "in the future"],
)
def test_a_request_belongs_to_a_meeting_outside_the_constituency(
    contact: VoterContactRound, user: User, changes: Any
) -> None:
    with pytest.raises(Refused) as refusal:
        plan(contact, user, **changes)
    assert list(said(refusal)) == ["requested_on"]


def dues(contact: VoterContactRound) -> dict[str, date | None]:
    return dict(contact.steps.values_list("code", "due_on"))


def test_the_legal_steps_count_from_the_days_of_the_meetings(contact: VoterContactRound, user: User) -> None:
    rules()
    made = plan(contact, user, form="out_of_constituency", requested_on=in_june(1))
    assert dues(contact) == {"media": in_june(3), "out_decide": in_june(8), "out_notify": in_june(5)}
    services.update_meeting(meeting=made, user=user, version=None, held_on=in_june(17))
    assert dues(contact) == {"media": in_june(10), "out_decide": in_june(8), "out_notify": in_june(12)}
    services.update_meeting(
        meeting=made, user=user, version=None, form="constituency", requested_on=None, held_on=in_june(17)
    )
    assert set(dues(contact)) == {"media"}


def test_a_step_that_was_done_stays_when_days_move(contact: VoterContactRound, user: User) -> None:
    rules()
    made = plan(contact, user)
    step = contact.steps.get()
    services.finish_step(step=step, user=user, on=in_june(2), note="Công văn 12")
    services.update_meeting(meeting=made, user=user, version=None, held_on=in_june(17))
    assert dues(contact) == {"media": in_june(3)}
    services.undo_step(step=step, user=user)
    assert dues(contact) == {"media": in_june(10)}


def test_steps_of_a_cancelled_meeting_go(contact: VoterContactRound, user: User) -> None:
    rules()
    made = plan(contact, user, form="out_of_constituency", requested_on=in_june(1))
    services.move_meeting(meeting=made, name="cancel", user=user, on=in_june(2), note="Không còn đề nghị")
    assert set(dues(contact)) == {"media"}


def test_a_step_says_its_article_and_how_late_it_is(contact: VoterContactRound, user: User) -> None:
    rules()
    plan(contact, user)
    with time_machine.travel(in_june(5), tick=False):
        (row,) = steps_of(contact)
    assert (row.standing, row.step.legal_basis) == ("late", "Quy định TX-MEDIA")


def test_without_a_rule_a_step_says_so(contact: VoterContactRound, user: User) -> None:
    plan(contact, user)
    with time_machine.travel(in_june(5), tick=False):
        (row,) = steps_of(contact)
    assert row.due is None
    assert "TX-MEDIA" in row.no_due


def test_steps_of_a_round_long_over_are_late_for_nobody(contact: VoterContactRound, user: User) -> None:
    rules()
    plan(contact, user)
    with time_machine.travel(date(2027, 6, 1), tick=False):
        (row,) = steps_of(contact)
    assert row.standing == "unrecorded"


def test_a_step_is_not_done_in_the_future_or_before_it_was_asked(
    contact: VoterContactRound, user: User
) -> None:
    rules()
    plan(contact, user, form="out_of_constituency", requested_on=in_june(4))
    step = contact.steps.get(code="out_decide")
    for on in (date(2036, 1, 1), in_june(3)):
        with pytest.raises(Refused) as refusal:
            services.finish_step(step=step, user=user, on=on)
        assert "on" in said(refusal)


def test_a_changed_rule_moves_the_open_steps(contact: VoterContactRound, user: User) -> None:
    rules()
    plan(contact, user)
    step = ContactStep.objects.select_related("due_rule").get()
    old = step.due_rule
    assert old is not None
    new = factories.RuleFactory(
        code="TX-MEDIA",
        council=contact.council,
        offset=5,
        unit="calendar",
        direction="before",
        legal_basis="Quy chế của HĐND xã",
    )
    calendar = dependents.RuleChange(new, (old,), (old, new), national_calendar())
    assert dependents.apply(calendar, user) == 1
    step.refresh_from_db()
    assert (step.due_on, step.legal_basis) == (in_june(5), "Quy chế của HĐND xã")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "thematic", "topic": ""}, "topic"),
        ({"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 9)}, "sitting"),
        ({"kind": "post_sitting"}, "sitting"),
    ],
    ids=["no topic", "after its sitting", "before its sitting"],
)
def test_a_round_lies_on_its_side_of_the_sitting(
    term: CouncilTerm, user: User, changes: Any, field: str
) -> None:
    given = {"kind": "pre_sitting", "starts_on": in_june(1), "ends_on": in_june(30)}
    sitting = factories.SittingFactory(council_term=term)
    with pytest.raises(Refused) as refusal:
        services.create_round(
            council=term.council, user=user, name="Đợt", sitting=sitting, **{**given, **changes}
        )
    assert list(said(refusal)) == [field]
