"""Columns of the list of delegates called to a sitting."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from sessions.registration import WROTE, Answer, Called

_BADGES = {Answer.PRESENT: "ok", Answer.EXCUSED: "plain", WROTE: "warn"}


def answer_words(row: Called) -> str:
    """What was registered, in words."""
    if row.answer == WROTE:
        return gettext("Answered in writing: register it")
    return str(Answer(row.answer).label) if row.answer in Answer else gettext("Not registered yet")


def answer_badge(row: Called) -> SafeString:
    """The same as a badge."""
    return badge(_BADGES.get(row.answer, "run"), answer_words(row))


def registered_note(row: Called) -> str:
    """When, and by whom."""
    if row.answered_at is None:
        return ""
    by = row.invitation.answered_by
    return " · ".join(filter(None, [display.moment(row.answered_at), str(by) if by else ""]))


def reach_badge(row: Called) -> SafeString | None:
    """Why the delegate cannot be told by the portal; nothing where that is possible."""
    if row.account is None or row.account.has_mail:
        return None
    return badge("warn", gettext("No e-mail address") if row.account.has_account else gettext("No account"))


def opened_words(row: Called) -> str:
    """How many of the papers sent the delegate has opened."""
    return f"{row.opened}/{row.to_open}" if row.to_open else ""


def register_link(row: Called) -> SafeString:
    """The way to register in the delegate's name."""
    label = gettext("Change") if row.invitation.answer else gettext("Register")
    url = reverse("sittings:invitation_register", args=[row.pk])
    return format_html('<a href="{}">{}<span class="sr">: {}</span></a>', url, label, row.invitation.delegate)


class CalledTable(Table):
    """Delegates and what they registered, as every reader sees it."""

    columns: ClassVar = [
        Column("delegate", _("Delegate"), cell="invitation.delegate.full_name", card="title"),
        Column("group", _("Delegate group"), cell="group.name"),
        Column("answer", _("Registered"), cell=answer_badge, note=registered_note, export=answer_words),
        Column("reason", _("Reason of absence"), cell="invitation.reason"),
        Column("sent_on", _("Called on"), cell="invitation.sent_on"),
    ]

    def row_url(self, row: Called) -> None:
        """A delegate of the list has no page of their own here."""


class CalledForSecretariat(CalledTable):
    """With what only the secretariat sees: who cannot be told, who has opened how many papers."""

    columns: ClassVar = [
        *CalledTable.columns,
        Column("reach", _("Can be told"), cell=reach_badge),
        Column("opened", _("Papers opened"), cell=opened_words, align="end"),
    ]


class CalledToRegister(CalledForSecretariat):
    """The same on the page, with the way to register while that is open."""

    columns: ClassVar = [
        *CalledForSecretariat.columns,
        Column("register", _("Register"), cell=register_link),
    ]
