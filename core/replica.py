"""Whether the read replica may answer: reached, a standby, and not further behind its primary than allowed.

It is asked at most once in `ASK_SECONDS` by each process; between two questions every request takes the last answer.
How far it is behind is told in the primary's own time, so the clocks of the two machines need not agree.
"""

from __future__ import annotations

import math
import threading
import time
from enum import StrEnum
from typing import Any, Final

import psycopg
import structlog
from django.conf import settings
from django.db import connection, connections

ALIAS: Final = "replica"
ASK_SECONDS: Final = 5
"""For how long an answer holds."""
PATIENCE: Final = 2
"""Seconds to wait for a replica that does not answer, or that has yet to receive what was just written."""

_PRIMARY: Final = "SELECT pg_current_wal_flush_lsn()::text, extract(epoch FROM clock_timestamp())::float8"
"""Up to where its log is on the disk (a commit is when it returns, and only then is it sent on), and its time."""
_STANDBY: Final = """SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false),
    coalesce(extract(epoch FROM pg_last_xact_replay_timestamp()), 0)::float8"""
_PAUSE: Final = 0.05
"""Seconds between two looks at a standby that is just receiving something."""

log = structlog.get_logger(__name__)


class State(StrEnum):
    """How the replica is."""

    OK = "ok"
    BEHIND = "behind"
    """Further behind than `DATABASE_REPLICA_LAG` seconds."""
    FAILING = "failing"
    """It does not answer, or it follows nobody: a standby that was promoted has a history of its own."""


def configured() -> bool:
    """Whether this installation has a replica."""
    return ALIAS in connections.settings


class Watch:
    """What one process knows of the replica."""

    def __init__(self) -> None:
        """Nothing is known yet: until the first answer the primary is read."""
        self._asking = threading.Lock()
        self._asked = -math.inf
        self._level_at = 0.0
        self._state = State.FAILING
        self._told: State | None = None

    def state(self) -> State:
        """The last answer, asked anew when it is too old; who comes while another thread asks does not wait."""
        if time.monotonic() - self._asked >= ASK_SECONDS and self._asking.acquire(blocking=False):
            try:
                self._state = self._ask()
                self._asked = time.monotonic()
            finally:
                self._asking.release()
            self._tell(self._state)
        return self._state

    def doubt(self) -> None:
        """Ask again before the next reading: the last answer has just been proven wrong."""
        self._asked = -math.inf

    def _ask(self) -> State:
        written, now = _one(connection, _PRIMARY)
        try:
            with _call() as standby:
                follows, level, replayed = _look(standby, written, patience=_PAUSE)
        except psycopg.Error:
            return State.FAILING
        if not follows:
            return State.FAILING
        if level:
            self._level_at = now
        # After an idle night the newest transaction is old: what counts is since when the replica has not been level.
        behind = now - max(self._level_at, replayed)
        return State.BEHIND if behind > settings.DATABASE_REPLICA_LAG else State.OK

    def _tell(self, state: State) -> None:
        """One line for each change, not for each request."""
        if state is not self._told:
            tell = log.info if state is State.OK else log.warning
            tell("replica_read" if state is State.OK else "replica_not_read", state=state.value)
            self._told = state


WATCH: Final = Watch()


def give_up() -> None:
    """After a failure: ask anew how it is, and let go of a connection that is broken."""
    WATCH.doubt()
    connections[ALIAS].close_if_unusable_or_obsolete()


def caught_up() -> bool:
    """Whether the replica has all that was committed before this call; it is given `PATIENCE` seconds to get there."""
    committed, _now = _one(connection, _PRIMARY)
    try:
        with _call() as standby:
            _follows, level, _replayed = _look(standby, committed, patience=PATIENCE)
    except psycopg.Error:
        return False
    return level


def _look(standby: Any, written: str, *, patience: float) -> tuple[bool, bool, float]:
    """Whether it follows, whether it has reached this place in the log, and from when its newest transaction is."""
    deadline = time.monotonic() + patience
    while True:
        follows, level, replayed = standby.execute(_STANDBY, [written]).fetchone()
        if level or not follows or time.monotonic() >= deadline:
            return follows, level, replayed
        time.sleep(_PAUSE)


def _one(asked: Any, sql: str) -> Any:
    with asked.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _call() -> Any:
    """A connection of its own that gives up soon: a pool would wait, and try again behind our back."""
    options = connections[ALIAS].get_connection_params() | {"connect_timeout": PATIENCE, "autocommit": True}
    return psycopg.connect(**options)
