"""What the database prepares: statements that read, once for a connection; never those that write."""

from __future__ import annotations

from typing import Any

import pghistory
import pytest
from django.db import connection

from councils.models import Council
from tests import factories

pytestmark = pytest.mark.django_db


def _prepared(words: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall() if words in statement]


def test_what_a_page_reads_again_and_again_is_planned_once() -> None:
    for number in range(6):
        list(Council.objects.filter(pk=number).order_by("-pk", "short_name"))
    (statement,) = _prepared('ORDER BY "councils_council"."id" DESC, "councils_council"."short_name"')
    assert "$1" in statement


def test_who_acts_is_kept_with_what_is_written_however_often_it_is_written(council: Any) -> None:
    with pghistory.context(user=7, why="50 % 'xong'; $1"):
        for number in range(6):
            Council.objects.filter(pk=council.pk).update(short_name=f"Tên {number}; %s")
    council.refresh_from_db()
    assert council.short_name == "Tên 5; %s"
    contexts = [event.pgh_context.metadata for event in council.history.exclude(pgh_context=None)]
    assert contexts == [{"user": 7, "why": "50 % 'xong'; $1"}] * 6
    assert not _prepared("set_config")


def test_a_statement_with_very_many_values_is_read_all_the_same() -> None:
    own = factories.CouncilFactory()
    assert list(Council.objects.filter(pk__in=[own.pk, *range(10**6, 10**6 + 70_000)])) == [own]


def test_a_search_beside_a_number_beyond_every_id_finds_nothing_and_does_not_fail(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 WHERE 'a' LIKE %s AND 5 = %s", ["a", 2**70])
        assert cursor.fetchall() == []
