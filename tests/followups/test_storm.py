"""5,000 notices under fire: real worker and beat, killed and cut off at random moments while they send.

What is promised: each notice is delivered exactly once, or failed with a reason that an administrator sees; and nobody
needs to restart anything because the broker was away.
"""

from __future__ import annotations

import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext as _
from pytest_django import Settings

from accounts.models import User
from followups import notices
from followups.models import Notice
from followups.notices.delivery import UNCERTAIN
from portal import heartbeat
from portal.services import valkey
from tests.factories import UserFactory, follow_up
from tests.followups.sink import Sink, body
from tests.worker import Process, beat, kill, worker

PEOPLE, MATTERS = 500, 10
KILLS, PROCESSES = 3, 2
PATIENCE = 600
"""Seconds until the storm is given up; on two idle cores it takes 25."""
QUEUE = "default"

Arrivals = Counter[tuple[str, str]]
"""(address, title) -> how many messages told it."""


class Storm:
    """The portal's processes, and what befalls them."""

    def __init__(self, stack: ExitStack, sink: Sink, folder: Path, broker_url: str) -> None:
        self.stack, self.sink, self.folder = stack, sink, folder
        self.environment = {"REDIS_URL": broker_url}
        self.broker = stack.enter_context(ExitStack())
        self.end = time.monotonic() + PATIENCE
        self.start_broker()
        self.worker = self.new_worker()
        self.beat: Process = stack.enter_context(beat(folder, **self.environment))

    def new_worker(self) -> Process:
        """A worker as `make run` starts it."""
        return self.stack.enter_context(
            worker(QUEUE, self.sink.port, self.folder, processes=PROCESSES, **self.environment)
        )

    def start_broker(self) -> None:
        """An empty broker at its address."""
        url = self.environment["REDIS_URL"]
        self.broker.enter_context(valkey(self.folder, durable=False, url=url))

    def kill_worker(self) -> None:
        """The power goes, and comes back."""
        kill(self.worker)
        self.worker = self.new_worker()

    def restart_broker(self) -> None:
        """Nobody touches worker and beat; both must be heard on the new broker, which knows nothing."""
        self.broker.close()
        time.sleep(1)
        self.start_broker()
        self.wait(lambda: all(heartbeat.heard().values()))

    def wait_for_messages(self, more: int) -> None:
        """Until the mail server has so many more, or none is left to send."""
        enough = len(self.sink.messages) + more
        self.wait(lambda: len(self.sink.messages) >= enough or settled())

    def wait(self, reached: Callable[[], bool]) -> None:
        """Until it is so; at the deadline the logs tell why it is not."""
        while not reached():
            assert time.monotonic() < self.end, self.logs()
            assert self.worker.poll() is None, self.logs()
            assert self.beat.poll() is None, self.logs()
            time.sleep(0.1)

    def logs(self) -> str:
        """What the processes said last."""
        return "\n".join(path.read_text()[-4000:] for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def storm(tmp_path: Path, settings: Settings) -> Iterator[Storm]:
    """A broker of its own, which may be restarted, a mail server, worker and beat."""
    with Sink(delay=0.02, hasty=True) as sink, ExitStack() as stack:
        with valkey(tmp_path, durable=False) as url:
            settings.CELERY_BROKER_URL = url
        yield Storm(stack, sink, tmp_path, url)


def deliveries() -> Counter[str]:
    return Counter(Notice.objects.values_list("delivery", flat=True))


def settled() -> bool:
    return not Notice.objects.exclude(delivery__in=["sent", "failed"]).exists()


def write_notices(agency: Any) -> set[str]:
    """Everybody is to be told of everything; returns the titles."""
    matters = [follow_up(agency, title=f"Việc số {number:02d}") for number in range(MATTERS)]
    people = User.objects.bulk_create(UserFactory.build_batch(PEOPLE))
    Notice.objects.bulk_create(
        Notice(recipient=person, follow_up=matter, kind="overdue", for_day=date(2026, 7, 16))
        for person in people
        for matter in matters
    )
    return {matter.title for matter in matters}


def arrivals(sink: Sink, titles: set[str]) -> Arrivals:
    told: Arrivals = Counter()
    for message in sink.messages:
        text = body(message, "plain")
        told.update((str(message["To"]), title) for title in titles if title in text)
    return told


def noted(delivery: str) -> set[tuple[str, str]]:
    """(address, title) of the ledger's notices in this state."""
    rows = Notice.objects.filter(delivery=delivery)
    return set(rows.values_list("recipient__email", "follow_up__title"))


@pytest.mark.django_db(transaction=True)
def test_each_of_5000_notices_is_delivered_once_or_visibly_failed_whatever_is_killed_meanwhile(
    agency: Any, storm: Storm
) -> None:
    seed = secrets.randbits(32)
    sys.stdout.write(f"seed {seed}\n")  # pytest shows it beside a failure
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    titles = write_notices(agency)
    incidents = [storm.kill_worker] * KILLS + [storm.restart_broker]
    chance.shuffle(incidents)
    for incident in incidents:
        storm.wait_for_messages(chance.randint(15, 50))
        time.sleep(chance.uniform(0, 0.05))
        incident()
    storm.wait(settled)

    told, sent, failed = arrivals(storm.sink, titles), noted("sent"), noted("failed")
    assert len(sent) + len(failed) == PEOPLE * MATTERS
    assert set(told.values()) == {1}, "somebody was told twice"
    assert sent <= set(told) <= sent | failed
    assert len(failed) <= KILLS * PROCESSES * MATTERS
    reasons = set(Notice.objects.filter(delivery="failed").values_list("error", flat=True))
    assert reasons <= {_(UNCERTAIN)}

    identities = {message["Message-ID"] for message in storm.sink.messages}
    assert notices.send_again(notices=Notice.objects.all()) == len(failed)
    storm.wait(settled)
    assert deliveries() == {"sent": PEOPLE * MATTERS}
    assert set(arrivals(storm.sink, titles)) == sent | failed
    identities |= {message["Message-ID"] for message in storm.sink.messages}
    assert len(identities) == PEOPLE, "a message sent again had another name"
