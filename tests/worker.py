"""A real Celery worker for tests, as `make run` starts one: on the test's database, broker and mail server."""

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


@contextmanager
def worker(queues: str, mail_port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on `queues` in a process group of its own; what it prints goes to `folder/worker.log`."""
    options = ["-P", "prefork", "-c", "1", "-Q", queues, "-l", "warning", "-n", f"{queues}@%h"]
    command = ["-A", "portal", "worker", *options, "--without-gossip", "--without-mingle"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", *command],
            cwd=settings.BASE_DIR,
            env=_environment(mail_port, folder),
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
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DATA_DIR": str(folder),
    }


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
