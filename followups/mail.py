"""E-mail into a folder: what a laptop does instead of SMTP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import make_msgid
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


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
