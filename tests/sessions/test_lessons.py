"""What a post-sitting review concluded comes back as the checklist of the next sitting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from councils.calendar import Clock
from councils.models import Agency, CouncilTerm
from sessions import services
from sessions.lessons import lessons_for
from sessions.models import BodyMeeting, Sitting
from tests.factories import SittingFactory
from tests.sessions.concluding import concluded_with, held


@pytest.fixture
def user(user_as: Callable[..., User]) -> User:
    return user_as("secretariat")


def sitting(term: CouncilTerm, number: int, month: int, **changes: Any) -> Sitting:
    day = date(2026, month, 14)
    days = {"opens_on": day, "closes_on": day}
    made: Sitting = SittingFactory(council_term=term, number=number, **{**days, **changes})
    return made


def closed(term: CouncilTerm, number: int, month: int) -> Sitting:
    day = date(2026, month, 14)
    return sitting(term, number, month, state="closed", opened_on=day, closed_on=day)


def reviewed(about: Sitting, user: User, *bodies: Any, issue: bool = True) -> BodyMeeting:
    day = about.closes_on.replace(day=28)
    review = held(about.council, kind="review", sitting=about, number=None, held_on=day)
    concluded_with(review, user, *bodies)
    if issue:
        services.conclude(meeting=review, user=user, on=day, signer="chair")
    return review


def test_the_lessons_stand_on_the_next_sitting_with_their_state(
    term: CouncilTerm, user: User, agency: Agency
) -> None:
    before, following = closed(term, 5, 6), sitting(term, 6, 12)
    reviewed(before, user, agency)
    plain, task = lessons_for(following)
    assert (plain.conclusion.text, plain.owner, plain.state) == ("Thống nhất chủ trương", None, None)
    assert task.owner == agency
    assert task.due is not None
    assert task.due.day == date(2026, 12, 31)
    assert lessons_for(before) == []


def test_a_later_review_takes_the_place_of_the_one_before(term: CouncilTerm, user: User) -> None:
    first, second = closed(term, 5, 4), closed(term, 6, 6)
    next_one, last = sitting(term, 7, 9), sitting(term, 8, 12)
    reviewed(first, user)
    assert {one.conclusion.meeting.sitting for one in lessons_for(next_one)} == {first}
    reviewed(second, user)
    assert {one.conclusion.meeting.sitting for one in lessons_for(last)} == {second}
    assert {one.conclusion.meeting.sitting for one in lessons_for(second)} == {first}


def test_what_was_not_issued_teaches_nothing_yet(term: CouncilTerm, user: User) -> None:
    reviewed(closed(term, 5, 6), user, issue=False)
    assert lessons_for(sitting(term, 6, 12)) == []


def test_another_councils_review_is_not_ours(term: CouncilTerm, user: User) -> None:
    strange = SittingFactory(
        state="closed",
        opens_on=date(2026, 6, 14),
        closes_on=date(2026, 6, 14),
        opened_on=date(2026, 6, 14),
        closed_on=date(2026, 6, 14),
    )
    reviewed(strange, user)
    assert lessons_for(sitting(term, 6, 12)) == []


def test_lessons_cost_one_query_and_are_shown_with_owner_and_due_day(
    term: CouncilTerm, user: User, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    following, clock = sitting(term, 6, 12), Clock()
    reviewed(closed(term, 5, 6), user, agency)
    with django_assert_num_queries(1):
        lessons = lessons_for(following, clock)
        shown = render_to_string("sittings/lessons.html", {"lessons": lessons})
    for words in ("Thống nhất chủ trương", agency.name, "31/12/2026"):
        assert words in shown
    assert render_to_string("sittings/lessons.html", {"lessons": []}).strip() == ""
