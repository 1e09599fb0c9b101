"""Whatever happened, the arithmetic holds: totals are the sum of their parts, and the past does not change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followups.models import ResultEntry
from reports.figures import INDICATORS, Facts, FigureQuery, Scope, all_figures
from tests.factories import (
    AgencyFactory,
    FieldFactory,
    MeetingFactory,
    OpinionFactory,
    RoundFactory,
    follow_up,
)
from tests.reports.agreement import closing, parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years_later")]

START = date(2025, 11, 1)
CLASSES = ["resolved", "in_progress", "scheduled", "explained", "unresolved"]

days = st.integers(0, 300)
results = st.lists(st.tuples(days, st.sampled_from(CLASSES)), max_size=3)
statements = st.fixed_dictionaries(
    {
        "recorded": days,
        "field": st.sampled_from(["giao-thong", "dat-dai", ""]),
        "level": st.sampled_from(["central", "province", "commune", ""]),
        "screening": st.sampled_from(["carried", "carried", "carried", "answered_on_spot", "out_of_scope"]),
        "sent": st.none() | st.integers(0, 60),
        "results": results,
    }
)
histories = st.lists(statements, max_size=6)


@pytest.fixture
def years_later() -> Iterator[None]:
    """Histories are told afterwards: nothing is sent in the future."""
    with time_machine.travel("2029-01-02T09:00:00+07:00", tick=True):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """The rows of one example are gone when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def enter(term: Any, agency: Any, history: list[dict[str, Any]]) -> None:
    contact = RoundFactory(council_term=term, starts_on=START, ends_on=START + timedelta(days=400))
    for said in history:
        day = START + timedelta(days=said["recorded"])
        opinion = OpinionFactory(
            meeting=MeetingFactory(round=contact, held_on=day),
            screening=said["screening"],
            field=FieldFactory(code=said["field"]) if said["field"] else None,
            competence_level=said["level"],
        )
        if said["sent"] is not None and said["screening"] == "carried":
            sent = day + timedelta(days=said["sent"])
            opinion.follow_up = follow_up(agency, on=sent, due=sent + timedelta(days=30))
            opinion.save()
            for delay, result in said["results"]:
                record(opinion.follow_up, result, sent + timedelta(days=delay))


def record(task: Any, result: str, day: date) -> None:
    ResultEntry.objects.create(
        follow_up=task,
        result_class=result,
        effective_on=day,
        roadmap_on=day + timedelta(days=90) if result == "scheduled" else None,
        reason="no_funds" if result == "unresolved" else "",
    )


def question(council: Any, first: int, length: int, seen: int) -> FigureQuery:
    start = START + timedelta(days=first)
    return FigureQuery(
        council, Scope.OWN, start, start + timedelta(days=length), start + timedelta(days=seen)
    )


EXAMPLES = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days)
def test_totals_are_the_sums_of_their_classes_fields_and_levels(
    term: Any, history: list[dict[str, Any]], first: int, length: int, seen: int
) -> None:
    with undone():
        enter(term, AgencyFactory(council=term.council), history)
        found = {figure.code: figure for figure in all_figures(question(term.council, first, length, seen))}
        total = found["O01"].value
        assert total == sum(int(found[code].value or 0) for code in ("O05", "O06", "O07", "O08", "O-none"))
        for code in ("O01", "O03", "O04"):
            assert total == sum(part.value for part in found[code].breakdown), code
        account = parts(found["O12"])
        assert found["O12"].value == closing(account)
        assert account["received"] == total


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days)
def test_every_figure_opens_as_many_rows_as_it_counts(
    term: Any, history: list[dict[str, Any]], first: int, length: int, seen: int
) -> None:
    with undone():
        enter(term, AgencyFactory(council=term.council), history)
        facts = Facts(question(term.council, first, length, seen))
        for code, indicator in INDICATORS.items():
            rows = indicator.counted(facts)
            assert rows is not None
            counted = sum(row.counted or 0 for row in rows) if indicator.sums else rows.count()
            assert indicator.unit == "%" or indicator.mean or counted == indicator.figure(facts).value, code


@EXAMPLES
@given(history=histories, first=days, length=days, seen=days, later=histories)
def test_what_takes_effect_later_never_changes_an_earlier_day(
    term: Any,
    history: list[dict[str, Any]],
    first: int,
    length: int,
    seen: int,
    later: list[dict[str, Any]],
) -> None:
    with undone():
        agency = AgencyFactory(council=term.council)
        enter(term, agency, history)
        asked = question(term.council, first, length, seen)
        then = all_figures(asked)
        after = (asked.as_of - START).days + 1
        enter(term, agency, [{**said, "recorded": said["recorded"] + after} for said in later])
        for row in Facts(asked).cohort().filter(follow_up__isnull=False):
            record(row.follow_up, "resolved", max(asked.as_of, row.follow_up.issued_on) + timedelta(days=1))
        assert all_figures(asked) == then
