"""Real Celery processes for tests, as `make run` starts them: on the test's database, a broker and a mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

LEASE_SECONDS = 2
Process = subprocess.Popen[bytes]


@contextmanager
def worker(
    queues: str, mail_port: int, folder: Path, *, processes: int = 1, **more: str
) -> Iterator[Process]:
    """A worker on `queues`; see `celery` for the rest."""
    options = ["-P", "prefork", "-c", str(processes), "-Q", queues, "-l", "warning", "-n", f"{queues}@%h"]
    command = ["worker", *options, "--without-gossip", "--without-mingle"]
    with celery(*command, mail_port=mail_port, folder=folder, **more) as process:
        yield process


@contextmanager
def beat(folder: Path, **more: str) -> Iterator[Process]:
    """Beat with the portal's schedule; see `celery`."""
    with celery("beat", "--loglevel", "WARNING", "--pidfile=", mail_port=0, folder=folder, **more) as process:
        yield process


@contextmanager
def celery(*command: str, mail_port: int, folder: Path, **more: str) -> Iterator[Process]:
    """A process group of its own with `more` in its environment; what it prints goes to `folder/<command>.log`."""
    with (folder / f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "portal", *command],
            cwd=settings.BASE_DIR,
            env=_environment(mail_port, folder) | more,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def _environment(mail_port: int, folder: Path) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "NOTICE_LEASE_SECONDS": str(LEASE_SECONDS),
        "NOTICE_DELIVERY_SECONDS": "1",
        "HEARTBEAT_SECONDS": "1",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DATA_DIR": str(folder),
    }


def kill(process: Process) -> None:
    """The whole group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
