"""The digest: one e-mail with everything a person must know now, as plain text and as simple HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import display
from councils.calendar import Clock
from followups.models import Notice
from followups.rules import standing


@dataclass(frozen=True)
class Item:
    """One notice as the e-mail shows it."""

    title: str
    council: str
    due: str
    url: str


def compose(notices: Sequence[Notice], connection: BaseEmailBackend, clock: Clock) -> EmailMultiAlternatives:
    """The message for one recipient, in the language that is active; links lead to the portal's public address."""
    context = {
        "recipient": notices[0].recipient,
        "groups": _groups(notices, clock),
        "inbox_url": absolute(reverse("followups:notice_list")),
    }
    message = EmailMultiAlternatives(
        subject=_subject(notices),
        body=render_to_string("followups/mail/digest.txt", context),
        to=[notices[0].recipient.email],
        connection=connection,
        headers={"Message-ID": message_id(notices), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("followups/mail/digest.html", context), "text/html")
    return message


def message_id(notices: Sequence[Notice]) -> str:
    """Made of the notices' ids alone, so that a digest sent again after a crash is recognised as the same."""
    ids = ".".join(str(pk) for pk in sorted(notice.pk for notice in notices))
    digest = hashlib.sha256(ids.encode()).hexdigest()[:40]
    return f"<notices.{digest}@{urlsplit(settings.PORTAL_URL).hostname or 'localhost'}>"


def absolute(path: str) -> str:
    """An address that works outside the portal."""
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def _subject(notices: Sequence[Notice]) -> str:
    """What it is about, for one matter; how many, for several. A subject is one line."""
    if len(notices) == 1:
        subject = f"{notices[0].get_kind_display()}: {notices[0].follow_up.title}"
    else:
        subject = ngettext("%(count)s matter needs you", "%(count)s matters need you", len(notices)) % {
            "count": len(notices)
        }
    return " ".join(f"{_('[Nghị Trường]')} {subject}".split())


def _groups(notices: Sequence[Notice], clock: Clock) -> list[tuple[Any, list[Item]]]:
    """(name of the kind, its items) in the order in which the kinds are declared."""
    found = ((kind.label, [_item(one, clock) for one in notices if one.kind == kind]) for kind in Notice.Kind)
    return [(label, items) for label, items in found if items]


def _item(notice: Notice, clock: Clock) -> Item:
    follow_up = notice.follow_up
    due = standing(follow_up, clock)
    words = f"{display.day(due.day)} ({due.words})" if due else ""
    return Item(follow_up.title, str(follow_up.council), words, absolute(follow_up.get_absolute_url()))
