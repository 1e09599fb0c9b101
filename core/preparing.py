"""Reads are prepared by the database: it parses and plans a page's statements once for a connection, not each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from psycopg import ClientCursor

if TYPE_CHECKING:
    from psycopg import Cursor as _Cursor

    ServerBindingCursor = _Cursor[Any]
else:
    from django.db.backends.postgresql.base import ServerBindingCursor

_READS: Final = ("SELECT", "(SELECT")
_KEPT: Final = 400
"""Statements that one connection keeps prepared; the driver's own number is 100, fewer than our pages ask."""
_MOST: Final = 500
"""A statement with more values than this is seldom asked twice alike."""


class PreparingCursor(ServerBindingCursor):
    """Statements that read leave their values apart, so the driver can prepare them; others travel as one text.

    History needs the latter: it sets who acts, and why, in the very text of a statement that writes.
    """

    def execute(self, query: Any, params: Sequence[Any] | Mapping[str, Any] | None = None, **how: Any) -> Any:
        """As the driver's."""
        if not params or _is_read(query, params):
            return super().execute(query, params, **how)
        return super().execute(ClientCursor(self.connection).mogrify(query, params), prepare=False)


def _is_read(query: Any, params: Sequence[Any] | Mapping[str, Any]) -> bool:
    return isinstance(query, str) and query.startswith(_READS) and ";" not in query and len(params) < _MOST


def keep_prepared(connection: Any, **_signal: Any) -> None:
    """Called for each new connection."""
    connection.connection.prepared_max = _KEPT
