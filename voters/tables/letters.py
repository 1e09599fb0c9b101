"""Columns of the register of letters. The page puts `sender` and `standing` on rows; no column reads an identity."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import display
from core.tables import Column, Table
from core.templatetags.portal_tags import badge
from followups.states import OPEN
from voters.models import Letter
from voters.states import PENDING, LetterState
from voters.tables.contact import due_of_row

_WAITING = frozenset({LetterState.FORWARDED, LetterState.UNDER_SUPERVISION})
_BADGES = {
    LetterState.REGISTERED: "plain",
    LetterState.SCREENED: "warn",
    LetterState.CLASSIFIED: "warn",
    LetterState.FORWARDED: "run",
    LetterState.UNDER_SUPERVISION: "run",
}


def letter_status(letter: Any) -> tuple[str, str]:
    """Badge and words of a letter read `with_status`; what its follow-up says comes first."""
    owed = letter.owed_state
    if letter.state in _WAITING and owed:
        if owed in OPEN:
            late = letter.owed_due and letter.owed_due < timezone.localdate()
            return ("late", gettext("Answer overdue")) if late else ("run", gettext("Awaiting the result"))
        return "warn", gettext("Result received")
    if letter.state in PENDING and letter.eligible is False:
        return "warn", gettext("Not eligible")
    return _BADGES.get(LetterState(letter.state), "ok"), str(letter.get_state_display())


def letter_badge(letter: Any) -> SafeString:
    """Where a letter stands."""
    return badge(*letter_status(letter))


def status_text(letter: Any) -> str:
    """The same in a spreadsheet."""
    return letter_status(letter)[1]


def _number(letter: Letter) -> str:
    return f"{letter.number}/{letter.year}"


def _came(letter: Letter) -> str:
    return f"{display.day(letter.received_on)} · {letter.get_source_display()}"


def _yes_no(letter: Letter) -> str:
    return "" if letter.eligible is None else display.plain(letter.eligible)


class LetterTable(Table):
    """Letters, the newest first."""

    bulk = True
    columns: ClassVar = [
        Column("number", _("No."), cell=_number, sort=("year", "number"), align="end", export=_number),
        Column("summary", _("Summary"), note=_came, link=True, card="title", export=attrgetter("summary")),
        Column("received_on", _("Received on"), sort=("received_on", "pk"), default=False),
        Column("sender", _("Sender")),
        Column("kind", pgettext_lazy("letter", "Kind"), cell="get_kind_display"),
        Column("field", _("Field"), cell="field.name", default=False),
        Column("signatories", _("Signatories"), align="end", default=False),
        Column("eligible", _("Eligible"), cell=_yes_no, default=False),
        Column("agency", _("Competent body"), cell="agency.name"),
        Column("due", _("Due"), cell=due_of_row, sort=("due_sort", "pk"), export=attrgetter("owed_due")),
        Column("state", _("State"), cell=letter_badge, card="side", export=status_text),
    ]

    def row_label(self, row: Any) -> str:
        """Short: the summary would be read out at every box."""
        return gettext("Select letter no. %(number)s") % {"number": _number(row)}


class ErasableTable(Table):
    """Matters whose identity may be erased."""

    bulk = True
    columns: ClassVar = [
        Column("number", _("No."), cell=_number, align="end"),
        Column("kind", pgettext_lazy("letter", "Kind"), cell="get_kind_display", link=True, card="title"),
        Column("closed_on", pgettext_lazy("letter", "Closed on")),
    ]
