"""What the entry of opinions leaves in the council's list of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from councils.services import note_words, remember_word
from voters.models import VoterMeeting

if TYPE_CHECKING:
    from voters.imports import CheckedRow, RawRow

_KINDS: Final = {"field": "field", "competence_level": "level", "agency": "agency"}
"""Cells that name something -> the kind of word that stands in them."""


def note_unknown(*, meeting: VoterMeeting, rows: Iterable[RawRow]) -> None:
    """Words of a table that nobody understood are offered on the page of words; a handful of queries."""
    words = [(_KINDS[name], text) for row in rows for name, text in row.typed]
    note_words(council=meeting.council, words=words, on=timezone.localdate())


@transaction.atomic
def remember_corrections(*, meeting: VoterMeeting, lines: Sequence[CheckedRow], user: User | None) -> int:
    """Know from now on what was ticked: the word that stood in a cell means what was chosen there.

    Returns how many words were learnt; the same correction in many lines is one.
    """
    learnt: dict[tuple[str, str], Any] = {}
    for line in lines:
        for name, text in line.raw.typed:
            meaning = getattr(line.row, name, None)
            if name in line.raw.remember and meaning:
                learnt[_KINDS[name], text] = meaning
    for (kind, text), meaning in learnt.items():
        remember_word(council=meeting.council, kind=kind, text=text, meaning=meaning, user=user)
    return len(learnt)
