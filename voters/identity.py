"""Who wrote or came, as data: what a sealed identity holds, and what of it a reader may see.

Nothing here writes. A page opens a protected identity only by `voters.services.view_identity`, which records it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from core.access import Access, Role
from core.sealing import blind, seal_data, unseal_data
from core.text import fold
from voters.models import ProtectedRecord

SEES_SENDERS: Final = frozenset({Role.SECRETARIAT, Role.LEADER, Role.COMMITTEE, Role.DELEGATE})
"""Roles that read the senders of unprotected letters of their own council; auditors and the council above do not."""
_DIGITS: Final = re.compile(r"\d{8,}")
_GAPS: Final = re.compile(r"(?<=\d)[\s.\-]+(?=\d)")
_SHORTEST: Final = 2
"""Words of a name that a text may not repeat; a single word ("Hoa") means nothing by itself."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed or came."""

    name: str
    address: str = ""
    id_number: str = ""
    phone: str = ""

    @property
    def line(self) -> str:
        """Name and address in one line."""
        return ", ".join(filter(None, [self.name, self.address]))


@dataclass(frozen=True, slots=True)
class Identity:
    """The people of a matter, the first one first, and names that stand inside it."""

    persons: tuple[Person, ...] = ()
    names: str = ""

    @property
    def first(self) -> Person:
        """Who stands for all."""
        return self.persons[0] if self.persons else Person("")

    @property
    def others(self) -> tuple[Person, ...]:
        """Those after the first."""
        return self.persons[1:]

    def seal(self) -> str:
        """As a token; nothing of nobody."""
        if not self.persons and not self.names:
            return ""
        return seal_data({"persons": [asdict(person) for person in self.persons], "names": self.names})

    def marks(self) -> list[str]:
        """Blind marks of names and ID numbers, by which the same person is found again."""
        found = {blind(fold(person.name)) for person in self.persons if fold(person.name)}
        found |= {blind(digits(person.id_number)) for person in self.persons if digits(person.id_number)}
        return sorted(found)

    def searched(self) -> str:
        """Folded names and addresses."""
        return fold(" ".join(f"{person.name} {person.address}" for person in self.persons))

    def secrets(self, *, inside: bool = True) -> Iterable[str]:
        """Folded names of two words or more, if wanted those inside the matter; telephone and ID numbers as digits."""
        named = [person.name for person in self.persons]
        named += re.split(r"[,;\n]", self.names) if inside else []
        yield from (name for name in map(fold, named) if len(name.split()) >= _SHORTEST)
        for person in self.persons:
            yield from filter(None, (digits(person.id_number), digits(person.phone)))


NOBODY: Final = Identity()


def digits(text: str) -> str:
    """Only the digits, where they are long enough to be somebody's number."""
    found = re.sub(r"\D", "", text)
    return found if _DIGITS.fullmatch(found) else ""


def open_identity(record: ProtectedRecord) -> Identity:
    """What is sealed. For services only: a page asks `view_identity`."""
    data = unseal_data(record.identity)
    return Identity(tuple(Person(**one) for one in data.get("persons", ())), data.get("names", ""))


def betrayed(text: str, identity: Identity, *, inside: bool = True) -> bool:
    """Whether a text repeats a name, telephone or ID number of this identity, whatever its accents or gaps."""
    words, numbers = f" {fold(text)} ", set(_DIGITS.findall(_GAPS.sub("", text)))
    return any(
        secret in numbers if secret.isdigit() else f" {secret} " in words
        for secret in identity.secrets(inside=inside)
    )


def hidden_words() -> str:
    """What stands in place of a protected name."""
    return _("Denouncer – identity protected")


def masked(name: str) -> str:
    """A name as an auditor reads it: its initials."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[:1].isalpha())


def sees_senders(access: Access, record: Any) -> bool:
    """Whether this reader sees who wrote an unprotected letter."""
    return bool(access.roles_in(record.council_id) & SEES_SENDERS)


def persons_of(record: ProtectedRecord, access: Access) -> Sequence[Person]:
    """The people as this reader may see them on lists, pages and exports; a protected one never stands there."""
    if record.erased_on:
        return (Person(_("Identity erased")),)
    if record.protected:
        return (Person(hidden_words()),)
    identity = open_identity(record)
    if sees_senders(access, record):
        return identity.persons or (Person(_("Anonymous")),)
    return [Person(masked(person.name)) for person in identity.persons] or (Person(_("Anonymous")),)


def sender_words(record: ProtectedRecord, access: Access) -> str:
    """The first of them and how many more, in one line."""
    persons = persons_of(record, access)
    more = len(persons) - 1
    name = persons[0].name
    return _("%(name)s and %(count)s more") % {"name": name, "count": more} if more else name
