"""Tells each answer's number of queries in a header; only the benchmark's settings use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

HEADER = "X-Queries"


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many statements each database is asked, by its alias, while the block runs."""
    asked: Counter[str] = Counter()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's own
        asked[context["connection"].alias] += 1
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        yield asked


class CountQueries:
    """Counts what reaches the database while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Outermost, so that nothing is missed."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with counted() as asked:
            response = self.get_response(request)
        response[HEADER] = str(asked.total())
        return response
