"""Tells each answer's number of queries in a header; only the benchmark's settings use it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

HEADER = "X-Queries"


class CountQueries:
    """Counts what reaches the database while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Outermost, so that nothing is missed."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = 0

        def count(execute: Any, *statement: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*statement)

        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        response[HEADER] = str(asked)
        return response
