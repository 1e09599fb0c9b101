"""`make bench`: load what is missing, start the server, measure, print, write JSON, fail beyond the gate."""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet

from core.reading import WROTE
from portal.bench.lag import lags
from portal.bench.measuring import Client, Result, measure
from portal.bench.table import failures, write
from portal.processes import LOOPBACK, StartError, die_with_parent, free_port, sentence, wait_until
from portal.run import web_answers
from portal.services import services
from portal.standby import standby

ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".bench"
WORKERS: Final = 2


def main() -> int:
    """Measure each size; 1 where the gate is not passed."""
    options = _options()
    try:
        sizes = {size: _measure(size, options) for size in options.sizes}
    except (StartError, subprocess.CalledProcessError) as problem:
        sys.stderr.write(f"{sentence(problem) if isinstance(problem, StartError) else problem}\n")
        return 1
    write(sizes, Path(options.output))
    wrong = list(failures(sizes))
    sys.stdout.writelines(f"GATE: {line}\n" for line in wrong)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.bench", description=__doc__)
    parser.add_argument(
        "--sizes", nargs="+", default=["0.01", "0.1"], help="shares of the country to measure"
    )
    parser.add_argument("--times", type=int, default=30, help="how often each page is asked by one client")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8], help="clients at once")
    parser.add_argument(
        "--replica", action="store_true", help="figures are read from a standby; also its lag"
    )
    parser.add_argument("--output", default=str(HOME / "bench.json"), help="where the JSON goes")
    return parser.parse_args()


def _measure(size: str, options: argparse.Namespace) -> dict[str, Any]:
    folder = HOME / f"country-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o711)
    with ExitStack() as stack:
        urls = stack.enter_context(services(folder))
        environment = _environment(folder, urls.database, urls.redis)
        _prepare(folder, size, environment)
        second = stack.enter_context(standby(folder, urls.database)).url if options.replica else ""
        environment["DATABASE_REPLICA_URL"] = second
        port = stack.enter_context(_server(folder, environment))
        facts = json.loads(_python(environment, "-m", "portal.bench.facts", output=True))
        results = [result for count in options.clients for result in _ask(port, facts, count, options.times)]
        behind = list(lags(urls.database, second, 10 * options.times)) if second else []
        return {
            "machine": {
                "cores": os.cpu_count(),
                "python": platform.python_version(),
                "system": platform.system(),
            },
            "rows": facts["rows"],
            "pages": facts["pages"],
            "results": [asdict(result) for result in results],
            "works": facts["works"],
            "lag": [asdict(lag) for lag in behind],
        }


def _ask(port: int, facts: Mapping[str, Any], count: int, times: int) -> Iterator[Result]:
    """The reference views, then every page, with so many clients at once."""
    known: dict[str, list[Client]] = {}
    anybody = [Client(port) for _client in range(count)]
    for name in ("empty", "select"):
        yield measure(anybody, name, f"/bench/{name}/", max(times, 60))
    for page in facts["pages"]:
        clients = known.setdefault(page["user"], _signed_in(port, page["user"], facts, count))
        url = clients[0].follow(page["url"], page["deep"])
        if count == 1:
            sys.stdout.write(f"  {page['name']}\n")
            sys.stdout.flush()
        yield measure(clients, page["name"], url, times if count == 1 else max(times // count, 5))


_SESSIONS: dict[tuple[int, str], dict[str, str]] = {}


def _signed_in(port: int, user: str, facts: Mapping[str, Any], count: int) -> list[Client]:
    """Clients that share one session: signing in is limited, as it should be."""
    clients = [Client(port) for _client in range(count)]
    if (port, user) not in _SESSIONS:
        clients[0].sign_in(facts["sign_in"], user, facts["password"])
        clients[0].cookies.pop(WROTE, None)  # as it is a minute after signing in
        _SESSIONS[port, user] = clients[0].cookies
    for client in clients:
        client.cookies = dict(_SESSIONS[port, user])
    return clients


# --- The environment: production settings, a data folder of its own ---


def _environment(folder: Path, database: str, broker: str) -> dict[str, str]:
    keys = folder / "keys.json"
    if not keys.exists():
        keys.touch(mode=0o600)
        keys.write_text(
            json.dumps(
                {"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_KEYS": Fernet.generate_key().decode()}
            )
        )
    return {
        **os.environ,
        **json.loads(keys.read_text()),
        "DJANGO_SETTINGS_MODULE": "portal.settings.bench",
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "DATA_DIR": str(folder),
        "ALLOWED_HOSTS": LOOPBACK,
        "PORTAL_URL": f"http://{LOOPBACK}",
        "TLS": "none",
    }


def _prepare(folder: Path, size: str, environment: Mapping[str, str]) -> None:
    _python(environment, "manage.py", "migrate", "--verbosity", "0")
    _python(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    if not (folder / "scale.json").exists():
        sys.stdout.write(f"Loading {size} of the country\n")
        sys.stdout.flush()
        _python(environment, "manage.py", "load_scale", "--fraction", size)
        _python(environment, "manage.py", "check_scale")


def _python(environment: Mapping[str, str], *arguments: str, output: bool = False) -> str:
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, *arguments],
        cwd=ROOT,
        env=dict(environment),
        check=True,
        text=True,
        stdout=subprocess.PIPE if output else None,
    )
    return done.stdout or ""


@contextmanager
def _server(folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    """The web server of `make run` with two workers."""
    port = free_port()
    log = (folder / "web.log").open("ab")
    process = subprocess.Popen(  # noqa: S603 - our own server
        [
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--host",
                LOOPBACK,
                "--port",
                str(port),
            ),
            *("--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "warning"),
            "portal.wsgi:application",
        ],
        cwd=ROOT,
        env=dict(environment),
        stdout=log,
        stderr=log,
        preexec_fn=die_with_parent(15),  # noqa: PLW1509 - no thread of ours is running yet
    )
    try:
        if not wait_until(partial(web_answers, port), seconds=60, pause=0.1):
            message = "The web server did not answer within a minute."
            raise StartError(message)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        log.close()


if __name__ == "__main__":
    sys.exit(main())
