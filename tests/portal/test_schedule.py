"""What beat starts when: planning from 07:30 on a quarter-hour's grid until 17:45, delivery all the time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.celery import app

SCHEDULE: dict[str, dict[str, Any]] = app.conf.beat_schedule
PLANS = [entry for entry in SCHEDULE.values() if entry["task"].endswith("plan_notices")]


def at(clock: str) -> datetime:
    """A moment of Friday, 20/11/2026."""
    return timezone.make_aware(datetime.fromisoformat(f"2026-11-20T{clock}"))


def plans(last_look: str, now: str) -> int:
    """How many entries start planning now, when beat last looked then."""
    with time_machine.travel(at(now), tick=False):
        return sum(entry["schedule"].is_due(at(last_look)).is_due for entry in PLANS)


@pytest.mark.parametrize(
    ("last_look", "now", "starts"),
    [
        ("07:14:50", "07:15:00", 0),
        ("07:29:50", "07:30:00", 1),
        ("07:44:50", "07:45:00", 1),
        ("07:59:50", "08:00:00", 1),
        ("17:44:50", "17:45:00", 1),
        ("17:59:50", "18:00:00", 0),
        ("06:00:00", "20:00:00", 0),  # a machine that slept all day
    ],
)
def test_reminders_are_planned_in_working_hours_only(last_look: str, now: str, starts: int) -> None:
    assert plans(last_look, now) == starts


def test_what_no_worker_takes_up_is_dropped_after_a_quarter_of_an_hour() -> None:
    assert {entry["options"]["expires"] for entry in SCHEDULE.values()} == {15 * 60}


def test_delivery_looks_every_minute() -> None:
    assert SCHEDULE["deliver-notices"]["schedule"] == 60
