"""`DATABASES` out of the environment: the primary, and a read replica where one is named."""

from __future__ import annotations

from typing import Any

from environs import Env

from core.preparing import PreparingCursor

READ_ONLY = "-c default_transaction_read_only=on"
PREPARED = {"cursor_factory": PreparingCursor, "server_side_binding": True, "prepare_threshold": 3}
"""What pages ask again and again is prepared, on either server (docs/decisions/0019-prepared-reads.md)."""


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """One engine everywhere; connections persist in psycopg's pool."""
    found = {"default": _database(env, "DATABASE_URL", "postgres:///nghi_truong")}
    found["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", 8),
        "timeout": 10,
    }
    if env.str("DATABASE_REPLICA_URL", ""):
        found["replica"] = _replica(env)
    return found


def _replica(env: Env) -> dict[str, Any]:
    """Whatever its server allows, nothing is written there; and it is given up soon, for the primary can answer."""
    found = _database(env, "DATABASE_REPLICA_URL", "")
    options = found["OPTIONS"]
    options["options"] = " ".join(filter(None, [options.get("options", ""), READ_ONLY]))
    options["pool"] = {
        "min_size": 0,
        "max_size": env.int("DATABASE_POOL", 8),
        "timeout": 2,
        "reconnect_timeout": 2,
    }
    found["TEST"] = {"MIRROR": "default"}
    return found


def _database(env: Env, name: str, default: str) -> dict[str, Any]:
    found: dict[str, Any] = env.dj_db_url(name, default)
    found["OPTIONS"] = {**found.get("OPTIONS", {}), **PREPARED}
    return found
