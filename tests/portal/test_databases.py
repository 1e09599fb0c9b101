"""The databases that the environment names."""

from __future__ import annotations

from typing import Any

import pytest
from environs import Env

from core.preparing import PreparingCursor
from portal.databases import databases

PRIMARY, REPLICA = "postgres://a:b@one:5432/portal", "postgres://c:d@two:5433/portal?sslmode=require"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`named(DATABASE_URL=…)` is what such an environment gives."""

    def read(**variables: str) -> dict[str, dict[str, Any]]:
        for name in ("DATABASE_URL", "DATABASE_REPLICA_URL", "DATABASE_POOL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return databases(Env())

    return read


@pytest.mark.parametrize("more", [{}, {"DATABASE_REPLICA_URL": ""}])
def test_without_a_replica_there_is_one_database(named: Any, more: dict[str, str]) -> None:
    found = named(DATABASE_URL=PRIMARY, **more)
    assert list(found) == ["default"]
    assert found["default"]["HOST"] == "one"
    assert found["default"]["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 10}


def test_a_replica_is_read_only_pooled_and_given_up_sooner_than_the_primary(named: Any) -> None:
    found = named(DATABASE_URL=PRIMARY, DATABASE_REPLICA_URL=REPLICA, DATABASE_POOL="3")
    replica = found["replica"]
    assert (replica["HOST"], replica["PORT"], replica["USER"]) == ("two", 5433, "c")
    assert replica["OPTIONS"]["sslmode"] == "require"
    assert replica["OPTIONS"]["options"] == "-c default_transaction_read_only=on"
    assert replica["OPTIONS"]["pool"]["max_size"] == found["default"]["OPTIONS"]["pool"]["max_size"] == 3
    assert replica["OPTIONS"]["pool"]["timeout"] < found["default"]["OPTIONS"]["pool"]["timeout"]
    assert replica["TEST"] == {"MIRROR": "default"}


def test_both_prepare_what_they_are_asked_again_and_again(named: Any) -> None:
    found = named(DATABASE_URL=PRIMARY, DATABASE_REPLICA_URL=REPLICA)
    for database in found.values():
        assert database["OPTIONS"]["cursor_factory"] is PreparingCursor
        assert database["OPTIONS"]["server_side_binding"] is True
        assert database["OPTIONS"]["prepare_threshold"] == 3


def test_options_of_the_address_are_kept(named: Any) -> None:
    found = named(DATABASE_REPLICA_URL=f"{REPLICA}&options=-c%20statement_timeout%3D5000")
    assert (
        found["replica"]["OPTIONS"]["options"]
        == "-c statement_timeout=5000 -c default_transaction_read_only=on"
    )
