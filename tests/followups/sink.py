"""A real SMTP server on loopback that keeps what it is given, slowly or not at all if asked."""

from __future__ import annotations

import asyncio
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.processes import free_port


class Sink:
    """The server: `messages` are those it took; `refused` are addresses it does not take; `delay` is per message.

    While it waits it has not kept the message yet, or if `hasty` already has: that is what a sender that dies leaves.
    `hangs_up` is "RCPT" or "DATA", where it keeps the message and does not say so; `full` takes nothing. The message of
    number `holds` (the first is 1) stays in hand until its sender is gone, and is not kept.
    """

    def __init__(self, delay: float = 0, *, hasty: bool = False, holds: int = 0) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.delay = delay
        self.hasty = hasty
        self.hangs_up = ""
        self.full = False
        self.holds = holds
        self.begun = threading.Semaphore(0)
        self._numbers = count(1)
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        if self.hangs_up == "RCPT":
            _hang_up(server)
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - see above
        """Says that a message has begun, waits and keeps it, and answers."""
        if self.full:
            return "452 Mailbox full"
        held = next(self._numbers) == self.holds
        self.begun.release()
        if held:
            await asyncio.Event().wait()  # cancelled when the connection ends
        message = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        if self.hasty:
            self.messages.append(message)
        await asyncio.sleep(self.delay)
        if not self.hasty:
            self.messages.append(message)
        if self.hangs_up == "DATA":
            _hang_up(server)
        return "250 Kept"

    def text(self, number: int = 0) -> str:
        """The plain text of a message."""
        return body(self.messages[number], "plain")


def _hang_up(server: SMTP) -> None:
    """Drop the connection without a word."""
    cast(asyncio.Transport, server.transport).abort()


def body(message: EmailMessage, kind: str) -> str:
    """One of the two texts of a message."""
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content
