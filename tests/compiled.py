"""Watches over every compiled reading of the suite: what is filled in must be what would be written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from core.compiled import Statement

_LIST = re.compile(r"IN \((%s(?:, %s)*)\)")
_PLACE = re.compile(rf"{_LIST.pattern}|%s")


def assert_as_written_anew(filled: Statement, anew: Callable[[], QuerySet[Any]]) -> None:
    """Letter by letter and value by value; within `IN (…)` neither order nor repetition means anything."""
    rows = anew()
    sql, params = rows.query.get_compiler(using=rows.db).as_sql()
    assert _LIST.sub("IN (…)", filled.sql) == _LIST.sub("IN (…)", sql)
    assert [*_values(filled)] == [*_values(Statement(sql, params))]


def _values(statement: Statement) -> Iterator[list[tuple[str, str]]]:
    left = iter(statement.params)
    for found in _PLACE.finditer(statement.sql):
        many = found[1].count("%s") if found[1] else 1
        yield sorted({(str(type(value)), str(value)) for value in (next(left) for _number in range(many))})
    assert not list(left)
