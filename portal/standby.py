"""A hot standby of the embedded PostgreSQL on the same machine: to try a read replica, and to measure what it brings.

    with postgres(folder) as primary, standby(folder, primary) as second:
        ...  # DATABASE_URL=primary, DATABASE_REPLICA_URL=second.url

It is copied anew at each start (`pg_basebackup -R`), follows by streaming through a slot of its own, and is gone with
its slot at the end: a slot that nobody reads would keep the primary's log for ever.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg

from portal.processes import LOOPBACK, Server, StartError, as_owner, end_leftover, free_port, start_server
from portal.services import Account, log_file, says_ready, settings

NAME: Final = "standby"
"""Of the role that may follow, and of its slot."""


class Standby:
    """A standby that can be stopped and started; `url` leads to the same database as its primary's."""

    def __init__(self, data_dir: Path, primary: str) -> None:
        """Nothing is copied or started yet."""
        self.data_dir, self.primary = data_dir, primary
        self.account = Account.for_postgres(data_dir)
        self.folder = self.account.home(data_dir) / NAME
        self.port = free_port()
        parts = urlsplit(primary)
        place = f"{parts.username}:{parts.password}@{LOOPBACK}:{self.port}"
        self.url = parts._replace(netloc=place).geturl()
        self.server: Server | None = None

    def copy(self) -> None:
        """Take the primary's files as of now, in place of what an earlier one left."""
        end_leftover(self.folder / "postmaster.pid", ("postgres", str(self.folder)))
        _forget(self.primary)
        _copy(self.account, self.folder, urlsplit(self.primary).port or 0, _let_follow(self.primary))

    def start(self) -> None:
        """Follow the primary from where it was left."""
        self.server = start_server(
            "The standby",
            [self.account.programs() / "postgres", "-D", self.folder, *_careless(self.port)],
            log=log_file(self.data_dir, NAME),
            cwd=self.folder.parent,
            gently=signal.SIGINT,
            owner=self.account.owner,
        )
        pid = self.server.process.pid
        self.server.wait_ready(lambda: says_ready(self.folder / "postmaster.pid", pid))

    def stop(self) -> None:
        """End it in an orderly way, if it runs."""
        if self.server is not None:
            self.server.stop()
            self.server = None

    def remove(self) -> None:
        """Leave neither files nor a slot behind."""
        self.stop()
        with suppress(psycopg.OperationalError):  # the primary may have gone before
            _forget(self.primary)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def standby(data_dir: Path, primary: str) -> Iterator[Standby]:
    """A running standby of the embedded server `primary` below `data_dir`, which the caller holds."""
    made = Standby(data_dir, primary)
    try:
        made.copy()
        made.start()
        yield made
    finally:
        made.remove()


def _careless(port: int) -> list[str]:
    """A copy that is made anew at each start need not survive a power cut."""
    return [*settings(port, durable=True, followed=True), "-c", "fsync=off"]


def _let_follow(primary: str) -> str:
    """The primary's role for the standby, which may follow and nothing else; returns its new password."""
    password = secrets.token_hex(16)
    name = psycopg.sql.Identifier(NAME)
    with psycopg.connect(primary, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("DROP ROLE IF EXISTS {}").format(name))
        connection.execute(
            psycopg.sql.SQL("CREATE ROLE {} LOGIN REPLICATION PASSWORD {}").format(name, password)
        )
    return password


def _forget(primary: str) -> None:
    """The slot of a standby that is gone."""
    with psycopg.connect(primary, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s",
            [NAME],
        )


def _copy(account: Account, copy: Path, port: int, password: str) -> None:
    """`pg_basebackup`: the primary's files as of now, with the note that makes a standby of them."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(mode=0o700)
    account.own(copy)
    source = f"host={LOOPBACK} port={port} user={NAME} application_name={NAME}"
    done = subprocess.run(
        [
            *(account.programs() / "pg_basebackup", "-D", copy, "-d", source),
            *("-R", "-X", "stream", "-C", "-S", NAME, "--checkpoint=fast", "--no-sync"),
        ],
        cwd=copy.parent,
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "PGPASSWORD": password,
        },  # on the command line every account of the machine could read it
        **as_owner(account.owner),
    )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        message = f"The primary could not be copied: {why[-1]}"
        raise StartError(message)
