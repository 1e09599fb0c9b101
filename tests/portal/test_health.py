"""Health: who asks learns which part is not well, at once and without secrets; worker and beat are told apart."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from followups.models import PlanRun
from portal import heartbeat
from portal.processes import wait_until
from portal.services import valkey
from tests.worker import beat, kill, worker

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY, HOLIDAY = "2026-11-20", "2026-11-21", "2026-09-02"
WELL = {"database": "ok", "broker": "ok", "worker": "ok", "beat": "ok", "plan": "ok"}
PATIENCE = 60


def silence(*parts: str) -> None:
    with heartbeat.broker() as broker:
        broker.delete(*(heartbeat.key(part) for part in parts))


@pytest.fixture
def alive() -> Iterator[None]:
    """Worker and beat have just been heard."""
    for part in heartbeat.PARTS:
        heartbeat.show(part)
    yield
    silence(*heartbeat.PARTS)


@pytest.fixture
def planned() -> PlanRun:
    """Reminders were planned on Friday at 07:30:04."""
    at = timezone.make_aware(datetime(2026, 11, 20, 7, 30, 4))  # noqa: DTZ001 - made aware here
    return PlanRun.objects.create(day=date(2026, 11, 20), finished_at=at)


def ask(client: Client, **query: str) -> tuple[int, dict[str, Any]]:
    """Status and content of the answer."""
    answer = client.get(reverse("healthz"), query)
    assert not answer.cookies
    return answer.status_code, answer.json()


def states(found: dict[str, Any]) -> dict[str, Any]:
    return {part: found[part] for part in WELL}


@time_machine.travel(f"{FRIDAY}T10:00+07:00", tick=False)
def test_health_answers_without_sign_in(client: Client, alive: None, planned: PlanRun) -> None:
    expected = {
        "status": "ok",
        **WELL,
        "last_plan": "2026-11-20T07:30:04+07:00",
        "plan_age_hours": 2.5,
    }
    assert ask(client) == (200, expected)
    assert ask(client, all="1") == (200, expected)


@time_machine.travel(f"{FRIDAY}T07:00+07:00", tick=False)
@pytest.mark.parametrize("part", heartbeat.PARTS)
def test_pages_are_served_while_worker_or_beat_are_silent_and_watchers_are_told(
    client: Client, alive: None, part: str
) -> None:
    silence(part)
    status, found = ask(client)
    assert (status, found["status"]) == (200, "degraded")
    assert states(found) == {**WELL, part: "silent"}
    assert ask(client, all="1") == (503, found)


@pytest.mark.parametrize(
    ("now", "run_on", "expected"),
    [
        (f"{FRIDAY}T08:29+07:00", None, "ok"),
        (f"{FRIDAY}T08:31+07:00", None, "late"),
        (f"{FRIDAY}T08:31+07:00", date(2026, 11, 19), "late"),
        (f"{FRIDAY}T08:31+07:00", date(2026, 11, 20), "ok"),
        (f"{SATURDAY}T12:00+07:00", None, "ok"),
        (f"{HOLIDAY}T12:00+07:00", None, "ok"),
    ],
)
def test_a_plan_is_late_when_a_working_morning_is_over_without_one(
    client: Client, alive: None, now: str, run_on: date | None, expected: str
) -> None:
    with time_machine.travel(now, tick=False):
        if run_on:
            PlanRun.objects.create(day=run_on, finished_at=timezone.now())
        status, found = ask(client)
    assert (status, found["plan"]) == (200, expected)


@time_machine.travel(f"{FRIDAY}T09:00+07:00", tick=False)
def test_a_plan_that_was_never_finished_is_no_plan(client: Client, alive: None) -> None:
    PlanRun.objects.create(day=date(2026, 11, 20))
    _status, found = ask(client)
    assert (found["plan"], found["last_plan"], found["plan_age_hours"]) == ("late", None, None)


def test_a_database_that_does_not_answer_is_named_and_the_reason_is_kept(client: Client, alive: None) -> None:
    def down(*_query: object) -> None:
        raise OperationalError("password of host 10.0.0.7")

    with connection.execute_wrapper(down):
        status, found = ask(client)
    assert (status, found["status"]) == (503, "failing")
    assert states(found) == {**WELL, "database": "failing", "plan": "unknown"}


def test_a_broker_that_is_gone_is_named(client: Client, settings: Settings, planned: PlanRun) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    status, found = ask(client)
    assert (status, found["status"], found["database"]) == (503, "failing", "ok")
    assert (found["broker"], found["worker"], found["beat"]) == ("failing", "unknown", "unknown")


def test_a_broker_that_hangs_delays_the_answer_by_two_seconds_and_no_more(
    client: Client, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        begin = time.monotonic()
        status, found = ask(client)
    assert (status, found["broker"]) == (503, "failing")
    assert time.monotonic() - begin < heartbeat.PATIENCE + 1.5


@time_machine.travel(f"{FRIDAY}T10:00+07:00", tick=False)
def test_health_costs_two_queries_at_most(
    client: Client, alive: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the last plan, and the calendar because it is missing
        ask(client)
    PlanRun.objects.create(day=date(2026, 11, 20), finished_at=timezone.now())
    with django_assert_num_queries(1):
        ask(client)


@pytest.mark.parametrize(("queues", "counts"), [({"default", "reports"}, True), ({"reports"}, False)])
def test_a_worker_that_makes_reports_alone_does_not_count(queues: set[str], counts: bool) -> None:
    app = SimpleNamespace(
        conf=SimpleNamespace(task_default_queue="default"),
        amqp=SimpleNamespace(queues=SimpleNamespace(consume_from=dict.fromkeys(queues))),
    )
    consumer: Any = SimpleNamespace(app=app)
    assert heartbeat.WorkerHeartbeat(consumer).include_if(consumer) is counts


@pytest.mark.django_db(transaction=True)
def test_worker_and_beat_are_heard_while_they_live_and_missed_soon_after_they_die(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    def becomes(**expected: str) -> bool:
        return wait_until(lambda: expected.items() <= ask(client)[1].items(), PATIENCE, pause=0.1)

    def logs() -> str:
        return "\n".join(path.read_text()[-3000:] for path in tmp_path.glob("*.log"))

    with valkey(tmp_path, durable=False) as url:
        settings.CELERY_BROKER_URL = url
        assert becomes(worker="silent", beat="silent")
        with (
            worker("default", 0, tmp_path, REDIS_URL=url) as working,
            beat(tmp_path, REDIS_URL=url) as ticking,
        ):
            assert becomes(worker="ok", beat="ok"), logs()
            kill(working)
            assert becomes(worker="silent", beat="ok"), logs()
            kill(ticking)
            assert becomes(worker="silent", beat="silent"), logs()


# --- The administrator's home says the same ---


@time_machine.travel(f"{FRIDAY}T10:00+07:00", tick=False)
def test_an_administrator_sees_what_is_silent_or_missing(
    client_as: Callable[..., Client], alive: None, planned: PlanRun
) -> None:
    client = client_as("administrator")
    shown = {sign.kind for sign in client.get("/").context["signs"]}
    assert shown == {"ok"}
    silence("beat")
    planned.delete()
    answer = client.get("/")
    assert [sign.kind for sign in answer.context["signs"]] == ["ok", "late", "late"]
