"""`make run`: the whole portal on one machine, from an empty folder to an address to open; Ctrl-C ends it."""

import http.client
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import psycopg
import redis

from portal.lend import ROOT, chosen_data_dir
from portal.processes import LOOPBACK, StartError, die_with_parent, hold, port_is_free, sentence, wait_until
from portal.services import serve
from portal.supervisor import STOPPING, supervise

# Celery warns root with ten lines that a laptop need not read at every start.
QUIET = "ignore:You're running the worker with superuser privileges"


def main() -> int:
    """Start everything, wait for the end, stop everything: 0 when the user ended it, 1 when something failed."""
    for number in STOPPING:
        signal.signal(number, _interrupt)
    if "MAKELEVEL" in os.environ:  # make passes signals on, but cannot pass on a `kill -9` of its own
        die_with_parent(signal.SIGTERM)()
    try:
        with ExitStack() as stack:
            return _run(stack)
    except (StartError, PermissionError) as problem:
        sys.stderr.write(f"{sentence(problem)}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(stack: ExitStack) -> int:
    port = chosen_port(os.environ)
    data_dir = chosen_data_dir(os.environ)
    stack.enter_context(hold(data_dir))
    _claim(port)
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.development", **os.environ}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port)}
    environment |= {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": QUIET}
    environment |= _servers(stack, data_dir)
    (data_dir / "static").mkdir(exist_ok=True)  # WhiteNoise warns of a missing STATIC_ROOT
    say("Preparing the database")
    _step(environment, "tools/messages.py", "compile")
    _step(environment, "-m", "portal.prepare")
    return _stay(port, environment)


def _claim(port: int) -> None:
    """Refuse a taken port, but give a portal that was killed a moment ago the time to let go of it."""
    if not wait_until(partial(port_is_free, port), seconds=3, pause=0.2):
        message = f"Port {port} is taken by another program: stop it, or choose another: PORT={port + 1}."
        raise StartError(message)


def say(step: str) -> None:
    """One line of progress."""
    _write(f"{step}…\n")


def _write(text: str) -> None:
    with suppress(OSError):  # a closed terminal must not keep us from ending in good order
        sys.stdout.write(text)
        sys.stdout.flush()


def chosen_port(environment: Mapping[str, str]) -> int:
    """`PORT`, 8000 when it is not given."""
    text = environment.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - the range of TCP ports
        message = f'PORT is "{text}": it must be a number from 1 to 65535.'
        raise StartError(message)
    return int(text)


# --- Servers: given by the environment, or our own ---


def _servers(stack: ExitStack, data_dir: Path) -> dict[str, str]:
    """The two URLs; a server whose URL is given is not started, but must answer."""
    database, broker = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if database:
        _check_database(database)
    if broker:
        _check_broker(broker)
    if not (database and broker):
        say("Starting " + " and ".join(["PostgreSQL"] * (not database) + ["Valkey"] * (not broker)))
    urls = stack.enter_context(serve(data_dir, database=database, broker=broker))
    return {"DATABASE_URL": urls.database, "REDIS_URL": urls.redis}


def _check_database(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        raise _unreachable("database", "DATABASE_URL", url, error) from None


def _check_broker(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise _unreachable("Valkey or Redis server", "REDIS_URL", url, error) from None


def _unreachable(what: str, name: str, url: str, error: Exception) -> StartError:
    """Says where without the password that a URL may hold."""
    parts = urlsplit(url)
    place = f"{parts.netloc.rpartition('@')[2] or 'this machine'}{parts.path}"
    why = " ".join(str(error).split()).replace(parts.password or "\0", "***").rstrip(".")
    return StartError(f"The {what} that {name} names ({place}) does not answer: {why}.")


# --- Steps that end by themselves ---


def _step(environment: Mapping[str, str], *arguments: str) -> None:
    """Run Python with `arguments`; it has said itself in one sentence what failed."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        start_new_session=True,  # Ctrl-C is for us to pass on
        preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - no thread of ours is running yet
    )
    try:
        code = process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if code:
        message = f"The portal was not started, because this step failed: python {' '.join(arguments)}."
        raise StartError(message)


# --- Processes that stay ---


def _commands(port: int) -> dict[str, str]:
    """Web, worker and beat as shell commands; `exec` leaves no shell in between."""
    celery = "celery --quiet --app portal.celery:app"
    commands = {
        "web": f"granian --interface wsgi --host {LOOPBACK} --port {port} --blocking-threads 4 "
        "--log-level warning portal.wsgi:application",
        "worker": f"{celery} worker --concurrency 2 --queues default,reports --loglevel WARNING "
        "--without-gossip --without-mingle",
        "beat": f"{celery} beat --loglevel WARNING --pidfile=",
    }
    return {name: f"exec {shlex.quote(sys.executable)} -m {rest}" for name, rest in commands.items()}


def _stay(port: int, environment: dict[str, str]) -> int:
    """Web, worker and beat until a signal comes; a process that ends by itself ends the portal."""
    say("Starting web, worker and beat")
    announce = partial(_announce, port, environment)
    ended = supervise(_commands(port), environment, ROOT, when_started=announce)
    if ended:
        message = f"The {ended} process ended by itself, so the portal was stopped (see above)."
        raise StartError(message)
    say("Stopping")
    return 0


def _announce(port: int, environment: Mapping[str, str]) -> None:
    """When the web answers: the address, and who can sign in."""
    accounts = subprocess.run(
        [sys.executable, "manage.py", "demo_accounts"],
        cwd=ROOT,
        env=environment,
        preexec_fn=die_with_parent(signal.SIGKILL),
        capture_output=True,
        text=True,
        check=False,
    )
    if wait_until(partial(web_answers, port), seconds=60, pause=0.1):
        table = accounts.stdout if accounts.returncode == 0 else ""
        _write(f"\n{table}\nNghị Trường: http://{LOOPBACK}:{port}/   (Ctrl-C ends it)\n\n")


def web_answers(port: int) -> bool:
    """Whether a web server answers on this port."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
