"""Lines of the sittings floor: meetings."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sessions import services
from tests import factories
from tests.permissions.lines import (
    HIDDEN,
    OK,
    ON,
    READ,
    READ_LIST,
    Line,
    decide,
    form,
    staff_here,
    staff_on_record,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

LINES: list[Line] = [
    # meetings of the Standing Committee and committees; "committee" works for the committee of "own_meeting"
    Line("sittings:body_meeting_list", get=READ_LIST),
    form("sittings:body_meeting_create", staff_here(OK) | {"committee": OK}),
    Line("sittings:body_meeting_detail", get=READ, ids={"pk": "body_meeting"}),
    form("sittings:body_meeting_edit", staff_on_record(OK), ids={"pk": "body_meeting"}),
    form("sittings:body_meeting_edit", staff_on_record(OK, committee=OK), ids={"pk": "own_meeting"}),
    Line(
        "sittings:body_meeting_move",
        get=staff_on_record(OK, committee=OK),
        post=staff_on_record(ON, committee=ON),
        ids={"pk": "own_meeting", "name": "body_step"},
    ),
    form(
        "sittings:body_meeting_conclude",
        decide(OK) | {"agency": HIDDEN},
        ids={"pk": "body_meeting"},
    ),
    form("sittings:body_meeting_attach", staff_on_record(OK), ids={"pk": "body_meeting"}),
    Line("sittings:body_meeting_file", get=READ, ids={"pk": "body_meeting"}),
    Line(
        "sittings:body_meeting_draft",
        get=READ,
        ids={"pk": "body_meeting", "kind": "paper_kind", "extension": "extension"},
    ),
    form("sittings:conclusion_create", staff_on_record(OK), ids={"pk": "body_meeting"}),
    form("sittings:conclusion_edit", staff_on_record(OK), ids={"pk": "conclusion"}),
    Line(
        "sittings:conclusion_remove",
        get=staff_on_record(OK),
        post=staff_on_record(ON),
        ids={"pk": "conclusion"},
    ),
    Line(
        "sittings:conclusion_move",
        post=staff_on_record(ON),
        ids={"pk": "conclusion", "direction": "up"},
    ),
]


def extend(world: Any, term: Any) -> None:
    """One record of each kind."""
    _meetings(world, term.council)


def _meetings(world: Any, council: Any) -> None:
    """A meeting of the Standing Committee that was held, and one of the committee that somebody works for."""
    staff = world.users["secretariat"]
    committee = factories.CommitteeFactory(council=council)
    world.users["committee"].memberships.filter(committee__isnull=True).update(committee=committee)
    held = factories.BodyMeetingFactory(council=council, state="held")
    services.attach_minutes(meeting=held, user=staff, upload=SimpleUploadedFile("bien-ban.pdf", PDF))
    world.ids |= {
        "body_meeting": held.pk,
        "own_meeting": factories.BodyMeetingFactory(
            council=council, committee=world.users["committee"].memberships.get().committee
        ).pk,
        "conclusion": services.add_conclusion(meeting=held, user=staff, text="Thống nhất").pk,
        "body_step": "hold",
        "paper_kind": "minutes",
        "up": "up",
    }
