"""Ports, the lock on the data folder, and processes that earlier runs left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.processes import (
    LOOPBACK,
    HeldError,
    StartError,
    end_leftover,
    free_port,
    hold,
    port_is_free,
    sentence,
    start_server,
    wait_until,
)

HOLDER = """
import sys, time
from pathlib import Path
from portal.processes import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def start_holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.communicate()


def test_a_port_is_free_until_somebody_listens_on_it() -> None:
    port = free_port()
    assert port_is_free(port)
    with socket.create_server((LOOPBACK, port)):
        assert not port_is_free(port)


def test_a_second_portal_on_the_same_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    holder = start_holder(tmp_path)
    try:
        with pytest.raises(HeldError) as refused, hold(tmp_path):
            pass
    finally:
        end(holder)
    assert f"process {holder.pid}" in str(refused.value)
    assert "DATA_DIR=" in str(refused.value)


def test_a_killed_portal_leaves_its_folder_free(tmp_path: Path) -> None:
    end(start_holder(tmp_path))
    with hold(tmp_path):
        assert (tmp_path / "portal.lock").read_text() == f"{os.getpid()}\n"


def test_a_data_folder_that_cannot_be_made_gives_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(StartError, match="cannot be read and written"), hold(file / ".data"):
        pass


def test_a_file_without_rights_gives_a_sentence_instead_of_a_traceback() -> None:
    problem = PermissionError(13, "Permission denied", ".data/valkey.log")
    assert sentence(problem) == ".data/valkey.log cannot be used by this account: Permission denied."


def test_a_leftover_of_ours_is_ended(tmp_path: Path) -> None:
    process = subprocess.Popen(["sleep", "61"])
    pid_file = tmp_path / "pid"
    pid_file.write_text(f"{process.pid}\nmore\n")
    end_leftover(pid_file, ("sleep", "61"))
    assert process.poll() is not None
    assert not pid_file.exists()


def test_a_stranger_who_got_the_number_of_a_leftover_is_left_alone(tmp_path: Path) -> None:
    process = subprocess.Popen(["sleep", "62"])
    pid_file = tmp_path / "pid"
    pid_file.write_text(f"{process.pid}\n")
    end_leftover(pid_file, ("postgres", str(tmp_path)))
    assert process.poll() is None
    process.kill()
    process.wait()


@pytest.mark.parametrize("content", ["", "no number", "99999999"])
def test_a_spoilt_or_outdated_pid_file_is_removed(tmp_path: Path, content: str) -> None:
    pid_file = tmp_path / "pid"
    pid_file.write_text(content)
    end_leftover(pid_file, ("postgres",))
    assert not pid_file.exists()


def test_a_server_that_dies_says_why_in_one_sentence(tmp_path: Path) -> None:
    script = "echo starting; echo 'FATAL: the disk is full'; echo bye; exit 1"
    command = ["sh", "-c", script]
    server = start_server("Echo", command, log=tmp_path / "log", cwd=tmp_path, gently=signal.SIGTERM)
    with pytest.raises(StartError, match=r"Echo did not start: FATAL: the disk is full \(its log is"):
        server.wait_ready(lambda: False)


def test_a_server_that_stays_silent_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    server = start_server("Mute", ["sleep", "63"], log=tmp_path / "log", cwd=tmp_path, gently=signal.SIGTERM)
    with pytest.raises(StartError, match="Mute did not answer within 0 seconds"):
        server.wait_ready(lambda: False, seconds=0.1)
    server.stop()
    assert server.process.returncode == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties the life of a child to its parent")
def test_a_server_does_not_outlive_a_killed_portal(tmp_path: Path) -> None:
    script = (
        "import signal, time; from pathlib import Path; from portal.processes import start_server\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "s = start_server('S', ['sleep', '64'], log=folder / 'log', cwd=folder, gently=signal.SIGTERM)\n"
        "print(s.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    end(parent)
    assert wait_until(lambda: _ended(pid), seconds=5)


def _ended(pid: int) -> bool:
    """Gone, or dead and waiting for init to notice."""
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" in status.read_text()
    except OSError:
        return True


def test_waiting_gives_up_in_time() -> None:
    begun = time.monotonic()
    assert not wait_until(lambda: False, seconds=0.05)
    assert time.monotonic() - begun < 10
