"""Working days, deadlines and the words about them."""

from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import AFTER, BEFORE, CALENDAR, OFF, WORKING, Calendar, DayException, due_words

OFFICIAL = Calendar(confirmed_until=2026)
days = st.dates(date(2016, 1, 1), date(2035, 12, 31))
counts = st.integers(-400, 400)
anchors = {"anchor": days, "offset": st.integers(0, 400)}


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2026, 4, 25), date(2026, 4, 27)),
        (date(2026, 4, 30), date(2026, 5, 3)),
        (date(2026, 8, 29), date(2026, 9, 2)),
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2023, 4, 29), date(2023, 5, 3)),
        (date(2023, 9, 1), date(2023, 9, 4)),
        (date(2025, 1, 25), date(2025, 2, 2)),
    ],
)
def test_the_announced_holidays_are_days_off_and_their_neighbours_are_worked(first: date, last: date) -> None:
    assert not any(OFFICIAL.is_working(day) for day in span(first, last))
    assert OFFICIAL.is_working(first - timedelta(days=1))
    assert OFFICIAL.is_working(last + timedelta(days=1))


def test_a_holiday_says_its_name_and_an_ordinary_day_says_nothing() -> None:
    assert OFFICIAL.note(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert OFFICIAL.note(date(2026, 2, 24)) == ""


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2018, 12, 31), date(2019, 1, 5)),
        (date(2019, 4, 29), date(2019, 5, 4)),
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_swapped_days_are_known(off: date, worked: date) -> None:
    assert not OFFICIAL.is_working(off)
    assert OFFICIAL.is_working(worked)


def test_an_exception_outweighs_the_official_calendar() -> None:
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    swapped = Calendar({friday: DayException(OFF, "swap"), saturday: DayException(WORKING, "in exchange")})
    assert OFFICIAL.is_working(friday)
    assert not swapped.is_working(friday)
    assert swapped.is_working(saturday)
    assert swapped.note(friday) == "swap"
    assert swapped.next_working_day(date(2025, 12, 31)) == date(2026, 1, 5)
    assert swapped.add_working_days(date(2026, 1, 9), 1) == saturday


def test_a_calendar_does_not_change_with_the_rows_it_was_made_of() -> None:
    rows = {date(2026, 3, 2): DayException(OFF)}
    calendar = Calendar(rows)
    rows.clear()
    assert not calendar.is_working(date(2026, 3, 2))


def test_working_days_skip_tet() -> None:
    assert OFFICIAL.add_working_days(date(2026, 2, 10), 5) == date(2026, 2, 24)
    assert OFFICIAL.add_working_days(date(2026, 2, 24), -5) == date(2026, 2, 10)
    assert OFFICIAL.working_days_between(date(2026, 2, 10), date(2026, 2, 24)) == 5


def test_counting_walks_across_years() -> None:
    assert OFFICIAL.add_working_days(date(2023, 12, 29), 1) == date(2024, 1, 2)
    assert OFFICIAL.add_working_days(date(2024, 1, 2), -1) == date(2023, 12, 29)
    assert OFFICIAL.add_working_days(date(2019, 1, 1), 1000) > date(2022, 12, 1)


@given(days, counts)
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    assert OFFICIAL.working_days_between(day, OFFICIAL.add_working_days(day, count)) == count


@given(days, counts.filter(bool))
def test_a_working_day_is_reached_on_the_asked_side(day: date, count: int) -> None:
    reached = OFFICIAL.add_working_days(day, count)
    assert OFFICIAL.is_working(reached)
    assert (reached > day) == (count > 0)


@given(days, st.integers(0, 60))
def test_counting_agrees_with_looking_at_each_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    looked_at = sum(OFFICIAL.is_working(day) for day in span(start, end)[1:])
    assert OFFICIAL.working_days_between(start, end) == looked_at


@pytest.mark.parametrize(
    ("anchor", "offset", "unit", "direction", "due"),
    [
        (date(2023, 9, 14), 30, CALENDAR, AFTER, date(2023, 10, 16)),  # 14 October 2023 is a Saturday
        (date(2023, 9, 12), 30, CALENDAR, AFTER, date(2023, 10, 12)),
        (date(2026, 2, 10), 7, CALENDAR, AFTER, date(2026, 2, 23)),  # falls into Tết
        (date(2026, 3, 15), 45, CALENDAR, AFTER, date(2026, 4, 29)),
        (date(2023, 7, 11), 10, CALENDAR, BEFORE, date(2023, 6, 30)),  # 1 July 2023 is a Saturday
        (date(2023, 7, 12), 2, WORKING, BEFORE, date(2023, 7, 10)),
        (date(2023, 9, 28), 3, WORKING, AFTER, date(2023, 10, 3)),
        (date(2023, 9, 30), 0, CALENDAR, BEFORE, date(2023, 9, 29)),
        (date(2023, 9, 30), 0, WORKING, AFTER, date(2023, 10, 2)),
        (date(2027, 1, 1), 306, CALENDAR, BEFORE, date(2026, 2, 27)),  # 1 March 2026 is a Sunday
    ],
)
def test_due_dates_follow_the_civil_code(
    anchor: date, offset: int, unit: str, direction: str, due: date
) -> None:
    assert OFFICIAL.due_date(anchor, offset, unit, direction).day == due


@given(**anchors, unit=st.sampled_from([CALENDAR, WORKING]))
def test_a_due_date_is_a_working_day_and_never_cuts_the_time_given(
    anchor: date, offset: int, unit: str
) -> None:
    after = OFFICIAL.due_date(anchor, offset, unit, AFTER).day
    before = OFFICIAL.due_date(anchor, offset, unit, BEFORE).day
    assert OFFICIAL.is_working(after)
    assert OFFICIAL.is_working(before)
    assert after >= anchor + timedelta(days=offset)
    assert before <= anchor - timedelta(days=offset)


def test_days_beyond_the_announced_years_are_estimates() -> None:
    assert not OFFICIAL.due_date(date(2026, 12, 1), 30, CALENDAR, AFTER).estimated
    assert OFFICIAL.due_date(date(2026, 12, 15), 30, CALENDAR, AFTER).estimated
    assert not Calendar().due_date(date(2031, 1, 1), 30, CALENDAR, AFTER).estimated
    assert due_words(date(2027, 3, 1), date(2026, 11, 1), OFFICIAL).estimated


@pytest.mark.parametrize(
    ("offset", "unit", "direction"), [(-1, CALENDAR, AFTER), (1, "weeks", AFTER), (1, WORKING, "around")]
)
def test_a_rule_that_makes_no_sense_is_an_error(offset: int, unit: str, direction: str) -> None:
    with pytest.raises(ValueError, match="not a deadline"):
        OFFICIAL.due_date(date(2026, 1, 1), offset, unit, direction)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("due", "today", "grade", "left", "words"),
    [
        (date(2023, 10, 4), date(2023, 9, 29), "soon", 3, "3 working days left"),
        (date(2023, 9, 29), date(2023, 9, 28), "soon", 1, "1 working day left"),
        (date(2023, 10, 30), date(2023, 9, 29), "ok", 21, "21 working days left"),
        (date(2023, 9, 29), date(2023, 9, 29), "soon", 0, "today"),
        (date(2023, 10, 1), date(2023, 9, 30), "soon", 0, "no working day left"),
        (date(2023, 9, 29), date(2023, 9, 30), "late", 0, "overdue"),
        (date(2023, 9, 29), date(2023, 10, 2), "late", -1, "1 working day overdue"),
        (date(2023, 9, 18), date(2023, 9, 29), "late", -9, "9 working days overdue"),
    ],
)
def test_a_due_date_says_in_words_how_it_stands(
    due: date, today: date, grade: str, left: int, words: str
) -> None:
    standing = due_words(due, today, OFFICIAL)
    assert (standing.grade, standing.days_left, standing.words) == (grade, left, words)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("done_on", "left", "words"),
    [
        (date(2023, 9, 20), 7, "done in time"),
        (date(2023, 9, 29), 0, "done in time"),
        (date(2023, 9, 30), 0, "done late"),
        (date(2023, 10, 2), -1, "done 1 working day late"),
        (date(2023, 10, 4), -3, "done 3 working days late"),
    ],
)
def test_finished_work_says_whether_it_was_in_time(done_on: date, left: int, words: str) -> None:
    standing = due_words(date(2023, 9, 29), date(2024, 5, 1), OFFICIAL, done_on=done_on)
    assert (standing.grade, standing.days_left, standing.words) == ("done", left, words)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("answered_on", "words"),
    [
        (date(2023, 9, 29), "answered in time"),
        (date(2023, 9, 30), "answered late"),
        (date(2023, 10, 2), "answered 1 working day late"),
        (date(2023, 10, 4), "answered 3 working days late"),
    ],
)
def test_an_answer_that_nobody_has_judged_is_not_called_done(answered_on: date, words: str) -> None:
    standing = due_words(date(2023, 9, 29), date(2024, 5, 1), OFFICIAL, done_on=answered_on, answered=True)
    assert (standing.grade, standing.words) == ("done", words)


def test_what_counts_as_soon_can_be_chosen() -> None:
    assert due_words(date(2023, 10, 4), date(2023, 9, 29), OFFICIAL, soon_days=2).grade == "ok"


def test_ten_thousand_due_dates_take_a_moment() -> None:
    calendar = Calendar(confirmed_until=2026)
    begun = perf_counter()
    for number in range(10_000):
        calendar.due_date(date(2019, 1, 1) + timedelta(days=number % 3000), number % 60, WORKING, AFTER)
    # 0.3 s on a quiet machine; the bound leaves room for a busy one.
    assert perf_counter() - begun < 1.5
