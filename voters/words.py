"""What the council's own words are good for beyond pasted tables: finding opinions, suggesting how to classify them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

from django.db.models import Q, QuerySet

from core.filters import SearchFilter
from core.text import fold
from councils.models import Agency, Council, CouncilWord, Field
from voters.imports.matching import Lexicon

_SHORTEST: Final = 3
"""Letters of a word that a suggestion may rest on."""
_VAGUE: Final = frozenset({"khác", "lĩnh vực khác", "other", "chính sách", "xã hội", "văn hóa"})
"""Names of fields that stand in many opinions without being their subject."""


class WordSearch(SearchFilter):
    """A search that also finds by the council's own words: "điện đóm" finds what is classified under Điện.

    For lists whose rows have a field and an agency; one query more while somebody searches.
    """

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Rows that hold every word, and those of the field, agency or level that the whole text means."""
        found = super().filter(qs, value)
        meant = meant_by(self.parent.council, value) if value else Q()
        return found if not meant else qs.filter(Q(pk__in=found.order_by().values("pk")) | meant)


def meant_by(council: Council | None, text: str) -> Q:
    """The condition of rows classified as what this text means in the council; empty when it means nothing."""
    wanted = fold(text)
    if council is None or not wanted:
        return Q()
    condition = Q()
    for word in CouncilWord.objects.of(council).known().filter(search=wanted):
        name = {"field": "field_id", "agency": "agency_id", "level": "competence_level"}[word.kind]
        condition |= Q(**{name: word.field_id or word.agency_id or word.level})
    return condition


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How an opinion might be classified, and the words in it that say so."""

    field: Field | None = None
    agency: Agency | None = None
    competence_level: str = ""
    because: tuple[str, ...] = ()


class Suggester:
    """Suggests by the words of the content: names of the fields offered, and the council's own words.

    Accents count here: "diện tích" is no "điện". The longest word found decides.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known: dict[str, list[tuple[str, Any]]] = {"field": [], "agency": [], "level": []}
        for text, row in _names_of_fields(lexicon):
            self._know("field", text, row)
        for word in lexicon.words.values():
            self._know(word.kind, word.text, word.meaning)
        for kind in self.known.values():
            kind.sort(key=lambda pair: len(pair[0]), reverse=True)

    def _know(self, kind: str, text: str, row: Any) -> None:
        plain = _plain(text)
        if len(plain) >= _SHORTEST and plain not in _VAGUE and row is not None:
            self.known[kind].append((plain, row))

    def of(self, content: str) -> Suggestion:
        """What the content speaks for; nothing where no known word stands in it."""
        text = f" {_plain(content)} "
        found = {
            kind: next((pair for pair in pairs if f" {pair[0]} " in text), None)
            for kind, pairs in self.known.items()
        }
        field, agency, level = found["field"], found["agency"], found["level"]
        return Suggestion(
            field=field[1] if field else None,
            agency=agency[1] if agency else None,
            competence_level=str(level[1]) if level else "",
            because=tuple(pair[0] for pair in (field, agency, level) if pair),
        )


def _names_of_fields(lexicon: Lexicon) -> Iterator[tuple[str, Field]]:
    rows: Iterable[Field] = lexicon.fields.main.values()
    for row in rows:
        yield row.name, row
        yield from ((part, row) for part in row.name.split(",") if "," in row.name)


def _plain(text: str) -> str:
    """Lower-case words with their accents, one space apart."""
    return " ".join(re.findall(r"\w+", normalize("NFC", text).lower()))
