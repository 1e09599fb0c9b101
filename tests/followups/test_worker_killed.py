"""A real Celery worker is killed while the mail server has a message in hand: nobody is told twice or forgotten."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import gettext as _

from followups import notices
from followups.models import Notice
from followups.notices import delivery
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


def until(expected: dict[str, int], queue: str, folder: Path) -> None:
    """Ask for delivery until the ledger says this."""
    end = time.monotonic() + PATIENCE
    while deliveries() != expected and time.monotonic() < end:
        ask(queue)
        time.sleep(0.5)
    assert deliveries() == expected, (folder / "worker.log").read_text()


@pytest.mark.django_db(transaction=True)
def test_what_the_mail_server_had_in_hand_when_the_worker_was_killed_waits_for_a_person(
    agency: Any, user_as: Any, tmp_path: Path
) -> None:
    people = [user_as("agency") for _number in range(PEOPLE)]
    titles = ["Sửa cầu dân sinh", "Lắp đèn đường"]
    for title in titles:
        follow_up(agency, title=title)
    assert notices.plan(date(2026, 7, 15)) == PEOPLE * len(titles)
    every = PEOPLE * len(titles)
    queue = f"notices-{uuid4().hex}"
    with Sink(holds=4) as sink:
        with worker(queue, sink.port, tmp_path) as first:
            ask(queue)
            for _message in range(4):
                assert sink.begun.acquire(timeout=PATIENCE), (tmp_path / "worker.log").read_text()
            kill(first)
        assert deliveries() == {"sent": 6, "claimed": 2, "planned": 12}
        with worker(queue, sink.port, tmp_path):
            until({"sent": every - 2, "failed": 2}, queue, tmp_path)
            assert set(Notice.objects.filter(delivery="failed").values_list("error", flat=True)) == {
                _(delivery.UNCERTAIN)
            }
            assert len(sink.messages) == PEOPLE - 1
            assert notices.send_again(notices=Notice.objects.all()) == 2
            until({"sent": every}, queue, tmp_path)
    arrived = Counter(
        (str(message["To"]), title)
        for message in sink.messages
        for title in titles
        if title in body(message, "plain")
    )
    assert arrived == {(person.email, title): 1 for person in people for title in titles}
    assert len({message["Message-ID"] for message in sink.messages}) == PEOPLE
