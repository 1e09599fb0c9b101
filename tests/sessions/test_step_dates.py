"""When a rule or the calendar changes: open steps of sittings move as the preview said, everything else stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils import services as councils
from councils.dependents import Preview
from councils.models import CalendarException, CouncilTerm, DeadlineRule
from sessions import services
from sessions.models import Sitting
from tests.factories import CouncilFactory, CouncilTermFactory, SittingFactory
from tests.sessions.law import load_law

pytestmark = pytest.mark.django_db

Write = Callable[[], Any]


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """Before anything of July is due."""
    with time_machine.travel("2026-06-20 09:00+07:00", tick=False):
        load_law()
        yield


@pytest.fixture
def sitting(term: CouncilTerm) -> Sitting:
    return laid_out(term)


def laid_out(term: CouncilTerm, **changes: Any) -> Sitting:
    made: Sitting = SittingFactory(council_term=term, **changes)
    services.lay_out_steps(sitting=made, user=None)
    return made


def revision(**changes: Any) -> Write:
    """A change of the rule by which papers go to the delegates of a commune."""
    rule = DeadlineRule.objects.current().get(code="PAP-DELEGATE", level="commune", effective_to=None)
    return partial(councils.rule_change, rule, partial(councils.revise_rule, rule=rule, user=None, **changes))


def both(write: Write) -> tuple[Preview, int]:
    """The preview, and how many days the same change then moves."""
    return councils.try_out(write), councils.carry_out(write, user=None, dates=True)


def due_on(sitting: Sitting, code: str = "papers-out") -> date | None:
    found: date | None = sitting.steps.values_list("due_on", flat=True).get(code=code)
    return found


def test_the_preview_names_step_and_sitting_and_nothing_is_written_before(sitting: Sitting) -> None:
    preview = councils.try_out(revision(offset=5, legal_basis="Luật mới, Điều 3"))
    (line,) = preview.lines
    assert (line.old, line.new, line.council) == (date(2026, 7, 10), date(2026, 7, 9), str(sitting.council))
    assert str(sitting) in line.title
    assert line.url == sitting.get_absolute_url()
    assert due_on(sitting) == date(2026, 7, 10)
    assert councils.carry_out(revision(offset=5, legal_basis="Luật mới, Điều 3"), user=None, dates=True) == 1
    step = sitting.steps.select_related("due_rule").get(code="papers-out")
    assert (step.due_on, step.legal_basis) == (date(2026, 7, 9), "Luật mới, Điều 3")
    assert step.due_rule is not None
    assert step.due_rule.edition == 2


def test_days_already_given_can_be_left_with_their_edition(sitting: Sitting) -> None:
    councils.carry_out(revision(offset=5), user=None, dates=False)
    assert due_on(sitting) == date(2026, 7, 10)


def test_steps_that_are_done_left_out_or_proven_stay(term: CouncilTerm) -> None:
    ticked, left_out = laid_out(term), laid_out(term, opens_on=date(2026, 8, 4), closes_on=date(2026, 8, 4))
    services.finish_step(step=ticked.steps.get(code="papers-out"), user=None, on=date(2026, 6, 19))
    services.leave_out_step(step=left_out.steps.get(code="papers-out"), user=None, reason="Gửi tại kỳ họp")
    preview, moved = both(revision(offset=5))
    assert (preview.lines, moved) == ([], 0)
    rule = DeadlineRule.objects.current().get(code="SIT-CONVENE-REG", effective_to=None)
    Sitting.objects.filter(pk=ticked.pk).update(convened_on=date(2026, 6, 18))
    change = partial(
        councils.rule_change, rule, partial(councils.revise_rule, rule=rule, user=None, offset=15)
    )
    preview, moved = both(change)
    assert [line.url for line in preview.lines] == [left_out.get_absolute_url()]
    assert moved == 1


def test_days_set_by_hand_stay(sitting: Sitting) -> None:
    services.change_step(
        step=sitting.steps.get(code="papers-out"),
        user=None,
        due_on=date(2026, 7, 6),
        legal_basis="Quy chế, Điều 9",
    )
    assert both(revision(offset=5))[1] == 0


@pytest.mark.parametrize("state", ["postponed", "cancelled", "archived"])
def test_nothing_moves_for_a_sitting_that_was_called_off_or_archived(sitting: Sitting, state: str) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(state=state)
    preview, moved = both(revision(offset=5))
    assert (preview.concerned, moved) == (0, 0)


def test_a_rule_of_another_level_concerns_nobody_here(sitting: Sitting) -> None:
    province = laid_out(CouncilTermFactory(council=CouncilFactory(level="province", unit_type="tinh")))
    preview, moved = both(revision(offset=5))
    assert (len(preview.lines), moved) == (1, 1)
    assert due_on(province) == date(2026, 7, 7)


def test_a_new_day_off_moves_what_falls_on_it_to_the_working_day_before(sitting: Sitting) -> None:
    off = CalendarException(day=date(2026, 7, 10), kind="off", note="Nghỉ bù")
    change = partial(councils.calendar_change, off.day, off.day, str(off), off.save)
    assert councils.try_out(change).moving == 1
    off.pk = None
    assert councils.carry_out(change, user=None, dates=True) == 1
    assert due_on(sitting) == date(2026, 7, 9)


def test_a_change_costs_the_same_for_one_sitting_and_many(term: CouncilTerm) -> None:
    laid_out(term)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            councils.try_out(revision(offset=5))
        return len(queries)

    first = cost()
    for month in (8, 9, 10):
        laid_out(term, opens_on=date(2026, month, 6), closes_on=date(2026, month, 7))
    assert cost() == first
