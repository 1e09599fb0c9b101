"""On which days a due date calls for a reminder: steps of a council, holidays, swapped days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.workdays import WORKING, Calendar, DayException
from followups.notices.steps import Steps, example_days, kinds_by_due_day, reminder_on

DUE, LATE = date(2026, 7, 15), date(2026, 7, 16)
"""The due day of most tasks here, a Wednesday, and the day after."""

TET = Calendar(
    {
        date(2026, 2, 23): DayException("off", "hoán đổi"),  # the Monday after the holidays is off …
        date(2026, 2, 28): DayException(WORKING, "làm bù"),  # … and a Saturday is worked for it
    }
)
"""Tết 2026: Monday 16/02 to Friday 20/02 are days off, here with the Monday after them swapped."""
SLOW, EAGER = Steps((10,), 20), Steps((), 1)


@pytest.mark.parametrize(
    ("day", "due", "kind"),
    [
        (date(2026, 7, 8), date(2026, 7, 15), "before_due"),  # five working days ahead
        (date(2026, 7, 13), date(2026, 7, 15), "before_due"),  # two
        (date(2026, 7, 9), date(2026, 7, 15), None),
        (date(2026, 7, 15), date(2026, 7, 15), "due"),
        (date(2026, 7, 17), date(2026, 7, 18), "due"),  # a Saturday: the Friday before
        (date(2026, 7, 16), date(2026, 7, 15), "overdue"),
        (date(2026, 7, 17), date(2026, 7, 15), None),
        (date(2026, 7, 20), date(2026, 7, 18), "overdue"),  # the Monday after a Saturday
        (date(2026, 7, 23), date(2026, 7, 15), "overdue"),  # five working days after the first
        (date(2026, 9, 3), date(2026, 9, 1), "overdue"),  # National Day lies between
    ],
)
def test_a_reminder_has_its_days(day: date, due: date, kind: str | None) -> None:
    assert reminder_on(day, due, Calendar()) == kind


@pytest.mark.parametrize(
    ("day", "due", "kind"),
    [
        (date(2026, 2, 10), date(2026, 2, 25), "before_due"),  # 11, 12, 13, 24, 25: the fifth
        (date(2026, 2, 12), date(2026, 2, 25), None),  # the third
        (date(2026, 2, 13), date(2026, 2, 25), "before_due"),  # two: all of Tết lies between
        (date(2026, 2, 13), date(2026, 2, 18), "due"),  # due within Tết: the last working day before it
        (date(2026, 2, 24), date(2026, 2, 18), "overdue"),  # and late on the first one after
        (date(2026, 2, 24), date(2026, 2, 13), "overdue"),
        (date(2026, 2, 28), date(2026, 2, 28), "due"),  # the Saturday that is worked
        (date(2026, 2, 28), date(2026, 2, 27), "overdue"),
        (date(2026, 3, 2), date(2026, 2, 28), "overdue"),
        (date(2026, 3, 2), date(2026, 2, 23), "overdue"),  # 25, 26, 27, 28 and 02 after the first: five
        (date(2026, 3, 3), date(2026, 2, 23), None),
        (date(2026, 8, 22), date(2026, 8, 22), "due"),  # worked for Monday 31/08/2026, nationally
        (date(2026, 8, 28), date(2026, 8, 31), "due"),
        (date(2026, 9, 3), date(2026, 8, 31), "overdue"),
    ],
)
def test_tet_and_swapped_days_move_reminders(day: date, due: date, kind: str | None) -> None:
    assert TET.is_working(day)
    assert reminder_on(day, due, TET) == kind


@pytest.mark.parametrize(
    ("day", "steps", "kind"),
    [
        (date(2026, 7, 1), SLOW, "before_due"),
        (date(2026, 7, 8), SLOW, None),
        (date(2026, 7, 8), EAGER, None),
        (DUE, EAGER, "due"),
        (LATE, SLOW, "overdue"),
        (date(2026, 7, 23), SLOW, None),
        (date(2026, 8, 13), SLOW, "overdue"),
        (date(2026, 7, 17), EAGER, "overdue"),
    ],
)
def test_a_council_s_own_steps_move_its_reminders(day: date, steps: Steps, kind: str | None) -> None:
    assert reminder_on(day, DUE, Calendar(), steps) == kind


@pytest.mark.parametrize("steps", [SLOW, EAGER, Steps((5, 2), 5), Steps((60, 1), 60)])
@pytest.mark.parametrize("day", [date(2026, 7, 8), date(2026, 2, 13), date(2026, 2, 28), date(2026, 9, 3)])
def test_the_due_days_of_a_morning_are_all_that_call_for_a_reminder_and_no_others(
    day: date, steps: Steps
) -> None:
    earliest = day - timedelta(days=400)
    span = (earliest + timedelta(days=number) for number in range(600))
    expected = {due: kind for due in span if (kind := reminder_on(day, due, TET, steps))}
    assert kinds_by_due_day(day, earliest, TET, steps) == expected


def test_the_example_of_a_council_s_page_ends_with_the_third_reminder_after_the_due_day() -> None:
    found = [
        (one.day.day, str(one.kind), one.away) for one in example_days(DUE, Calendar(), Steps((5, 2), 3))
    ]
    assert found == [
        (8, "before_due", 5),
        (13, "before_due", 2),
        (15, "due", 0),
        (16, "overdue", 1),
        (21, "overdue", 4),
        (24, "overdue", 7),
    ]
