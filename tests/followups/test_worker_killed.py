"""A real Celery worker is killed in the middle of sending; the next one finishes, and nobody gets anything twice."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from followups import notices
from followups.models import Notice
from followups.tasks import deliver_notices
from tests.factories import follow_up
from tests.followups.sink import Sink, body
from tests.worker import kill, worker

PEOPLE = 10
PATIENCE = 90


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
