"""Words in use: what people of a council write for its fields, agencies and levels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core.editing import save_edit
from core.errors import Refused
from core.services import entered_by, refuse
from core.text import fold
from councils.field_lists import usual_words
from councils.models import Agency, Council, CouncilWord, Field

LONGEST: Final = 120
"""Characters of a word; a longer text is a sentence."""
_MOST_NOTED: Final = 200
"""Different unknown words that one table leaves behind."""
Kind = CouncilWord.Kind
Meaning = Field | Agency | str


@transaction.atomic
def save_word(*, word: CouncilWord, user: User | None, version: int | None = None) -> CouncilWord:
    """Enter a word, or change one that was opened on `version`.

    Raises Refused beside the fields for an empty word, one that the list already has, and a meaning of another council.
    """
    word.text = " ".join(word.text.split())
    word.search = fold(word.text)
    _keep_one_meaning(word)
    refuse({"text": _text_fault(word), word.kind: _meaning_fault(word)})
    with entered_by(user):
        return save_edit(word, version=version)


def _keep_one_meaning(word: CouncilWord) -> None:
    """A word means what its kind says; the other choices of the form are left out."""
    if word.kind != Kind.FIELD:
        word.field = None
    if word.kind != Kind.AGENCY:
        word.agency = None
    if word.kind != Kind.LEVEL:
        word.level = ""


def _text_fault(word: CouncilWord) -> str | bool:
    wanted = fold(word.text)
    if not wanted:
        return _("Write the word as people use it.")
    same = CouncilWord.objects.filter(council=word.council_id, kind=word.kind, search=wanted)
    return same.exclude(pk=word.pk).exists() and _("The list already has this word.")


def _meaning_fault(word: CouncilWord) -> str | bool:
    if word.meaning is None:
        return _("Choose what the word means.")
    owner = word.agency.council_id if word.agency else word.field.council_id if word.field else None
    return owner not in {None, word.council_id} and _("This belongs to another council.")


@transaction.atomic
def remember_word(
    *, council: Council, kind: str, text: str, meaning: Meaning, user: User | None
) -> CouncilWord:
    """From now on this text means this field, agency or level; what it meant before is replaced."""
    wanted = fold(text)
    known = CouncilWord.objects.select_for_update().filter(council=council, kind=kind, search=wanted).first()
    word = known or CouncilWord(council=council, kind=kind, text=text)
    setattr(word, kind, meaning)
    return save_word(word=word, user=user)


@transaction.atomic
def forget_word(*, word: CouncilWord, user: User | None) -> None:
    """Take a word out of the list; the history keeps it."""
    with entered_by(user):
        CouncilWord.objects.filter(pk=word.pk).delete()


@transaction.atomic
def note_words(*, council: Council, words: Iterable[tuple[str, str]], on: date) -> None:
    """Keep (kind, text) of words that a table held and nobody understood, with how often and when last; two queries.

    Raises nothing: texts that are no words (signs only, whole sentences) are passed over.
    """
    met: dict[tuple[str, str], str] = {}
    for kind, text in words:
        plain = " ".join(text.split())
        if fold(plain) and len(plain) <= LONGEST and len(met) < _MOST_NOTED:
            met.setdefault((kind, fold(plain)), plain)
    if not met:
        return
    CouncilWord.objects.bulk_create(
        [
            CouncilWord(council=council, kind=kind, text=text, search=search)
            for (kind, search), text in met.items()
        ],
        ignore_conflicts=True,
    )
    rows = CouncilWord.objects.filter(council=council, search__in={search for _kind, search in met})
    for kind in {kind for kind, _search in met}:
        mine = rows.filter(kind=kind, search__in=[search for one, search in met if one == kind])
        mine.update(times=F("times") + 1, last_met_on=on)


@transaction.atomic
def add_usual_words(*, council: Council, user: User | None) -> int:
    """Put the usual words for the fields that the council offers into its list; returns how many are new.

    Words that the list already has stay as they are.
    """
    parts = _fields_by_part(council)
    wanted = [
        CouncilWord(council=council, kind=Kind.FIELD, text=text, search=fold(text), field=field)
        for text, names in usual_words()
        if (field := next((parts[fold(name)] for name in names if fold(name) in parts), None))
    ]
    before = CouncilWord.objects.filter(council=council).count()
    with entered_by(user):
        CouncilWord.objects.bulk_create(wanted, ignore_conflicts=True)
    added = CouncilWord.objects.filter(council=council).count() - before
    if not wanted:
        raise Refused(_("None of the council's fields has usual words: enter the words one by one."))
    return added


def _fields_by_part(council: Council) -> dict[str, Field]:
    """The council's fields by each part of their names: "Điện, nước sạch" is found by either."""
    found: dict[str, Field] = {}
    for row in Field.objects.for_council(council):
        for part in row.name.split(","):
            found.setdefault(fold(part), row)
    return found
