"""What was in force on a day: the database's answer against the plain definition, row by row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from councils.models import CouncilTerm
from sessions.models import Resolution, ResolutionRelation
from sessions.states import APPLIES, SIGNED, Force
from tests.factories import ResolutionFactory, SittingFactory

FIRST = date(2026, 1, 1)
COUNT, SPAN = 5, 12
KINDS = ("amends", "replaces", "repeals", "repeals_partly")

pytestmark = pytest.mark.django_db

days = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))
texts = st.lists(
    st.tuples(
        st.sampled_from(["draft", "passed", "signed", "issued", "published"]),
        st.none() | days,
        st.none() | st.integers(1, SPAN),
    ),
    min_size=COUNT,
    max_size=COUNT,
)
relations = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1), st.sampled_from(KINDS), days),
    max_size=8,
    unique_by=lambda relation: relation[:3],
)


def build(term: CouncilTerm, rows: list[Any], changes: list[Any]) -> list[Resolution]:
    """Resolutions with their days and relations, as they stand in the database."""
    sitting = SittingFactory(council_term=term)
    made: list[Resolution] = []
    for state, begins, lasts in rows:
        signed = state in SIGNED
        adopted = FIRST - timedelta(days=5) if state != "draft" else None
        made.append(
            ResolutionFactory(
                sitting=sitting,
                state=state,
                adopted_on=adopted,
                signed_on=adopted if signed else None,
                in_force_on=begins,
                expires_on=begins + timedelta(days=lasts) if begins and lasts else None,
            )
        )
    for source, target, kind, since in changes:
        if source != target:
            ResolutionRelation.objects.create(
                source=made[source], target=made[target], kind=kind, effective_on=since
            )
    return made


def plain_status(text: Resolution, day: date) -> str:
    """The definition, without any cleverness."""
    if text.state not in SIGNED:
        return ""
    counted = [
        relation
        for relation in text.changed_by.select_related("source").order_by("effective_on", "pk")
        if relation.effective_on <= day and relation.source.state in SIGNED
    ]
    ends = [relation for relation in counted if relation.kind in {"replaces", "repeals"}]
    expired = text.expires_on is not None and text.expires_on <= day
    if expired and not (ends and ends[0].effective_on < text.expires_on):  # type: ignore[operator]  # a day, as just seen
        return Force.EXPIRED
    if ends:
        return Force.REPLACED if ends[0].kind == "replaces" else Force.REPEALED
    if text.in_force_on is None or text.in_force_on > day:
        return Force.NOT_YET
    kinds = {relation.kind for relation in counted}
    if "repeals_partly" in kinds:
        return Force.PARTLY_REPEALED
    return Force.AMENDED if "amends" in kinds else Force.IN_FORCE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=texts, changes=relations, day=days)
def test_the_database_answers_as_the_definition_does(
    term: CouncilTerm, rows: list[Any], changes: list[Any], day: date
) -> None:
    ResolutionRelation.objects.all().delete()
    Resolution.objects.all().delete()
    term.sittings.all().delete()
    made = build(term, rows, changes)
    expected = {text.pk: plain_status(text, day) for text in made}
    rows_found: Any = Resolution.objects.status_on(day)
    assert {row.pk: row.force for row in rows_found} == expected
    applied = {pk for pk, status in expected.items() if status in APPLIES}
    assert set(Resolution.objects.in_force(day).values_list("pk", flat=True)) == applied


def force(text: Resolution, day: date) -> str:
    row: Any = Resolution.objects.status_on(day).get(pk=text.pk)
    return str(row.force)


def signed(term: CouncilTerm, **values: Any) -> Resolution:
    given: dict[str, Any] = {"state": "issued", "adopted_on": FIRST, "signed_on": FIRST, "in_force_on": FIRST}
    sitting = term.sittings.first() or SittingFactory(council_term=term)
    made: Resolution = ResolutionFactory(sitting=sitting, **{**given, **values})
    return made


def test_a_text_lives_from_its_day_to_the_day_of_the_text_that_replaces_it(term: CouncilTerm) -> None:
    old, new = signed(term), signed(term)
    ResolutionRelation.objects.create(source=new, target=old, kind="replaces", effective_on=date(2026, 6, 1))
    seen = [force(old, day) for day in (date(2025, 12, 31), FIRST, date(2026, 5, 31), date(2026, 6, 1))]
    assert seen == [Force.NOT_YET, Force.IN_FORCE, Force.IN_FORCE, Force.REPLACED]


def test_a_draft_that_would_repeal_a_text_leaves_it_in_force(term: CouncilTerm) -> None:
    old = signed(term)
    draft = signed(term, state="draft", adopted_on=None, signed_on=None, in_force_on=None)
    ResolutionRelation.objects.create(source=draft, target=old, kind="repeals", effective_on=FIRST)
    assert force(old, date(2026, 7, 1)) == Force.IN_FORCE


def test_what_ended_a_text_first_is_named(term: CouncilTerm) -> None:
    old = signed(term, expires_on=date(2026, 9, 1))
    for kind, month in (("repeals", 8), ("replaces", 6)):
        ResolutionRelation.objects.create(
            source=signed(term), target=old, kind=kind, effective_on=date(2026, month, 1)
        )
    assert force(old, date(2026, 12, 1)) == Force.REPLACED


def test_the_question_is_one_query_that_goes_by_index(
    term: CouncilTerm, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council = term.council
    with django_assert_num_queries(1):
        list(Resolution.objects.of(council).in_force(FIRST).status_on(FIRST))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Resolution.objects.of(council).in_force(FIRST)
        plan = rows.explain()
    assert "Seq Scan" not in plan
