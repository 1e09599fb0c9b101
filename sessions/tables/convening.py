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


def reach_words(row: Called) -> str:
    """By what the portal can tell the delegate."""
    if row.account is None:
        return ""
    if row.account.has_mail:
        return gettext("Portal and e-mail")
    return gettext("No e-mail address") if row.account.has_account else gettext("No account")


def reach_badge(row: Called) -> SafeString | str:
    """The same; what is lacking stands out."""
    words = reach_words(row)
    lacking = row.account is not None and not row.account.has_mail
    return badge("warn", words) if lacking else words


def opened_words(row: Called) -> str:
    """How many of the papers sent the delegate has opened."""
    return f"{row.opened}/{row.to_open}" if row.to_open else ""


def register_link(row: Called) -> SafeString:
    """The way to register in the delegate's name."""
    label = gettext("Change") if row.invitation.answer else gettext("Register")
    url = reverse("sittings:invitation_register", args=[row.pk])
    return format_html('<a href="{}">{}<span class="sr">: {}</span></a>', url, label, row.invitation.delegate)


def answer_note(row: Called) -> str:
    """The reason of absence where the reader may know it, then when it was registered and by whom."""
    return " · ".join(filter(None, [row.reason, registered_note(row)]))


_DELEGATE = Column(
    "delegate", _("Delegate"), cell="invitation.delegate.full_name", note="group.name", card="title"
)
_ANSWER = Column("answer", _("Registered"), cell=answer_badge, note=answer_note)


class CalledTable(Table):
    """Delegates and what they registered, as every reader sees it."""

    columns: ClassVar = [_DELEGATE, _ANSWER]

    def row_url(self, row: Called) -> None:
        """A delegate of the list has no page of their own here."""


class CalledForSecretariat(CalledTable):
    """With what only the secretariat sees: who cannot be told, who has opened how many papers."""

    columns: ClassVar = [
        _DELEGATE,
        _ANSWER,
        Column("reach", _("Can be told"), cell=reach_badge),
        Column("opened", _("Papers opened"), cell=opened_words, align="end"),
    ]


class CalledToRegister(CalledForSecretariat):
    """The same while registration is open, with the way to register in a delegate's name."""

    columns: ClassVar = [*CalledForSecretariat.columns, Column("register", _("Register"), cell=register_link)]


class CalledSheet(CalledTable):
    """The list as a file: each thing in a column of its own."""

    columns: ClassVar = [
        Column("delegate", _("Delegate"), cell="invitation.delegate.full_name"),
        Column("group", _("Delegate group"), cell="group.name"),
        Column("called_on", _("Called on"), cell="invitation.sent_on"),
        Column("answer", _("Registered"), cell=answer_words),
        Column("reason", _("Reason of absence"), cell="reason"),
        Column("answered_at", _("Registered at"), cell="answered_at"),
        Column("answered_by", _("Registered by"), cell="invitation.answered_by.full_name"),
    ]


class CalledSheetForSecretariat(CalledSheet):
    """The same with what only the secretariat sees."""

    columns: ClassVar = [
        *CalledSheet.columns,
        Column("reach", _("Can be told"), cell=reach_words),
        Column("opened", _("Papers opened"), cell="opened"),
        Column("to_open", _("Papers sent"), cell="to_open"),
    ]
