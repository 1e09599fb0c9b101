"""Reads are prepared by the database: it parses and plans a page's statements once for a connection, not each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from psycopg import ClientCursor
from psycopg.types.numeric import Int8

if TYPE_CHECKING:
    from psycopg import Cursor as _Cursor

    ServerBindingCursor = _Cursor[Any]
else:
    from django.db.backends.postgresql.base import ServerBindingCursor

_READS: Final = ("SELECT", "(SELECT", "EXPLAIN")
"""What a statement begins with that only reads. What explains one is sent as the statement itself would be."""
_SEARCHES: Final = " LIKE "
"""What looks for words is planned each time with the words themselves: which index helps depends on them."""
_KEPT: Final = 400
"""Statements that one connection keeps prepared; the driver's own number is 100, fewer than our pages ask."""
_WIDEST: Final = 2**63 - 1
_MOST: Final = 500
"""A statement with more values than this is seldom asked twice alike."""


class PreparingCursor(ServerBindingCursor):
    """Statements that read leave their values apart, so the driver can prepare them; others travel as one text.

    History needs the latter: it sets who acts, and why, in the very text of a statement that writes.
    """

    def execute(self, query: Any, params: Sequence[Any] | Mapping[str, Any] | None = None, **how: Any) -> Any:
        """As the driver's."""
        if not params or _is_read(query, params):
            if params and _SEARCHES in query:
                return super().execute(query, _typed(params), prepare=False)
            return super().execute(query, params, **how)
        return super().execute(ClientCursor(self.connection).mogrify(query, params), prepare=False)


def _typed(params: Sequence[Any] | Mapping[str, Any]) -> Any:
    """Whole numbers as wide as the ids they are compared with: a GIN index knows no operator between two widths."""
    if isinstance(params, Mapping):
        return params
    return [Int8(value) if type(value) is int and abs(value) <= _WIDEST else value for value in params]


def _is_read(query: Any, params: Sequence[Any] | Mapping[str, Any]) -> bool:
    return isinstance(query, str) and query.startswith(_READS) and ";" not in query and len(params) < _MOST


def keep_prepared(connection: Any, **_signal: Any) -> None:
    """Called for each new connection."""
    connection.connection.prepared_max = _KEPT
