"""Several processes as one, by honcho: one output, ended together, none of them outliving us."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from portal.processes import die_with_parent

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def supervise(
    commands: Mapping[str, str],
    environment: Mapping[str, str],
    cwd: Path,
    *,
    when_started: Callable[[], None],
) -> str:
    """Run `commands` until a signal comes or one of them ends; all have ended when this returns.

    Gives the name of the process that ended by itself, "" when a signal came. `when_started` runs in a thread.
    """
    console = Console(len(commands), when_started)
    manager = Manager(console)
    manager._process_ctor = BoundProcess  # noqa: SLF001 - honcho offers no other way to bind its children to us
    for name, command in commands.items():
        manager.add_process(name, command, env=dict(environment), cwd=str(cwd))
    with _hang_up_means_stop():
        try:
            manager.loop()
        except BaseException:
            manager.kill()  # else Python would wait for them for ever
            raise
    return console.first_to_end


class BoundProcess(Process):  # type: ignore[misc] # honcho has no types
    """A honcho process that cannot outlive the portal: when we are killed, Linux ends it and the real one."""

    def run(self, *arguments: object, **options: object) -> None:
        die_with_parent(signal.SIGKILL)()
        self._child_ctor = partial(Popen, preexec_fn=die_with_parent(signal.SIGTERM))
        super().run(*arguments, **options)


class Console(Printer):  # type: ignore[misc] # honcho has no types
    """Prints what the processes say; honcho's own remarks only teach it who started and who ended."""

    def __init__(self, expected: int, when_started: Callable[[], None]) -> None:
        super().__init__(sys.stdout)
        self.when_started = when_started
        self.to_start = expected
        self.asked_to_end = False
        self.first_to_end = ""

    def write(self, message: Message) -> None:
        if message.name == "system":
            self._note(str(message.data))
        else:
            self._show(message)

    def _show(self, message: Message) -> None:
        try:
            super().write(message)
        except OSError:  # the terminal was closed: nobody is left to see the portal or to end it
            if not self.asked_to_end:
                os.kill(os.getpid(), signal.SIGTERM)

    def _note(self, remark: str) -> None:
        name, _, rest = remark.partition(" ")
        self.asked_to_end |= rest.startswith("received")
        if rest.startswith("stopped") and not (self.asked_to_end or self.first_to_end):
            self.first_to_end = name
        if rest.startswith("started"):
            self.to_start -= 1
            if not self.to_start:  # only now may a thread begin, as honcho forks no more
                threading.Thread(target=self.when_started, daemon=True).start()


@contextmanager
def _hang_up_means_stop() -> Iterator[None]:
    """A closed terminal (SIGHUP) ends the portal as Ctrl-C does; honcho itself knows only SIGINT and SIGTERM."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    try:
        yield
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)  # the servers are being stopped: let nothing cut that short
