"""Signs of life: worker and beat each keep a key in the broker that vanishes by itself when they fall silent.

Valkey's own clock lets a key expire, so clocks of several machines need not agree. Nobody is asked by broadcast: a page
that wants to know reads two keys.
"""

from __future__ import annotations

import time
from typing import Any, Final

import redis
import structlog
from celery import bootsteps
from celery.beat import Scheduler
from celery.worker.consumer import Consumer
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

PARTS: Final = ("worker", "beat")
PATIENCE: Final = 2
"""Seconds to wait for the broker before calling it ill."""

log = structlog.get_logger(__name__)


def broker() -> redis.Redis:
    """A connection that gives up soon and does not try again: who asks wants an answer now."""
    return redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


def key(part: str) -> str:
    """Where a part's sign of life stands."""
    return f"nghi-truong:alive:{part}"


def show(part: str) -> None:
    """Say that this part lives. Where the broker is away, that is the broker's trouble and not this part's."""
    try:
        with broker() as connection:
            connection.set(key(part), 1, ex=4 * settings.HEARTBEAT_SECONDS)
    except (redis.RedisError, OSError) as error:
        log.warning("heartbeat_not_heard", part=part, error=type(error).__name__)


def heard() -> dict[str, bool]:
    """Which parts have said within their time that they live; raises RedisError or OSError when the broker is away."""
    with broker() as connection:
        found = connection.mget([key(part) for part in PARTS])
    return {part: sign is not None for part, sign in zip(PARTS, found, strict=True)}


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Runs in the event loop of a worker's main process while it is connected, also while its children are busy.

    Only of a worker that serves the default queue: one that makes reports alone delivers nothing.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Consumer, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None

    def include_if(self, consumer: Consumer) -> bool:
        """Whether the worker was started for the queue that matters."""
        return consumer.app.conf.task_default_queue in consumer.app.amqp.queues.consume_from

    def start(self, consumer: Consumer) -> None:
        """Now, and regularly from now on; again after each reconnection."""
        show("worker")
        self.timer = consumer.timer.call_repeatedly(settings.HEARTBEAT_SECONDS, show, ("worker",))

    def stop(self, consumer: Consumer) -> None:
        """Fall silent."""
        if self.timer is not None:
            consumer.timer.cancel(self.timer)
            self.timer = None


class HeardScheduler(Scheduler):
    """Beat that is heard as long as it ticks.

    It keeps no file that could break: the schedule is in code, and the next run makes up for a missed one.
    """

    _next = 0.0

    def tick(self, *arguments: Any, **options: Any) -> float:
        """One look at what is due."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + settings.HEARTBEAT_SECONDS
            show("beat")
        pause: float = super().tick(*arguments, **options)
        return pause
