"""What `make run` and the tests need of the operating system: ports, a lock, children that never outlive us."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, TypedDict

import psutil

LOOPBACK = "127.0.0.1"
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """Something on this machine keeps the portal from starting; the message is one sentence that says what to do."""


class HeldError(StartError):
    """Another portal, or a command of the portal, is using the data folder."""


def sentence(problem: StartError | PermissionError) -> str:
    """What to print instead of a traceback."""
    if isinstance(problem, StartError):
        return str(problem)
    return f"{problem.filename} cannot be used by this account: {problem.strerror}."


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether a web server could listen on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def die_with_parent(number: int) -> Callable[[], None]:
    """A `preexec_fn`: Linux sends signal `number` to the child when its parent is gone, even after `kill -9`."""
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl  # looked up here: between fork and exec as little as possible may happen
    return lambda: prctl(PR_SET_PDEATHSIG, number)


def wait_until(ready: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Ask `ready` again and again; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


class Owner(NamedTuple):
    """The account that a process runs as, when root lends it another one."""

    uid: int
    gid: int


class _RunAs(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def as_owner(owner: Owner | None) -> _RunAs:
    """`subprocess` arguments for running as another account (only root can); nothing for None."""
    return {} if owner is None else {"user": owner.uid, "group": owner.gid, "extra_groups": []}


@dataclass(frozen=True)
class Server:
    """A server process of ours: the signal that ends it in an orderly way, and the file that it logs to."""

    name: str
    process: subprocess.Popen[bytes]
    gently: signal.Signals
    log: Path

    def wait_ready(self, answers: Callable[[], bool], seconds: float = 60) -> None:
        """Return when the server answers; say why in one sentence when it died or stays silent."""
        if not wait_until(lambda: self.process.poll() is not None or answers(), seconds):
            message = f"{self.name} did not answer within {seconds:.0f} seconds; its log is {self.log}."
            raise StartError(message)
        if self.process.poll() is not None:
            message = f"{self.name} did not start: {last_words(self.log)} (its log is {self.log})."
            raise StartError(message)

    def stop(self) -> None:
        """End it in an orderly way; insist after 20 seconds."""
        self.process.send_signal(self.gently)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


def start_server(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    gently: signal.Signals,
    owner: Owner | None = None,
) -> Server:
    """Start a server of ours in a session of its own, so that Ctrl-C reaches it only through us."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            preexec_fn=die_with_parent(gently),  # noqa: PLW1509 - no thread of ours is running yet
            start_new_session=True,
            **as_owner(owner),
        )
    return Server(name, process, gently, log)


def last_words(log: Path) -> str:
    """The last line of a log that tells of a failure, else its last line."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "rror" in line]
    return (telling or lines or ["it said nothing"])[-1].rstrip(".")


def end_leftover(pid_file: Path, marks: Sequence[str]) -> None:
    """End a server of an earlier, killed run and remove its pid file.

    The number in a pid file may meanwhile belong to anybody: only a process whose command line
    holds every one of `marks` (the program and our folder) is ours.
    """
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        command = process.cmdline()
        if all(any(mark in part for part in command) for mark in marks):
            process.send_signal(signal.SIGINT)
            _end_or_kill(process)
    pid_file.unlink(missing_ok=True)


def _end_or_kill(process: psutil.Process) -> None:
    """A server that was started where interrupts are ignored (in the background of a script) does not hear them."""
    try:
        process.wait(10)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(10)


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep `folder` (made when missing) for this process alone; the lock vanishes with the process, however it ends."""
    with _writable_lock_file(folder) as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = (
                f"A portal is already running on {folder} (process {lock.read().strip() or 'unknown'}): "
                "stop it first, or give this one another folder with DATA_DIR=."
            )
            raise HeldError(message) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _writable_lock_file(folder: Path) -> IO[str]:
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711)  # PostgreSQL's own account must pass through when root runs the portal
        next(folder.iterdir(), None)
        (folder / "portal.lock").touch(mode=0o644)
        return (folder / "portal.lock").open("r+")
    except OSError as error:
        message = (
            f"The data folder {folder} cannot be read and written ({error.strerror}): "
            "give this account the right to it, or choose another folder with DATA_DIR=."
        )
        raise StartError(message) from None
