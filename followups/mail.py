"""Ways of e-mail: SMTP that knows when nobody can tell whether a message arrived, and a laptop's folder."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Sequence
from email.utils import make_msgid
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


class OutcomeUnknownError(Exception):
    """The connection broke between the message and the server's answer to it: it may have arrived."""


class _Watched(smtplib.SMTP):
    """Tells apart what smtplib reports alike: a connection lost before the message, and one lost with it under way."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPResponseException:
            raise  # the server's own word: it did not take the message
        except Exception as lost:
            raise OutcomeUnknownError from lost


class _WatchedTls(_Watched, smtplib.SMTP_SSL):
    """The same inside TLS."""


class SmtpBackend(EmailBackend):
    """Django's SMTP; raises OutcomeUnknownError where sending again could tell somebody twice."""

    @property
    def connection_class(self) -> type[_Watched]:
        """What `open()` makes its connection of."""
        return _WatchedTls if self.use_ssl else _Watched


class FolderBackend(BaseEmailBackend):
    """Writes each message whole as one .eml file under `settings.EMAIL_FOLDER`, named after its Message-ID.

    The same message sent twice is one file: written beside and renamed, never half there.
    """

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 - Django's signature
        super().__init__(fail_silently=fail_silently, **kwargs)
        self.folder = Path(settings.EMAIL_FOLDER)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them all; returns how many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        message.extra_headers.setdefault("Message-ID", make_msgid(domain="localhost"))
        name = re.sub(r"[^\w.@-]", "_", message.extra_headers["Message-ID"].strip("<>"))
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(message.message().as_bytes())
        Path(file.name).replace(self.folder / f"{name}.eml")
