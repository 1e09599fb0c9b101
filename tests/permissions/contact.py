"""Lines of rounds and meetings: the plan, papers, steps, reports of groups, minutes, photos, consents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.permissions.lines import INCOMPLETE, OK, ON, READ, READ_LIST, Line, form, staff_on_record
from voters import services
from voters.models import JointConsent

ROUND = {"pk": "planned_round"}
MEETING = {"pk": "held_meeting"}
PHOTO = {**MEETING, "photo_pk": "photo"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64

LINES: list[Line] = [
    Line("voters:round_plan", get=staff_on_record(OK), post=staff_on_record(INCOMPLETE), ids=ROUND),
    Line("voters:round_wall", get=READ, ids=ROUND),
    form("voters:round_paper_create", staff_on_record(OK), ids={**ROUND, "kind": "plan_kind"}),
    Line("voters:round_paper", get=READ, ids={**ROUND, "kind": "issued_kind", "extension": "extension"}),
    form("voters:group_report_ask", staff_on_record(OK), ids=ROUND),
    form("voters:group_report_receive", staff_on_record(OK), ids={**ROUND, "group_pk": "contact_group"}),
    Line("voters:group_report_file", get=READ, ids={**ROUND, "group_pk": "contact_group"}),
    form("voters:contact_step_finish", staff_on_record(OK), ids={"pk": "contact_step"}),
    Line(
        "voters:contact_step_undo",
        get=staff_on_record(OK),
        post=staff_on_record(INCOMPLETE),
        ids={"pk": "contact_step"},
    ),
    Line("voters:consent_list", get=READ_LIST),
    form("voters:consent_answer", staff_on_record(OK), ids={"pk": "consent", "name": "decline"}),
    Line("voters:meeting_minutes", get=staff_on_record(OK), post=staff_on_record(INCOMPLETE), ids=MEETING),
    form("voters:meeting_minutes_signed", staff_on_record(OK), ids=MEETING),
    Line("voters:meeting_minutes_signed_file", get=READ, ids=MEETING),
    Line("voters:meeting_minutes_paper", get=READ, ids={**MEETING, "extension": "extension"}),
    form("voters:meeting_photo_create", staff_on_record(OK), ids=MEETING),
    Line("voters:meeting_photo", get=READ, ids=PHOTO),
    form("voters:meeting_photo_edit", staff_on_record(OK), ids=PHOTO),
    Line("voters:meeting_photo_remove", get=staff_on_record(OK), post=staff_on_record(ON), ids=PHOTO),
]


def extend(world: Any, term: Any) -> None:
    """A round with plan, report and step; a meeting that was held, with minutes and photo; a request from below."""
    council, staff = term.council, world.users["secretariat"]
    contact = factories.RoundFactory(council_term=term)
    group = factories.GroupFactory(council_term=term)
    meeting = factories.MeetingFactory(round=contact)
    meeting.groups.add(group)
    services.lay_steps(round=contact)
    services.issue_paper(round=contact, name="notice", on=date(2026, 6, 2), user=staff)
    step = contact.steps.get()
    services.undo_step(step=step, user=staff)
    upload = SimpleUploadedFile("bao-cao.pdf", PDF)
    services.receive_report(round=contact, group=group, user=staff, on=date(2026, 6, 20), upload=upload)
    services.attach_signed_minutes(
        meeting=meeting, user=staff, upload=SimpleUploadedFile("bien-ban.pdf", PDF)
    )
    (photo,) = services.add_photos(
        meeting=meeting, user=staff, uploads=[SimpleUploadedFile("a.png", PNG)], caption="", alt="Ảnh"
    )
    asked = JointConsent.objects.create(meeting=factories.MeetingFactory(), council=council)
    world.ids |= {
        "planned_round": contact.pk,
        "held_meeting": meeting.pk,
        "contact_group": group.pk,
        "contact_step": contact.steps.get().pk,
        "photo": photo.pk,
        "consent": asked.pk,
        "decline": "decline",
        "plan_kind": "plan",
        "issued_kind": "notice",
    }
