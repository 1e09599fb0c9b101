"""Rows of reception and letters. People stand there as their own registers show them: protected ones never."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import ngettext, npgettext

from core.access import Access
from core.tables import Column
from reports.figures import Listing
from reports.tables.rows import Rows
from voters.identity import sender_words
from voters.tables.letters import LetterTable
from voters.tables.receptions import ReceptionTable, RecordTable


def _columns(of: Iterable[Column], *names: str) -> tuple[Column, ...]:
    """Columns of a register by their names, in its order."""
    return tuple(column for column in of if column.name in names)


def name_senders(rows: Iterable[Any], access: Access) -> None:
    """Put on each row its sender as this reader may see them; a protected identity is never opened here."""
    for row in rows:
        row.sender = sender_words(row, access)


LISTINGS: Final = {
    Listing.RECEPTIONS: Rows(
        ReceptionTable.columns,
        ("-day", "-pk"),
        lambda rows: rows.select_related("council", "delegate").with_counts(),
        lambda count: ngettext("reception", "receptions", count),
    ),
    Listing.RECORDS: Rows(
        _columns(RecordTable.columns, "number", "day", "sender", "content", "kind", "persons", "result"),
        ("-year", "-number", "-pk"),
        lambda rows: rows.select_related("council", "reception", "field", "follow_up"),
        lambda count: ngettext("turn", "turns", count),
        furnish=name_senders,
    ),
    Listing.LETTERS: Rows(
        _columns(
            LetterTable.columns,
            "number",
            "summary",
            "received_on",
            "sender",
            "kind",
            "field",
            "signatories",
            "agency",
        ),
        ("-received_on", "-pk"),
        lambda rows: rows.select_related("council", "field", "agency"),
        lambda count: npgettext("count", "letter", "letters", count),
        furnish=name_senders,
    ),
}
