"""`make run` from the outside: what it says when it cannot start, and that it leaves nothing behind when it ends."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from portal.processes import LOOPBACK, StartError, free_port, wait_until
from portal.run import chosen_port

ROOT = Path(__file__).resolve().parents[2]

# The real thing with light processes instead of web, worker and beat, on the servers of the tests.
LIGHT = """
import sys
from portal import run
worker = sys.argv[1]
run._step = lambda *_: None
run._commands = lambda port: {
    "web": f"exec {sys.executable} -m http.server --bind 127.0.0.1 {port}",
    "worker": worker,
    "beat": "echo 'Đang chạy'; exec sleep 71",
}
sys.exit(run.main())
"""


def start(*command: str, **environment: str | Path) -> subprocess.Popen[str]:
    """One command of this folder; both outputs in one."""
    more = {name: str(value) for name, value in environment.items()}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=_without_make() | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _without_make() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


def output_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    text, _ = process.communicate(timeout=60)
    return process.returncode, text


def portal(**environment: str | Path) -> tuple[int, str]:
    """Exit code and output of `make run` after the environment has been made."""
    return output_of(start(sys.executable, "-m", "portal.run", **environment))


def test_the_port_is_8000_unless_port_says_otherwise() -> None:
    assert chosen_port({}) == 8000
    assert chosen_port({"PORT": "8090"}) == 8090


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(StartError, match="it must be a number from 1 to 65535"):
        chosen_port({"PORT": text})


def test_a_taken_port_gives_one_sentence(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        code, said = portal(PORT=str(port), DATA_DIR=tmp_path)
    assert (code, said.count("\n")) == (1, 1)
    assert f"Port {port} is taken by another program" in said


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgresql://portal:very-secret@127.0.0.1:1/portal"),
        ("REDIS_URL", "redis://:very-secret@127.0.0.1:1/0"),
    ],
)
def test_a_given_server_that_does_not_answer_gives_one_sentence_without_its_password(
    tmp_path: Path, name: str, url: str
) -> None:
    code, said = portal(PORT=str(free_port()), DATA_DIR=tmp_path, **{name: url})
    assert (code, said.count("\n")) == (1, 1)
    assert f"that {name} names (127.0.0.1:1/" in said
    assert "very-secret" not in said


def test_an_unusable_data_folder_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = portal(PORT=str(free_port()), DATA_DIR=tmp_path / "file" / ".data")
    assert (code, said.count("\n")) == (1, 1)
    assert "cannot be read and written" in said


def light_portal(tmp_path: Path, worker: str = "exec sleep 72") -> subprocess.Popen[str]:
    return start(sys.executable, "-c", LIGHT, worker, PORT=str(free_port()), DATA_DIR=tmp_path)


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout
    read = ""
    for line in process.stdout:
        read += line
        if text in line:
            break
    return read


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_it_prints_its_address_and_ends_everything_it_started(tmp_path: Path, number: signal.Signals) -> None:
    process = light_portal(tmp_path)
    read = read_until(process, "Ctrl-C ends it")
    assert f"http://{LOOPBACK}:" in read
    assert "Đang chạy" in read
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 6  # three processes and honcho's three
    process.send_signal(number)
    code, _ = output_of(process)
    assert code == (-9 if number == signal.SIGKILL else 0)
    assert wait_until(lambda: not any(_alive(member) for member in family), seconds=60)


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_process_that_ends_by_itself_is_named_and_ends_the_rest(tmp_path: Path) -> None:
    process = light_portal(tmp_path, worker="sleep 1; echo 'no more memory'; exit 3")
    family = psutil.Process(process.pid).children(recursive=True)
    code, said = output_of(process)
    assert code == 1
    assert "no more memory" in said
    assert said.endswith("The worker process ended by itself, so the portal was stopped (see above).\n")
    assert not any(_alive(member) for member in family)


def test_two_portals_on_one_data_folder_are_refused(tmp_path: Path) -> None:
    first = light_portal(tmp_path)
    read_until(first, "Ctrl-C ends it")
    code, said = portal(PORT=str(free_port()), DATA_DIR=tmp_path)
    first.send_signal(signal.SIGINT)
    output_of(first)
    assert code == 1
    assert said.startswith(f"A portal is already running on {tmp_path} (process {first.pid})")
