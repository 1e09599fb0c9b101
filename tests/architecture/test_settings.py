"""Production refuses to start half-configured; the demonstration never loads there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.test_floors import ROOT

COMPLETE = {
    "SECRET_KEY": "k" * 25 + "-Kh0a-bi-mat-cua-phep-thu-" + "z" * 25,
    "FIELD_KEYS": "WYMOvDpBhBEFZr8aKQ0IRz39y9SSzkmLFM0aXi-i5EE=",
    "ALLOWED_HOSTS": "nghitruong.example.invalid",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PORTAL_URL": "https://nghitruong.example.invalid",
    "TLS": "proxy",
}

# The browser's fixture sets it for its own process; a portal in production has no such thing.
BROWSER_ONLY = "DJANGO_ALLOW_ASYNC_UNSAFE"


def start(command: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {*COMPLETE, BROWSER_ONLY}}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**kept, **settings, "DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_does_not_start_without(missing: str) -> None:
    settings = {name: value for name, value in COMPLETE.items() if name != missing}
    done = start(["check"], settings)
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def test_production_passes_the_deployment_check() -> None:
    done = start(["check", "--deploy", "--fail-level", "WARNING"], COMPLETE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("replica", "used"), [("postgres://nobody@127.0.0.1:2/none", True), ("", False)])
def test_a_replica_is_used_where_one_is_named(replica: str, used: bool) -> None:
    done = start(["diffsettings"], {**COMPLETE, "DATABASE_REPLICA_URL": replica})
    assert done.returncode == 0, done.stderr
    for name in ("'replica': {", "core.reading.ReplicaRouter", "core.reading.FreshForWriters"):
        assert (name in done.stdout) is used


def test_production_passes_the_deployment_check_with_a_replica() -> None:
    done = start(
        ["check", "--deploy", "--fail-level", "WARNING"],
        {**COMPLETE, "DATABASE_REPLICA_URL": "postgres://nobody@127.0.0.1:2/none"},
    )
    assert done.returncode == 0, done.stderr


def test_demonstration_refuses_to_load_in_production() -> None:
    done = start(["load_demo"], COMPLETE)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
