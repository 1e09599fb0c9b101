"""The digest: one e-mail with everything a person must know now, by what there is to do, as plain text and HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from core import display
from core.access import Access, access_of
from core.workdays import Due
from councils.calendar import Clock
from followups.models import Coordination, Extension, HandOver, Notice
from followups.notices.recipients import own_due, own_parts
from followups.rules import owns
from followups.states import OPEN, WAITING

Kind = Notice.Kind
LATE, TODAY, SOON, NEW, JUDGE, TAKE_OVER, KNOW = range(7)
HEADINGS: Final = (
    gettext_lazy("To answer: late"),
    gettext_lazy("To answer: due today"),
    gettext_lazy("To answer: due soon"),
    gettext_lazy("To answer: new, or asked again"),
    gettext_lazy("To judge or decide"),
    gettext_lazy("To take over"),
    gettext_lazy("To know"),
)
"""What there is to do, the most urgent first."""
TO_ANSWER: Final = frozenset(
    {
        Kind.ISSUED,
        Kind.BEFORE_DUE,
        Kind.DUE,
        Kind.OVERDUE,
        Kind.RETURNED,
        Kind.REOPENED,
        Kind.REMINDED,
    }
)

QUESTIONS: Final = {Kind.EXTENSION_ASKED: JUDGE, Kind.HANDED_ON: TAKE_OVER}
"""What asks for a decision, as long as nobody has decided."""


@dataclass
class Item:
    """One follow-up under one heading, with the labels of all its notices that belong there."""

    title: str
    council: str
    due: str
    url: str
    labels: list[str] = field(default_factory=list)

    @property
    def about(self) -> str:
        """What the notices were, in one line."""
        return ", ".join(dict.fromkeys(self.labels))


class Section(NamedTuple):
    """A heading with its items."""

    heading: str | Promise
    items: list[Item]


def compose(notices: Sequence[Notice], connection: BaseEmailBackend, clock: Clock) -> EmailMultiAlternatives:
    """The message for one recipient, in the language that is active; links lead to the portal's public address."""
    sections = sections_of(notices, clock)
    context = {
        "recipient": notices[0].recipient,
        "sections": sections,
        "inbox_url": absolute(reverse("followups:notice_list")),
        "preference_url": absolute(reverse("followups:preference_edit")),
    }
    message = EmailMultiAlternatives(
        subject=_subject(notices, sections),
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


def sections_of(notices: Sequence[Notice], clock: Clock) -> list[Section]:
    """One recipient's notices by what there is to do, each follow-up once under a heading."""
    reader = notices[0].recipient
    parts = own_parts(reader, [notice.follow_up for notice in notices])
    asked = _asked(notices)
    found: list[dict[int, Item]] = [{} for _heading in HEADINGS]
    for notice in notices:
        part = parts.get(notice.follow_up_id)
        due = own_due(notice.follow_up, part, clock)
        question = QUESTIONS.get(Kind(notice.kind)) if notice.pk in asked else None
        items = found[_place(notice, part, due, access_of(reader)) if question is None else question]
        item = items.setdefault(notice.follow_up_id, _item(notice, due))
        item.labels.append(notice.get_kind_display())
    return [Section(name, list(items.values())) for name, items in zip(HEADINGS, found, strict=True) if items]


def _asked(notices: Sequence[Notice]) -> set[int]:
    """Notices whose question still waits for a decision; a query for each kind of question among them."""
    found: set[int] = set()
    for kind, open_ones in (
        (Kind.EXTENSION_ASKED, Extension.objects.filter(decision=Extension.Decision.ASKED)),
        (Kind.HANDED_ON, HandOver.objects.pending()),
    ):
        about = {notice.pk: notice.follow_up_id for notice in notices if notice.kind == kind}
        rows = open_ones.filter(follow_up__in=about.values()).values_list("follow_up_id", flat=True)
        waiting = set(rows) if about else set()
        found.update(pk for pk, follow_up in about.items() if follow_up in waiting)
    return found


def _place(notice: Notice, part: Coordination | None, due: Due | None, access: Access) -> int:
    """Under which heading a notice belongs as things stand now: what was answered or handed on is only to know."""
    follow_up, kind = notice.follow_up, notice.kind
    theirs = not part.contributed_on if part else owns(follow_up, access)
    if kind in TO_ANSWER and follow_up.state in OPEN and theirs:
        return _urgency(kind, due)
    if kind == Kind.ANSWERED and follow_up.state in WAITING:
        return KNOW if owns(follow_up, access) else JUDGE
    return KNOW


def _urgency(kind: str, due: Due | None) -> int:
    if due and due.grade == "late":
        return LATE
    if kind == Kind.DUE or (due and due.day == due.seen_on):
        return TODAY
    return SOON if kind == Kind.BEFORE_DUE or (due and due.grade == "soon") else NEW


def _subject(notices: Sequence[Notice], sections: Sequence[Section]) -> str:
    """What it is about, for one matter; how many, for several. A subject is one line."""
    count = len({notice.follow_up_id for notice in notices})
    if count == 1:
        item = sections[0].items[0]
        subject = f"{item.labels[0]}: {item.title}"
    else:
        subject = ngettext("%(count)s matter needs you", "%(count)s matters need you", count) % {
            "count": count
        }
    return " ".join(f"[Nghị Trường] {subject}".split())


def _item(notice: Notice, due: Due | None) -> Item:
    follow_up = notice.follow_up
    words = f"{display.day(due.day)} ({due.words})" if due else ""
    return Item(follow_up.title, str(follow_up.council), words, absolute(follow_up.get_absolute_url()))
