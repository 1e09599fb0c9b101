"""The rules give the days that a careful clerk finds with the law and a wall calendar.

Every line of `deadlines.csv` was counted day by day on a list of the holidays as the Government announced them, not
with the portal's own calendar; beside it stands the source on which its term rests.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from councils.calendar import due_date, national_calendar
from councils.loaders import reference
from councils.models import CalendarException, DeadlineRule
from tests.factories import CouncilFactory

NEW_REGIME = date(2025, 6, 16)
"""Law 72/2025 in force."""


class Line(NamedTuple):
    """A rule, the council's level, the day counted from, the due day, its source, and what the line shows."""

    code: str
    level: str
    anchor: date
    due: date
    source: str
    shows: str

    def __str__(self) -> str:
        return f"{self.code} {self.level} {self.anchor}"


def lines() -> list[Line]:
    path = Path(__file__).with_name("deadlines.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                row["code"],
                row["level"],
                date.fromisoformat(row["anchor"]),
                date.fromisoformat(row["due"]),
                row["source"],
                row["shows"],
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture
def rules(db: None) -> None:
    """The national rules and the swapped days as they are loaded."""
    DeadlineRule.objects.bulk_create(reference.deadline_rules())
    CalendarException.objects.bulk_create(reference.calendar_exceptions())


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("line", lines(), ids=str)
def test_the_rule_of_the_day_gives_the_due_day_counted_day_by_day(line: Line) -> None:
    found = due_date(code=line.code, council=CouncilFactory(level=line.level), anchor=line.anchor)
    assert (found.day, found.legal_basis) == (line.due, line.source), line.shows
    assert found.rule is not None
    assert found.anchor == line.anchor
    assert not found.estimated


def test_the_table_covers_both_regimes_tet_swapped_days_and_leap_years() -> None:
    table = lines()
    spans = [sorted([line.anchor, line.due]) for line in table]
    assert sum(line.anchor < NEW_REGIME for line in table) >= 20
    assert sum(line.anchor >= NEW_REGIME for line in table) >= 20
    for tet in (date(2020, 1, 25), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)):
        assert any(first <= tet <= last for first, last in spans), tet
    assert any(line.due == date(2024, 2, 29) for line in table)
    swapped = {
        row.day for row in reference.calendar_exceptions() if row.kind == CalendarException.Kind.WORKING
    }
    assert {line.due for line in table} & swapped
    assert {"province", "district", "commune"} == {line.level for line in table}


def test_every_rule_of_the_register_that_has_a_term_in_days_is_in_the_table_or_one_of_its_kind() -> None:
    known = {line.code for line in lines()}
    families = {code.removesuffix("-COMPLEX").removesuffix("-REMOTE").removesuffix("-EXT") for code in known}
    missing = {
        rule.code
        for rule in reference.deadline_rules()
        if rule.offset and not any(rule.code.startswith(family) for family in families)
    }
    assert missing == set()


@pytest.mark.usefixtures("rules")
def test_a_day_past_the_last_announced_year_is_computed_but_says_that_it_is_an_estimate() -> None:
    council = CouncilFactory(level="commune")
    last = date(2026, 12, 31)
    inside = due_date(code="OP-ANSWER", council=council, anchor=last - timedelta(days=40))
    beyond = due_date(code="OP-ANSWER", council=council, anchor=last)
    assert not inside.estimated
    assert beyond.estimated
    assert national_calendar().is_estimated(beyond.day)


@pytest.mark.usefixtures("rules")
def test_both_regimes_answer_for_their_own_days() -> None:
    council = CouncilFactory(level="province")
    old = due_date(code="LET-COMPLAINT-ACCEPT", council=council, anchor=date(2026, 6, 30))
    new = due_date(code="LET-COMPLAINT-ACCEPT", council=council, anchor=date(2026, 7, 1))
    assert (old.legal_basis, new.legal_basis) == (
        "Luật số 02/2011/QH13, Điều 27",
        "Nghị định số 155/2026/NĐ-CP",
    )
    assert (old.day, new.day) == (date(2026, 7, 10), date(2026, 7, 10))
