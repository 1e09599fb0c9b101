"""How soon a standby shows what its primary has committed: in quiet, and while much is written."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

TABLE: Final = "bench_lag"
BULK: Final = (
    f"INSERT INTO {TABLE} (text) SELECT repeat('Đề nghị sửa đường', 20) FROM generate_series(1, 20000)"  # noqa: S608
)
LIMIT: Final = 30.0
"""Seconds after which a row is taken for lost."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Milliseconds from the return of a commit until the row is seen on the standby."""

    when: str
    median: float
    p95: float
    most: float


def lags(primary: str, standby: str, times: int) -> Iterator[Lag]:
    """So many commits in quiet, then so many beside a writer that never rests; the table is dropped afterwards."""
    with (
        psycopg.connect(primary, autocommit=True) as here,
        psycopg.connect(standby, autocommit=True) as there,
    ):
        here.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, text text NOT NULL)")
        try:
            yield _lag("in quiet", here, there, times)
            with _writing(primary):
                yield _lag("while 20,000 rows at a time are written", here, there, times)
        finally:
            here.execute(f"DROP TABLE {TABLE}")


def _lag(when: str, here: psycopg.Connection, there: psycopg.Connection, times: int) -> Lag:
    found = sorted(1000 * _until_seen(here, there) for _time in range(times))
    return Lag(when, statistics.median(found), found[round(0.95 * (times - 1))], found[-1])


def _until_seen(here: psycopg.Connection, there: psycopg.Connection) -> float:
    made = here.execute(f"INSERT INTO {TABLE} (text) VALUES ('one') RETURNING id").fetchone()  # noqa: S608 - our table
    began = time.perf_counter()
    while not _sees(there, made):
        if time.perf_counter() - began > LIMIT:
            message = f"What was committed was not on the standby within {LIMIT:.0f} seconds."
            raise LookupError(message)
    return time.perf_counter() - began


def _sees(there: psycopg.Connection, made: tuple[int, ...] | None) -> bool:
    """The very first look may come before the table itself."""
    try:
        return there.execute(f"SELECT 1 FROM {TABLE} WHERE id = %s", made).fetchone() is not None  # noqa: S608 - as above
    except psycopg.errors.UndefinedTable:
        return False


@contextmanager
def _writing(primary: str) -> Iterator[None]:
    enough = threading.Event()

    def write() -> None:
        with psycopg.connect(primary, autocommit=True) as connection:
            while not enough.is_set():
                connection.execute(BULK)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        enough.set()
        writer.join()
