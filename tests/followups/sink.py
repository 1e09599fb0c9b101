"""A real SMTP server on loopback that keeps what it is given, slowly or not at all if asked."""

from __future__ import annotations

import asyncio
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.processes import free_port


class Sink:
    """The server: `messages` are those it took; `refused` are addresses it does not take; `delay` is per message."""

    def __init__(self, delay: float = 0) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.delay = delay
        self.begun = threading.Semaphore(0)
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[Any]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - see above
        """Says that a message has begun, waits, and only then keeps it: a sender that dies meanwhile leaves nothing."""
        self.begun.release()
        await asyncio.sleep(self.delay)
        content = cast(bytes, envelope.content)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return "250 Kept"

    def text(self, number: int = 0) -> str:
        """The plain text of a message."""
        return body(self.messages[number], "plain")


def body(message: EmailMessage, kind: str) -> str:
    """One of the two texts of a message."""
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content
