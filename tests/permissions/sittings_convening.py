"""Lines of agenda, convening, registration and reading; their records in the world."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from documents.services import store_file
from sessions import services
from sessions.models import Guest, PaperBundle
from tests import factories
from tests.permissions.lines import (
    OK,
    ON,
    OUTSIDE,
    READ,
    REFUSED,
    Line,
    form,
    staff_on_record,
    who,
)

_SITTING = {"pk": "sitting"}
_CALLED = {"pk": "called"}
_ITEM = {"pk": "agenda_item"}
_PACKERS = READ | {"above": REFUSED, "auditor": REFUSED}
"""Who has the papers packed: the council's own readers but auditors. Packing changes nothing of the record, yet it sets
work going, and whoever audits, or oversees from above, sets nothing going: they download what others had packed."""


def _pressed(line: dict[str, int]) -> dict[str, int]:
    """A press of a button: on to the next page where a form would be shown."""
    return {actor: ON if status == OK else status for actor, status in line.items()}


def _act(name: str, line: dict[str, int], ids: dict[str, str]) -> Line:
    """A page that asks and then does, without anything to fill in."""
    return Line(name, get=line, post=_pressed(line), ids=ids)


def _press(name: str, line: dict[str, int], ids: dict[str, str], **data: str) -> Line:
    """A button without a page of its own."""
    return Line(name, post=_pressed(line), ids=ids, data=data)


_STAFF = staff_on_record(OK)
_DECIDERS = staff_on_record(OK, leader=OK)
_OWN = who(REFUSED, **OUTSIDE, delegate=OK)
"""What only a delegate does."""

_AGENDA: list[Line] = [
    Line("sittings:sitting_agenda", get=READ, ids=_SITTING),
    Line("sittings:agenda_file", get=READ, ids={"pk": "sitting", "extension": "extension"}),
    form("sittings:agenda_item_create", _STAFF, ids=_SITTING),
    form("sittings:agenda_item_edit", _STAFF, ids=_ITEM),
    _act("sittings:agenda_item_remove", _STAFF, _ITEM),
    form("sittings:agenda_item_table", _STAFF, ids=_ITEM),
    _act("sittings:agenda_item_untable", _STAFF, _ITEM),
    _press("sittings:agenda_item_move", _STAFF, _ITEM, to="up"),
    _press("sittings:agenda_reorder", _STAFF, _SITTING),
    _press("sittings:agenda_place", _STAFF, _SITTING),
    _press("sittings:agenda_papers", _STAFF, _SITTING),
]
_CONVENING: list[Line] = [
    form("sittings:sitting_convene", _DECIDERS, ids=_SITTING),
    form("sittings:papers_open", _STAFF, ids=_CALLED),
    form("sittings:sitting_open", _STAFF, ids=_CALLED),
    Line(
        "sittings:convening_file",
        get=_DECIDERS,
        ids={"pk": "sitting", "kind": "document_kind", "extension": "extension"},
    ),
    Line("sittings:sitting_delegates", get=READ, ids=_CALLED),
    form("sittings:registration_edit", _OWN, ids=_CALLED),
    form("sittings:invitation_create", _STAFF, ids=_CALLED),
    _act("sittings:invitation_remind", _DECIDERS, _CALLED),
    form("sittings:invitation_register", _STAFF, ids={"pk": "invitation"}),
    form("sittings:guest_create", _STAFF, ids=_CALLED),
    form("sittings:guest_edit", _STAFF, ids={"pk": "guest"}),
    _press("sittings:guest_confirm", _STAFF, {"pk": "guest"}),
    _act("sittings:guest_remove", _STAFF, {"pk": "guest"}),
]
_READING: list[Line] = [
    Line("sittings:sitting_reading", get=READ, ids=_CALLED),
    _press("sittings:bundle_create", _PACKERS, _CALLED),
    Line("sittings:bundle_detail", get=READ, ids={"pk": "bundle"}),
    Line("sittings:bundle_file", get=READ, ids={"pk": "bundle"}),
    _act("sittings:bundle_retry", _PACKERS, {"pk": "failed_bundle"}),
]

LINES: list[Line] = [*_AGENDA, *_CONVENING, *_READING]


def extend(world: Any, term: Any) -> None:
    """A sitting to which the world's delegate is called, with a guest, an item, and papers packed in a ZIP."""
    staff, opens = world.users["secretariat"], timezone.localdate() + timedelta(days=200)
    called = factories.SittingFactory(council_term=term, opens_on=opens, closes_on=opens)
    services.convene(sitting=called, user=staff, on=timezone.localdate(), drawn=False, quiet=True)
    archive = store_file(council=term.council, user=staff, name="tai-lieu.pdf", content=b"%PDF-1.4\n")
    bundle = PaperBundle.objects.create(sitting=called, asked_by=staff, state="done", file=archive)
    failed = PaperBundle.objects.create(sitting=called, asked_by=staff, state="failed", error="Hết giờ.")
    world.ids |= {
        "called": called.pk,
        "invitation": called.invitations.get(delegate=world.ids["delegate"]).pk,
        "guest": Guest.objects.create(sitting=called, name="Thường trực Đảng ủy xã").pk,
        "agenda_item": factories.AgendaItemFactory(sitting=called).pk,
        "document_kind": "decision",
        "bundle": bundle.pk,
        "failed_bundle": failed.pk,
    }
