"""How a document of a mission is numbered and signed, and what every step of a mission begins with."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from councils.calendar import DueDate, due_date
from councils.models import Council
from documents.administrative import AdministrativeDocument
from documents.models import OfficialDocument
from documents.services import keep_drawn, register_document
from supervision.models import SupervisionMission


class Terms(NamedTuple):
    """How a document is signed and numbered.

    `number` is one that it already bears; without it the next one of the series. An old paper that only exists on
    paper is registered without being `drawn`.
    """

    number: int | None = None
    deputy: bool = False
    signer: str = ""
    drawn: bool = True


PLAIN: Final = Terms()
"""Signed by the head, with the next number of the series, and drawn."""


class Numbered(NamedTuple):
    """What a document is entered in the register as."""

    issuer: str
    kind: str
    abstract: str
    stem: str


def lock_mission(mission: SupervisionMission) -> SupervisionMission:
    """The mission of this moment, locked, with what its documents name."""
    rows = SupervisionMission.objects.select_for_update(of=("self",))
    related = ("council__parent", "committee__council", "group__council_term", "decision", "plan", "report")
    return rows.select_related(*related).get(pk=mission.pk)


def register(*, mission: SupervisionMission, entry: Numbered, on: date, terms: Terms) -> OfficialDocument:
    """The number of a document of a mission."""
    return register_document(
        council=mission.council,
        issuer=entry.issuer,
        kind=entry.kind,
        issued_on=on,
        abstract=entry.abstract[:500],
        number=terms.number,
    )


def keep(document: OfficialDocument, drawn: AdministrativeDocument, stem: str, user: User | None) -> None:
    """Both files of a numbered document; nobody can have drawn what no user asked for."""
    if user is not None:
        keep_drawn(document=document, drawn=drawn, stem=stem, user=user)


def due_by(code: str, council: Council, anchor: date, calendar: Any = None) -> DueDate | None:
    """When something is due by a rule; nothing where none is in force at this level on that day."""
    with suppress(Refused):
        return due_date(code=code, council=council, anchor=anchor, calendar=calendar)
    return None


def need_state(mission: SupervisionMission, allowed: frozenset[str], words: str) -> None:
    """Refuse what cannot be changed in this state; `words` name what is closed, with "%(state)s"."""
    if mission.state not in allowed:
        raise Refused(words % {"state": mission.get_state_display()})


def not_numbered(document: OfficialDocument | None) -> None:
    """Refuse a second number for the same document."""
    if document is not None:
        raise Refused(_("It was issued as %(symbol)s already.") % {"symbol": document.symbol})
