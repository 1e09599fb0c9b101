"""Whether the portal and what it stands on are well. One definition, for watchers and for the administrator's home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final

import redis
import structlog
from django.db import Error
from django.utils import timezone

from core import replica
from core.workdays import Calendar
from councils.calendar import national_calendar
from followups.models import PlanRun
from portal import heartbeat

PLAN_BY: Final = time(8, 30)
"""On a working day the morning's plan must be finished by then: an hour after it began, four tries later."""

log = structlog.get_logger(__name__)


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    FAILING = "failing"
    """Database or broker do not answer: no page can be served."""
    SILENT = "silent"
    """Worker or beat have not been heard for some time: pages are served, reminders are not sent."""
    LATE = "late"
    """A working morning has no finished plan."""
    UNKNOWN = "unknown"
    """The server that would tell does not answer."""
    BEHIND = "behind"
    """The replica lacks too much of what was written: figures are read from the primary."""


@dataclass(frozen=True)
class Health:
    """The state of each part, and when reminders were last planned."""

    database: State
    broker: State
    worker: State
    beat: State
    plan: State
    last_plan: datetime | None
    replica: State | None = None
    """None where the installation has none."""

    @property
    def parts(self) -> dict[str, State]:
        """Name -> state."""
        names = ("database", "broker", "worker", "beat", "plan")
        found = {name: getattr(self, name) for name in names}
        return found if self.replica is None else {**found, "replica": self.replica}

    @property
    def serves(self) -> bool:
        """Whether pages can be served; what a load balancer asks."""
        return self.database is State.OK and self.broker is State.OK

    @property
    def well(self) -> bool:
        """Whether everything is; what a watcher asks."""
        return set(self.parts.values()) == {State.OK}

    @property
    def plan_age_hours(self) -> float | None:
        """Hours since reminders were last planned; on a Monday morning some 72 are in order."""
        if self.last_plan is None:
            return None
        return round((timezone.now() - self.last_plan).total_seconds() / 3600, 1)


def examine(calendar: Calendar | None = None) -> Health:
    """Ask the database (one query, and one more where the calendar is not given and matters) and the broker."""
    database, plan, last_plan = _ask_database(calendar)
    broker, signs = _ask_broker()
    return Health(database, broker, signs["worker"], signs["beat"], plan, last_plan, _of_replica(database))


def _of_replica(database: State) -> State | None:
    """As this process last found it; where the primary is away nobody can say how far behind it is."""
    if not replica.configured():
        return None
    return State(replica.WATCH.state()) if database is State.OK else State.UNKNOWN


def _ask_database(calendar: Calendar | None) -> tuple[State, State, datetime | None]:
    """The states of database and plan, and when the last plan was finished."""
    finished = PlanRun.objects.filter(finished_at__isnull=False).order_by("-day")
    try:
        last = finished.first()
        late = _is_late(last, calendar)
    except Error as error:
        log.warning("health_check_failed", part="database", error=type(error).__name__)
        return State.FAILING, State.UNKNOWN, None
    return State.OK, State.LATE if late else State.OK, last.finished_at if last else None


def _is_late(last: PlanRun | None, calendar: Calendar | None) -> bool:
    """Whether today is a working day, its morning over, and its plan missing."""
    now = timezone.localtime()
    if now.time() < PLAN_BY or (last and last.day >= now.date()):
        return False
    return (calendar or national_calendar()).is_working(now.date())


def _ask_broker() -> tuple[State, dict[str, State]]:
    """The states of the broker, and of worker and beat by name."""
    try:
        heard = heartbeat.heard()
    except (redis.RedisError, OSError) as error:
        log.warning("health_check_failed", part="broker", error=type(error).__name__)
        return State.FAILING, dict.fromkeys(heartbeat.PARTS, State.UNKNOWN)
    return State.OK, {part: State.OK if alive else State.SILENT for part, alive in heard.items()}
