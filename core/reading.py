"""Figures may be read aside, from a replica; everything else, and everything written, is the primary's.

    shown = aside(partial(figures_of, question))

Without `DATABASE_REPLICA_URL` that is a plain call. With it, what the work reads comes from the replica while that is
well, and from the primary otherwise. The work must only read: it is begun anew where the replica fails under way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

import structlog
from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    models,
    transaction,
)
from django.http import HttpRequest, HttpResponse

from core import replica

T = TypeVar("T")

WROTE: Final = "wrote"
"""The cookie of a browser that has written a moment ago."""
READING_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
PRIMARY_ONLY: Final = frozenset({"account", "accounts", "admin", "auth", "contenttypes", "mfa", "sessions"})
"""App labels of people and their sessions: what somebody may see is never asked of a copy."""
PRIMARY_ONLY_MODELS: Final = frozenset({"councils.membership", "followups.notice"})

_aside: ContextVar[bool] = ContextVar("reading_aside", default=False)
_primary: ContextVar[bool] = ContextVar("reading_primary", default=False)

log = structlog.get_logger(__name__)


def aside(work: Callable[[], T], *, complete: bool = False) -> T:
    """Do work that only reads, on the replica where that may be.

    With `complete` the replica must first have everything that was committed before this call.
    """
    if not _may_be_aside() or (complete and not replica.caught_up()):
        return work()
    try:
        with _set(_aside, value=True):
            return work()
    except (OperationalError, InterfaceError, ProgrammingError) as error:  # the last: not migrated as far yet
        log.warning("replica_failed_under_way", error=type(error).__name__)
        replica.give_up()
        return work()


def _may_be_aside() -> bool:
    """Never in a transaction of the primary, whose own changes only it can see."""
    return (
        replica.configured()
        and not _primary.get()
        and not transaction.get_connection().in_atomic_block
        and replica.WATCH.state() is replica.State.OK
    )


@contextmanager
def _set(variable: ContextVar[bool], *, value: bool) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


class ReplicaRouter:
    """Sends what is read aside to the replica, and everything else to the primary.

    Django would let a related row follow the row it belongs to; a row read aside must not draw a later change after it.
    """

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:
        """The replica inside `aside`, unless a transaction of the primary has begun meanwhile."""
        kept = model._meta.app_label in PRIMARY_ONLY or model._meta.label_lower in PRIMARY_ONLY_MODELS
        if not _aside.get() or kept or transaction.get_connection().in_atomic_block:
            return DEFAULT_DB_ALIAS
        return replica.ALIAS

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str:
        """The primary, also for a row that was read aside, and for one that is read to be locked."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **_hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """The replica gets its tables from the primary."""
        return db != replica.ALIAS


class FreshForWriters:
    """Who has written sees it: a browser reads from the primary until every replica in use must have the change.

    One that is further behind than `DATABASE_REPLICA_LAG` is not in use, and that is noticed within `ASK_SECONDS`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark what writes; keep the marked on the primary."""
        writes = request.method not in READING_METHODS
        with _set(_primary, value=writes or WROTE in request.COOKIES):
            response = self.get_response(request)
        if writes:
            response.set_cookie(
                WROTE,
                "1",
                max_age=int(settings.DATABASE_REPLICA_LAG) + 2 * replica.ASK_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
