"""Structured logs without personal data: ids, events and durations, never names, texts or addresses of people."""

import logging
import re
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied

PERSONAL_KEYS = frozenset(
    {"ip", "user_agent", "email", "username", "full_name", "name", "password", "content", "text"}
)


_SECRET_ADDRESS = re.compile(r"/calendars/[^/\s]+\.ics")
"""The address of a user's calendar: who knows it needs no password."""


def without_secret_addresses(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Take the secret out of the addresses that requests are logged with."""
    for key in ("event", "request"):
        if isinstance(event.get(key), str):
            event[key] = _SECRET_ADDRESS.sub("/calendars/….ics", event[key])
    return event


def without_personal_data(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop the keys that could name a person (Law 91/2025 on personal data); ids stay."""
    return {key: value for key, value in event.items() if key not in PERSONAL_KEYS}


def refusals_in_one_line(record: logging.LogRecord) -> bool:
    """A 403 is an answer, not a fault: its line stays, its traceback goes."""
    if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
        record.exc_info = None
    return True


def _shared_processors() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        without_personal_data,
        without_secret_addresses,
    ]


def logging_config(*, json: bool, level: str = "INFO") -> dict[str, Any]:
    """A `LOGGING` dictionary; `json` for machines, otherwise one readable line per event."""
    structlog.configure(
        processors=[*_shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": renderer,
                "foreign_pre_chain": _shared_processors(),
            },
        },
        "filters": {"refusals": {"()": "django.utils.log.CallbackFilter", "callback": refusals_in_one_line}},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["refusals"]}
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING"},
            # A terminal is for what needs somebody; machines keep a line per request.
            "django_structlog": {"level": "INFO" if json else "WARNING"},
        },
    }
