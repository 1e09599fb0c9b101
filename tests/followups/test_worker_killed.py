"""A real Celery worker is killed in the middle of sending; the next one finishes, and nobody gets anything twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from followups import notices
from followups.models import Notice
from followups.tasks import deliver_notices
from tests.factories import follow_up
from tests.followups.sink import Sink, body

PEOPLE = 10
LEASE_SECONDS = 2
PATIENCE = 90


@contextmanager
def worker(queue: str, port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as `make run` starts one, on the test's database, with its own queue, process group and mail server."""
    command = [
        "-A",
        "portal",
        "worker",
        "-P",
        "prefork",
        "-c",
        "1",
        "-Q",
        queue,
        "-l",
        "warning",
        "-n",
        f"{queue}@%h",
    ]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", *command, "--without-gossip", "--without-mingle"],
            cwd=settings.BASE_DIR,
            env=_environment(port, folder),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def _environment(port: int, folder: Path) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "NOTICE_LEASE_SECONDS": str(LEASE_SECONDS),
        "DATA_DIR": str(folder),
    }


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(queue: str) -> None:
    """What beat does every minute."""
    deliver_notices.apply_async(queue=queue)


def deliveries() -> Counter[str]:
    return Counter(Notice.objects.values_list("delivery", flat=True))


@pytest.mark.django_db(transaction=True)
def test_each_notice_arrives_once_although_the_worker_is_killed_while_sending(
    agency: Any, user_as: Any, tmp_path: Path
) -> None:
    people = [user_as("agency") for _number in range(PEOPLE)]
    titles = ["Sửa cầu dân sinh", "Lắp đèn đường"]
    for title in titles:
        follow_up(agency, title=title)
    assert notices.plan(date(2026, 7, 15)) == PEOPLE * len(titles)
    queue = f"notices-{uuid4().hex}"
    with Sink(delay=0.4) as sink:
        with worker(queue, sink.port, tmp_path) as first:
            ask(queue)
            for _message in range(4):
                assert sink.begun.acquire(timeout=PATIENCE), (tmp_path / "worker.log").read_text()
            kill(first)
        assert deliveries() == {"sent": 6, "claimed": 2, "planned": 12}
        with worker(queue, sink.port, tmp_path):
            end = time.monotonic() + PATIENCE
            while deliveries()["sent"] < PEOPLE * len(titles) and time.monotonic() < end:
                ask(queue)
                time.sleep(1)
    assert deliveries() == {"sent": PEOPLE * len(titles)}, (tmp_path / "worker.log").read_text()
    arrived = Counter(
        (str(message["To"]), title)
        for message in sink.messages
        for title in titles
        if title in body(message, "plain")
    )
    assert arrived == {(person.email, title): 1 for person in people for title in titles}
    assert len({message["Message-ID"] for message in sink.messages}) == PEOPLE
